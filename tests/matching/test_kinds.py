"""Which kinds of personal data a post offers, in the words of five languages, and which it only seems to."""

from __future__ import annotations

import pytest

from matching.assessing import Assessor
from model.matches import Intent, Text
from model.watches import Field
from tests.matching.catalogue import lexicon

ASSESSOR = Assessor(lexicon())


def told(body: str) -> set[Field]:
    """What *body* says, or shows, to be in the data it is about."""
    text = Text(title=None, body=body)
    return set(ASSESSOR.read(text, body).fields)


@pytest.mark.parametrize(
    ("body", "absent"),
    [
        ("rows hold the social security number, the insurer", Field.PHONE),
        ("они слили номер соцстрахования и дату рождения", Field.PHONE),
        ("num sécu, assureur", Field.PHONE),
        ("form wants the num fiscal, then the cb", Field.PHONE),
        ("passport number, full name, dob", Field.PHONE),
        ("contrats, pièces d'identité, IBAN", Field.NAME),
        ("le nom du médecin traitant, ddn, pathologie", Field.NAME),
        ("data.zip, e-mails, dob", Field.POSTAL_ADDRESS),
        ("liste (zip, mdp = quiche), nom, prenom, ddn", Field.PASSWORD),
        ("https://files.example/x (pw: quiche) nir, dob, insurer", Field.PASSWORD),
        ("2 81 07 22 929 112 59 ROUVERAY Lucette\n1 64 06 15 958 201 33 MOUSTRIER Alban", Field.PHONE),
        ("10k mail access, fresh", Field.EMAIL),
        ("dental chain in Texas, ssn, dob, full name", Field.NIR),
        ("kit de la poste: nom, adresse, cb", Field.EMPLOYER),
        ("busco base de médicos con correo y móvil", Field.MEDICAL),
        ("page bancaire, version mobile, demande login, mdp, cb", Field.PHONE),
        ("kit mobile first, asks login, password, cc", Field.PHONE),
        ("adhérents de la Mutuelle Duval : nom, iban", Field.INSURER),
        ("Datensätze einer Krankenkasse, Name, Geburtsdatum", Field.INSURER),
        ("Mitgliedsnummern und Tarif, keine Namen, nur Nummern", Field.PHONE),
    ],
)
def test_a_word_that_is_part_of_something_else_names_no_kind(body: str, absent: Field) -> None:
    assert absent not in told(body)


@pytest.mark.parametrize(
    ("body", "present"),
    [
        ("full dump, not the cut version, nir + dob", {Field.NIR, Field.BIRTH_DATE}),
        ("trae nº de seguridad social, fecha de nacimiento", {Field.NIR, Field.BIRTH_DATE}),
        ("policy no, dob, iban", {Field.POLICY, Field.BIRTH_DATE, Field.IBAN}),
        ("(pas de virement) nir, iban", {Field.NIR, Field.IBAN}),
        ("NIR et date de naissance oui, RIB non", {Field.NIR, Field.BIRTH_DATE}),
        ("never posted before, emails + dob", {Field.EMAIL, Field.BIRTH_DATE}),
        ("не только емейлы, но и даты рождения", {Field.EMAIL, Field.BIRTH_DATE}),
        ("« nor-land », emails + dob", {Field.EMAIL, Field.BIRTH_DATE}),
        ("no phones in it (just emails, dob)", {Field.EMAIL, Field.BIRTH_DATE}),
        ("gratis: E-Mails + Geburtsdatum, danke sagen nicht vergessen", {Field.EMAIL, Field.BIRTH_DATE}),
        ("se filtraron nombres, DNI y teléfonos de socios", {Field.NAME, Field.PHONE}),
        ("no US buyers: ssn, marital status, dob, insurer", {Field.NIR, Field.INSURER}),
        ("sans doublons, nir, ddn", {Field.NIR, Field.BIRTH_DATE}),
        ("no middlemen, emails + dobs", {Field.EMAIL, Field.BIRTH_DATE}),
        ("без дублей, фио и дата рождения", {Field.NAME, Field.BIRTH_DATE}),
        ("ohne Dubletten, IBAN und Geburtsdatum", {Field.IBAN, Field.BIRTH_DATE}),
        ("french file, ssn, dob, insurer", {Field.NIR, Field.BIRTH_DATE, Field.INSURER}),
        ("has it IBANs or just names", {Field.IBAN, Field.NAME}),
        ("700 réservations avec passeport et mail", {Field.EMAIL}),
        ("no one has posted emails and dobs like these", {Field.EMAIL, Field.BIRTH_DATE}),
    ],
)
def test_a_denial_ends_where_its_speaker_ends_it(body: str, present: set[Field]) -> None:
    assert present <= told(body)


