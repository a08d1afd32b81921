from campaign.queries.links import count_undated_links, links_here, links_of_facility
from tests.factories import SOURCE, make_company, make_facility, make_supply_link

DENIAL = {
    "actor": "maker",
    "text": "We sell to nobody.",
    "citations": [{"source": SOURCE, "stance": "denies"}],
}


def make_links(session, values_of):
    """Let a brand of each year buy from a maker at a mill; return both."""
    maker, mill = make_company(session, name="Maker"), make_facility(session, name="Mill")
    for year in range(2015, 2021):
        make_supply_link(
            session,
            slug=f"link-{year}",
            buyer=make_company(session, name=f"Brand {year}"),
            supplier=maker,
            facility=mill,
            as_of=str(year),
            **values_of(year),
        )
    return maker, mill


def test_the_newest_links_of_a_place_are_read_and_every_denied_one(session):
    _, mill = make_links(
        session,
        lambda year: {
            "link_status": "denied" if year == 2015 else "listed",
            "denials": {"d1": DENIAL} if year == 2016 else {},
        },
    )

    some = links_of_facility(session, mill.id, limit=2)

    assert [link.slug for link in some] == ["link-2020", "link-2019", "link-2016", "link-2015"]
    assert len(links_of_facility(session, mill.id)) == 6


def test_a_page_names_some_links_of_a_place_and_counts_all(session):
    maker, mill = make_links(
        session,
        lambda year: {
            "from_date": None if year > 2017 else str(year),
            "link_status": "denied" if year < 2018 else "listed",
        },
    )

    here = links_here(session, mill.id, newest=2, denied=1)
    undated = count_undated_links(session, maker.id)

    assert [link.slug for link in here.newest] == ["link-2020", "link-2019"]
    assert [link.slug for link in here.denied] == ["link-2017"]
    assert (here.found, here.found_denied) == (6, 3)
    assert (undated.number, undated.of, undated.more) == (3, 6, False)
