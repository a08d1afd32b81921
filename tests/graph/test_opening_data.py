"""A group is not a site: held on the real data, where it matters most."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.graph.brand import ExposedReport, what_stands_behind
from campaign.graph.chains import find_connection
from campaign.graph.place import buyers_of
from campaign.graph.refreshing import exposure_differences
from campaign.models import Company, Exposure
from campaign.models.vocabulary import Reach, Timing
from campaign.queries.records import find_record

GROUP_ONLY = [
    ("apple", "foxconn-hengyang-2018", "amazon"),
    ("apple", "foxconn-hengyang-2019", "amazon"),
    ("amazon", "zz-2022-closed-loop", "apple"),
    ("microsoft", "zz-2022-riot-police", "apple"),
    ("dell", "foxconn-chengdu-2011", "apple"),
    ("hp", "foxconn-sriperumbudur-2021", "apple"),
    ("nintendo", "foxconn-taiyuan-2012", "apple"),
    ("apple", "foxconn-wuhan-2012", "microsoft"),
    ("apple", "foxconn-yantai-2012", "nintendo"),
    ("apple", "byd-camacari-2024", "byd"),
    ("gap", "shahi-2018", "shahi"),
    ("tesla", "lens-2015", "lens"),
    ("gm", "ofilm-2020", "ofilm"),
    # Of each: no source of the report names the first brand, and no link of it the place.
    ("dell", "bitland-2020", "lenovo"),
    ("dell", "wro-xinjiang-2020-09", "lenovo"),
    ("amazon", "lens-2015", "apple"),
    ("microsoft", "ofilm-2020", "apple"),
    ("pvh", "shahi-2018", "columbia"),
    ("walmart", "shahi-2018", "hm"),
    ("amazon", "fla-foxconn-2012", "apple"),
    ("nintendo", "foxconn-zz-strike-2012", "apple"),
    ("microsoft", "clw-zz-2019", "apple"),
    ("amazon", "foxconn-india-married-2024", "apple"),
    ("apple", "hrw-aluminium-2024", "gm"),
    ("hp", "zz-2022-exodus", "apple"),
]


@pytest.mark.parametrize(("brand", "report", "exposed"), GROUP_ONLY)
def test_a_plant_of_the_same_group_counts_only_for_the_brand_that_a_source_ties_to_it(
    seeded: Session, brand: str, report: str, exposed: str
):
    other, ours = (what_stands_behind(seeded, find_record(seeded, s).id) for s in (brand, exposed))

    assert report in slugs(other.group_only)
    assert report not in slugs(other.counted)
    assert report in slugs(ours.counted)


def slugs(rows: tuple[ExposedReport, ...]) -> list[str]:
    return [row.report.slug for row in rows]


def test_a_brand_named_in_a_report_on_five_plants_is_not_tied_to_each_of_them(seeded: Session):
    campus = find_record(seeded, "foxconn-zhengzhou")
    nike = find_record(seeded, "nike")

    buyers = buyers_of(seeded, [campus.id])
    transfers = next(
        row
        for row in what_stands_behind(seeded, nike.id).counted
        if row.report.slug == "aspi-transfers-2020"
    )

    assert nike.id not in buyers
    assert "foxconn-zhengzhou" not in [site.slug for site in transfers.sites]
    assert len(transfers.report.sites) > 1


def test_a_link_that_ended_before_the_report_says_so(seeded: Session):
    lenovo = find_record(seeded, "lenovo")

    ended = [
        row.report.slug
        for row in what_stands_behind(seeded, lenovo.id).counted
        if row.timing is Timing.ENDED_BEFORE
    ]

    assert ended == ["wro-xinjiang-2020-09"]


def test_the_strongest_chain_from_apple_to_zhengzhou_runs_through_foxconn(seeded: Session):
    apple, foxconn, campus = (
        find_record(seeded, slug).id for slug in ("apple", "foxconn", "foxconn-zhengzhou")
    )

    strongest = find_connection(seeded, apple, campus).chains[0]

    assert [(hop.from_id, hop.to_id) for hop in strongest.hops] == [
        (apple, foxconn),
        (foxconn, campus),
    ]
    assert strongest.reach is Reach.SITE


def test_the_counts_of_every_company_agree_with_the_table(seeded: Session):
    for company in seeded.scalars(select(Company)):
        upstream = what_stands_behind(seeded, company.id)
        rows = seeded.scalars(select(Exposure).where(Exposure.company_id == company.id)).all()

        assert len(upstream.counted) == sum(row.counted for row in rows)
        assert sum(upstream.by_certainty.values()) == len(upstream.counted)
        assert all(row.report.allegations for row in upstream.counted)
        assert upstream.answered <= len(upstream.counted)


def test_the_table_equals_a_full_recomputation(seeded: Session):
    assert list(exposure_differences(seeded)) == []
