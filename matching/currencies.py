"""What money is called by those who ask for it, in signs, codes and slang."""

from __future__ import annotations

__all__ = ["CENTS", "UNITS"]

UNITS = {
    unit: currency
    for currency, units in {
        "EUR": """€ eur euro euros e balles boules teuros евро евриков эвро pavos pavitos tacken öcken ocken eier
        teuro euronen
            éuros""",
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
