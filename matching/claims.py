"""How many records or people an author says that the data holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from matching.amounts import Number
from matching.patterns import pattern
from matching.prices import Asked
from matching.tokens import plain
from model.matches import Intent

__all__ = ["Amount", "Claims"]

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
    r"|строк\pL*|строчек|строчки|запис\pL*|человек|чел|людей|клиент\pL*|застрахованн\pL*|договор\pL*|абонент\pL*|пользовател\pL*|поездок"
    r"|француз\pL*|пациент\pL*"
    r"|комплект\pL*|карточ\pL*|медкарт\pL*|карт|полис\pL*|анкет\pL*|номер\pL*|адрес\pL*|аккаунт\pL*|профил\pL*|контакт\pL*|заявк\pL*|заявок"
    r"|сотрудник\pL*|пар"
    r"|ибан\pL*|файл\pL*|уникальных|контактов|студент\pL*|учеников|родител\pL*|водител\pL*|гост\pL*|подписчик\pL*|док\pL*"
    r"|chelovek|shtuk|шт"
    r"|registros?|lineas?|personas?|clientes?|asegurad\pL*|reservas?|abonad\pL+|pacientes?|afectad\pL*|filas|usuarios"
    r"|historiales|socios"
    r"|alumnos|contratos|fichas|empleados|cuentas|correos|telefonos|viviendas|vecinos|expedientes|perfiles|tarjetas"
    r"|conductores"
    r"|datensatz\pL*|zeilen|personen|kunden|kundinnen|patienten\pL*|versicherte\pL*|menschen|haushalt\pL*|rezepte\pL*"
    r"|adressen|mitglieder\pL*"
    r"|pax|ppl|peeps|voters?|visitors?|beneficiaries|pensioners"
    r"|pachter|nutzer|konten|profile|akten|mieterakten|stuck|ordnern?|franzosen|mieter|schuler|studenten|mitarbeiter"
    r"|bewerber|vertrage"
    r"|bestellungen|abonnenten|teilnehmer|fahrer|karten|eintrage|kontakte|leute|datensatze"
    r"|permis|bulletins|justificatifs|emprunteurs|acheteurs|prospects|retraites|enseignants|professeurs|livreurs"
    r"|chauffeurs|conducteurs|voyageurs|passagers|souscripteurs|titulaires|particuliers|contribuables|societaires"
    r"|cotisants|mutualistes|menages|locations"
    r"|borrowers|licen[cs]es|taxpayers|homeowners|applicants|travell?ers|shoppers|insureds|individuals|subjects|retirees"
    r"|volunteers|policies"
    r"|заемщик\pL*|покупател\pL*|получател\pL*|читател\pL*|пенсионер\pL*|граждан\pL*|паспорт\pL*|семей|школьник\pL*"
    r"|участник\pL*|вкладчик\pL*|должник\pL*|владельц\pL*|собственник\pL*|почт|емейл\pL*|медкнижек|дел"
    r"|historias|polizas|titulares|inquilinos|propietarios|contribuyentes|suscriptores|miembros|compradores|viajeros"
    r"|pasajeros|hogares|donantes|pasaportes|afiliados|mutualistas|jubilados|usuarias|inscritos"
    r"|\pL{2,30}(?:kunden|nummern|akten|satze|adressen|konten|patienten|mitglieder|vertrage|profile)"
    r"|familien|rentner|kaufer|eigentumer|spender|reisende|gaste|steuerzahler|fuhrerscheine|policen|versicherungsnehmer"
    r"|studierende|abos)"
)
_AFTER = pattern(
    rf"^(?: (?:de|d|of|des|von|the|private|french|full|unique\pL*|fresh|new|строк|vrais|real|valid|compl\pL+|dedup\pL*"
    rf"|propres|aktive|echte"
    rf"|plus|other|more|total|clean|distinct\pL*|active|unterschiedliche"
    rf"|карточек))?(?: \pL[\pL\pN]*){{0,1}}?(?: \pL[\pL\pN]*)? {_THINGS} "
)
_NOT_AFTER = re.compile(
    r"^ (?:gb|go|tb|to|mb|mo|ko|kb|gigas?|gigaoctets?|teraoctets?|terabytes?|gigabytes?|гб|тб|мб|гигов|jours?|days?"
    r"|heures?|hours?|h|min"
    r"|minutes?|ans|years?|лет|года?|hosts?|хост\w*|servers?|postes|machines|pages?|km|км|m2|habitants|hab"
    r"|inhabitants|einwohner|жителей"
    r"|degres|piges|mois|months?|weeks?|semaines?|дней|недел\w*|часов|tage\w*|wochen|monate|jahren?|dias|meses|anos"
    r"|mails mois|writes"
    r"|envois|sms|писем|fois|times|mal|раз|likes|reactions|vues|views|replies|score|ratio|parts|part|fields|columns"
    r"|colonnes|столбц\w*"
    r"|a m|am|pm|uhr|logs a day|positions?|forums?|boards?|threads?|sieges|magasins|stores|shops|sites|countries"
    r"|pays|langs|langues|collaborateurs"
    r"|kopien|exemplare"
    r"|(?:\S+ ){1,2}(?:a|an|per|par|pro|am|im|al|por|each|в) (?:day|jour|week|semaine|month|mois|year|an|tag|woche"
    r"|monat|jahr|dia|semana|mes|ano|hour|heure|день|неделю|месяц|год)) "
)
_NOT_BEFORE = re.compile(
    r" (?:fined|fine of|penalty of|amende de|multa de|strafe von|bussgeld von|штраф|штраф в|оштрафован\w* на"
    r"|revenue|revenues|rev|ca|turnover|chiffre d affaires|выручка|ревенью|оборот|umsatz|hosts|employees|mini"
    r"|minimum|min|минимум"
    r"|step|шаг|blitz|блиц|start|старт|per|pack|par lot"
    r"|limit|лимит|лет|vor"
    r"|seit|depuis|since|con|po|kreditrahmen"
    r"|every|each|tous les|toutes les|chaque|каждые|cada|par (?:paquets?|lots?|packs?)(?: de)?|пачками по|лотами по"
    r"|(?:in|by)? ?(?:packs|lots|batches|bundles) of|(?:en|por) (?:lotes|paquetes) de"
    r"|after|apres|nach|insured for|jusqu a|ransom|rancon|asked|offered|paid|от скуки) $"
)
_NUMBERED = re.compile(
    r" (?:ligne|line|строка|zeile|linea|n|no|nr|numero|num|page|cles|iso|area|circular|niv|niveau|level|rank|top|ticket"
    r"|ref|id|lot|jahrgang|tid|port) $"
)
"""Before what is a number in a row of things, and no count of them."""
_TURNOVER = re.compile(r" (?:revenues?|turnover|ревенью|выручк\w*|оборот\w*|umsatz)(?: [^\W\d]+){1,3} $")
_COMPANY = re.compile(
    r" (?:pme|entreprise|societe|cabinet|firma|company|firm|agency|groupe|equipe|team|staff"
    r"|компани\w*)(?: \w+){0,2} (?:de|of|with|avec|mit|на) $"
)
_WANTED = re.compile(
    r" (?:from|min|minimum|mini|at least|au moins|a partir de|des|от|не меньше|минимум|ab|mindestens|desde|minimo"
    r"|per|les|на|prix sur|test) $"
)
_LABEL = re.compile(
    r" (?:rows?|lines?|records?|entries|users|customers|patients|members|people|count|counts|qty|quantity|total rows"
    r"|(?:nb|nbre|nombre|nr|num)(?: de| d)? (?:lignes?|fiches|entrees|personnes|clients|enregistrements)|lignes"
    r"|enregistrements|fiches|personnes|clients|assures|adherents|volume|quantite|effectif|taille"
    r"|(?:кол во|количество|число|объем|всего)(?: строк| записей| человек| клиентов)?|строк|записей|клиентов|человек"
    r"|anzahl|zeilen|datensatze|eintrage|kunden|patienten|umfang|menge"
    r"|registros|filas|lineas|clientes|pacientes|usuarios|cantidad|numero de (?:registros|filas|lineas|clientes)) $"
)
"""What stands before a number of records in a list of facts: `rows: 45,210`."""
_TOTAL = re.compile(
    r" (?:total|totals|in total|in all|au total|en tout|gesamt|insgesamt|всего|итого|en total)(?: \w+)? $"
)
_TOTAL_BEHIND = re.compile(
    r"^ (?:\w+ )?(?:total|in total|in all|au total|en tout|insgesamt|всего|итого|en total) (?!\d)"
)
_SAMPLE = re.compile(
    r" (?:samples?|preview|proof|echantillon|extrait|apercu|first|premiers|premieres|muestra|primeras|primeros|probe"
    r"|erste|ersten|сэмпл|семпл|пруф|образец|первые|первых|пример|test)"
    r"(?: (?:of|de|d|des|von|на|с|the|les|las|los|\d+))* $"
)
_SAMPLE_BEHIND = re.compile(
    r"^ (?:\w+ )?(?:(?:as|for|pour|en|de|als|zur|на|для|free|gratis|in) )*(?:the )?"
    r"(?:sample|samples|preview|echantillon|apercu|gouter|muestra|probe|пробу|пробы|сэмпл|семпл|тест|теста|test) "
)
_RANGE = re.compile(r"\s?(?:-|–|—|to|à|a|до|bis|hasta)\s?", re.IGNORECASE)
_RANGE_BETWEEN = re.compile(r"\s(?:and|et|und|y|и)\s(?:les |des )?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:between|entre|zwischen|между)\s(?:les )?$", re.IGNORECASE)
_LEFT = re.compile(
    r" (?:(?:il )?m en reste(?:nt)?|il (?:en )?reste|en reste|restent|j en ai|reste encore|remaining|i hold is"
    r"|i have left|остал[оа]с[ьй]|у меня осталось|me quedan|quedan|noch ubrig|ubrig sind) $"
)
"""What stands before what is left of a whole."""
_STAFF = re.compile(
    r"^ (?:salaries|employes|collaborateurs|employees|staff|workers|mitarbeiter\w*|beschaftigte\w*|сотрудник\w*"
    r"|empleados|trabajadores) $"
)
"""What a victim is, and not what was taken of it: `Menuiserie, 41 salariés, Finistère.`"""
_WAYS_IN = re.compile(
    r"^ (?:\S+ )?(?:accounts?|logins?|logs|creds|mailbox\w*|comptes|acces|boites|cuentas|accesos|konten|logins"
    r"|zugange|аккаунт\w*|логов|логинов|учет\w*|акк\w*) "
)
_SENTENCE_END = re.compile(r"[.!?;](?:\s|$)|\n")
_ORDERED = re.compile(
    r" (?:(?:min|minimum|smallest) order(?: of| is)?|moq|commande min\w*|par commande|mindestabnahme|pedido min\w*"
    r"|мин\w* заказ\w*|заказ от|views|vues|replies|reponses|likes|posts|messages|просмотр\w*|ответов|reactions"
    r"|joined) $"
)
_CLAUSE = re.compile(r"[.!?;,\n(]")
_LISTED = re.compile(r"[;,\n]")
_OF_WHOLE = re.compile(
    r"(?i)^[^\n.;]{0,28}?\b(?:sur|of|out of|from|von|aus|de los|de las|из|over)\s(?:les |the |den |der |its |ses )?$"
)
_NEVER = frozenset({Intent.ACCESS_SALE, Intent.NOISE})
_KNOWN_SET = (
    200_000  # of a set that is asked for, the number by which people know it; what one wants to have is smaller
)
_SURELY_KNOWN = 1_000_000  # nobody wants so many: `ищу базу на 20 млн`
_ALIKE = 0.08
_MOST = 20_000_000_000
_LARGE = 10_000  # people who work for a victim, at most
_TOTALLED, _SAMPLED = -1, 4  # ranks: what is said to be all, and what is only shown
_WHOLE_BEHIND = 3  # numbers behind a part among which its whole is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number of records, and where it is said."""

    records: int
    start: int
    end: int


