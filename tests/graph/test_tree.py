"""The tree below a company: what lies in it, in which order, and what does not."""

from campaign.editorial.retracting import retract
from campaign.graph.tree import supply_tree
from tests.factories import (
    SIGNATURE,
    SOURCE,
    make_company,
    make_facility,
    make_ownership,
    make_report,
    make_supply_link,
)

NAMES = ("Brand", "Maker", "Spinner")


def slugs(found):
    return [branch.record.slug for branch in found.branches]


def test_the_tree_unfolds_a_tier_at_a_time_with_its_reports(session):
    brand, maker, spinner = (make_company(session, name=n) for n in NAMES)
    plant = make_facility(session, name="Plant", operator=maker)
    make_supply_link(session, buyer=brand, supplier=maker, facility=plant)
    make_supply_link(session, buyer=maker, supplier=spinner)
    make_report(session, site=plant)

    first = supply_tree(session, brand.id)
    second = supply_tree(session, maker.id)

    below = {branch.record.slug: (branch.below, branch.reports) for branch in first.branches}
    assert below == {"maker": (2, 1), "plant": (0, 1)}
    assert {branch.record.slug for branch in second.branches} == {"spinner", "plant"}


def test_what_was_retracted_is_no_branch_and_not_counted(session):
    brand, maker, spinner = (make_company(session, name=n) for n in NAMES)
    gone = make_supply_link(session, buyer=brand, supplier=maker)
    sold = make_ownership(session, parent=brand, subsidiary=maker)
    make_supply_link(session, buyer=brand, supplier=spinner)
    for record in (gone, sold):
        retract(session, record, reason="It was another.", signature=SIGNATURE)

    found = supply_tree(session, brand.id)

    assert slugs(found) == ["spinner"]
    assert (found.found, found.more) == (1, False)


def test_a_report_on_a_single_place_names_its_buyers_for_it_and_one_on_two_does_not(session):
    brand = make_company(session, name="Brand")
    mill, yard, shed = (make_facility(session, name=n) for n in ("Mill", "Yard", "Shed"))
    said = {"basis": "The account names it.", "citations": [SOURCE]}
    party = {"actor": brand.slug, "role": "buyer"} | said
    make_report(session, slug="one", sites=[mill.slug], parties=[party])
    make_report(session, slug="two", sites=[yard.slug, shed.slug], parties=[party])

    found = supply_tree(session, brand.id)

    assert slugs(found) == ["mill"]
    assert found.branches[0].ties[0].relation == "named as buyer"


def test_branches_come_by_reports_then_by_the_firmest_basis_page_by_page(session):
    brand, reported, listed, said = (
        make_company(session, name=n) for n in ("Brand", "Reported", "Listed", "Said")
    )
    plant = make_facility(session, name="Plant", operator=reported)
    make_report(session, site=plant)
    for supplier, basis in ((said, "press"), (listed, "buyer_list"), (reported, "press")):
        make_supply_link(session, buyer=brand, supplier=supplier, basis=basis)

    pages = [supply_tree(session, brand.id, limit=2, offset=at) for at in (0, 2, 4)]

    assert [slugs(page) for page in pages] == [["reported", "listed"], ["said"], []]
    assert {page.found for page in pages} == {3}
