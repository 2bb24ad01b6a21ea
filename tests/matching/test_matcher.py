"""What is understood of a post, and how it is told."""

from __future__ import annotations

import json
import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.answers import answer
from matching.examples import try_examples
from matching.masking import masked
from matching.matcher import Matcher
from model.matches import Intent, Level, Text, Understanding
from model.watches import Field
from tests.matching.catalogue import lexicon, watchlist

MATCHER = Matcher(watchlist(), lexicon())
SHARED = Path(os.environ.get("VIGIE_SHARED", Path(__file__).resolve().parents[2] / "../shared"))


def understand(body: str, title: str | None = None, kind: str = "thread_start") -> Understanding:
    return MATCHER.understand(Text(title=title, body=body, kind=kind))


def test_the_shipped_examples_come_out_as_they_say() -> None:
    assert [result for result in try_examples(watchlist(), lexicon()) if not result.passed] == []


def test_a_request_a_day_after_the_notice_wakes_people() -> None:
    seen = understand(
        "Hello, I'm looking for the Amerys / Viamedis database, 33M French. I pay well, DM me", "French data"
    )
    assert {match.subject for match in seen.matches} >= {"viamedis", "almerys", "fr-tiers-payant-2024"}
    assert seen.assessment.intent is Intent.REQUEST
    assert seen.assessment.level is Level.NOW
    assert seen.assessment.claimed_records == 33_000_000


def test_phones_contradict_the_known_data_set() -> None:
    seen = understand("Selling Viamedis 33M: NIR, date of birth, insurer, phone. Price 900$")
    [signature] = [match for match in seen.matches if match.signature]
    assert signature.verdict == "contradicts"
    assert "names phone, which is not in this data set" in signature.reasons
    assert answer("x", seen)["signatures"] == []


def test_what_is_said_to_be_missing_contradicts_nothing() -> None:
    seen = understand("Selling Viamedis 33M: NIR, date of birth, insurer, guarantees. No phones, no emails. 900$")
    [signature] = [match for match in seen.matches if match.signature]
    assert signature.verdict == "consistent"
    assert Field.PHONE not in seen.assessment.fields


def test_a_quote_counts_for_mentions_and_not_for_intent() -> None:
    seen = understand("[quote=x]je vends la base Viamedis 33M pour 500 €[/quote]\nmerci, bien reçu", kind="reply")
    [match] = [match for match in seen.matches if match.watch]
    assert match.evidence[0].in_quote
    assert seen.assessment.intent is Intent.REACTION
    assert seen.assessment.price is None
    assert seen.assessment.claimed_records is None


def test_a_quote_beside_the_body_counts_too() -> None:
    seen = MATCHER.understand(Text(body="merci !", quotes=("la base Viamedis",)))
    assert [(one.start, one.in_quote) for match in seen.matches for one in match.evidence] == [(-1, True)]


@pytest.mark.parametrize(
    ("said", "records"),
    [
        ("33M lignes", 33_000_000),
        ("33 millions de personnes", 33_000_000),
        ("33kk lines", 33_000_000),
        ("20 млн строк", 20_000_000),
        ("33.000.000 records", 33_000_000),
        ("33 000 000 lignes", 33_000_000),
        ("1,6 million d'assurés", 1_600_000),
        ("500k lignes", 500_000),
        ("half a million patients", 500_000),
        ("1.2 TB of files", None),
        ("340 Go, 12 hosts", None),
    ],
)
def test_the_claimed_volume_is_read_in_every_writing(said: str, records: int | None) -> None:
    assert understand(f"selling Viamedis dump, {said}").assessment.claimed_records == records


@pytest.mark.parametrize(
    ("said", "amount", "currency"),
    [
        ("350 €", 350, "EUR"),
        ("price 2.5k$", 2500, "USD"),
        ("$1,200", 1200, "USD"),
        ("0.05 BTC", 0.05, "BTC"),
        ("3 XMR", 3, "XMR"),
        ("60 crédits", 60, "credits"),
        ("90e pièce", 90, "EUR"),
        ("12 000 ₽", 12000, "RUB"),
    ],
)
def test_the_price_is_read_with_its_currency(said: str, amount: float, currency: str) -> None:
    price = understand(f"vends base viamedis {said}").assessment.price
    assert price is not None
    assert (price.amount, price.currency) == (amount, currency)