class _Place:
    """A number that may count records, and what stands around it, looked at when first asked and once."""

    def __init__(self, text: str, number: Number) -> None:
        self.number = number
        self._text = text

    @cached_property
    def before(self) -> str:
        start = self.number.start
        return plain(_CLAUSE.split(self._text[max(0, start - 40) : start])[-1])

    @cached_property
    def behind(self) -> str:
        return plain(_SENTENCE_END.split(self._text[self.number.end : self.number.end + 64], maxsplit=1)[0])

    @cached_property
    def counts(self) -> bool:
        """Whether the number may be one of records at all."""
        one = self.number
        return not (
            abs(one.value - round(one.value)) >= 1e-6 * max(1.0, one.value)
            or (one.value >= 10 and self._text[one.start] == "0" and not one.is_scaled)
            or not 2 <= one.value <= _MOST
            or (one.value < 1_000 and self.behind.startswith(" sur "))  # a mark: `15 sur 20`
            or _NOT_AFTER.match(plain(_LISTED.split(self._text[one.end : one.end + 64])[0]))
            or _NOT_BEFORE.search(self.before)
            or _TURNOVER.search(self.before)
            or (not one.is_scaled and _NUMBERED.search(self.before))
        )

    @cached_property
    def is_year(self) -> bool:
        return _is_year(self.number)

    @cached_property
    def is_total(self) -> bool:
        is_some = not self.is_year and self.number.value >= 100
        return is_some and bool(_TOTAL.search(self.before) or _TOTAL_BEHIND.match(self.behind))

    @cached_property
    def is_sample(self) -> bool:
        return bool(_SAMPLE.search(self.before) or _SAMPLE_BEHIND.match(self.behind))

    @cached_property
    def is_of_things(self) -> bool:
        return bool(_AFTER.match(self.behind))

    @cached_property
    def is_named(self) -> bool:
        is_labelled = self.number.value >= 100 and not self.is_of_things and bool(_LABEL.search(self.before))
        return not self.is_year and (self.is_of_things or is_labelled)

    @cached_property
    def is_left(self) -> bool:
        """Whether it is what is left of a whole: `il m'en reste 4 100 sur les 6 000`."""
        return not self.is_year and self.number.value >= 100 and bool(_LEFT.search(self.before))

    @cached_property
    def is_staff(self) -> bool:
        """Whether it tells how large a victim is."""
        item = plain(_CLAUSE.split(self._text[self.number.end : self.number.end + 40], maxsplit=1)[0])
        return not self.before.strip() and self.number.value < _LARGE and bool(_STAFF.match(item))

    @cached_property
    def is_way_in(self) -> bool:
        return bool(_WAYS_IN.match(self.behind))

    @cached_property
    def is_wanted(self) -> bool:
        is_known = self.number.value >= _KNOWN_SET and self.is_of_things and self.before.endswith(" les ")
        return not is_known and bool(_WANTED.search(self.before))

    @cached_property
    def is_of_something_else(self) -> bool:
        is_few = self.number.value < 1_000 and self.is_wanted
        return is_few or bool(_ORDERED.search(self.before)) or bool(_COMPANY.search(self.before))


