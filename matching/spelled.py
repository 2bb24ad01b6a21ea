"""Numbers in words: `deux millions et demi`, `сорок пять тысяч`, `fünfundvierzigtausend`, `half a million`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from matching.tokens import Token

__all__ = ["spelled"]


def _listed(words: str) -> list[str]:
    return words.split()


_WORDS = """
    deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14 quinze=15
    seize=16 vingt=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 octante=80 huitante=80 nonante=90
    two=2 three=3 four=4 five=5 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15
    sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80
    ninety=90
    dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14 quince=15
    dieciseis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 veintidos=22 veintitres=23 veinticuatro=24
    veinticinco=25 veintiseis=26 veintisiete=27 veintiocho=28 veintinueve=29 treinta=30 cuarenta=40 cincuenta=50
    sesenta=60 setenta=70 ochenta=80 noventa=90 doscientos=200 doscientas=200 trescientos=300 trescientas=300
    cuatrocientos=400 cuatrocientas=400 quinientos=500 quinientas=500 seiscientos=600 seiscientas=600
    setecientos=700 setecientas=700 ochocientos=800 ochocientas=800 novecientos=900 novecientas=900
    zwei=2 drei=3 vier=4 funf=5 sechs=6 sieben=7 acht=8 neun=9 zehn=10 elf=11 zwolf=12 dreizehn=13 vierzehn=14
    funfzehn=15 sechzehn=16 siebzehn=17 achtzehn=18 neunzehn=19 zwanzig=20 dreissig=30 vierzig=40 funfzig=50
    sechzig=60 siebzig=70 achtzig=80 neunzig=90 eineinhalb=1.5 anderthalb=1.5 zweieinhalb=2.5 dreieinhalb=3.5
    viereinhalb=4.5 funfeinhalb=5.5
    два=2 две=2 двух=2 три=3 трех=3 четыре=4 четырех=4 пять=5 пяти=5 шесть=6 шести=6 семь=7 семи=7 восемь=8 восьми=8
    девять=9 девяти=9 десять=10 десяти=10 одиннадцать=11 двенадцать=12 тринадцать=13 четырнадцать=14 пятнадцать=15
    пятнадцати=15 шестнадцать=16 семнадцать=17 восемнадцать=18 девятнадцать=19 двадцать=20 двадцати=20 тридцать=30
    тридцати=30 сорок=40 сорока=40 пятьдесят=50 пятидесяти=50 шестьдесят=60 шестидесяти=60 семьдесят=70 семидесяти=70
    восемьдесят=80 восьмидесяти=80 девяносто=90 девяноста=90 сто=100 ста=100 двести=200 двухсот=200 триста=300
    трехсот=300 четыреста=400 четырехсот=400 пятьсот=500 пятисот=500 шестьсот=600 шестисот=600 семьсот=700
    восемьсот=800 девятьсот=900 полтора=1.5 полторы=1.5 полутора=1.5
    полмиллиона=500000 полмиллионом=500000 полумиллиона=500000 полмильона=500000 полляма=500000 полумиллионная=500000
    полмиллиарда=500000000 поллимона=500000 поллимончика=500000
