"""What the database counts for a sheet is what reading every report would give."""

from sqlalchemy import func, select

from campaign.factsheets.tallying import company_tally, tally_of
from campaign.graph.brand import what_stands_behind
from campaign.graph.counted import OUT_OF_TIME, Standing, counted_groups
from campaign.models import Exposure
from campaign.models.vocabulary import Timing
from campaign.queries.reports import response_rows

MANY = 15


def test_counts_are_those_of_the_reports_one_by_one(seeded):
    most = select(Exposure.company_id).group_by(Exposure.company_id)
    for company in seeded.scalars(
        most.order_by(func.count().desc(), Exposure.company_id).limit(MANY)
    ):
        upstream = what_stands_behind(seeded, company)
        standing = [row for row in upstream.counted if not row.report.withdrawn]
        rows = [row.report for row in standing]

        found = Standing(seeded, company, counted_groups(seeded, company))
        answers = {row.report_id for row in response_rows(seeded, actor_id=company)}
        tally = company_tally(found, answers - {None})

        one_by_one = tally_of(rows)
        for name in ("number", "disputed", "single", "nowhere"):
            assert getattr(tally, name) == getattr(one_by_one, name), name
        assert dict(tally.by_certainty) == dict(one_by_one.by_certainty)
        assert [day[:4] for day in tally.years] == [day[:4] for day in one_by_one.years]
        assert tally.own == sum(row.tiers == 0 for row in standing)
        assert tally.places == len({site.id for row in standing for site in row.sites})
        assert tally.unplaced == sum(bool(r.report.sites) and not r.sites for r in standing)
        assert tally.undated == sum(row.timing is Timing.UNKNOWN for row in standing)
        assert tally.outside == sum(row.timing in OUT_OF_TIME for row in standing)
        assert tally.group == len(upstream.group_only)
        assert tally.denied == sum(not row.counted for row in upstream.denied)


def test_the_strongest_come_in_the_order_of_the_rule_however_many_are_asked_for(seeded):
    company = seeded.scalars(
        select(Exposure.company_id)
        .group_by(Exposure.company_id)
        .order_by(func.count().desc(), Exposure.company_id)
        .limit(1)
    ).one()
    standing = Standing(seeded, company, counted_groups(seeded, company))

    everything = standing.strongest(standing.number)

    assert sorted(everything) == sorted(standing.ids)
    for few in (1, 3, 10):
        assert standing.strongest(few) == everything[:few]
