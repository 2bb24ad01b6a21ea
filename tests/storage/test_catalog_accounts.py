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


LOGIN_ELSEWHERE = "account:\n  login:\n    url: {}\n    user_file: user\n    password_file: password"


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


@pytest.mark.parametrize("url", ["https://www.forum.example/login", "https://id.forum.example:8443/login"])
def test_a_form_to_sign_in_may_stand_at_any_host_of_the_source(tmp_path: Path, url: str) -> None:
    more = f"hosts: [id.forum.example:8443]\n{LOGIN_ELSEWHERE.format(url)}"
    account = loaded(tmp_path, more).account
    assert account is not None
    assert account.login is not None
    assert account.login.url == url


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
        pytest.param(
            "mirrors: [{url: 'https://Forum.example:443'}]", "a.yaml:3: a mirror is another", id="twice, otherwise"
        ),
        pytest.param(
            "mirrors: [{url: 'http://abc.\uff4f\uff4e\uff49\uff4f\uff4e/', transport: clear}]",
            "a.yaml:3: an .onion address",
            id="onion in wide letters",
        ),
        pytest.param(
            "mirrors: [{url: 'http://abc\u3002onion/', transport: tor}]", "a.yaml:3: an .onion address", id="other dot"
        ),
        pytest.param(
            "account: {cookies_file: ~nobody-of-this-name/c}", "a.yaml:3: 'cookies_file' begins with ~", id="nobody"
        ),
        pytest.param(
            LOGIN_ELSEWHERE.format("https://other.example/login"),
            "a.yaml:5: leads to another host than the source's",
            id="login elsewhere",
        ),
        pytest.param(
            LOGIN_ELSEWHERE.format(f"http://{ONION}/login"),
            "a.yaml:5: leads to another host than the source's",
            id="login at an onion",
        ),
        pytest.param(
            LOGIN_ELSEWHERE.format("http://forum.example/login"),
            "a.yaml:5: anyone on the way could read the password",
            id="login without locks",
        ),
        pytest.param(
            LOGIN_ELSEWHERE.format("https://forum.example/login\n    action: https://other.example/login"),
            "a.yaml:6: leads to another host than the source's",
            id="form elsewhere",
        ),
        pytest.param(
            LOGIN_ELSEWHERE.format("https://forum.example/login\n    action: http://forum.example/login"),
            "a.yaml:6: anyone on the way could read the password",
            id="form without locks",
        ),
        pytest.param(
            LOGIN_ELSEWHERE.format("https://forum.example/login\n    fields: {password: swordfish}"),
            "a.yaml:6: 'password' does not belong in YAML",
            id="password among fields",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, more: str, said: str) -> None:
    found = told(tmp_path, more)
    assert found.startswith(said)
    assert "swordfish" not in found
