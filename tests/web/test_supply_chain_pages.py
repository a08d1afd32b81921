"""Companies and places: what is told apart, paged, unfolded, and dated then and now."""

import re

import pytest

from campaign.graph import place
from campaign.web.public import reports
from tests.factories import (
    make_campaign,
    make_company,
    make_facility,
    make_ownership,
    make_report,
    make_response,
    make_supply_link,
    party_values,
)


def words_of(text):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def section(page, name):
    return page.text.split(f'id="{name}"')[1].split("</section>")[0]


@pytest.fixture
def trade(session):
    """Acme buys from Maker's mill; Acme's subsidiary from another; Maker buys from Spinner."""
    acme, child = make_company(session, name="Acme"), make_company(session, name="Child")
    maker, spinner = make_company(session, name="Maker"), make_company(session, name="Spinner")
    make_ownership(session, parent=acme, subsidiary=child)
    mill = make_facility(
        session,
        name="Mill",
        operations=[
            {"operator": "spinner", "from_date": "2010", "to_date": "2018"},
            {"operator": "maker", "from_date": "2019", "to_date": "2023"},
        ],
        latitude=34.5,
        longitude=113.8,
        precision="city",
    )
    shed = make_facility(session, name="Shed", operator=spinner)
    make_supply_link(
        session,
        buyer=acme,
        supplier=maker,
        facility=mill,
        from_date="2019",
        as_of="2022",
        share="40 % of its output",
    )
    make_supply_link(session, buyer=child, supplier=spinner, facility=shed)
    make_supply_link(session, buyer=maker, supplier=spinner, as_of="2021")
    make_report(session, site=mill, slug="early", title="Early nights", from_date="2012")
    make_report(session, site=mill, slug="late", title="Late nights", from_date="2021-05")
    make_report(session, site=shed, slug="shed-nights", title="Shed nights")
    session.commit()
    return session


@pytest.mark.usefixtures("trade")
def test_direct_and_subsidiary_ties_are_told_apart_and_each_report_has_its_timing(client):
    page = client.get("/companies/acme")

    reported = words_of(section(page, "reported"))
    assert "supplied directly: 2" in reported
    assert "supplies a subsidiary: 1" in reported
    assert re.search(r"Late nights.{0,200}at the time of the report", reported)
    assert re.search(r"Early nights.{0,200}documented only later", reported)


@pytest.mark.usefixtures("trade")
def test_a_company_page_has_a_tree_a_timeline_and_a_map(client):
    page = client.get("/companies/acme")

    chain = section(page, "chain")
    assert "<details><summary>" in chain
    assert 'id="branch-maker"' in chain
    assert 'id="branch-spinner"' in chain
    assert "Mill" in section(page, "when")
    assert '<circle class="area"' in section(page, "where")


@pytest.mark.usefixtures("trade")
def test_a_tree_unfolds_where_the_address_says_and_nowhere_else(client):
    shut = client.get("/companies/acme/supply-chain")
    opened = client.get("/companies/acme/supply-chain?open=maker&open=nobody")

    assert "<details" not in shut.text
    assert 'href="/companies/acme/supply-chain?open=maker#branch-maker"' in shut.text
    inner = opened.text.split('id="branch-maker"')[1].split("</details>")[0]
    assert 'id="branch-spinner"' in inner
    assert "Examplewatch names the supplier." in inner


@pytest.mark.usefixtures("trade")
def test_who_ran_a_place_then_and_runs_it_now_stand_side_by_side(client):
    then = words_of(section(client.get("/facilities/mill?report=early"), "owners"))
    late = words_of(section(client.get("/facilities/mill"), "owners"))

    assert re.search(r"Spinner operates.{0,60}at the time.{0,20}ended", then)
    assert re.search(r"Maker operates.{0,60}began after", then)
    assert re.search(r"Maker operates.{0,60}at the time", late)


