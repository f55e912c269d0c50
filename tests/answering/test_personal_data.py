"""What is somebody's own, and what is everybody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.personal_data import PersonalData, find_personal_data

OWN = [
    ("mijn bsn is 111222333", PersonalData.CITIZEN_SERVICE_NUMBER),
    ("bsn: 123.456.782", PersonalData.CITIZEN_SERVICE_NUMBER),
    ("burgerservicenummer 12345672 hoort bij mijn moeder", PersonalData.CITIZEN_SERVICE_NUMBER),
    ("bel me op 06-12345678", PersonalData.TELEPHONE),
    ("0612345678", PersonalData.TELEPHONE),
    ("06 12 34 56 78 is van mijn zoon", PersonalData.TELEPHONE),
    ("+31 6 12345678", PersonalData.TELEPHONE),
    ("0031612345678", PersonalData.TELEPHONE),
    ("thuis ben ik op 020-1234567", PersonalData.TELEPHONE),
    ("mail naar jan.de.vries@voorbeeld.nl", PersonalData.EMAIL),
    ("NL91ABNA0417164300", PersonalData.IBAN),
    ("op nl91 abna 0417 1643 00 graag", PersonalData.IBAN),
    ("ik woon op Dorpsstraat 12", PersonalData.ADDRESS),
    ("kerklaan 4b in Ede", PersonalData.ADDRESS),
    ("mijn postcode is 1234 AB", PersonalData.ADDRESS),
    ("1234ab 5", PersonalData.ADDRESS),
]

EVERYBODYS = [
    "bel 0800-2000 of 113",
    "is 0900-8844 gratis",
    "030 789 78 78",
    "088 0767 000",
    "meldpunt@juisteloket.nl",
    "artikel 2.2.4 van de Wmo 2015",
    "artikel 10 en 11",
    "taak 13",
    "een gemeente met 40.000 inwoners",
    "in 2015 en 2020 was dat anders",
    "10 tot 12 van 9 tot 5 in week 34",
    "2026-11-21",
    "123456789",  # nine digits that fail the eleven test
    "NL91ABNA0417164301",  # fails the check of the bank account
    "ik ben 3 jaar onderweg 2 keer per week",
    "de weg 5 keer gelopen",
]


@pytest.mark.parametrize(("text", "kind"), OWN)
def test_what_is_somebodys_own_is_found(text: str, kind: PersonalData) -> None:
    assert find_personal_data(text) == {kind}


@pytest.mark.parametrize("text", EVERYBODYS)
def test_what_is_everybodys_is_left_alone(text: str) -> None:
    assert not find_personal_data(text)


def test_several_kinds_in_one_message_are_all_found() -> None:
    text = "Jan, Dorpsstraat 12, 06-12345678, jan@voorbeeld.nl"
    assert find_personal_data(text) == {
        PersonalData.ADDRESS,
        PersonalData.TELEPHONE,
        PersonalData.EMAIL,
    }


@given(st.text() | st.text(alphabet="0123456789 .-+@ABnl", max_size=400))
def test_no_text_makes_it_fail(text: str) -> None:
    assert find_personal_data(text) <= set(PersonalData)
