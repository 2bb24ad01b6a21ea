"""How many records, and for how much: numbers as traders and reporters of five languages write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matching.amounts import numbers
from matching.claims import Claims
from matching.prices import money, price
from matching.words import Folded
from model.matches import Intent, Price


def records(text: str, intent: Intent | None = Intent.SALE) -> int | None:
    found = numbers(text, Folded(text))
    amount = Claims(text, found, money(text, found)).records(intent)
    return amount.records if amount else None


def asked(text: str, intent: Intent | None = Intent.SALE) -> Price | None:
    found = numbers(text, Folded(text))
    one = price(text, found, money(text, found), intent)
    return one.price if one else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("base de 41 000 adhérents", 41_000),
        ("12'500 clients, Suisse", 12_500),
        ("9k7 fiches en tout", 9_700),
        ("7.3 mln rows", 7_300_000),
        ("lot de 2,4 millions d'abonnés", 2_400_000),
        ("un demi-million de dossiers", 500_000),
        ("half a million patients", 500_000),
        ("halbe Million Versicherte", 500_000),
        ("medio millón de líneas", 500_000),
        ("полмиллиона пациентов", 500_000),
        ("полтора миллиона строк", 1_500_000),
        ("сорок тысяч клиентов", 40_000),
        ("2 млн строчек, цена в личке", 2_000_000),
        ("ревенью по открытым ~210кк, юзер домена", None),
        ("an airline was fined 4.1 million after the breach", None),
        ("тысяч сорок строк", 40_000),
        ("two million six hundred thousand rows", 2_600_000),
        ("septante mille candidats", 70_000),
        ("85 Tsd. Personen", 85_000),
        ("1,4 Mio. Adressen", 1_400_000),
        ("unas 9 mil fichas de clientes para todos", 9_000),
        ("the 20 mil one, rows with dob", 20_000_000),
        ("3.1 lakh rows", 310_000),
        ("4M of 33M rows", 4_000_000),
        ("100k clients sur 412k", 100_000),
        ("1.9M users. Exactly 1 912 400 records", 1_912_400),
        ("1.2 TB of files", None),
        ("revenue 410M, 600 hosts", None),
        ("export 2026, 12 pages", None),
        ("5000 $ for everything", None),
        ("chiffre d'affaires 60 M€", None),
        ("min 5000 lines per order", None),
        ("dos millones y medio de clientes", 2_500_000),
        ("deux millions et demi d'assurés", 2_500_000),
        ("two and a half million rows", 2_500_000),
        ("2½ million records", 2_500_000),
        ("три с половиной миллиона записей", 3_500_000),
        ("zweieinhalb Millionen Datensätze", 2_500_000),
        ("three quarters of a million members", 750_000),
        ("un quart de million de fiches", 250_000),
        ("quatre-vingt-dix mille fiches", 90_000),
        ("trescientos mil registros", 300_000),
        ("fünfundvierzigtausend Datensätze", 45_000),
        ("двести сорок пять тысяч клиентов", 245_000),
        ("millions of rows, trust me", None),
        ("des dizaines de milliers de lignes", None),
        ("300-400k rows", 300_000),
        ("entre 20 000 et 25 000 dossiers", 20_000),
        ("12,34,567 rows", 1_234_567),
        ("33MM rows", 33_000_000),
        ("12mm nails, 80 boxes", None),
        ("1,6 Mrd. Einträge", 1_600_000_000),
        ("Users: 4512", 4_512),
        ("кол-во строк: 45210", 45_210),
        ("Total: 45210. FR 30000, BE 15210 clients", 45_210),
        ("sample of 100 rows. Full: 45k", 45_000),
        ("first 1000 rows free, 45k in total", 45_000),
        ("45k, min order 1k", 45_000),
        ("(00981140), clients", None),
        ("0-1K rows", 1_000),
    ],
)
def test_a_volume_is_told_from_other_numbers(text: str, expected: int | None) -> None:
    assert records(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pol-limona zapisey", 500_000),
        ("пол-лимона анкет", 500_000),
        ("два лимона строк", 2_000_000),
        ("1M5 lignes", 1_500_000),
        ("40 milliers de fiches", 40_000),
        ("une centaine de milliers de fiches", 100_000),
        ("0.5 million people", 500_000),
        ("vendo 120 mil abonados", 120_000),
        ("700 Mitgliedsnummern", 700),
        ("17 Tsd. Gartenkunden", 17_000),
        ("63 permis de conduire", 63),
        ("3.100 historias clínicas", 3_100),
        ("5 200 заёмщиков", 5_200),
        ("il m'en reste 4 300 sur les 7 000", 4_300),
        ("118k, nom prénom. 0,02 € par paquet de 10k. premier message premier servi", 118_000),
        ("lots of 5k, 90k in all", 90_000),
        ("part 1: 20k, part 2: 30k, total 50k rows", 50_000),
        ("a row costs 40 calls a day", None),
        ("8 000 entrées par an", None),
        ("rotate every 30 calls", None),
    ],
)
def test_a_part_what_is_left_and_other_peoples_words_are_read(text: str, expected: int | None) -> None:
    assert records(text) == expected


def test_what_a_victim_employs_and_what_a_burglar_holds_is_no_claim() -> None:
    assert records("Menuiserie, 48 salariés, Morbihan. 90 Go.", Intent.RANSOM_CLAIM) is None
    assert records("tengo 3.000 cuentas de banco, ¿qué hago?", Intent.HOW_TO_USE) is None
    assert records("fichier de 3 000 clients, j'en fais quoi", Intent.HOW_TO_USE) == 3_000


def test_how_many_one_wants_is_no_claim_but_the_number_of_a_known_set_is() -> None:
    assert records("WTB 10k rows for a test", Intent.REQUEST) is None
    assert records("looking for the 33M rows one", Intent.REQUEST) == 33_000_000
    assert records("selling 340 accounts", Intent.ACCESS_SALE) is None


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("prix : 1.200,00 EUR", 1200, "EUR"),
        ("1,2 million d'euros", 1_200_000, "EUR"),
        ("4 millones de dólares", 4_000_000, "USD"),
        ("500 boules le lot", 500, "EUR"),
        ("80 Tacken", 80, "EUR"),
        ("60 pavos", 60, "EUR"),
        ("CHF 400", 400, "CHF"),
        ("750 000 $ CA", 750_000, "CAD"),
        ("NZD 1.2 million", 1_200_000, "NZD"),
        ("200 quid", 200, "GBP"),
        ("300 lev", 300, "BGN"),
        ("R$ 4.000", 4000, "BRL"),
        ("2 cts la ligne", 0.02, "EUR"),
        ("3 cents a row", 0.03, "USD"),
        ("0,4 битка", 0.4, "BTC"),
        ("1.5 ляма рублей", 1_500_000, "RUB"),
        ("40 000 тенге", 40_000, "KZT"),
        ("2 000 — 3 000 $", 2000, "USD"),
        ("start 700, blitz 1200", 700, "USD"),
        ("0.30 la fiche, dispo pour tous", 0.3, "EUR"),
        ("mil dólares", 1000, "USD"),
        ("аккаунты с балансом 2-9к евро, выкуп 400 €", 400, "EUR"),
        ("budget 200-400", 200, "USD"),
        ("je prends 300 dinars", 300, "TND"),
        ("450 ferme", 450, "EUR"),
        ("Preis 450 VB", 450, "EUR"),
        ("1.000 für alles", 1000, "EUR"),
        ("450 у.е.", 450, "USD"),
        ("45 т.р.", 45_000, "RUB"),
        ("полтора евро за лид", 1.5, "EUR"),
        ("half a bitcoin", 0.5, "BTC"),
        ("2 cents la ligne", 0.02, "EUR"),
        ("250/mois", 250, "EUR"),
        ("12k fresh leads, 70€ for the lot", 70, "EUR"),
    ],
)
def test_a_price_is_read_with_its_currency(text: str, amount: float, currency: str) -> None:
    assert asked(text) == Price(amount=amount, currency=currency)


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("3€50 le compte, remplacé", 3.5, "EUR"),
        ("0,04 balle la fiche", 0.04, "EUR"),
        ("70 euritos al mes", 70, "EUR"),
        ("zahl nen Fuffi", 50, "EUR"),
        ("zwei Riesen, keinen Cent weniger", 2_000, "EUR"),
        ("two grand and it's yours", 2_000, "USD"),
        ("отдам за сотку баксов", 100, "USD"),
        ("4 куска, торга нет", 4_000, "RUB"),
        ("250 l'ensemble, en liquide", 250, "EUR"),
        ("30 a pop, no refunds", 30, "USD"),
        ("make me an offer over 1.2k", 1_200, "USD"),
        ("400 всё вместе", 400, "USD"),
        ("citrix of a dentist, fresh, 350", 350, "USD"),
        ("comptes vérifiés, l'unité 3e, gros en mp", 3, "EUR"),
        ("600 tout compris", 600, "EUR"),
        ("with salary sheets. The cost is 1.5k.", 1_500, "USD"),
        ("budget 300-500. Also others", 300, "USD"),
        ("price drop, 350 instead of 500", 350, "USD"),
    ],
)
def test_a_price_is_read_in_notes_slang_and_a_last_word(text: str, amount: float, currency: str) -> None:
    assert asked(text) == Price(amount=amount, currency=currency)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("bail set at $60,000", None),
        ("caution de 15 000 € pour le prévenu", None),
        ("the bank has to pay a €250,000 settlement", Intent.NEWS),
        ("3 штуки осталось", Intent.SALE),
        ("a grand piano, and three clients", Intent.DISCUSSION),
        ("dump of 2024", Intent.SALE),
    ],
)
def test_bail_fines_and_things_that_are_called_like_notes_are_no_price(text: str, intent: Intent | None) -> None:
    assert asked(text, intent) is None


def test_what_was_paid_is_told_by_reporters() -> None:
    assert asked("la commune a payé 18 000 €, dit le maire", Intent.NEWS) == Price(amount=18_000, currency="EUR")


def test_a_price_is_what_the_author_asks_and_nothing_else() -> None:
    assert asked("amende de 50 000 € pour l'opérateur", Intent.NEWS) is None
    assert asked("CA 60 M€, 0,11 BTC", Intent.ACCESS_SALE) == Price(amount=0.11, currency="BTC")
    assert asked("the group wants 900 dollars", Intent.NEWS) == Price(amount=900, currency="USD")
    assert asked("you earn 3000€ a month with it", Intent.HOW_TO_USE) is None
    assert asked("merci, 200 € bien investis", Intent.REACTION) is None
    assert asked("parking 3€/h, c'est du vol", Intent.NOISE) is None
    assert asked("vends vélo, 60 €", Intent.NOISE) == Price(amount=60, currency="EUR")
    assert asked("page « frais de port : 1,95 € », 35 €", Intent.PHISHING) == Price(amount=35, currency="EUR")


@settings(max_examples=150, deadline=None)
@example("0-1K")
@given(st.text(alphabet="0123456789 .,'kKmM€$%-–/millon тысмн\n", max_size=80))
def test_any_numbers_are_read_and_lie_in_their_text(text: str) -> None:
    for one in numbers(text, Folded(text)):
        assert 0 <= one.start < one.end <= len(text)
        assert one.value >= 0
    records(text)
    asked(text)
