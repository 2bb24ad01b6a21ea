"""How the account and the mirrors of a source are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.accounts import Account, LoggedIn, Login
from model.errors import BadConfig
from model.sources import Mirror, Source, Transport
from storage.catalog import load

ONION = "expyuzz4wqqyqhjn" * 3 + "abcdefgh.onion"
LOGIN = "login: {url: 'https://forum.example/login', user_file: user, password_file: /secret/password"


def loaded(config: Path, more: str) -> Source:
    (config / "sources").mkdir()
    (config / "sources" / "a.yaml").write_text(f"id: forum\nurl: https://forum.example/\n{more}\n")
    (only,) = load(config).sources
    return only


def told(config: Path, more: str) -> str:
    with pytest.raises(BadConfig) as raised:
        loaded(config, more)
    return str(raised.value).partition("/sources/")[2]


def test_secrets_of_an_account_stand_in_files_beside_the_configuration(tmp_path: Path) -> None:
    account = loaded(
        tmp_path, f"account: {{{LOGIN}, fields: {{remember: 'yes'}}}}, logged_in: {{text: Log out}}}}"
    ).account
    assert account == Account(
        login=Login(
            url="https://forum.example/login",
            user_file=f"{tmp_path}/user",
            password_file="/secret/password",
            fields=(("remember", "yes"),),
        ),
        logged_in=LoggedIn(text="Log out"),
    )
    assert str(tmp_path) not in repr(account)


def test_an_account_may_be_cookies_that_a_browser_exported(tmp_path: Path) -> None:
    account = loaded(tmp_path, "account: {id: miso, cookies_file: cookies.txt, or_guest: true}").account
    assert account == Account(id="miso", cookies_file=f"{tmp_path}/cookies.txt", or_guest=True)


def test_a_mirror_has_its_own_way_out(tmp_path: Path) -> None:
    more = f"mirrors: [{{url: 'http://{ONION}/board/'}}, {{url: 'https://forum2.example/', transport: tor}}]"
    assert loaded(tmp_path, more).mirrors == (
        Mirror(url=f"http://{ONION}/board/", transport=Transport.ONION),
        Mirror(url="https://forum2.example/", transport=Transport.TOR),
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param("account: {}", "a.yaml:3: either `cookies_file: …` or `login: ", id="no way in"),
        pytest.param(
            f"account: {{cookies_file: c, {LOGIN}}}}}", "a.yaml:3: either `cookies_file: …`", id="two ways in"
        ),
        pytest.param("account: {password: swordfish}", "a.yaml:3: 'password' does not belong in YAML", id="password"),
        pytest.param(f"account: {{{LOGIN}, user: miso}}}}", "a.yaml:3: 'user' does not belong in YAML", id="user"),
        pytest.param("account: {cookies: a=b}", "a.yaml:3: 'cookies' does not belong in YAML", id="cookies"),
        pytest.param(
            "account: {cookies_file: c, logged_in: {}}", "a.yaml:3: either `selector: …` or `text: …`", id="no mark"
        ),
        pytest.param(
            "account: {cookies_file: c, logged_in: {selector: 'a['}}", "a.yaml:3: is not a CSS selector", id="selector"
        ),
        pytest.param(
            f"mirrors: [{{url: 'http://{ONION}/', transport: clear}}]", "a.yaml:3: an .onion address", id="onion"
        ),
        pytest.param(
            "mirrors: [{url: 'https://b.example/', transport: onion}]", "a.yaml:3: `transport: onion`", id="no onion"
        ),
        pytest.param("mirrors: [{url: 'https://forum.example/'}]", "a.yaml:3: a mirror is another address", id="twice"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, more: str, said: str) -> None:
    found = told(tmp_path, more)
    assert found.startswith(said)
    assert "swordfish" not in found
