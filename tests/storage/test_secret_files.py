"""Secrets that others may read are told, one line a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.catalog import load
from storage.secret_files import exposed

SETTINGS = """\
proxy: {url: 'socks5://127.0.0.1:1080', login_file: settings.login}
tor: {socks: '127.0.0.1:9050', control: '127.0.0.1:9051', password_file: tor.password}
search: {engine: elasticsearch, url: 'https://es.example:9200', api_key_file: es.key}
"""
SOURCE = """\
id: harbour
url: https://forum.example/
proxy: {url: 'http://proxy.example:3128', login_file: own.login}
account: {login: {url: 'https://forum.example/login', user_file: user, password_file: password}}
"""
FILES = {
    "settings.login": "the login of a proxy",
    "own.login": "the login of a proxy",
    "tor.password": "the password of Tor's control port",
    "es.key": "a key to Elasticsearch",
    "user": "the account of source 'harbour'",
    "password": "the account of source 'harbour'",
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """One that names every kind of secret; all files are their owner's only."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "settings.yaml").write_text(SETTINGS)
    (tmp_path / "sources" / "harbour.yaml").write_text(SOURCE)
    for name in FILES:
        (tmp_path / name).write_text("planted:secret\n")
        (tmp_path / name).chmod(0o600)
    return tmp_path


def test_secrets_that_only_their_owner_reads_are_not_spoken_of(config: Path) -> None:
    assert exposed(load(config)) == []


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644], ids=["its group", "everybody else", "both"])
@pytest.mark.parametrize("name", FILES)
def test_a_secret_that_others_may_read_is_told_with_the_way_out(config: Path, name: str, mode: int) -> None:
    (config / name).chmod(mode)
    path = config / name
    (told,) = exposed(load(config))
    assert str(told) == f"{path}: others may read it, and it holds {FILES[name]}: chmod 600 {path}"


def test_a_file_that_several_name_is_told_once_and_one_that_is_not_there_is_left_to_whoever_needs_it(
    config: Path,
) -> None:
    (config / "sources" / "quay.yaml").write_text(SOURCE.replace("id: harbour", "id: quay"))
    (config / "own.login").chmod(0o644)
    (config / "tor.password").unlink()
    assert [told.path for told in exposed(load(config))] == [config / "own.login"]
