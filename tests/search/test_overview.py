"""The home page counts what is published, and follows every publication at once."""

from sqlalchemy import func, select

from campaign.editorial.merging import merge
from campaign.editorial.retracting import retract
from campaign.models import Allegation, Exposure, Record, Report
from campaign.models.vocabulary import Kind
from campaign.search.overview import MOST, read_overview
from tests.factories import SIGNATURE, make_company, make_facility, make_report


def counted(session):
    """Return the same as an overview, counted over the tables."""
    kinds = dict(
        session.execute(
            select(Record.kind, func.count())
            .where(Record.retracted_at.is_(None), Record.merged_into_id.is_(None))
            .group_by(Record.kind)
        ).all()
    )
    alleging = select(Report).where(
        Report.retracted_at.is_(None), Report.id.in_(select(Allegation.report_id))
    )
    reports = session.scalars(alleging.order_by(Report.from_date.desc(), Report.id.desc())).all()
    most = session.execute(
        select(Exposure.company_id, func.count())
        .where(Exposure.counted)
        .group_by(Exposure.company_id)
        .order_by(func.count().desc(), Exposure.company_id)
        .limit(MOST)
    )
    named = [(session.get(Record, company_id), number) for company_id, number in most]
    companies = sorted(((r.title, r.slug, n) for r, n in named), key=lambda row: (-row[2], row[0]))
    facilities, sources = kinds.get(Kind.FACILITY, 0), kinds.get(Kind.SOURCE, 0)
    return len(reports), facilities, sources, [r.id for r in reports[:MOST]], companies


def shown(session):
    found = read_overview(session)
    return found.reports, found.facilities, found.sources, found.latest, found.companies


def test_the_opening_data_are_counted_right(seeded):
    assert shown(seeded) == counted(seeded)
    assert shown(seeded)[0] > 100


def test_nothing_is_counted_where_there_is_nothing(session):
    assert shown(session) == (0, 0, 0, [], [])


def test_the_overview_follows_what_is_published_retracted_and_merged(session):
    maker = make_company(session, name="Maker")
    plant, twin = (
        make_facility(session, name=name, operator=maker) for name in ("Plant", "Plant Two")
    )
    report, silent = make_report(session, site=plant), make_report(session, allegations={})
    one = shown(session)
    merge(session, twin, plant, reason="The same.", signature=SIGNATURE)
    merged = shown(session), counted(session)

    retract(session, report, reason="An error.", signature=SIGNATURE)

    assert one == (1, 2, 1, [report.id], [("Maker", "maker", 1)])
    assert merged == ((1, 1, 1, [report.id], [("Maker", "maker", 1)]),) * 2
    assert shown(session) == counted(session) == (0, 1, 1, [], [])
    assert silent.id not in shown(session)[3]


def test_only_so_many_are_listed_the_newest_first(session):
    for number in range(MOST + 3):
        make_report(
            session, title=f"Nights {number}", from_date=f"{2010 + number % 4}-0{1 + number % 3}"
        )

    assert shown(session) == counted(session)
    assert len(shown(session)[3]) == MOST