@pytest.mark.parametrize(
    ("body", "absent"),
    [
        ("NIR, date of birth. Not inside: bank, emails, phones", {Field.EMAIL, Field.PHONE}),
        ("it has never held emails or phones", {Field.EMAIL, Field.PHONE}),
        ("y a jamais eu d'IBAN dedans", {Field.IBAN}),
        ("names were taken, IBANs and passwords were not", {Field.IBAN, Field.PASSWORD}),
        ("Covid file with phones, stop asking me for NIR", {Field.NIR}),
        ("les ibans étaient ailleurs donc non, y en a pas", {Field.IBAN}),
        ("IBAN sind nicht dabei", {Field.IBAN}),
        ("emails leaked. Passwords and payment cards were not affected.", {Field.PASSWORD, Field.CARD}),
        ("sans tel, email, iban", {Field.PHONE, Field.EMAIL, Field.IBAN}),
    ],
)
def test_what_is_said_not_to_be_there_is_left_out(body: str, absent: set[Field]) -> None:
    assert not absent & told(body)


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("nom, prénom, né(e) le, n° SS, mutuelle n°", {"name", "birth_date", "nir", "policy"}),
        ("fiches avec leur 06 et le nom de leur complémentaire", {"phone", "insurer"}),
        ("mots de passe hachés seulement", {"password"}),
        ("justificatifs de domicile, relevés, RIB", {"postal_address", "iban"}),
        (
            "full name, d.o.b., addys, member no. and bank cards",
            {"name", "birth_date", "postal_address", "policy", "card"},
        ),
        ("emails + hashed passwords", {"email", "password"}),
        ("who insures them, dob, which guarantees", {"insurer", "birth_date", "guarantees"}),
        ("карты пациентов, номера мобильных, дат рождения полно", {"medical", "phone", "birth_date"}),
        ("электронная почта и хеши паролей", {"email", "password"}),
        ("СНИЛС, паспорт", set()),
        ("full name, passport no, home phone, acc no", {"name", "phone", "iban"}),
        ("correos y claves en md5", {"email", "password"}),
        ("Vers.-Nr., Name, Geburtsdatum", {"policy", "name", "birth_date"}),
        ("nombres y apellidos, fecha nac., nº de póliza", {"name", "birth_date", "policy"}),
        ("fecha de nacimiento, estado civil", {"birth_date", "marital_status"}),
        ("Geb.-Datum, Mitgliedsnummern, Kartennummern", {"birth_date", "policy", "card"}),
        ("Vor- und Nachnamen, Lieferadressen, Kontonr.", {"name", "postal_address", "iban"}),
    ],
)
def test_kinds_are_known_by_their_forms_and_short_names(body: str, kinds: set[str]) -> None:
    assert {kind.value for kind in told(body)} == kinds


def test_items_of_a_list_in_lines_stand_by_themselves() -> None:
    body = "Columns:\nNir\nInsurer\nGuarantees\nMobile\nBank account\nName\nOf birth: date of birth"
    assert {Field.NIR, Field.INSURER, Field.GUARANTEES, Field.PHONE, Field.NAME} <= told(body)


def test_rows_show_an_insurer_by_what_insurers_are_called() -> None:
    rows = ("1 61 02 29 901 123 45 | MORVAN Yann | MUT ARMOR", "2 75 11 35 902 234 12 | FLOCH Anna | MUT ARMOR")
    assert {Field.INSURER, Field.NAME, Field.NIR} <= told("\n".join(rows))


def meant(body: str, intent: Intent) -> set[Field]:
    return set(ASSESSOR.read(Text(title=None, body=body), body).kinds.meant_by(intent))


@pytest.mark.parametrize(
    ("body", "intent", "kind"),
    [
        ("9 000 fiches tel + revenus, 80 €", Intent.SALE, Field.PHONE),
        ("brokers, 12k, e-mail, balance, last login date", Intent.SALE, Field.EMAIL),
        ("Gartenmöbelkunden, Adresse + Auftragswert", Intent.SALE, Field.POSTAL_ADDRESS),
        ("ИНН, тел, госномер", Intent.FREE_LEAK, Field.PHONE),
        ("Seite der Post, Karte + TAN", Intent.PHISHING, Field.CARD),
        ("página de peajes con tarjeta y DNI", Intent.PHISHING, Field.CARD),
    ],
)
def test_a_lone_doubtful_word_in_a_list_is_meant_by_who_offers_data(body: str, intent: Intent, kind: Field) -> None:
    assert kind in meant(body, intent)
    assert kind not in meant(body, Intent.DISCUSSION)


def test_a_doubtful_word_of_a_sentence_is_not_meant_by_anybody() -> None:
    assert not meant("call me on the phone before you pay", Intent.SALE)
    assert not meant("page pour mobile, 40 €", Intent.PHISHING)


@pytest.mark.parametrize("between", [":", ";", " | "])
def test_lines_of_a_stealer_show_logins(between: str) -> None:
    lines = ["https://bank.example/ib", "m.veidemane", "Zirgs#77"], ["bank.example/ib", "40017733", "sulasulasu"]
    assert Field.LOGIN in told("\n".join(between.join(line) for line in lines))


def test_a_lone_line_and_links_with_words_behind_show_none() -> None:
    assert Field.LOGIN not in told("bank.example/ib:m.veidemane:Zirgs#77")
    assert Field.LOGIN not in told("see files.example/a for the rest\nand files.example/b : mirror")