@dataclass(frozen=True, slots=True)
class _Seen:
    rank: int
    number: Number

    @property
    def order(self) -> tuple[int, int]:
        return self.rank, self.number.start


class Claims:
    """The numbers of *text*, but those *paid*, that may say how many records there are."""

    def __init__(self, text: str, found: Sequence[Number], paid: Sequence[Asked]) -> None:
        free = [one for one in found if not any(sum_.start <= one.start < sum_.end for sum_ in paid)]
        self._text = text
        self._places = [_Place(text, one) for one in _lower(text, free)]

    def records(self, intent: Intent | None = None) -> Amount | None:
        """How many there are: of a part rather than the whole, of things rather than a bare number."""
        if intent in _NEVER:
            return None
        seen = [_Seen(rank, one.number) for one in self._places if (rank := _rank(one, intent)) is not None]
        if not seen:
            return None
        first = min(seen, key=lambda one: one.order)
        best = _part_of(self._text, seen) or _finer(first, seen)
        return Amount(records=round(best.number.value), start=best.number.start, end=best.number.end)


def _lower(text: str, found: Sequence[Number]) -> list[Number]:
    """*found*, with the lower number for what is told as a range: `300-400k`, `entre 20 000 et 25 000`."""
    kept: list[Number] = []
    for one in found:
        low = kept[-1] if kept else None
        if low is not None and 1 <= low.value < one.value and one.value >= 1_000 and _is_range(text, low, one):
            scale = 1.0
            while one.is_scaled and not low.is_scaled and low.value * scale * 1_000 <= one.value:
                scale *= 1_000
            is_scaled = low.is_scaled or one.is_scaled
            kept[-1] = replace(low, value=low.value * scale, end=one.end, is_scaled=is_scaled)
        else:
            kept.append(one)
    return kept


