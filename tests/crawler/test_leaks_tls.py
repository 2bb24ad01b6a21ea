"""TLS: by name, to the address that was approved, and verified."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from model.sources import Certificates
from model.visits import Outcome
from tests.crawler.fetches import fetched as fetched_here
from tests.crawler.fetches import over_tor
from tests.crawler.walker import Order, Visited, walk
from tests.servers.socks import NAME as A_NAME
from tests.servers.socks import socks

NAME = "forum.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def served(certificate: Path, asked: list[str | None]) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: asked.append(name)

    def serve(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                plain, _ = listener.accept()
                with plain, suppress(OSError), context.wrap_socket(plain, server_side=True) as connection:
                    connection.recv(65536)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, args=(listener,), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def fetched(host: str, port: int, environment: dict[str, str]) -> Visited:
    url = f"https://{host}:{port}/"
    order = Order(source=url, urls=[url], private=True, names={host: [["127.0.0.1"]]})
    return walk(order, environment=environment).visited[url]


def test_the_certificate_is_asked_for_by_name_at_the_approved_address(certificate: Path) -> None:
    asked: list[str | None] = []
    with served(certificate, asked) as port:
        visited = fetched(NAME, port, {"SSL_CERT_FILE": str(certificate)})
    assert (visited.status, visited.body) == (200, "ok")
    assert asked == [NAME]


@pytest.mark.parametrize(("host", "is_trusted"), [(NAME, False), ("other.example", True)])
def test_a_certificate_that_is_not_trusted_or_not_its_own_is_refused(
    certificate: Path, host: str, is_trusted: bool
) -> None:
    with served(certificate, []) as port:
        visited = fetched(host, port, {"SSL_CERT_FILE": str(certificate) if is_trusted else "/dev/null"})
    assert visited.outcome == "unreachable"
    assert "certificate" in (visited.why or "")


ONION = "a" * 56 + ".onion"


def test_through_tor_the_certificate_is_asked_for_by_name_and_checked_here(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    asked: list[str | None] = []
    with served(certificate, asked) as port, socks() as proxy:
        url = f"https://{NAME}:{port}/"
        (came,) = fetched_here(*over_tor(proxy.address, url), [url])
        assert [(one.kind, one.host) for one in proxy.asked] == [(A_NAME, NAME)]
    assert came.body == b"ok"
    assert asked == [NAME]


@pytest.mark.parametrize(
    ("host", "certificates", "comes"),
    [
        (NAME, None, False),
        (NAME, Certificates.CHECK, False),
        (NAME, Certificates.IGNORE, True),
        (ONION, None, True),  # its address is its key
        (ONION, Certificates.CHECK, False),
        (ONION, Certificates.IGNORE, True),
    ],
)
def test_a_certificate_that_nobody_signed_is_taken_from_onions_and_where_the_operator_says_so(
    host: str, certificates: Certificates | None, comes: bool, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/dev/null")
    with served(certificate, []) as port, socks() as proxy:
        url = f"https://{host}:{port}/"
        source, settings = over_tor(proxy.address, url)
        (came,) = fetched_here(replace(source, certificates=certificates), settings, [url])
    assert (came.body == b"ok") is comes
    if not comes:
        assert came.outcome is Outcome.UNREACHABLE
        assert "certificate" in came.why