"""
_VALUES = {word: float(value) for word, _, value in (item.partition("=") for item in _WORDS.split())}
_COUNTS = {
    **dict.fromkeys(
        _listed("cent cents hundred hundreds hundert cien ciento cientos centaine centaines сотня сотню"), 100
    ),
    **dict.fromkeys(_listed("dizaine dizaines decena decenas десяток"), 10),
    **dict.fromkeys(_listed("dozen dozens douzaine douzaines docena docenas dutzend дюжина дюжину"), 12),
    "vingtaine": 20,
    "trentaine": 30,
    "cinquantaine": 50,
}
_TIMES = {
    **dict.fromkeys(
        _listed(
            "mille millier milliers thousand thousands tausend mil millar millares miles тысяча тысячи тысяч тысячу"
            " тысячами тыс тыщ тыщи тыща"
        ),
        1_000,
    ),
    **dict.fromkeys(
        _listed(
            "million millions millon millones milion millionen mio mios mln миллион миллиона миллионов миллионы"
            " миллионами миллиону лям ляма лямов млн лимон лимона лимонов limon limona limonov"
        ),
        1_000_000,
    ),
    **dict.fromkeys(_listed("milliard milliards milliarden миллиард миллиарда миллиардов"), 1_000_000_000),
}
_MANY = frozenset(
    _listed(
        "thousands millions millones millionen milliards milliarden milliers millares miles миллионы миллионов"
        " миллионами миллиардов тысячи тысяч тысячами тыс тыщ тыщи лямов mio mios mln млн hundreds cents cientos"
        " centaines dizaines dozens decenas douzaines docenas лимон лимона лимонов"
        " limon limona limonov"
    )
)
"""What says nothing by itself: `millions of rows`, `des dizaines de fiches`."""
_HALVES = frozenset(_listed("half demi demie medio media halb halbe halben пол половиной половина pol"))
_QUARTERS = frozenset(_listed("quarter quarters quart quarts cuarto cuartos viertel четверть четверти"))
_JOINS = frozenset(["and", "et", "und", "y", "с"])
_BETWEEN = frozenset(["a", "an", "of", "de", "d"])  # after a half or a quarter: `half a million`, `un quart de million`
_ABOUT = frozenset(["dizaine", "vingtaine", "trentaine", "cinquantaine", "centaine"])  # `une centaine de milliers`
_BEFORE_BETWEEN = _HALVES | _QUARTERS | _JOINS | _ABOUT | {"of", "de"}
_INVERTED = ("тысяч", "тыщ")  # Russian says `тысяч сорок` for about forty thousand
_LONGEST = 12  # words of a number
_PLAIN = frozenset([*_JOINS, *_TIMES, *_COUNTS])
_FIRST = frozenset([*_VALUES, *_COUNTS, *_TIMES, *_HALVES, *_QUARTERS])


def spelled(tokens: Sequence[Token]) -> Iterator[tuple[float, int, int]]:
    """Each number in words, halves and from two up, with where it starts and ends in the text."""
    at = 0
    while at < len(tokens):
        word = tokens[at][0]
        last = at
        if word in _FIRST or ("nd" in word and _is_compound(word)):
            value, last = _read(tokens, at)
            if value >= 2 or value in (0.5, 1.5):
                yield value, tokens[at][1], tokens[last][2]
        at = last + 1


def _read(tokens: Sequence[Token], at: int) -> tuple[float, int]:
    """The value of the words from *at*, and the last of them: `two million six hundred thousand`, `тысяч сорок`."""
    total = part = scale = below = 0.0
    last = at
    for place in range(at, min(at + _LONGEST, len(tokens))):
        word, start, _ = tokens[place]
        if place > at and start - tokens[place - 1][2] > 1:
            break
        if word in _JOINS or (word in _BETWEEN and tokens[place - 1][0] in _BEFORE_BETWEEN):
            continue
        if (value := _value(word)) is not None:
            if word.startswith("vingt") and part == 4:
                part, value = 0.0, 80.0
            elif below and value >= below:
                break  # `two three thousand` is no sum
            part, below = part + value, 20.0 if value == 80 else value
        elif word in _COUNTS:
            if not part and word in _MANY:
                break
            part, below = (part or 1) * _COUNTS[word], _COUNTS[word]
        elif word in _TIMES:
            if not part and word in _MANY:
                if place > at or not word.startswith(_INVERTED):
                    break
                below = 0.0
            else:
                times = 1e6 if word == "mil" and part == 0.5 else _TIMES[word]  # `half a mil`
                total, scale, part, below = total + (part or 1) * times, times, 0.0, 0.0
        elif word in _HALVES:
            total, part = (total + scale / 2, 0.0) if scale and not part else (total, part + 0.5)
        elif word in _QUARTERS:
            part = (part or 1) / 4
        else:
            break
        last = place
    is_inverted = last > at and not scale and tokens[at][0].startswith(_INVERTED)
    return (part * 1_000 if is_inverted else total + part), last


def _value(word: str) -> float | None:
    return _VALUES[word] if word in _VALUES else _compound(word) if _is_compound(word) else None


def _is_compound(word: str) -> bool:
    is_one = "tausend" in word or "hundert" in word or "und" in word
    return is_one and word not in _PLAIN and _compound(word) is not None


def _compound(word: str) -> float | None:
    """The value of a German number in one word; `None` where it is none."""
    for many, worth in (("tausend", 1_000), ("hundert", 100)):
        before, found, behind = word.partition(many)
        if found:
            times = 1.0 if before in ("", "ein") else _compound(before)
            rest = _compound(behind.removeprefix("und")) if behind else 0.0
            return None if times is None or rest is None else times * worth + rest
    ones, found, tens = word.partition("und")
    if found:
        low = 1.0 if ones == "ein" else _VALUES.get(ones)
        return None if low is None or low >= 10 or tens not in _VALUES else low + _VALUES[tens]
    return _VALUES.get(word)