def test_the_leverage_table_gives_facts_and_no_score(client, trade):
    make_response(trade, actor="acme", report="late")
    make_campaign(
        trade,
        target={"record": "acme"},
        demands={
            "d1": {
                "actor": {"record": "acme"},
                "text": "Lights out at ten.",
                "state": "open",
                "citations": ["examplewatch-2021"],
            }
        },
    )
    trade.commit()

    page = client.get("/facilities/mill?report=late")

    row = words_of(section(page, "buyers").split("<tbody")[1])
    assert "40 % of its output" in row
    assert "Sleep at Night" in row
    assert "1 time" in row
    assert "at the time" in row
    assert "score" not in row


@pytest.mark.usefixtures("trade")
def test_a_supplier_page_names_who_buys_there(client):
    page = client.get("/companies/spinner")

    buyers = section(page, "chain").split('id="buyers"')[1]
    assert "Maker" in buyers
    assert "Child" in buyers


@pytest.mark.usefixtures("trade")
def test_a_report_page_says_who_is_connected_at_its_time(client):
    page = client.get("/reports/early")

    connected = words_of(section(page, "connected"))
    assert "Acme" in connected
    assert "Documented only later" in connected
    assert re.search(r"Spinner operates.{0,60}at the time", connected)
    assert "<svg" in section(page, "picture")


def test_a_company_with_many_places_is_paged_and_says_what_it_leaves_out(client, session):
    acme, maker = make_company(session, name="Acme"), make_company(session, name="Maker")
    for number in range(23):
        mill = make_facility(session, name=f"Mill {number:02}")
        make_supply_link(session, buyer=acme, supplier=maker, facility=mill)
        make_report(session, site=mill, slug=f"nights-{number}", title=f"Nights {number}")
    session.commit()

    first, second = client.get("/companies/acme"), client.get("/companies/acme?page=2")

    assert "At least 23 reports" in words_of(first.text)
    assert first.text.count('<h3 id="place-') == 20
    assert second.text.count('<h3 id="place-') == 3
    assert 'aria-current="page"' in second.text
    assert client.get("/companies/acme?page=zero").status_code == 200


def test_a_place_with_many_buyers_counts_those_that_it_does_not_show(client, session):
    mill, maker = make_facility(session, name="Mill"), make_company(session, name="Maker")
    for number in range(28):
        buyer = make_company(session, name=f"Buyer {number:02}")
        make_supply_link(session, buyer=buyer, supplier=maker, facility=mill)
    session.commit()

    page = client.get("/facilities/mill")

    assert "28 companies are tied to it as buyers" in words_of(page.text).replace(" .", ".")
    assert "And 3 more." in words_of(section(page, "buyers"))


def test_a_denied_tie_is_shown_as_denied_and_not_counted(client, session):
    acme, mill = make_company(session, name="Acme"), make_facility(session, name="Mill")
    maker = make_company(session, name="Maker")
    make_supply_link(session, buyer=acme, supplier=maker, facility=mill, link_status="denied")
    make_report(session, site=mill)
    session.commit()

    page = client.get("/companies/acme")

    assert "No report of labour abuse is tied to Acme" in words_of(page.text)
    assert "Nights at the Mill" in section(page, "denied")
    assert ">denied</span>" in section(page, "chain")


def test_a_named_buyer_of_one_place_is_in_its_drawing(client, session):
    acme, mill = make_company(session, name="Acme"), make_facility(session, name="Mill")
    make_report(session, site=mill, parties=[party_values({"record": acme.slug}, "buyer")])
    session.commit()

    drawing = client.get("/facilities/mill/drawing.svg").text

    assert "Company: Acme" in drawing
    assert "named as buyer" in drawing


def test_a_report_on_a_busy_place_tells_some_buyers_and_says_how_many_there_are(
    trade, client, monkeypatch
):
    monkeypatch.setattr(reports, "MOST_BUYERS", 1)
    for name in ("Dealer", "Eastern", "Frames"):
        make_supply_link(
            trade, buyer=make_company(trade, name=name), supplier="maker", facility="mill"
        )
    trade.commit()

    all_read = words_of(section(client.get("/reports/late"), "connected"))
    monkeypatch.setattr(place, "MOST_TIES", 4)
    some_read = words_of(section(client.get("/reports/late"), "connected"))

    assert all_read.count("← – this site") == 1
    assert "And 3 more, by what is documented of them on the page of Mill" in all_read
    assert "And at least" in some_read
