"""Servers that are not Elasticsearch 9, or do not let us in, are told so plainly."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from model.errors import Away, BadInput, TookTooLong, WrongServer
from model.queries import All, Find
from storage.elastic.client import Elastic, connect
from storage.elastic.search import ElasticSearch
from tests.storage.makers import NOON, analysis

EVERYTHING = Find(node=All(of=()))
PRODUCT = {"X-Elastic-Product": "Elasticsearch"}


class Answering(ThreadingHTTPServer):
    """A server that gives one answer to all, and remembers what it was asked with."""

    daemon_threads = True
    answer: tuple[int, dict[str, str], object]
    seen: list[str | None]


class Handler(BaseHTTPRequestHandler):
    server: Answering

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.seen.append(self.headers.get("Authorization"))
        self._tell(*self.server.answer)

    def do_GET(self) -> None:  # which indices there are: none
        status, headers, said = self.server.answer
        self._tell(*((200, headers, {}) if status in (200, 404) else (status, headers, said)))

    def _tell(self, status: int, headers: dict[str, str], said: object) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def answering(
    status: int, said: object, headers: dict[str, str] | None = None, *, tls: ssl.SSLContext | None = None
) -> Iterator[tuple[str, Answering]]:
    server = Answering(("127.0.0.1", 0), Handler)
    server.answer, server.seen = (status, headers or {}, said), []
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}", server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(settings: Elastic) -> None:
    client = connect(settings)
    try:
        ElasticSearch(client, alias=settings.index, analysis=analysis).search(EVERYTHING, now=NOON)
    finally:
        client.close()


REFUSED = {"error": {"type": "security_exception", "reason": "no"}, "status": 401}
OLDER = {
    "error": {"type": "media_type_header_exception", "reason": "Invalid media-type value on headers"},
    "status": 400,
}


@pytest.mark.parametrize(
    ("status", "headers", "said", "error", "words"),
    [
        pytest.param(
            200, {}, {"id": "x"}, WrongServer, "needs Elasticsearch 9; this is another product", id="OpenSearch"
        ),
        pytest.param(400, PRODUCT, OLDER, WrongServer, "needs Elasticsearch 9; this is an older", id="Elasticsearch 8"),
        pytest.param(406, PRODUCT, {"error": "no"}, WrongServer, "needs Elasticsearch 9; this is an older", id="7"),
        pytest.param(401, PRODUCT, REFUSED, WrongServer, "refuses the API key or password", id="a wrong key"),
        pytest.param(403, PRODUCT, REFUSED, WrongServer, "what Vigie needs", id="a key that may too little"),
        pytest.param(404, PRODUCT, {"error": {"type": "index_not_found_exception"}}, Away, "index rebuild", id="empty"),
        pytest.param(503, PRODUCT, {"error": {"type": "no_master"}}, Away, "too busy, or not whole", id="red"),
        pytest.param(200, PRODUCT, ["not", "ours"], Away, "could not be read", id="an odd answer"),
    ],
)
def test_a_server_that_we_cannot_speak_with_is_told_so(
    status: int, headers: dict[str, str], said: object, error: type[Exception], words: str
) -> None:
    with answering(status, said, headers) as (url, _), pytest.raises(error, match=words):
        ask(Elastic(urls=(url,)))


def test_a_server_that_is_not_there_is_away() -> None:
    with pytest.raises(Away, match="cannot be reached"):
        ask(Elastic(urls=("http://127.0.0.1:9",)))


def test_secrets_come_from_files_and_go_where_they_belong(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("c2VjcmV0OmtleQ==\n")
    (tmp_path / "password").write_text("pass\n")
    with answering(404, {"error": {"type": "index_not_found_exception"}}, PRODUCT) as (url, server):
        for settings in (
            Elastic(urls=(url,), api_key_file=str(tmp_path / "key")),
            Elastic(urls=(url,), user="vigie", password_file=str(tmp_path / "password")),
        ):
            with pytest.raises(Away):
                ask(settings)
    assert server.seen == ["ApiKey c2VjcmV0OmtleQ==", "Basic dmlnaWU6cGFzcw=="]


@pytest.mark.parametrize("text", [None, " \n"])
def test_a_secret_that_is_not_there_is_named_by_its_file(tmp_path: Path, text: str | None) -> None:
    key = tmp_path / "elasticsearch.key"
    if text is not None:
        key.write_text(text)

    with pytest.raises(BadInput, match=r"elasticsearch\.key: (no such file|empty)"):
        connect(Elastic(urls=("https://127.0.0.1:9200",), api_key_file=str(key)))


def test_a_certificate_is_trusted_by_its_file_or_fingerprint_and_else_not(tmp_path: Path) -> None:
    certificate, context = _certificate(tmp_path)
    print_ = sha256(ssl.PEM_cert_to_DER_cert(certificate.read_text())).hexdigest()
    said = {"error": {"type": "index_not_found_exception"}}
    with answering(404, said, PRODUCT, tls=context) as (url, _):
        for trusting in (Elastic(urls=(url,), ca_file=str(certificate)), Elastic(urls=(url,), fingerprint=print_)):
            with pytest.raises(Away, match="index rebuild"):
                ask(trusting)
        for doubting in (Elastic(urls=(url,)), Elastic(urls=(url,), fingerprint="00" * 32)):
            with pytest.raises(WrongServer, match="not trusted"):
                ask(doubting)


def test_a_search_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    said = {"id": "x", "pit_id": "x", "timed_out": True, "_shards": {"failed": 0}, "hits": {}, "aggregations": {}}
    with answering(200, said, PRODUCT) as (url, _), pytest.raises(TookTooLong, match="narrower"):
        ask(Elastic(urls=(url,)))


def _certificate(place: Path) -> tuple[Path, ssl.SSLContext]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "elasticsearch.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (place / "ca.crt").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (place / "key.pem").write_bytes(private)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place / "ca.crt", place / "key.pem")
    return place / "ca.crt", context
