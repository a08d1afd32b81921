"""What is counted over all is counted once, until something is published."""

from campaign.queries.keeping import kept
from campaign.queries.places import mapped_places
from tests.factories import make_facility, make_report


def test_the_map_follows_what_is_published(session):
    plant = make_facility(session, name="Plant")
    nowhere = kept(session, mapped_places)

    make_report(session, site=plant)
    there, again = kept(session, mapped_places), kept(session, mapped_places)

    assert nowhere == []
    assert [place.slug for place in there] == [plant.slug]
    assert again is there
