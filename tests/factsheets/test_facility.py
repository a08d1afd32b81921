"""What the sheet of a place says: reports, who runs it, who buys, how many work there."""

import pytest

from campaign.factsheets.parts import BlockKey, Figure
from tests.factories import (
    SOURCE,
    make_company,
    make_facility,
    make_ownership,
    make_report,
    make_response,
    make_supply_link,
    party_values,
)
from tests.support.sheets import entries, items, sheet_of, tables, unknown


@pytest.fixture
def mill(session):
    return make_facility(
        session,
        name="Northern Mill",
        operator=make_company(session, name="Miller", country="CN"),
        headcounts=[
            {
                "at_least": 900,
                "as_of": "2021-05",
                "speaker": "Examplewatch: over 900",
                "citations": [SOURCE],
            }
        ],
    )


def test_the_headline_counts_the_reports_at_the_place_and_names_the_buyers(session, mill):
    brand = make_company(session, name="Brand")
    make_report(session, site=mill, parties=[party_values(brand, "buyer")])

    sheet = sheet_of(session, mill)

    first, second = sheet.headline
    assert sheet.key_message.text == (
        "Examplewatch reported at Northern Mill, China (2021): excessive hours; buyers named "
        "by sources: Brand."
    )
    assert first.text == "At least 1 report of labour abuse (2021) at Northern Mill."
    assert second.text == "Buyers named by sources: Brand."


def test_the_place_is_not_repeated_but_other_places_are_counted(session, mill):
    other = make_facility(session, name="Southern Mill")
    make_report(session, sites=[mill, other])

    [entry] = entries(sheet_of(session, mill))

    assert entry.circumstances.text.startswith("2021; here and at 1 other place. Alleged:")


def test_who_runs_it_and_who_owns_them_is_said(session, mill):
    make_ownership(session, parent=make_company(session, name="Holding"), subsidiary="miller")

    [table] = tables(sheet_of(session, mill))

    assert [row.text.split(" | ")[:2] for row in table.rows] == [
        ["Miller", "operates, dates unknown"],
        ["Holding ← Miller", "owned, as of 2021"],
    ]


def test_a_headcount_has_its_day_and_its_speaker(session, mill):
    [figure] = items(sheet_of(session, mill), BlockKey.FIGURES, Figure)

    assert figure.text == (
        "at least 900 people – worked there as of May 2021, according to Examplewatch: over 900"
    )


def test_a_denied_link_is_marked_and_makes_no_buyer(session, mill):
    make_supply_link(
        session,
        buyer=make_company(session, name="Brand"),
        supplier="miller",
        facility=mill,
        link_status="denied",
    )

    sheet = sheet_of(session, mill)

    *_, table = tables(sheet)
    assert [row.status[0].code for row in table.rows] == ["denied"]
    assert "No source in this record names a buyer of this place." in [
        said.text for said in unknown(sheet)
    ]


def test_everybody_who_answered_is_heard_with_the_latest_answer(session, mill):
    report = make_report(session, site=mill)
    for day in ("2021-06-01", "2021-07-01"):
        make_response(session, actor="miller", report=report, on_date=day)
    make_response(session, actor={"name": "The ministry"}, report=report, on_date="n.d.")

    [entry] = entries(sheet_of(session, mill))

    assert [answer.text.split(":")[0] for answer in entry.answers] == [
        "Miller (1 July 2021; disputes)",
        "The ministry (undated; disputes)",
        "1 more answer on record.",
    ]


def test_what_nobody_recorded_is_said(session):
    place = make_facility(session, name="Southern Mill")

    sheet = sheet_of(session, place)

    assert sheet.key_message.text.startswith("No report of labour abuse at Southern Mill")
    assert [said.text for said in unknown(sheet)] == [
        "Who runs the place is not recorded.",
        "No source in this record names a buyer of this place.",
        "The place is not located on a map.",
        "How many people work there is not recorded.",
    ]
