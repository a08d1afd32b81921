"""What the sheet of a company says, and what it must not say."""

import pytest

from campaign.errors import CampaignError
from campaign.factsheets.parts import BlockKey, Entry
from campaign.factsheets.runs import Status, text_of
from campaign.factsheets.sheet import UnknownSubject
from tests.factories import (
    SOURCE,
    campaign_values,
    denial_values,
    make_campaign,
    make_company,
    make_facility,
    make_ownership,
    make_report,
    make_response,
    make_source,
    make_supply_link,
    name_values,
    party_values,
    publish,
    statement_values,
)
from tests.support.sheets import block, entries, sheet_of, tables, texts, unknown


@pytest.fixture
def brand(session):
    return make_company(session, name="Brand", roles=["brand"])


@pytest.fixture
def mill(session):
    return make_facility(
        session,
        name="Northern Mill",
        operator=make_company(session, name="Miller", country="CN"),
        names=[
            name_values("Northern Mill"),
            name_values("北方厂", language="zh-Hans", name_kind="native"),
        ],
        locality="Northtown",
    )


@pytest.fixture
def site_link(session, brand, mill):
    return make_supply_link(
        session, buyer=brand, supplier="miller", facility=mill, slug="brand--miller"
    )


@pytest.mark.usefixtures("site_link")
def test_the_headline_counts_reports_places_status_and_answers(session, brand, mill):
    make_report(session, site=mill, from_date="2019", to_date="2021-03")
    answered = make_report(session, site=mill, certainty="corroborated", disputed=True)
    make_response(session, actor=brand, report=answered)

    first, second = sheet_of(session, brand).headline

    assert first.text == (
        "At least 2 reports of labour abuse (2019–2021) in the documented supply chain of Brand. "
        "They concern 1 named place, or more. By status: 1 corroborated and 1 reported. "
        "1 is disputed."
    )
    assert second.text == "Brand has answered 1 of 2; to the others no answer is recorded."


@pytest.mark.usefixtures("site_link")
def test_the_key_message_says_who_reported_what_where_and_who_bought(session, brand, mill):
    make_report(session, site=mill)

    said = sheet_of(session, brand).key_message

    assert said.text == (
        "According to Examplewatch, at Northern Mill (北方厂), Northtown, China (2021): excessive "
        "hours; the place supplied Brand as of 2021."
    )
    assert [word.code for word in said.status] == ["reported"]


@pytest.mark.usefixtures("site_link")
def test_a_report_is_told_with_its_place_its_status_and_the_answer(session, brand, mill):
    report = make_report(session, site=mill, disputed=True)
    make_response(session, actor=brand, report=report)

    [entry] = entries(sheet_of(session, brand))

    assert tuple(word.code for word in entry.heading.status) == ("reported", "disputed")
    assert entry.circumstances.text == (
        "2021; Northern Mill (北方厂), Northtown, China. Alleged: excessive hours. 1 of 11 ILO "
        "indicators reported. 1 independent account. A link ties Brand to this very site; it held "
        "at the time of the report."
    )
    assert [said.text for said in entry.said] == ["Examplewatch reported work at night."]
    [answer] = entry.answers
    assert answer.text == (
        "Brand (30 June 2021; disputes): The company says that nobody works at night."
    )


@pytest.mark.usefixtures("site_link")
def test_silence_is_said(session, brand, mill):
    make_report(session, site=mill)

    [entry] = entries(sheet_of(session, brand))

    assert [answer.text for answer in entry.answers] == ["Brand: no answer recorded."]


@pytest.mark.usefixtures("site_link")
def test_a_denial_has_its_own_source_beside_the_report(session, brand, mill):
    make_source(session, slug="letter", publisher="Miller", origin="letter", title="A letter")
    denial = denial_values("miller", citations=[{"source": "letter", "stance": "denies"}])
    make_report(session, site=mill, denials={"d1": denial})

    sheet = sheet_of(session, brand)
    [entry] = entries(sheet)

    denied = entry.answers[-1]
    assert denied.text == "Miller (undated; denies): The company says that it is not so."
    assert [n.slug for n in sheet.endnotes if n.number in denied.notes] == ["letter"]


