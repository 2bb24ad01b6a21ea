"""Cookies as browsers export them, and the files that secrets stand in."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from crawler.accounts.cookies import MOST, MOST_BYTES, exported, packed, pour, trim, unpacked
from crawler.accounts.secrets import secrets_of
from model.accounts import Account, AccountState, Login, Remembered
from model.errors import BadInput
from model.identities import SourceId
from storage.accounts import AccountFile
from storage.keys import Keyring

NOON = datetime(2024, 2, 11, 12, 0, tzinfo=UTC)
URL = "https://www.forum.example/index.php"
LATER = 1_900_000_000
LINES = f"""# Netscape HTTP Cookie File
#HttpOnly_.forum.example\tTRUE\t/\tTRUE\t{LATER}\tmybbuser\tkey
www.forum.example\tFALSE\t/\tFALSE\t0\tsid\t
.other.example\tTRUE\t/\tTRUE\t{LATER}\tbank\tsecret
.forum.example\tTRUE\t/\tTRUE\t100\told\tx
not a line
"""
EDITOR = [
    {"domain": ".forum.example", "name": "mybbuser", "value": "key", "expirationDate": LATER + 0.5, "secure": True},
    {"domain": "www.forum.example", "hostOnly": True, "name": "sid", "value": "", "session": True},
    {"domain": ".other.example", "name": "bank", "value": "secret"},
    {"domain": ".forum.example", "name": "old", "value": "x", "expirationDate": 100},
    {"no": "cookie"},
]
PLAYWRIGHT = {
    "cookies": [
        {"name": "mybbuser", "value": "key", "domain": ".forum.example", "path": "/", "expires": LATER, "secure": True},
        {"name": "sid", "value": "", "domain": "www.forum.example", "path": "/", "expires": -1},
    ],
    "origins": [],
}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LINES, id="cookies.txt"),
        pytest.param("\ufeff" + LINES.replace("\n", "\r\n"), id="as Windows writes it"),
        pytest.param(json.dumps(EDITOR), id="a browser's extension"),
        pytest.param(json.dumps(PLAYWRIGHT), id="a driven browser"),
    ],
)
def test_every_export_gives_the_sources_own_cookies_and_no_others(text: str) -> None:
    found = exported(text, url=URL, now=NOON)
    assert [(one.name, one.value, one.domain, one.secure) for one in found] == [
        ("mybbuser", "key", ".forum.example", True),
        ("sid", "", "www.forum.example", False),
    ]
    assert [one.expires for one in found] == [LATER, None]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "holds no cookie for www.forum.example"),
        ("<html>", "holds no cookie"),
        ('{"a": 1}', "holds no cookie"),
        ("[" * 100_000, "is not the JSON"),
        (f".other.example\tTRUE\t/\tTRUE\t{LATER}\tbank\tsecret", "holds no cookie"),
        (f".ample\tTRUE\t/\tTRUE\t{LATER}\tbank\tsecret", "holds no cookie"),
        (".forum.example\tTRUE\t/\tTRUE\t100\told\tsecret", "have expired"),
    ],
)
def test_an_export_of_no_use_says_what_to_do_and_nothing_of_its_own(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why) as raised:
        exported(text, url=URL, now=NOON)
    assert "secret" not in str(raised.value)


def test_cookies_come_back_as_they_were_packed() -> None:
    jar = CookieJar()
    pour(exported(LINES, url=URL, now=NOON), jar)
    again = CookieJar()
    pour(unpacked(packed(jar)), again)
    assert sorted(map(str, again)) == sorted(map(str, jar))
    assert len(again) == 2


def baked(*sizes: int) -> CookieJar:
    lines = [f"www.forum.example\tFALSE\t/\tFALSE\t0\tc{n}\t{'x' * size}" for n, size in enumerate(sizes)]
    jar = CookieJar()
    pour(exported("\n".join(lines), url=URL, now=NOON), jar)
    return jar


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        pytest.param((20, 30, 40), 3, id="as usual"),
        pytest.param((20, 5000, 30), 2, id="one that is too long"),
        pytest.param((1,) * (MOST + 50), MOST, id="too many"),
        pytest.param((4000,) * 50, MOST_BYTES // 4000, id="too much in all"),
    ],
)
def test_a_server_cannot_make_each_request_heavier_than_the_one_before(sizes: tuple[int, ...], kept: int) -> None:
    jar = baked(*sizes)
    assert trim(jar) == len(sizes) - kept
    assert len(jar) == kept
    assert next(iter(jar)).name == "c0"  # the session that was there first stays
    assert trim(jar) == 0


def given(folder: Path, **files: tuple[str | bytes, int]) -> Account:
    for name, (text, mode) in files.items():
        path = folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
    return Account(login=Login(url=URL, user_file=f"{folder}/user", password_file=f"{folder}/password"))


def test_a_password_is_taken_as_it_stands_in_its_file(tmp_path: Path) -> None:
    secrets = secrets_of(given(tmp_path, user=("miso\n", 0o600), password=(" p w \r\n", 0o400)))
    assert (secrets.user, secrets.password) == ("miso", " p w ")
    assert "p w" not in repr(secrets)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        (("swordfish", 0o644), "chmod 600"),
        (("swordfish", 0o660), "chmod 600"),
        (("", 0o600), "must hold one line"),
        (("swordfish\nfishsword", 0o600), "must hold one line"),
        ((b"\xffswordfish", 0o600), "is not a text"),
    ],
)
def test_s7_secrets_that_others_may_read_are_refused(
    tmp_path: Path, password: tuple[str | bytes, int], why: str
) -> None:
    account = given(tmp_path, user=("miso", 0o600), password=password)
    with pytest.raises(BadInput, match=why) as raised:
        secrets_of(account)
    assert "fish" not in str(raised.value)


@pytest.mark.parametrize("kind", ["pipe", "endless", "folder"])
def test_what_is_no_plain_file_is_told_and_never_waited_for(tmp_path: Path, kind: str) -> None:
    account = given(tmp_path, user=("miso", 0o600))
    password = tmp_path / "password"
    match kind:
        case "pipe":
            os.mkfifo(password, 0o600)
        case "endless":
            password.symlink_to("/dev/zero")
        case _:
            password.mkdir(mode=0o700)
    with pytest.raises(BadInput, match=r"password_file .*/password: is no plain file"):
        secrets_of(account)


def test_what_a_home_of_before_remembers_of_an_account_still_counts(tmp_path: Path) -> None:
    mine = account_file(tmp_path)
    mine.write(KNOWN)
    (path,) = (tmp_path / "accounts").iterdir()
    said = json.loads(path.read_text())
    del said["unanswered"]
    path.write_text(json.dumps(said))
    assert mine.read() == KNOWN


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"user_file .*/user: cannot be read \(No such file"):
        secrets_of(given(tmp_path))


KNOWN = Remembered(state=AccountState.IN, since=NOON, jars=(("clear https://forum.example", "cookie-of-miso"),))


def account_file(home: Path, source: str = "harbour", account: str = "member") -> AccountFile:
    return AccountFile(home, SourceId(source), account, keyring=Keyring.open(home))


def test_s7_cookies_at_rest_are_sealed_and_only_for_their_own_account(tmp_path: Path) -> None:
    mine = account_file(tmp_path)
    mine.write(KNOWN)
    (path,) = (tmp_path / "accounts").iterdir()
    assert b"cookie-of-miso" not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert mine.read() == KNOWN
    assert mine.state().jars == ()
    assert "cookie-of-miso" not in repr(KNOWN)

    path.rename(path.with_name("other.member.json"))
    assert account_file(tmp_path, "other").read() == Remembered()


@pytest.mark.parametrize("damage", ["", "{", '{"state": "new"}', "[]", "null", '{"state": 7}'])
def test_a_damaged_jar_is_signed_in_to_anew(tmp_path: Path, damage: str) -> None:
    mine = account_file(tmp_path)
    mine.write(KNOWN)
    (path,) = (tmp_path / "accounts").iterdir()
    path.write_text(damage)
    assert mine.read() == Remembered()
