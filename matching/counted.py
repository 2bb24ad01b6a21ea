"""The words around a number by which it is known what it counts: records, parts of them, or something else."""

from __future__ import annotations

import re

from matching.patterns import pattern

__all__ = [
    "AFTER",
    "BETWEEN",
    "CLAUSE",
    "COMPANY",
    "LABEL",
    "LEFT",
    "LISTED",
    "NOT_AFTER",
    "NOT_BEFORE",
    "NUMBERED",
    "OF_WHOLE",
    "ORDERED",
    "RANGE",
    "RANGE_BETWEEN",
    "SAMPLE",
    "SAMPLE_BEHIND",
    "SENTENCE_END",
    "STAFF",
    "TOTAL",
    "TOTAL_BEHIND",
    "TURNOVER",
    "WANTED",
    "WAYS_IN",
]

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
AFTER = pattern(
    rf"^(?: (?:de|d|of|des|von|the|private|french|full|unique\pL*|fresh|new|строк|vrais|real|valid|compl\pL+|dedup\pL*"
    rf"|propres|aktive|echte"
    rf"|plus|other|more|total|clean|distinct\pL*|active|unterschiedliche"
    rf"|карточек))?(?: \pL[\pL\pN]*){{0,1}}?(?: \pL[\pL\pN]*)? {_THINGS} "
)
NOT_AFTER = re.compile(
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
NOT_BEFORE = re.compile(
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
NUMBERED = re.compile(
    r" (?:ligne|line|строка|zeile|linea|n|no|nr|numero|num|page|cles|iso|area|circular|niv|niveau|level|rank|top|ticket"
    r"|ref|id|lot|jahrgang|tid|port) $"
)
"""Before what is a number in a row of things, and no count of them."""
TURNOVER = re.compile(r" (?:revenues?|turnover|ревенью|выручк\w*|оборот\w*|umsatz)(?: [^\W\d]+){1,3} $")
COMPANY = re.compile(
    r" (?:pme|entreprise|societe|cabinet|firma|company|firm|agency|groupe|equipe|team|staff"
    r"|компани\w*)(?: \w+){0,2} (?:de|of|with|avec|mit|на) $"
)
WANTED = re.compile(
    r" (?:from|min|minimum|mini|at least|au moins|a partir de|des|от|не меньше|минимум|ab|mindestens|desde|minimo"
    r"|per|les|на|prix sur|test) $"
)
LABEL = re.compile(
    r" (?:rows?|lines?|records?|entries|users|customers|patients|members|people|count|counts|qty|quantity|total rows"
    r"|(?:nb|nbre|nombre|nr|num)(?: de| d)? (?:lignes?|fiches|entrees|personnes|clients|enregistrements)|lignes"
    r"|enregistrements|fiches|personnes|clients|assures|adherents|volume|quantite|effectif|taille"
    r"|(?:кол во|количество|число|объем|всего)(?: строк| записей| человек| клиентов)?|строк|записей|клиентов|человек"
    r"|anzahl|zeilen|datensatze|eintrage|kunden|patienten|umfang|menge"
    r"|registros|filas|lineas|clientes|pacientes|usuarios|cantidad|numero de (?:registros|filas|lineas|clientes)) $"
)
"""What stands before a number of records in a list of facts: `rows: 45,210`."""
TOTAL = re.compile(
    r" (?:total|totals|in total|in all|au total|en tout|gesamt|insgesamt|всего|итого|en total)(?: \w+)? $"
)
TOTAL_BEHIND = re.compile(
    r"^ (?:\w+ )?(?:total|in total|in all|au total|en tout|insgesamt|всего|итого|en total) (?!\d)"
)
SAMPLE = re.compile(
    r" (?:samples?|preview|proof|echantillon|extrait|apercu|first|premiers|premieres|muestra|primeras|primeros|probe"
    r"|erste|ersten|сэмпл|семпл|пруф|образец|первые|первых|пример|test)"
    r"(?: (?:of|de|d|des|von|на|с|the|les|las|los|\d+))* $"
)
SAMPLE_BEHIND = re.compile(
    r"^ (?:\w+ )?(?:(?:as|for|pour|en|de|als|zur|на|для|free|gratis|in) )*(?:the )?"
    r"(?:sample|samples|preview|echantillon|apercu|gouter|muestra|probe|пробу|пробы|сэмпл|семпл|тест|теста|test) "
)
RANGE = re.compile(r"\s?(?:-|–|—|to|à|a|до|bis|hasta)\s?", re.IGNORECASE)
RANGE_BETWEEN = re.compile(r"\s(?:and|et|und|y|и)\s(?:les |des )?", re.IGNORECASE)
BETWEEN = re.compile(r"(?:between|entre|zwischen|между)\s(?:les )?$", re.IGNORECASE)
LEFT = re.compile(
    r" (?:(?:il )?m en reste(?:nt)?|il (?:en )?reste|en reste|restent|j en ai|reste encore|remaining|i hold is"
    r"|i have left|остал[оа]с[ьй]|у меня осталось|me quedan|quedan|noch ubrig|ubrig sind) $"
)
"""What stands before what is left of a whole."""
STAFF = re.compile(
    r"^ (?:salaries|employes|collaborateurs|employees|staff|workers|mitarbeiter\w*|beschaftigte\w*|сотрудник\w*"
    r"|empleados|trabajadores) $"
)
"""What a victim is, and not what was taken of it: `Menuiserie, 41 salariés, Finistère.`"""
WAYS_IN = re.compile(
    r"^ (?:\S+ )?(?:accounts?|logins?|logs|creds|mailbox\w*|comptes|acces|boites|cuentas|accesos|konten|logins"
    r"|zugange|аккаунт\w*|логов|логинов|учет\w*|акк\w*) "
)
SENTENCE_END = re.compile(r"[.!?;](?:\s|$)|\n")
ORDERED = re.compile(
    r" (?:(?:min|minimum|smallest) order(?: of| is)?|moq|commande min\w*|par commande|mindestabnahme|pedido min\w*"
    r"|мин\w* заказ\w*|заказ от|views|vues|replies|reponses|likes|posts|messages|просмотр\w*|ответов|reactions"
    r"|joined) $"
)
CLAUSE = re.compile(r"[.!?;,\n(]")
LISTED = re.compile(r"[;,\n]")
OF_WHOLE = re.compile(
    r"(?i)^[^\n.;]{0,28}?\b(?:sur|of|out of|from|von|aus|de los|de las|из|over)\s(?:les |the |den |der |its |ses )?$"
)
