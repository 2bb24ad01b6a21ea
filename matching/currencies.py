"""What money is called by those who ask for it, in signs, codes and slang."""

from __future__ import annotations

__all__ = ["CENTS", "NOTES", "UNITS"]

UNITS = {
    unit: currency
    for currency, units in {
        "EUR": """€ eur euro euros e balles boules teuros евро евриков эвро pavos pavitos tacken öcken ocken eier
        teuro euronen
            éuros balle boule pavo euritos eurito eurillos leuros mäuse mücken kröten piepen lereles""",
        "USD": """$ usd usdt us$ dollar dollars dólares dolares bucks buck bux уе у.е баксов бакса бакс баксы долларов
        доллара
            зелени зелёных зеленых зелёными baksov dol tether""",
        "CAD": "cad c$ ca$ piastres $ca",
        "AUD": "aud au$ a$",
        "NZD": "nzd nz$",
        "GBP": "£ gbp pound pounds quid",
        "CHF": "chf franken stutz sfr francs",
        "RUB": "₽ руб р рублей рубля рубль rub rur тыр тр т.р деревянных rubles roubles косарей",
        "UAH": "₴ грн гривен uah",
        "KZT": "₸ тенге kzt",
        "PLN": "zł zl pln złotych zloty zlotych злотых злотые",
        "BGN": "bgn лв лева левов lev leva levs",
        "TRY": "₺ tl lira liras",
        "INR": "₹ inr rs rupees rupee",
        "BRL": "brl reais reales r$",
        "TND": "tnd dinars",
        "CZK": "kč czk",
        "SEK": "kr sek",
        "CNY": "yuan yuans rmb cny юаней",
        "JPY": "¥ jpy yen yens",
        "XOF": "xof fcfa cfa",
        "BTC": "₿ btc bitcoin bitcoins биткоин биткоина биткоинов биткойнов биток битка битков бтц",
        "XMR": "xmr monero монеро",
        "ETH": "eth ethereum ether эфира",
        "credits": "credit credits crédit crédits credito creditos crédito créditos кредит кредита кредитов",
    }.items()
    for unit in units.split()
}
"""Units, folded to lower case, and the code of the currency that they mean."""

CENTS = {
    "cts": "EUR",
    "ct": "EUR",
    "centimes": "EUR",
    "cents": "USD",
    "c": "USD",
    "cent": "USD",
    "céntimos": "EUR",
    "p": "GBP",
    "pence": "GBP",
    "центов": "USD",
}
"""Hundredths, and what they are hundredths of."""

NOTES = {
    note: (worth, currency)
    for (worth, currency), notes in {
        (10.0, "EUR"): "zehner zehni",
        (20.0, "EUR"): "zwanni zwanziger",
        (50.0, "EUR"): "fuffi fuffziger fünfziger",
        (100.0, "EUR"): "hunni hunnis hunderter",
        (1_000.0, "EUR"): "riese riesen tausender",
        (10_000.0, "EUR"): "brique briques",
        (1_000.0, "USD"): "grand",
        (100.0, "USD"): "benjamins",
        (5.0, "GBP"): "fiver",
        (10.0, "GBP"): "tenner",
        (1_000.0, "RUB"): "кусок куска кусков штука штуки штуку штук",
        (500.0, "RUB"): "пятихатка пятихатку пятихаток",
        (100.0, "RUB"): "сотка сотку сотки соток",
        (50.0, "RUB"): "полтинник полтинника",
    }.items()
    for note in notes.split()
}
"""What notes and round sums are called, and what one of them is worth."""