def test_sample_rows_are_described_without_their_cells() -> None:
    rows = ("ROUX;Zoé;1840599990123", "LEBRET;Noé;2840599990124", "DUMET;Léa;1840599990125")
    text = Text(body="\n".join(("Viamedis sample", "nom;prenom;nir", *rows)))
    seen = MATCHER.understand(text)
    assert seen.sample is not None
    assert (seen.sample.rows, seen.sample.columns) == (3, ("nom", "prenom", "nir"))
    kept = masked(seen, text)
    assert kept.sample is not None
    assert kept.sample.cells == ()
    assert "ROUX" not in repr(kept.matches) + repr([one.quote for one in kept.assessment.evidence])
    assert seen.sample.shape == "3 rows: nom; prenom; nir; nir 3/3 valid"


def test_evidence_points_at_the_words_it_quotes() -> None:
    text = Text(title="Vends base", body="v1amedis, 250k lignes, nom et NIR, 300 €", kind="thread_start")
    seen = MATCHER.understand(text)
    evidence = [one for match in seen.matches for one in match.evidence] + list(seen.assessment.evidence)
    assert {one.what.partition(":")[0] for one in evidence} >= {"watch", "intent", "price", "claimed_records", "field"}
    assert all(text.whole[one.start : one.end] == one.quote for one in evidence)


def test_an_answer_is_a_line_of_json() -> None:
    line = json.loads(json.dumps(answer("p1", understand("Je cherche la base Viamedis, je paie 100 €"))))
    assert line["id"] == "p1"
    assert line["watches"] == ["viamedis"]
    assert line["price"] == {"amount": 100, "currency": "EUR"}
    assert {"what", "by", "start", "end", "quote", "grade"} == set(line["evidence"][0])


def test_a_matcher_travels_between_processes() -> None:
    again = pickle.loads(pickle.dumps(MATCHER))
    assert again.understand(Text(body="Viamedis")) == MATCHER.understand(Text(body="Viamedis"))


def test_ordinary_talk_matches_nothing() -> None:
    seen = understand("Gazpacho sin pan, mi suegra dice que no. Une aurore boréale, et la carte du club.")
    assert not seen.is_match
    assert seen.assessment.level is Level.NONE


def test_mentions_on_labelled_posts_are_found() -> None:
    posts = SHARED / "eval" / "dev.jsonl"
    if not posts.exists():
        pytest.skip("../shared/eval is not here: labelled posts")
    wanted, found = set(), set()
    for line in posts.read_text("utf-8").splitlines():
        post = json.loads(line)
        seen = MATCHER.understand(Text(title=post["title"], body=post["body"], kind=post["kind"]))
        found |= {(post["id"], match.watch) for match in seen.matches if match.watch}
        wanted |= {(post["id"], watch) for watch in post["watches"] if watch in ("viamedis", "almerys")}
    assert len(wanted & found) >= 0.97 * len(wanted)
    assert len(wanted & found) >= 0.98 * len(found)


PIECES = st.sampled_from(
    [
        *(
            "Viamedis",
            "v1amedis",
            "[quote]",
            "[/quote]",
            "33M",
            "1,234,567,89",
            "0,050",
            "12.345.678,9",
            "€",
            "$",
            "500k",
        ),
        *("1e9", "[hide]", ";", "|", ",", ":", "@", "\n", ">", "nom;nir;tel", "1840599990123", "06.39.98.12.34"),
        *("a@b.example:x1", "прода\u0301м", "\u202e", "9" * 400, "échantillon", "https://"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=30).map(" ".join)), st.booleans())
def test_any_text_is_understood_and_kept_without_harm(body: str, has_title: bool) -> None:
    text = Text(title=body[:20] if has_title else None, body=body, quotes=(body[:50],))
    seen = MATCHER.understand(text)
    kept = masked(seen, text)
    assert answer("x", kept)["id"] == "x"
    for one in [*seen.assessment.evidence, *(one for match in seen.matches for one in match.evidence)]:
        assert one.start == -1 or text.whole[one.start : one.end] == one.quote
