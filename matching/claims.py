"""How many records or people an author says that the data holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from matching.amounts import Number
from matching.prices import Asked
from matching.tokens import plain
from model.matches import Intent

__all__ = ["Amount", "claimed_records"]

_THINGS = (
    r"(?:lignes?|enregistrements?|personnes?|assures?|patients?|patientes?|clients?|contrats?|adherents?|dossiers?"
    r"|fiches?|comptes?"
    r"|francais|francaises?|gens|noms|tetes|abonnes?|abonnements|membres?|electeurs?|usagers?|utilisateurs?"
    r"|victimes?|contacts?|leads?"
    r"|actes?|numeros?|profils?|foyers?|candidats?|salaries|etudiants?|eleves?|residents?|collegues|licencies"
    r"|inscrits|beneficiaires"
    r"|ayants|vehicules?|appels|reservations?|commandes|copies|documents?|mails?|courriels|messages?|adresses"
    r"|resultats|cv|cvs|cartes"
    r"|passeports?|scans?|sets?|ibans?|rib|ribs|cb|entrees|locataires|allocataires|ames|familles|proprietaires|donneurs"
    r"|joueurs|parents|enfants"
    r"|agents|avocats|medecins|infirmiers|professionnels|personnels?|num|nums|tels?|recus|ordonnances|photos"
    r"|rows?|records?|lines?|people|persons?|users?|customers?|members?|entries|subscribers?|policyholders?"
    r"|citizens?|insured|souls|folks"
    r"|contracts?|emails?|passports?|employees|gamers|players|accounts?|orders|contractors|students?|pupils|boarders"
    r"|guests?|drivers?"
    r"|patients?|profiles?|forms?|applications|documents|files|dossiers|cards?|fullz|scans|pdf|pdfs|ids|cases"
    r"|tenants|donors|owners"
    r"|dealers|cv|resumes|numbers|phones|leads|identities|households|staff|workers|nurses|agents|buyers|sellers"
    r"|children|families"
    r"|teachers|claims|transcripts|bookings|passengers|claimants|doctors|pharmacists|opticians|french|males|females"
    r"|millions|addresses"
    r"|строк\w*|строчек|строчки|запис\w*|человек|чел|людей|клиент\w*|застрахованн\w*|договор\w*|абонент\w*|пользовател\w*|поездок"
    r"|француз\w*|пациент\w*"
    r"|комплект\w*|карточ\w*|медкарт\w*|карт|полис\w*|анкет\w*|номер\w*|адрес\w*|аккаунт\w*|профил\w*|контакт\w*|заявк\w*|заявок"
    r"|сотрудник\w*|пар"
    r"|ибан\w*|файл\w*|уникальных|контактов|студент\w*|учеников|родител\w*|водител\w*|гост\w*|подписчик\w*|док\w*"
    r"|chelovek|shtuk|шт"
    r"|registros?|lineas?|personas?|clientes?|asegurad\w*|reservas?|abonad\w+|pacientes?|afectad\w*|filas|usuarios"
    r"|historiales|socios"
    r"|alumnos|contratos|fichas|empleados|cuentas|correos|telefonos|viviendas|vecinos|expedientes|perfiles|tarjetas"
    r"|conductores"
    r"|datensatz\w*|zeilen|personen|kunden|kundinnen|patienten\w*|versicherte\w*|menschen|haushalt\w*|rezepte\w*"
    r"|adressen|mitglieder\w*"
    r"|pachter|nutzer|konten|profile|akten|mieterakten|stuck|ordnern?|franzosen|mieter|schuler|studenten|mitarbeiter"
    r"|bewerber|vertrage"
    r"|bestellungen|abonnenten|teilnehmer|fahrer|karten|eintrage|kontakte|leute|datensatze)"
)
_AFTER = re.compile(
    rf"^(?: (?:de|d|of|des|von|the|private|french|full|unique\w*|fresh|new|строк|vrais|real|valid|compl\w+|dedup\w*"
    rf"|propres|aktive|echte"
    rf"|plus|other|more|total|clean|distinct\w*|active|unterschiedliche"
    rf"|карточек))?(?: [^\W\d]\w*){{0,1}}?(?: [^\W\d]\w*)? {_THINGS} "
)
_NOT_AFTER = re.compile(
    r"^ (?:gb|go|tb|to|mb|mo|ko|kb|gigas?|gigaoctets?|teraoctets?|terabytes?|gigabytes?|гб|тб|мб|гигов|jours?|days?"
    r"|heures?|hours?|h|min"
    r"|minutes?|ans|years?|лет|года?|hosts?|хост\w*|servers?|postes|machines|pages?|km|км|m2|habitants|hab"
    r"|inhabitants|einwohner|жителей"
    r"|degres|piges|mois|months?|weeks?|semaines?|дней|недел\w*|часов|tage\w*|wochen|monate|jahren?|dias|meses|anos"
    r"|sur|mails mois|writes"
    r"|envois|sms|писем|fois|times|mal|раз|likes|reactions|vues|views|replies|score|ratio|parts|part|fields|columns"
    r"|colonnes|столбц\w*"
    r"|a m|am|pm|uhr|logs a day|positions?|forums?|boards?|threads?|sieges|magasins|stores|shops|sites|countries"
    r"|pays|langs|langues|collaborateurs"
    r"|kopien|exemplare) "
)
_NOT_BEFORE = re.compile(
    r" (?:fined|fine of|penalty of|amende de|multa de|strafe von|bussgeld von|штраф|штраф в|оштрафован\w* на"
    r"|revenue|revenues|rev|ca|turnover|chiffre d affaires|выручка|ревенью|оборот|umsatz|hosts|employees|mini"
    r"|minimum|min|минимум"
    r"|ligne|line|строка|zeile|linea|n|no|nr|numero|num|page|cles|step|шаг|blitz|блиц|start|старт|per|pack|par lot"
    r"|limit|лимит|лет|vor"
    r"|seit|depuis|since|con|po|iso|area|circular|niv|niveau|level|rank|top|ticket|ref|id|lot|jahrgang|tid|port"
    r"|kreditrahmen"
    r"|after|apres|nach|insured for|jusqu a|ransom|rancon|asked|offered|paid|от скуки) $"
)
_TURNOVER = re.compile(r" (?:revenues?|turnover|ревенью|выручк\w*|оборот\w*|umsatz)(?: [^\W\d]+){1,3} $")
_COMPANY = re.compile(
    r" (?:pme|entreprise|societe|cabinet|firma|company|firm|agency|groupe|equipe|team|staff"
    r"|компани\w*)(?: \w+){0,2} (?:de|of|with|avec|mit|на) $"
)
_WANTED = re.compile(
    r" (?:from|min|minimum|mini|at least|au moins|a partir de|des|от|не меньше|минимум|ab|mindestens|desde|minimo"
    r"|per|les|на|prix sur|test) $"
)
_OF_WHOLE = re.compile(
    r"(?i)^[^\n.;]{0,28}?\b(?:sur|of|out of|from|von|aus|de los|de las|из|over)\s(?:les |the |den |der |its |ses )?$"
)
_NEVER = frozenset({Intent.ACCESS_SALE, Intent.NOISE})
_KNOWN_SET = (
    200_000  # of a set that is asked for, the number by which people know it; what one wants to have is smaller
)
_ALIKE = 0.06
_MOST = 20_000_000_000
_WHOLE_BEHIND = 3  # numbers behind a part among which its whole is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of records, and where it is said."""

    records: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Seen:
    rank: int
    number: Number

    @property
    def order(self) -> tuple[int, int]:
        return self.rank, self.number.start


