"""What ties an organisation to others: campaigns and reports, and never a chain of supply."""

import pytest

from campaign.graph.chains import find_connection
from campaign.graph.together import named_together
from tests.factories import (
    make_campaign,
    make_company,
    make_facility,
    make_organization,
    make_report,
    make_supply_link,
    party_values,
)


@pytest.fixture
def union(session):
    return make_organization(session, name="Union of Testers")


@pytest.fixture
def brand(session):
    return make_company(session, name="Acme Anvils")


@pytest.fixture
def mill(session, brand):
    """A place of which a link says that the brand is supplied from it."""
    maker = make_company(session, name="Quillow Works")
    mill = make_facility(session, name="Northern Mill", operator=maker)
    make_supply_link(session, buyer=brand, supplier=maker, facility=mill)
    return mill


def test_a_campaign_ties_its_organiser_to_whom_it_addresses(session, union, brand):
    make_campaign(session, target=brand, organisers=[union])

    [row] = named_together(session, union.id, brand.id)

    assert (row.record.slug, row.part, row.other_part) == ("sleep-at-night", "organiser", "target")
    assert row.other.id == brand.id
    assert row.chain is None
    assert find_connection(session, union.id, brand.id).chains == ()


def test_a_campaign_leads_on_by_the_chain_of_whom_it_addresses(session, union, brand, mill):
    make_campaign(session, target=brand, organisers=[union])

    [row] = named_together(session, union.id, mill.id)

    assert row.other.id == brand.id
    assert [hop.to_id for hop in row.chain.hops][-1] == mill.id


def test_a_report_ties_a_public_body_to_its_place_and_to_who_buys_there(
    session, union, brand, mill
):
    make_report(session, site=mill, parties=[party_values(union, "public_body")])

    [at_the_place] = named_together(session, union.id, mill.id)
    [of_the_brand] = named_together(session, union.id, brand.id)

    assert (at_the_place.part, at_the_place.other_part) == ("public_body", "place")
    assert of_the_brand.other.id == mill.id
    assert of_the_brand.chain is not None


def test_who_organises_together_is_tied_to_nobody_by_that(session, union):
    other = make_organization(session, name="League of Testers")
    make_campaign(session, organisers=[union, other], targets=[])

    assert named_together(session, union.id, other.id) == ()


@pytest.mark.usefixtures("mill")
def test_a_group_is_not_a_site_for_organisations_either(session, union, brand):
    elsewhere = make_facility(session, name="Southern Mill", operator="quillow-works")
    make_campaign(session, target=brand, organisers=[union])

    assert named_together(session, union.id, elsewhere.id) == ()
