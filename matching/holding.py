"""Whether somebody says that he has data in his hands: advice from a holder, or asked by one, is no idle talk."""

from __future__ import annotations

from matching.patterns import pattern

__all__ = ["holds_data"]

_ANY = r"(?:[\pL\pN]+ )?"
_WAYS_IN = (
    rf"(?:borrowed|rented|with (?:the|these|my|those)) {_ANY}{_ANY}(?:logins?|access|accounts?|cookies?)",
    r"i can (?:see|look up|log in|search)|lets me (?:see|look up|search)|logged in|i am in|i m in",
    rf"avec (?:l|les|ces|mes|mon) {_ANY}(?:acces|identifiants?|comptes?|logins?|cookies?)|je (?:vois|peux voir) les",
    rf"(?:с|через) {_ANY}(?:логинами|уч[её]тк\pL*|доступами?)|сво[иейюямх]+ {_ANY}(?:уч[её]т\pL*|логин\pL*)|захожу",
    rf"con (?:el|los|las|mis|mi) {_ANY}(?:accesos?|cuentas?|logins?|claves?)|puedo ver|estoy dentro",
    rf"mit (?:dem|den|meinem|meinen) {_ANY}(?:zugang|zug[aä]ngen|logins?|konten|konto)|ich (?:sehe|kann sehen)",
)
"""Whoever holds a way in holds what is behind it."""
_SAYS = (
    r"i have|i ve|i got|i ve got|got the|got hold|got me|only got|have the|have fullz|have [0-9]+|got [0-9]+",
    rf"my {_ANY}(?:files?|cop(?:y|ies)|slice|part|rows?|lines?|lists?|leads|lot|logs?|batch|dump|base|set|data|fullz)",
    rf"my {_ANY}(?:cards?|csv|db|archive|accounts?|numbers?)",
    rf"i {_ANY}(?:scored|snagged|bought|own|use|used|burn\pL*|hold|took|keep|pulled|unpacked|ripped|copped|dumped)",
    rf"i {_ANY}(?:collected|sit on|work through)|bought|im sitting on|sitting on|i m sitting|recovered",
    r"(?:just|already|finally|ok|i) (?:grabbed|downloaded|pulled|unpacked|opened|loaded)|got it (?:down|open)",
    r"j ai|jai|g|je l ai|j en ai|moi j utilise|je tape dans|telecharge|chope|dezippe|recupere|sous la main",
    rf"mon {_ANY}(?:fichier|lot|dump|extrait|stock|log|csv)",
    rf"ma {_ANY}(?:copie|tranche|part|partie|base|liste|bdd|fiche)",
    rf"mes {_ANY}(?:lignes|fiches|logs|leads|comptes|numeros|cartes|dossiers)",
    r"у меня|на руках|под рукой|мне достал\pL*|достал\pL*|купил\pL*|сам снял|снял сам|взял|забрал|залогинил\pL*",
    r"скачал\pL*|выкачал\pL*|распаковал\pL*|получил\pL*|лог свежий",
    r"есть (?:карт\pL+|логи?|база|файл|строки|список|номера)|(?:карт[аы]|логи?|база|файл|список|строки) есть",
    rf"(?:мой|моя|мои|моей|моих|моего) {_ANY}(?:файл\pL*|лог\pL*|кус\pL+|баз\pL+|част\pL+|строк\pL*|спис\pL+)",
    r"tengo|me toco|he (?:comprado|bajado|descargado|conseguido)|(?:me|lo|la) (?:baje|descargue|compre)|consegui",
    rf"compre|descargado|bajado|mi {_ANY}(?:base|lista|parte|copia|lote)|mis {_ANY}(?:filas|fichas|logs|lineas|datos)",
    rf"ich hab|ich habe|habe|hab|meine[nr]? {_ANY}(?:liste|datei|zeilen|kopie|daten|logs)",
    rf"mein {_ANY}(?:teil|file|log|satz)|liegt (?:hier|bei mir)|besorgt|gezogen|runtergeladen|heruntergeladen",
    r"entpackt|vorliegen",
    *_WAYS_IN,
)
_HOLDS = pattern(f" (?:{'|'.join(_SAYS)}) ")


def holds_data(folded: str) -> bool:
    """Whether *folded*, words with a space around each, says so."""
    return _HOLDS.search(folded) is not None
