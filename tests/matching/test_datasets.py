"""A known data set is recognised by what is said of it, by its rows, and in dumps of any size."""

from __future__ import annotations

import itertools
import json
import tracemalloc
from itertools import pairwise
from pathlib import Path

import pytest

from matching.examples import try_examples
from matching.excerpts import LARGE, excerpts
from matching.matcher import Matcher
from matching.rows import Doors
from model.matches import Match, Text
from storage.catalog import load
from tests.matching.catalogue import lexicon, watchlist

MATCHER = Matcher(watchlist(), lexicon())
CUTS = (0, 1, 3, 5, 7, 10, 13, 15)
ROOT = Path(__file__).resolve().parents[2]


def nir(n: int) -> str:
    """An impossible person's number with its key: the commune 990 and above is assigned to none."""
    body = f"{1 + n % 2}{30 + n % 60:02}{1 + n % 12:02}99{990 + n % 10}{1 + n % 998:03}"
    return f"{body}{97 - int(body) % 97:02}"


def matches(body: str, kind: str = "thread_start", title: str | None = None) -> dict[str, Match]:
    found = MATCHER.understand(Text(title=title, body=body, kind=kind)).matches
    return {match.subject: match for match in found if match.verdict == "consistent"}


def test_every_shipped_signature_passes_its_own_examples() -> None:
    results = try_examples(watchlist(), lexicon())
    assert {one.subject for one in results} >= {
        "fr-tiers-payant-2024", "fr-covid-medical-2023", "nir-rows", "credential-list",
    }  # fmt: skip
    assert [one for one in results if not one.passed] == []


@pytest.mark.parametrize(
    "row",
    [
        "{nir};DURANTEL;Paul",
        "{spaced} DURANTEL Paul",
        '{{"nss":"{nir}","nom":"DURANTEL"}}',
        "('{nir}','DURANTEL','Paul'),",
        "{body} / clé {key} / DURANTEL",
        "{body}|{key}|DURANTEL Paul",
        "{body}-{key} ok",
    ],
)
def test_rows_with_numbers_are_known_in_every_layout(row: str) -> None:
    numbers = [nir(n) for n in range(5)]
    lines = [
        row.format(nir=n, body=n[:13], key=n[13:], spaced=" ".join(n[a:b] for a, b in pairwise(CUTS))) for n in numbers
    ]
    assert "nir-rows" in matches("un bout\n" + "\n".join(lines), kind="paste")
    assert "nir-rows" not in matches("un bout\n" + "\n".join(lines[:2]), kind="paste")


def test_rows_whose_keys_are_forged_are_none() -> None:
    wrong = [n[:13] + f"{(int(n[13:]) + 5) % 97 + 1:02}" for n in map(nir, range(6))]
    assert "nir-rows" not in matches("secu\n" + "\n".join(f"{n} DURANTEL Paul" for n in wrong))


@pytest.mark.parametrize(
    "text",
    [
        "inventaire, codes-barres\n1840599990123;clé anglaise\n2911199990456;joint\n1770299990789;vis",
        "sensor log, timestamps\n1718000400000 ok\n1718000460000 ok\n1718000520000 ok\n1718000580000 ok",
        "num_client, NOT a secu number\n1840599990123,Jo\n2911199990456,Al\n1770299990789,Ed",
    ],
    ids=["goods", "times", "customers"],
)
def test_other_numbers_of_the_same_length_are_none(text: str) -> None:
    assert "nir-rows" not in matches(text)


def test_a_quoted_row_counts_as_well() -> None:
    rows = "\n".join(f"{nir(n)} DURANTEL" for n in range(3))
    assert "nir-rows" in matches(f"[quote=x]{rows}[/quote]\nmerci !", kind="reply")


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("a.morel@bank.example:Soleil12", True),
        ("a.morel@bank.example : Soleil12", True),
        ("a.morel@mail.bank.example;Soleil12", True),
        ("https://bank.example/login:40061:Soleil12", True),
        ("bank.example/ib | a.morel | Soleil12", True),
        ("write to a.morel@bank.example please", False),
        ("a.morel@otherbank.example:Soleil12", False),
        ("https://bank.example/login", False),
    ],
)
def test_a_line_of_credentials_is_told_from_talk(line: str, counts: bool) -> None:
    assert Doors(["bank.example"]).rows(line) == int(counts)


