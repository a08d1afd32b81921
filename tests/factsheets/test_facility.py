"""What the sheet of a place says: reports, who runs it, who buys, how many work there."""

import pytest

from campaign.factsheets.parts import BlockKey, Figure, Sentence
from tests.factories import (
    SOURCE,
    allegation_values,
    make_campaign,
    make_company,
    make_facility,
    make_ownership,
    make_report,
    make_response,
    make_supply_link,
    party_values,
    publish,
    source_values,
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
        "According to Examplewatch, at Northern Mill, China (2021): excessive hours; buyers named "
        "by sources: Brand."
    )
    assert first.text == "At least 1 report of labour abuse (2021) at Northern Mill."
    assert second.text == "Buyers named by sources: Brand."


def test_the_place_is_not_repeated_but_other_places_are_counted(session, mill):
    other = make_facility(session, name="Southern Mill")
    make_report(session, sites=[mill, other])

    [entry] = entries(sheet_of(session, mill))

    assert entry.circumstances.text.startswith("2021; here and at 1 other place. Alleged:")


def test_what_was_counted_at_several_places_together_is_no_figure_of_one(session, mill):
    other = make_facility(session, name="Southern Mill")
    counted = allegation_values(at_least=80_000, unit="workers")
    make_report(session, sites=[mill, other], allegations={"a1": counted})

    sheet = sheet_of(session, mill)

    assert [figure.number for figure in items(sheet, BlockKey.FIGURES, Figure)] == ["at least 900"]
    [entry] = entries(sheet)
    assert "Counted at all places together: at least 80,000 workers." in entry.circumstances.text


def test_a_campaign_about_the_place_is_told_with_what_it_asks_of_companies(session, mill):
    demand = {"text": "No work at night", "actor": "miller", "state": "open", "citations": [SOURCE]}
    make_campaign(session, target=mill, demands={"nights": demand})

    [entry] = entries(sheet_of(session, mill), BlockKey.ASK)

    assert [said.text for said in entry.said] == ["Miller: No work at night"]


def test_the_indicators_of_several_reports_are_said_to_be_of_all_together(session, mill):
    for title in ("Nights at the Mill", "Days at the Mill"):
        make_report(session, site=mill, title=title)

    said = items(sheet_of(session, mill), BlockKey.REPORTED, Sentence)[0].text

    assert said.startswith("Taken together, the 2 reports above tell of 1 of the ILO’s 11")


def test_a_link_cites_first_the_source_on_which_its_basis_rests(session, mill):
    own = source_values(slug="own-words", title="Where we buy", grade="D", origin="brand")
    better = source_values(slug="others", title="Who buys there", grade="A", origin="court")
    publish(session, own, better)
    make_supply_link(
        session,
        buyer=make_company(session, name="Brand"),
        supplier="miller",
        facility=mill,
        basis="admitted",
        citations=["own-words", "others"],
    )

    sheet = sheet_of(session, mill)

    notes = {note.number: note.slug for note in sheet.endnotes}
    assert [notes[number] for number in sheet.headline[-1].notes] == ["own-words"]
    rows = [row for table in tables(sheet) for row in table.rows]
    assert [notes[number] for number in rows[-1].notes] == ["own-words", "others"]


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
