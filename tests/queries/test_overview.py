"""What the home page and the map count follows every publication at once."""

from campaign.editorial.retracting import retract
from campaign.queries.keeping import kept
from campaign.queries.overview import read_overview
from campaign.queries.places import mapped_places
from tests.factories import SIGNATURE, make_company, make_facility, make_report


def test_the_overview_follows_what_is_published_and_retracted(session):
    maker = make_company(session, name="Maker")
    plant = make_facility(session, name="Plant", operator=maker)
    nothing = kept(session, read_overview)

    report = make_report(session, site=plant)
    one = kept(session, read_overview)
    again = kept(session, read_overview)
    retract(session, report, reason="An error.", signature=SIGNATURE)
    gone = kept(session, read_overview)

    assert (nothing.figures.reports, nothing.companies) == (0, [])
    assert (one.figures.reports, one.companies) == (1, [("Maker", "maker", 1)])
    assert again is one
    assert (gone.figures.reports, gone.companies) == (0, [])


def test_the_map_follows_what_is_published(session):
    plant = make_facility(session, name="Plant")
    nowhere = kept(session, mapped_places)

    make_report(session, site=plant)

    assert nowhere == []
    assert [place.slug for place in kept(session, mapped_places)] == ["plant"]
