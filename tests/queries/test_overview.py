"""What the home page counts follows every publication at once."""

from campaign.editorial.retracting import retract
from campaign.queries.overview import read_overview
from tests.factories import SIGNATURE, make_company, make_facility, make_report


def test_the_overview_follows_what_is_published_and_retracted(session):
    maker = make_company(session, name="Maker")
    plant = make_facility(session, name="Plant", operator=maker)
    nothing = read_overview(session)

    report = make_report(session, site=plant)
    one = read_overview(session)
    again = read_overview(session)
    retract(session, report, reason="An error.", signature=SIGNATURE)
    gone = read_overview(session)

    assert (nothing.figures.reports, nothing.companies) == (0, [])
    assert (one.figures.reports, one.companies) == (1, [("Maker", "maker", 1)])
    assert again is one
    assert (gone.figures.reports, gone.companies) == (0, [])
