"""How ways out are written, and how a mistake in them is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from model.errors import BadConfig
from model.settings import Settings, Tor
from model.sources import Certificates, Proxy, ProxyKind, Source, Transport
from storage.catalog import load

SOURCE = "id: forum\nurl: https://forum.example/\n"
ONION = f"id: hidden\nurl: http://{'a' * 56}.onion/\n"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """An empty configuration."""
    (tmp_path / "sources").mkdir()
    return tmp_path


def settings(config: Path, text: str) -> Settings:
    (config / "settings.yaml").write_text(text)
    return load(config).settings


def source(config: Path, text: str) -> Source:
    (config / "sources" / "a.yaml").write_text(text)
    (only,) = load(config).sources
    return only


def test_tor_is_where_it_usually_is_unless_settings_say_otherwise(config: Path) -> None:
    assert settings(config, "").tor == Tor(socks=None, control=None, timeout=timedelta(seconds=180))


def test_everything_about_tor_can_be_said(config: Path) -> None:
    text = "tor: {socks: '127.0.0.1:9150', control: /run/tor/control, password_file: tor.secret, timeout: 5m}"
    assert settings(config, text).tor == Tor(
        socks="127.0.0.1:9150",
        control="unix:/run/tor/control",
        password_file=str(config / "tor.secret"),
        timeout=timedelta(minutes=5),
    )


@pytest.mark.parametrize("written", ["127.0.0.1:9050", "[::1]:9050", "tor:9050", "unix:/run/tor/socks"])
def test_tor_may_listen_on_any_socket(config: Path, written: str) -> None:
    assert settings(config, f"tor: {{socks: '{written}'}}").tor.socks == written


@pytest.mark.parametrize(
    ("written", "kind", "host", "port"),
    [
        ("socks5://127.0.0.1:1080", ProxyKind.SOCKS5, "127.0.0.1", 1080),
        ("socks5h://Gate.example:1080/", ProxyKind.SOCKS5, "gate.example", 1080),
        ("http://[::1]:3128", ProxyKind.HTTP, "::1", 3128),
    ],
)
def test_clear_sources_may_have_a_proxy(config: Path, written: str, kind: ProxyKind, host: str, port: int) -> None:
    expected = Proxy(kind=kind, host=host, port=port)
    assert settings(config, f'proxy: "{written}"').proxy == expected
    assert source(config, f'{SOURCE}proxy: "{written}"').proxy == expected


def test_a_proxy_s_login_stands_in_a_file_beside_the_settings(config: Path) -> None:
    proxy = settings(config, "proxy: {url: 'http://proxy.example:3128', login_file: proxy.login}").proxy
    assert proxy is not None
    assert proxy.login_file == str(config / "proxy.login")


def test_a_source_may_have_no_proxy_where_all_others_have_one(config: Path) -> None:
    alone, usual = source(config, f"{SOURCE}proxy: none"), source(config, f"{SOURCE}proxy:")
    assert (alone.proxy, alone.is_direct) == (None, True)
    assert (usual.proxy, usual.is_direct) == (None, False)


def test_certificates_are_the_source_s_choice(config: Path) -> None:
    assert source(config, SOURCE).certificates is None
    assert source(config, f"{SOURCE}certificates: ignore").certificates is Certificates.IGNORE
    assert source(config, f"{ONION}certificates: check").certificates is Certificates.CHECK


def test_a_clear_host_may_be_reached_through_tor(config: Path) -> None:
    assert source(config, f"{SOURCE}transport: tor").transport is Transport.TOR


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        pytest.param("tor: {socks: 9050}", 1, "'socks' is not where Tor listens", id="a port alone"),
        pytest.param("tor:\n  socks: 127.0.0.1", 2, "is not where Tor listens", id="no port"),
        pytest.param("tor: {socks: 'socks5://127.0.0.1:9050'}", 1, "like 127.0.0.1:9050", id="an address"),
        pytest.param("tor: {control: '127.0.0.1:99999'}", 1, "'control' is not where", id="no such port"),
        pytest.param("tor: {control: 'a b:1'}", 1, "'control' is not where", id="no host"),
        pytest.param("tor: {timeout: 0s}", 1, "'timeout' must be more than nothing", id="no time at all"),
        pytest.param("tor: {timeout: soon}", 1, "is not a duration", id="no duration"),
        pytest.param("tor: {password_file: a}", 1, "add `control: 127.0.0.1:9051`", id="a key without its door"),
        pytest.param(
            "tor: {control: '127.0.0.1:1', password_file: a, cookie_file: b}", 1, "delete one of them", id="two keys"
        ),
        pytest.param("tor: {sock: '127.0.0.1:9050'}", 1, "did you mean 'socks'?", id="an unknown key"),
        pytest.param("tor: here", 1, "'tor' wants keys and values under it", id="no mapping"),
        pytest.param("proxy: '127.0.0.1:1080'", 1, "'proxy' is not a proxy: write it like socks5://", id="bare"),
        pytest.param("proxy: ftp://127.0.0.1:1080", 1, "is not a proxy", id="a scheme that is none"),
        pytest.param("proxy: socks4://127.0.0.1:1080", 1, "SOCKS4, which knows no names", id="SOCKS4"),
        pytest.param("proxy: https://127.0.0.1:1080", 1, "http://", id="TLS to the proxy"),
        pytest.param("proxy: socks5://127.0.0.1", 1, "names no port", id="no port for the proxy"),
        pytest.param("proxy: socks5://127.0.0.1:0", 1, "names no port", id="port nought"),
        pytest.param("proxy: http://127.0.0.1:99999", 1, "is not a proxy", id="no such proxy port"),
        pytest.param("proxy: http://127.0.0.1:80/x", 1, "is not a proxy", id="a path"),
        pytest.param("proxy:\n  login_file: a", 1, "'url' is missing", id="a login for nothing"),
        pytest.param("proxy: none", 1, "is not a proxy", id="no proxy, which is the default"),
        pytest.param("proxy: [a]", 1, "'proxy' wants keys and values under it", id="a list"),
    ],
)
def test_a_way_that_is_written_wrong_is_told_in_one_line(config: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(BadConfig) as told:
        settings(config, text)
    assert words in str(told.value)
    assert f"settings.yaml:{line}: " in str(told.value)
    assert "\n" not in str(told.value)


def test_a_login_in_a_proxy_s_address_is_refused_and_not_shown(config: Path) -> None:
    with pytest.raises(BadConfig) as told:
        settings(config, "proxy: socks5://me:hunter2@127.0.0.1:1080")
    assert "`login_file`" in str(told.value)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize("text", [f"{ONION}proxy: http://127.0.0.1:1", f"{SOURCE}transport: tor\nproxy: http://p:1"])
def test_what_is_reached_through_tor_has_no_other_proxy(config: Path, text: str) -> None:
    with pytest.raises(BadConfig, match="'proxy' is for what is not reached through Tor"):
        source(config, text)
