"""Who else buys at a place, where pressure counts, and who owned it."""

from campaign.graph.buyers import shared_buyers, shared_suppliers
from campaign.graph.chains import find_connection
from campaign.graph.leverage import buyers_with_leverage
from campaign.graph.owners import owners_over_time
from campaign.graph.timing import Period
from campaign.models.vocabulary import Timing
from tests.factories import (
    SOURCE,
    make_campaign,
    make_company,
    make_facility,
    make_ownership,
    make_report,
    make_response,
    make_supply_link,
)
from tests.graph.test_connections import companies


def test_shared_buyers_are_those_at_the_time_before_those_of_another(session):
    maker, early, late, denying = companies(session, "Maker", "Early", "Late", "Denying")
    plant = make_facility(session, name="Plant", operator=maker)
    make_supply_link(session, buyer=early, supplier=maker, facility=plant, to_date="2012")
    make_supply_link(session, buyer=late, supplier=maker, facility=plant, from_date="2020")
    make_supply_link(session, buyer=denying, supplier=maker, facility=plant, link_status="denied")

    found = shared_buyers(session, plant.id, event=Period("2021", "2021"))

    assert [buyer.company.slug for buyer in found.buyers] == ["late", "early"]
    assert [buyer.then for buyer in found.buyers] == [Timing.AT_THE_TIME, Timing.ENDED_BEFORE]
    assert found.buyers[1].now is Timing.ENDED_BEFORE


def test_a_name_in_a_report_neither_ends_a_tie_nor_begins_one(session):
    brand = make_company(session, name="Brand")
    plant = make_facility(session, name="Plant")
    party = {"actor": brand.slug, "role": "buyer", "basis": "It says so.", "citations": [SOURCE]}
    make_report(session, site=plant, from_date="2015", parties=[party])

    asked = {
        year: (
            find_connection(session, brand.id, plant.id, event=Period(year, year)).chains[0].timing,
            shared_buyers(session, plant.id, event=Period(year, year)).buyers[0].then,
        )
        for year in ("2014", "2015", "2016")
    }

    assert asked == {
        "2014": (Timing.UNKNOWN, Timing.UNKNOWN),
        "2015": (Timing.AT_THE_TIME, Timing.AT_THE_TIME),
        "2016": (Timing.UNKNOWN, Timing.UNKNOWN),
    }
    assert shared_buyers(session, plant.id).buyers[0].now is Timing.UNKNOWN


def test_suppliers_that_two_share_name_the_places_that_both_name(session):
    one, two, maker, other = companies(session, "One", "Two", "Maker", "Other")
    plant = make_facility(session, name="Plant", operator=maker)
    for brand in (one, two):
        make_supply_link(session, buyer=brand, supplier=maker, facility=plant)
    make_supply_link(session, buyer=one, supplier=other)

    [shared] = shared_suppliers(session, one.id, two.id).suppliers

    assert shared.supplier.slug == "maker"
    assert [place.slug for place in shared.places] == ["plant"]
    assert (len(shared.first), len(shared.second)) == (1, 1)


def test_leverage_gives_the_facts_and_orders_by_them(session):
    maker, quiet, large = companies(session, "Maker", "Quiet", "Large")
    coded = make_company(session, name="Coded", code_of_conduct="https://coded.example/code")
    plant = make_facility(session, name="Plant", operator=maker)
    for brand in (quiet, coded):
        make_supply_link(session, buyer=brand, supplier=maker, facility=plant)
    make_supply_link(
        session, buyer=large, supplier=maker, facility=plant, share="about 60% of the output"
    )
    make_response(session, actor=large, stance="commits")
    make_response(session, actor=quiet, stance="no_response")
    asked = {"text": "Pay.", "actor": "large", "state": "open", "citations": ["examplewatch-2021"]}
    campaign = make_campaign(session, target=large, demands={"d1": asked})

    rows = buyers_with_leverage(session, plant.id)

    assert [row.buyer.company.slug for row in rows] == ["large", "coded", "quiet"]
    assert [share.words for share in rows[0].shares] == ["about 60% of the output"]
    assert [c.slug for c in rows[0].campaigns] == [campaign.slug]
    assert [row.answered_before for row in rows] == [1, 0, 0]
    assert rows[1].code_of_conduct == "https://coded.example/code"


def test_the_owner_then_and_the_owner_now_are_both_told(session):
    old, new, top = companies(session, "Old", "New", "Top")
    first = {"operator": old, "from_date": "2010", "to_date": "2015"}
    runs = [first, {"operator": new, "from_date": "2016"}]
    plant = make_facility(session, name="Plant", operations=runs)
    make_ownership(session, parent=top, subsidiary=new, from_date="2018")

    found = owners_over_time(session, plant.id, event=Period("2014", "2014"))

    told = {tenure.owner.slug: (tenure.level, tenure.then) for tenure in found}
    assert told == {
        "new": (1, Timing.BEGAN_AFTER),
        "old": (1, Timing.AT_THE_TIME),
        "top": (2, Timing.BEGAN_AFTER),
    }
    assert [tenure.owner.slug for tenure in found] == ["new", "old", "top"]