@pytest.mark.usefixtures("site_link")
def test_a_statement_that_leaves_out_its_speaker_is_given_one(session, brand, mill):
    text = "It reported work at night."
    make_report(session, site=mill, statements={"s1": statement_values(text=text)})

    [entry] = entries(sheet_of(session, brand))

    assert entry.said[0].text == f"Examplewatch: {text}"
    assert [run.quoted for run in entry.said[0].runs] == [True, False, True]


@pytest.mark.usefixtures("site_link")
def test_the_chain_is_a_row_with_relation_dates_basis_and_sources(session, brand, mill):
    make_report(session, site=mill)

    [table] = tables(sheet_of(session, brand))

    assert table.caption.text.endswith("tied to this very site; at the time of the report.")
    assert [row.text for row in table.rows] == [
        "Brand ← Miller ← Northern Mill | bought components (springs), as of 2021 | NGO report"
    ]


def test_a_report_that_names_the_company_says_on_what_that_rests(session, brand):
    make_report(session, parties=[party_values(brand, "buyer", basis="Labels in the hall.")])

    [table] = tables(sheet_of(session, brand))

    assert [row.text for row in table.rows] == ["Brand | named as buyer | Labels in the hall."]


def test_the_same_group_is_no_tie_and_enters_neither_count_nor_block(session, brand):
    other = make_facility(session, name="Southern Mill", operator=make_company(session, name="Co"))
    make_supply_link(session, buyer=brand, supplier="co")
    make_report(session, site=other, title="Another place")

    sheet = sheet_of(session, brand)

    assert sheet.key_message.text.startswith("No report of labour abuse is tied to Brand")
    assert block(sheet, BlockKey.REPORTED) == ()
    assert "Another place" not in texts(sheet)
    assert "no source ties" in unknown(sheet)[-1].text


def test_a_company_without_reports_shows_its_links(session):
    link = make_supply_link(session)
    make_ownership(session, parent=link.buyer, subsidiary=link.supplier)

    [table] = tables(sheet_of(session, link.buyer))

    assert [text_of(row.cells[1]) for row in table.rows] == [
        "bought components (springs), as of 2021",
        "owned, as of 2021",
    ]


def test_demands_are_told_with_their_state_and_deadline(session, brand):
    demand = {
        "text": "No work at night",
        "actor": brand.slug,
        "deadline": "2027-01-31",
        "state": "open",
        "citations": [SOURCE],
    }
    make_campaign(session, target=brand, demands={"nights": demand})

    [entry] = block(sheet_of(session, brand), BlockKey.ASK)

    assert isinstance(entry, Entry)
    assert entry.said[0].text == "Brand, by 31 January 2027: No work at night"
    assert entry.said[0].status == (Status("open", "open"),)


def test_what_is_left_out_is_counted_and_has_an_address(session, brand):
    for number in range(8):
        make_report(
            session,
            slug=f"report-{number}",
            parties=[party_values(brand, "operator")],
        )

    sheet = sheet_of(session, brand, site_url="https://record.example.org")

    assert len(entries(sheet)) == 6
    assert sheet.left_out == (
        "2 further reports count and can be read, with all sources, at "
        "https://record.example.org/companies/brand",
    )


@pytest.mark.usefixtures("site_link")
def test_reprints_of_one_story_are_noted_once(session, brand, mill):
    for slug in ("wire", "reprint"):
        make_source(session, slug=slug, origin="wire")
    cited = {"citations": ["reprint", "wire"]}
    make_report(session, site=mill, statements={"s1": statement_values(**cited)})

    [entry] = entries(sheet_of(session, brand))

    assert len(entry.said[0].notes) == 1


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("nobody", "There is no company, facility, report or campaign “nobody”."),
        ("examplewatch-2021", "is a source; fact sheets are made of companies, facilities"),
        ("a\x00b", "There is no company, facility"),
    ],
)
@pytest.mark.usefixtures("brand")
def test_of_anything_else_there_is_no_sheet(session, slug, message):
    with pytest.raises(UnknownSubject, match=message) as caught:
        sheet_of(session, slug)

    assert isinstance(caught.value, CampaignError)


def test_the_same_record_gives_the_same_sheet(session, brand):
    publish(session, campaign_values(target=brand))

    assert sheet_of(session, brand) == sheet_of(session, brand)
