"""`source check` of a source with mirrors and an account."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from model.accounts import AccountState, Remembered
from model.identities import SourceId
from model.mirrors import MirrorTry
from storage.accounts import AccountFile
from storage.catalog import load
from storage.keys import Keyring
from tests.console.command import vigie
from tests.crawler.places import Place, clock_at

NOON = datetime(2024, 2, 11, 12, 0, tzinfo=UTC)
MORE = "mirrors: [{url: 'https://forum2.example/'}]\naccount: {cookies_file: cookies.txt}"


def test_a_source_shows_which_of_its_addresses_answers_and_whether_it_is_signed_in(tmp_path: Path) -> None:
    place = Place.made(tmp_path, "https://forum.example/index.php", more=MORE, clock=clock_at(NOON))
    ledger = place.ledger()
    ledger.register(SourceId("harbour"), now=NOON)
    away = MirrorTry(name="forum.example", at=NOON, reason="nobody answers")
    ledger.tried_mirrors(SourceId("harbour"), [away, MirrorTry(name="forum2.example", at=NOON)])
    ledger.close()
    account = AccountFile(place.home, SourceId("harbour"), "member", keyring=Keyring.open(place.home))
    account.write(
        Remembered(state=AccountState.OUT, since=NOON, reason="its cookies are not taken", jars=(("a", "b"),))
    )

    where = ("--home", str(place.home), "--config", str(place.config))
    text = vigie("source", "check", "harbour", *where, cwd=tmp_path).out
    assert "forum.example (clear): down since 2024-02-11T12:00:00Z (nobody answers), 0 posts seen through it" in text
    assert "forum2.example (clear): answered 2024-02-11T12:00:00Z" in text
    assert "member: signed out since 2024-02-11T12:00:00Z" in text
    (row,) = vigie("source", "check", "harbour", "--json", *where, cwd=tmp_path).json["sources"]
    assert [address["name"] for address in row["addresses"]] == ["forum.example", "forum2.example"]
    assert row["account"]["reason"] == "its cookies are not taken"


def test_a_source_is_added_with_its_mirrors_and_its_cookies(tmp_path: Path) -> None:
    onion = f"http://{'expyuzz4wqqyqhjn' * 3}abcdefgh.onion/"
    more = ("--mirror", onion, "--mirror", "https://forum2.example/", "--cookies", "cookies.txt")
    where = ("--home", str(tmp_path / "home"), "--config", str(tmp_path / "config"))
    done = vigie("source", "add", "https://forum.example/", "--unseen", *more, *where, cwd=tmp_path)
    assert done.code == 0
    (source,) = load(tmp_path / "config").sources
    assert [(mirror.url, mirror.transport.value) for mirror in source.mirrors] == [
        (onion, "onion"),
        ("https://forum2.example/", "clear"),
    ]
    assert source.account is not None
    assert source.account.cookies_file == str(tmp_path / "cookies.txt")