@pytest.mark.parametrize(
    "text",
    [
        "33 millions de Français, Viamedis et Almerys, qui a la base ?",
        "vends tranche viamedis, département 44, 120k lignes, 90 €",
        "j'ai les lignes almerys : nom, date de naissance, NIR, mutuelle. on en fait quoi ?",
        "часть виамедиса, 4 млн строк, номер полиса нет, есть нсс, дата рождения, страховая",
    ],
)
def test_the_known_set_is_told_by_two_of_its_marks(text: str) -> None:
    assert "fr-tiers-payant-2024" in matches(text)


@pytest.mark.parametrize(
    "text",
    [
        "rejets de facturation Viamedis depuis ce matin",
        "je cherche un accès opticien Almerys",
        "WTB viamedis, 10k rows for a test",
    ],
)
def test_the_name_alone_is_not_the_known_set(text: str) -> None:
    assert "fr-tiers-payant-2024" not in matches(text)


def dump(size: int) -> str:
    rows = "\n".join(
        f"{nir(n)};DURANTEL{n % 90};Paul;{1 + n % 28:02}/05/19{30 + n % 60};M;MUT. DU VAL" for n in range(5_000)
    )
    return ("nir;nom;prenom;naiss;sf;amc\n" + (rows + "\n") * (size // len(rows) + 1))[:size]


def test_of_a_dump_only_so_much_is_read_and_that_is_said() -> None:
    text = dump(12_000_000)
    spans = list(excerpts(text))
    assert sum(end - start for start, end in spans) <= LARGE
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    tracemalloc.start()
    seen = MATCHER.understand(Text(title="dump.csv", body=text, kind="paste"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100_000_000
    assert seen.sample is not None
    lines = text.count("\n")
    assert abs(seen.sample.rows - lines) < 0.1 * lines
    assert "reckoned from the first" in seen.sample.shape
    [rows] = [match for match in seen.matches if match.subject == "nir-rows"]
    assert any("first 60,000 characters" in reason for reason in rows.reasons)
    assert any(one.what == "reading" and "million" in one.by for one in seen.assessment.evidence)


def test_a_name_deep_in_a_long_paste_is_found() -> None:
    text = dump(900_000) + "\nsource: viamedis\n" + dump(300_000)
    assert "viamedis" in {match.subject for match in MATCHER.understand(Text(body=text, kind="paste")).matches}


@pytest.mark.parametrize(
    "unit",
    ["5 000 rows ", "nom, ", "12k of 33M ", "1 84 05 99 ", "a@b.example:x1 ", "\u0301", "[quote]", "«1€»", "x;y;z\n"],
)
def test_hostile_text_is_read_no_further_than_its_head(unit: str) -> None:
    text = (unit * (400_000 // len(unit)))[:400_000]
    seen = MATCHER.understand(Text(body=text, kind="paste"))
    assert any(one.what == "reading" for one in seen.assessment.evidence)
    assert len(seen.assessment.evidence) < 60


def test_labelled_posts_of_a_known_set_are_found() -> None:
    posts = ROOT / "../shared/eval/dev.jsonl"
    if not posts.exists():
        pytest.skip("../shared/eval is not here: labelled posts")
    catalog = load(ROOT / "tests/eval/config")
    matcher = Matcher(catalog.watchlist, catalog.lexicon)
    true = false = missed = 0
    for line in posts.read_text("utf-8").splitlines():
        post = json.loads(line)
        seen = matcher.understand(Text(title=post["title"] or "", body=post["body"], kind=post["kind"]))
        said = {match.signature for match in seen.matches if match.signature and match.verdict == "consistent"}
        true += len(said & set(post["signatures"]))
        false += len(said - set(post["signatures"]))
        missed += len(set(post["signatures"]) - said)
    assert 2 * true / (2 * true + false + missed) >= 0.85
