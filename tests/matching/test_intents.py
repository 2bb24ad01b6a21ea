"""What an author is doing is told by words that were learnt, and explained by them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.understanding import judged, macro
from matching.intent import Aim, Judge
from matching.matcher import Matcher
from matching.traits import Signs
from matching.words import Folded, Words
from model.errors import BadConfig
from model.lexicon import Lexicon
from model.matches import Intent, Level, Text
from storage.catalog import load
from storage.catalog_learnt import learnt
from storage.catalog_yaml import File
from tests.matching.catalogue import lexicon, watchlist

ROOT = Path(__file__).resolve().parents[2]
MATCHER = Matcher(watchlist(), lexicon())


def intent(body: str, kind: str = "reply") -> Intent:
    return MATCHER.understand(Text(body=body, kind=kind)).assessment.intent


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        ("je recherche la base complète, je paie en crypto", "reply", Intent.REQUEST),
        ("I'm looking for the full dump, will pay well", "reply", Intent.REQUEST),
        ("куплю базу целиком, через гаранта", "channel_message", Intent.REQUEST),
        ("Selling 300k rows of a bank, 500 usd, escrow ok", "thread_start", Intent.SALE),
        ("Je vends 40 000 fiches clients, 200 € le lot", "thread_start", Intent.SALE),
        ("продам базу оператора, 200к строк, 300$", "thread_start", Intent.SALE),
        ("free leak, download link below, enjoy guys", "channel_message", Intent.FREE_LEAK),
        ("cadeau : le fichier complet, gratuit, lien ci-dessous", "channel_message", Intent.FREE_LEAK),
        ("RDP access, domain admin, 200 hosts, start 500", "thread_start", Intent.ACCESS_SALE),
        ("We took 300 GB. Deadline is Friday, then we publish everything.", "leaksite_entry", Intent.RANSOM_CLAIM),
        ("merci chef, tout marche, +rep", "reply", Intent.REACTION),
        ("thanks bro, works great, vouch", "reply", Intent.REACTION),
        ("спасибо, всё открылось, респект", "reply", Intent.REACTION),
        ("how do I make money with this file? total noob here", "reply", Intent.HOW_TO_USE),
        ("phishing page, 1:1 clone, live panel, grabs otp, 90$", "thread_start", Intent.PHISHING),
        ("La CNIL annonce une enquête après la fuite, selon la presse", "thread_start", Intent.NEWS),
        ("I doubt it, this seller is a known scammer and the sample looks fake", "reply", Intent.DISCUSSION),
        ("Une recette de tarte aux pommes pour dimanche ?", "thread_start", Intent.NOISE),
    ],
)
def test_plain_words_tell_an_intent(body: str, kind: str, expected: Intent) -> None:
    assert intent(body, kind) is expected


@pytest.mark.parametrize(
    "body",
    [
        "just downloaded the almerys set, what program reads it and how do i earn with that?",
        "скачал виамедис, подскажите схему, как заработать?",
        "ya me descargué lo de viamedis, y ahora qué hago para ganar dinero con esto?",
        "viamedis runtergeladen, wie verdiene ich jetzt geld damit?",
        "with the almerys logins you do it so: read the balance, find an optician, split. works every week",
        "avec les accès viamedis tu fais pareil : tu lis le reste à charge, tu vois l'opticien, vous partagez",
    ],
)
def test_who_says_that_he_fetched_the_data_and_asks_what_for_wakes_people(body: str) -> None:
    seen = MATCHER.understand(Text(body=body, kind="reply")).assessment
    assert (seen.intent, seen.level) == (Intent.HOW_TO_USE, Level.NOW)


@pytest.mark.parametrize(
    "body", ["Скупаю доступы к бухгалтерии, плачу сразу", "WTB rdp access to a clinic, will pay well"]
)
def test_who_buys_a_way_in_asks_for_it(body: str) -> None:
    assert intent(body, "thread_start") is Intent.REQUEST


def test_an_intent_carries_the_words_that_led_to_it() -> None:
    text = Text(body="Selling 300k rows of a bank, 500 usd, escrow ok", kind="thread_start")
    told = [one for one in MATCHER.understand(text).assessment.evidence if one.what == "intent:sale"]
    assert 1 <= len(told) <= 3
    assert all(text.whole[one.start : one.end] == one.quote != "" for one in told)


def test_an_intent_without_a_word_of_the_lexicon_is_explained_by_learnt_words() -> None:
    text = Text(body="zxq wsdf Mirrorr uploadd", kind="reply")
    assert all(one.by for one in MATCHER.understand(text).assessment.evidence)


def test_words_of_the_lexicon_tell_intents_where_nothing_was_learnt() -> None:
    bare = Lexicon(languages=lexicon().languages)
    text = "je cherche la base, je paie"
    signs = Signs(
        own=text, kind="reply", title_end=0, has_price=False, has_volume=False, has_sample=False, is_match=False
    )
    aim = Judge(None).judge(Words(bare).find(Folded(text)), signs, [])
    assert aim.intent is Intent.REQUEST
    assert aim.words


def test_idle_talk_that_may_be_none_is_never_passed_over() -> None:
    seen = MATCHER.understand(Text(body="Viamedis", kind="channel_message")).assessment
    assert seen.level is not Level.NONE or seen.intent is Intent.NOISE


@pytest.mark.parametrize(
    ("name", "least", "swaps"),
    [
        ("intents", 0.95, 1),
        ("fresh", 0.95, 1),
        ("stranger", 0.95, 1),
        ("unseen", 0.9, 1),
        ("second", 0.85, 2),
        ("kept", 0.8, 1),
    ],
)
def test_posts_are_understood_those_of_unread_authors_too(name: str, least: float, swaps: int) -> None:
    catalog = load(ROOT / "tests/eval/config")
    posts = [json.loads(line) for line in (ROOT / f"tests/eval/own/{name}.jsonl").read_text("utf-8").splitlines()]
    results = judged(posts, Matcher(catalog.watchlist, catalog.lexicon))
    assert macro(results) >= least
    swapped = [one for one in results if {one.label["intent"], one.said["intent"]} == {"request", "sale"}]
    assert len(swapped) <= swaps
    named = [one for one in results if one.said["watches"]]
    missed = [one for one in named if one.label["alert"] == "now" and one.said["alert"] == "none"]
    assert len(missed) <= 2


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "cut short"),
        (b"no gzip at all", "not packed by gzip"),
        (bytes.fromhex("1f8b08000000000002ff"), "cut short"),
    ],
    ids=["empty", "text", "half"],
)
def test_weights_that_cannot_be_read_are_refused_with_a_way_out(content: bytes, what: str) -> None:
    with pytest.raises(BadConfig, match=what) as told:
        learnt(File(name="lexicon/intents.json.gz", content=content))
    assert "put the shipped file back" in str(told.value)


@pytest.mark.parametrize(
    "body",
    [
        "Vends carte cadeau, tiers payant Almerys accepté chez l'opticien",
        "[Vends] carte cadeau Almerys, jamais servie",
        "quelqu'un travaille chez Almerys ? j'ai un entretien lundi, des conseils ?",
        "кто знает телефон поддержки Виамедис?",
    ],
)
def test_small_ads_and_questions_of_customers_wake_nobody(body: str) -> None:
    assert MATCHER.understand(Text(body=body, kind="reply")).assessment.level is not Level.NOW


def test_chances_of_all_intents_add_up_to_one() -> None:
    aim = Aim(intent=Intent.SALE, words=(), scores={Intent.SALE: 3.0, Intent.REQUEST: 1.0, Intent.NOISE: -40.0})
    assert aim.chance(list(Intent)) == pytest.approx(1)
    assert aim.chance({Intent.SALE}) > aim.chance({Intent.REQUEST, Intent.NOISE})
    assert Aim(intent=Intent.SALE, words=()).chance({Intent.SALE}) == 1


@pytest.mark.parametrize(
    ("board", "expected"),
    [
        ("Buy requests", Intent.REQUEST),
        ("Скупка", Intent.REQUEST),
        ("Ventes de bases", Intent.SALE),
        ("Free leaks", Intent.FREE_LEAK),
        ("Ciberavisos", Intent.NEWS),
    ],
)
def test_the_board_tells_what_a_bare_post_leaves_open(board: str, expected: Intent) -> None:
    text = Text(title="Viamedis", body="viamedis, 33M", kind="thread_start", board=board)
    assert MATCHER.understand(text).assessment.intent is expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Looking for a buyer: Viamedis, 40k rows, 0.3 BTC", Intent.SALE),
        ("cherche acheteur sérieux pour base Viamedis, 2 millions de lignes", Intent.SALE),
        ("ищу покупателя на базу Виамедис, 40к строк", Intent.SALE),
        ("suche Käufer für 40.000 Viamedis-Kunden", Intent.SALE),
        ("busco comprador para la base de Viamedis", Intent.SALE),
        ("not looking for anything, I sell the Viamedis file, 300$", Intent.SALE),
        ("who sells viamedis data?", Intent.REQUEST),
        ("qui vend la base Almerys ?", Intent.REQUEST),
        ("кто продаёт базу Виамедис?", Intent.REQUEST),
        ("wer verkauft die Viamedis Daten?", Intent.REQUEST),
        ("I'm not selling, I'm looking for the Viamedis file", Intent.REQUEST),
        ("[ПРОДАМ] база виамедис", Intent.SALE),
        ("WTB viamedis rows", Intent.REQUEST),
    ],
)
@pytest.mark.parametrize("kind", ["thread_start", "reply", "channel_message"])
def test_who_buys_is_never_taken_for_who_sells(body: str, expected: Intent, kind: str) -> None:
    seen = MATCHER.understand(Text(body=body, kind=kind)).assessment
    assert (seen.intent, seen.level) == (expected, Level.NOW)


@pytest.mark.parametrize(
    "body",
    [
        "noob question: I scored the viamedis csv, how do you folks open this?",
        "méthode : je tape dans ma tranche almerys, 9 millions, et j'appelle pour le remboursement",
        "подскажите по виамедису: лог свежий, сам снял, куда звонить?",
        "meine Zeilen von Viamedis, wie verdient man damit Geld?",
    ],
)
def test_advice_about_data_that_somebody_holds_wakes_people(body: str) -> None:
    assert MATCHER.understand(Text(body=body, kind="thread_start")).assessment.level is Level.NOW