def claimed_records(
    text: str, found: Sequence[Number], paid: Sequence[Asked], intent: Intent | None = None
) -> Amount | None:
    """How many records *text* says there are: of a part rather than the whole, of things rather than a bare number."""
    if intent in _NEVER:
        return None
    free = [one for one in found if not any(sum_.start <= one.start < sum_.end for sum_ in paid)]
    seen = [_Seen(rank, one) for one in free if (rank := _rank(text, one, intent)) is not None]
    if not seen:
        return None
    first = min(seen, key=lambda one: one.order)
    best = _part_of(text, seen) or _finer(first, seen)
    return Amount(records=round(best.number.value), start=best.number.start, end=best.number.end)


def _rank(text: str, one: Number, intent: Intent | None) -> int | None:
    """How surely a number counts records, 0 being surest; `None`: it counts something else."""
    before = plain(re.split(r"[.!?;,\n(]", text[max(0, one.start - 40) : one.start])[-1])
    behind = plain(text[one.end : one.end + 64])
    is_whole = abs(one.value - round(one.value)) < 1e-6 * max(1.0, one.value)
    if (
        not is_whole
        or not 2 <= one.value <= _MOST
        or _NOT_AFTER.match(behind)
        or _NOT_BEFORE.search(before)
        or _TURNOVER.search(before)
    ):
        return None
    named = not _is_year(one) and bool(_AFTER.match(behind))
    if one.value < 1_000 and _WANTED.search(before):
        return None
    if _COMPANY.search(before) or (intent is Intent.REQUEST and (one.value < _KNOWN_SET or _WANTED.search(before))):
        return None
    if intent is Intent.PHISHING and not (named and one.value >= _KNOWN_SET):
        return None
    if named and one.value >= _least_named(one, intent):
        return 0 if one.value >= 100 else 3
    if one.is_scaled and one.value >= 1_000:
        return 1 if not one.is_spelled or one.value >= 100_000 else None
    if one.value >= 5_000 and (one.is_grouped or (one.value % 100 == 0 and not _is_year(one))):
        return 2
    return None


def _least_named(one: Number, intent: Intent | None) -> int:
    if one.is_spelled and one.value < 1_000:
        return 20
    if intent in (Intent.DISCUSSION, Intent.REACTION):
        return 100
    return 10 if intent in (Intent.SALE, Intent.FREE_LEAK, None) else 20


def _is_year(one: Number) -> bool:
    return 1900 <= one.value <= 2099 and not one.is_grouped and not one.is_scaled


def _part_of(text: str, seen: Sequence[_Seen]) -> _Seen | None:
    """The part, where a part of a whole is spoken of: `4M of 33M`, `100k clients sur 412k`."""
    for place, left in enumerate(seen):
        for right in seen[place + 1 : place + 1 + _WHOLE_BEHIND]:
            between = text[left.number.end : right.number.start]
            if (
                left.number.end < right.number.start
                and left.number.value < right.number.value
                and _OF_WHOLE.match(between)
            ):
                return left
    return None


def _finer(best: _Seen, seen: Sequence[_Seen]) -> _Seen:
    """The same number said more exactly elsewhere: a title rounds what the text counts."""
    for other in seen:
        is_alike = abs(other.number.value - best.number.value) <= _ALIKE * best.number.value
        if is_alike and other.rank <= 1 and _digits(other.number) > _digits(best.number):
            best = other
    return best


def _digits(one: Number) -> int:
    return len(str(round(one.value)).rstrip("0"))
