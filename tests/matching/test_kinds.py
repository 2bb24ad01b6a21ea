"""Which kinds of personal data a post offers, in the words of five languages, and which it only seems to."""

from __future__ import annotations

import pytest

from matching.assessing import Assessor
from model.matches import Text
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
        ("sans tel, email, iban", {Field.PHONE, Field.EMAIL, Field.IBAN}),
    ],
)
def test_what_is_said_not_to_be_there_is_left_out(body: str, absent: set[Field]) -> None:
    assert not absent & told(body)
