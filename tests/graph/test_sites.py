from collections import Counter

from sqlalchemy import select

from campaign.graph.brand import what_stands_behind
from campaign.graph.listing import exposure_page
from campaign.graph.sites import reported_sites
from campaign.models import Company
from tests.factories import make_company, make_facility, make_report, make_supply_link


def test_a_brand_is_offered_the_sites_that_links_name_and_no_other_of_the_group(session):
    brand, maker = make_company(session, name="Brand"), make_company(session, name="Maker")
    for slug in ("named", "other"):
        make_facility(session, slug=slug, operations=[{"operator": maker.slug}])
        make_report(session, title=f"At {slug}", site=slug)
    make_supply_link(session, buyer=brand, supplier=maker, facility="named")

    sites = reported_sites(session, brand.id)

    assert [(site.slug, number) for site, number in sites] == [("named", 1)]


def test_what_a_search_offers_is_what_the_company_page_says(seeded):
    for company_id in seeded.scalars(select(Company.id).order_by(Company.id)):
        counted = what_stands_behind(seeded, company_id).counted
        expected = Counter(site for row in counted for site in row.sites)

        assert Counter(dict(reported_sites(seeded, company_id))) == expected
        page = exposure_page(seeded, company_id, per_page=1_000)
        assert page.counts.facilities == len(expected)
        placed = [found for found in page.places if found.place.site]
        assert all(found.about == expected[found.place.site] for found in placed)


def test_a_report_on_several_places_is_told_at_each_and_listed_under_one(session):
    brand = make_company(session, name="Brand")
    for slug in ("first", "second"):
        make_facility(session, slug=slug, operations=[{"operator": brand.slug}])
    make_report(session, title="At both", sites=["first", "second"])
    make_report(session, title="At one", site="second")

    places = {found.place.site.slug: found for found in exposure_page(session, brand.id).places}

    assert [places[slug].found for slug in ("first", "second")] == [1, 1]
    assert [places[slug].about for slug in ("first", "second")] == [1, 2]
    assert [report.title for report in places["second"].elsewhere] == ["At both"]