def _is_range(text: str, low: Number, high: Number) -> bool:
    between = text[low.end : high.start]
    if _is_year(low) and _is_year(high):
        return False
    if _RANGE_BETWEEN.fullmatch(between):
        return bool(_BETWEEN.search(text[max(0, low.start - 16) : low.start]))
    return bool(_RANGE.fullmatch(between))


def _rank(place: _Place, intent: Intent | None) -> int | None:
    """How surely a number counts records, 0 being surest; `None`: it counts something else."""
    one = place.number
    if not place.counts:
        return None
    if place.is_total:
        return _TOTALLED
    if place.is_left:
        return 0
    if (intent is Intent.RANSOM_CLAIM and place.is_staff) or (intent is Intent.HOW_TO_USE and place.is_way_in):
        return None
    if place.is_sample:
        return _SAMPLED if intent in (None, Intent.FREE_LEAK) and place.is_of_things else None
    if place.is_of_something_else:
        return None
    if intent is Intent.REQUEST and (one.value < _KNOWN_SET or (one.value < _SURELY_KNOWN and place.is_wanted)):
        return None
    if intent is Intent.PHISHING and not (place.is_named and one.value >= _KNOWN_SET):
        return None
    if place.is_named and one.value >= _least_named(one, intent):
        return 0 if one.value >= 100 else 3
    if one.is_scaled and one.value >= 1_000:
        return 1 if not one.is_spelled or one.value >= 10_000 else None
    if one.value >= 5_000 and (one.is_grouped or (one.value % 100 == 0 and not place.is_year)):
        return 1
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
