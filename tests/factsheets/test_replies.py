"""A sheet says how the company's reply stands on its day, in its language."""

import pytest

from tests.factories import (
    make_company,
    make_facility,
    make_report,
    make_response,
    make_supply_link,
    party_values,
)
from tests.support.sheets import sheet_of, texts

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
ASKED = {"asked_on": "2022-12-01", "channel": "email", "due_on": "2022-12-14"}


@pytest.fixture
def report(session):
    """A report at a mill from which a brand buys; the brand was asked, the miller was not."""
    brand = make_company(session, name="Brand", roles=["brand"])
    miller = make_company(session, name="Miller", country="CN")
    mill = make_facility(session, name="Northern Mill", operator=miller)
    make_supply_link(session, buyer=brand, supplier=miller, facility=mill)
    return make_report(
        session,
        slug="nights",
        site=mill,
        parties=[party_values(miller, "operator")],
        reply=None,
        replies={
            "r1": {"actor": brand, **ASKED},
            "r2": {"actor": miller, "because": "endangers_workers"},
        },
    )


@pytest.mark.usefixtures("report")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Brand: asked to reply (1 December 2022); no response by 14 December 2022."),
        ("es", "no respondió dentro del plazo (14 de diciembre de 2022)"),
        ("zh", "截至2022年12月14日未作回应"),
    ],
)
def test_the_sheet_of_a_company_says_that_its_day_has_passed(session, language, words):
    assert words in texts(sheet_of(session, "brand", language=language))


def test_the_sheet_of_a_report_says_it_of_each_company(session, report):
    said = texts(sheet_of(session, report))

    assert "Brand: asked to reply (1 December 2022); no response by 14 December 2022." in said
    assert "Miller: not asked, because it could endanger workers." in said


def test_an_answer_takes_the_place_of_silence(session, report):
    make_response(session, actor="brand", report=report, on_date="2022-12-10", text="We look.")

    said = texts(sheet_of(session, "brand"))

    assert "We look." in said
    assert "no response" not in said
