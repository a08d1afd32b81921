"""The written rule: which reports are told, in which order, and what is quoted of them."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from campaign.factsheets.limits import TWO_PAGES
from campaign.factsheets.selection import (
    choose_reports,
    telling_statements,
)
from campaign.models import Report
from campaign.models.vocabulary import Certainty
from campaign.queries.citations import read_citations
from campaign.queries.reports import ReportRow, SiteReference
from tests.factories import allegation_values, make_report, make_source, statement_values


def row(number, certainty="reported", origins=1, date="2020", place=None, withdrawn=False):
    site = SiteReference(place, f"place-{place}", f"Place {place}", None, "CN")
    return ReportRow(
        id=number,
        slug=f"report-{number:03}",
        title="",
        from_date=date,
        to_date=None,
        certainty=Certainty(certainty),
        disputed=False,
        remedied=False,
        withdrawn=withdrawn,
        sites=() if place is None else (site,),
        abuses=(),
        indicators=(),
        allegations=1,
        sources=origins,
        origins=origins,
    )


def chosen(rows, **wishes):
    return [row.id for row in choose_reports(rows, **wishes)]


def test_the_surest_come_first_then_more_accounts_then_the_newest():
    rows = [
        row(1, "reported", origins=9, place=1),
        row(2, "corroborated", origins=2, date="2019", place=2),
        row(3, "corroborated", origins=2, date="2021-05", place=3),
        row(4, "corroborated", origins=3, date="2010", place=4),
        row(5, "established", place=5),
        row(6, "acknowledged", place=6),
        row(7, "documented", place=7),
    ]

    assert chosen(rows, limits=replace(TWO_PAGES, reports=7)) == [5, 6, 7, 4, 3, 2, 1]


def test_a_tie_that_did_not_hold_at_the_time_comes_last():
    rows = [row(1, "established", place=1), row(2, "reported", place=2)]

    assert chosen(rows, out_of_time={1}) == [2, 1]


def test_no_place_has_a_third_report_while_another_place_waits():
    crowded = [row(number, "established", place=1) for number in range(1, 6)]
    waiting = [row(number, "reported", place=number) for number in range(6, 10)]

    assert chosen(crowded + waiting)[2:] == [9, 8, 7, 6]
    assert len(chosen(crowded)) == 5


def test_a_withdrawn_report_is_not_told():
    assert chosen([row(1, withdrawn=True), row(2)]) == [2]


REPORTS = st.builds(
    row,
    st.integers(1, 10**6),
    st.sampled_from([c.value for c in Certainty]),
    origins=st.integers(1, 5),
    date=st.sampled_from(["2019", "2020", "2021-03", "2021-03-04"]),
    place=st.one_of(st.none(), st.integers(1, 4)),
)


@given(st.lists(REPORTS, max_size=20, unique_by=lambda r: r.id), st.randoms(use_true_random=False))
def test_the_choice_depends_on_the_reports_and_not_on_their_order(rows, shuffler: random.Random):
    shuffled = list(rows)
    shuffler.shuffle(shuffled)

    first = choose_reports(rows)

    assert choose_reports(shuffled) == first
    assert len(first) == min(len(rows), TWO_PAGES.reports)


@given(st.lists(REPORTS, max_size=20, unique_by=lambda r: r.id))
def test_a_third_report_of_a_place_means_that_nobody_waits(rows):
    told = choose_reports(rows)

    told_of = Counter(site.id for r in told for site in r.sites)
    waiting = [r for r in rows if r not in told]
    if any(number > TWO_PAGES.of_one_place for number in told_of.values()):
        assert all(r.sites and told_of[r.sites[0].id] >= TWO_PAGES.of_one_place for r in waiting)


@pytest.fixture
def quoted(session: Session):
    def quote(report):
        loaded = session.scalars(
            select(Report)
            .where(Report.id == report.id)
            .options(selectinload(Report.statements), selectinload(Report.allegations))
        ).one()
        citations = read_citations(session, [report.id])
        return [statement.key for statement in telling_statements(loaded, citations)]

    return quote


def test_the_first_that_carries_an_allegation_is_quoted_and_the_one_that_carries_most_others(
    session, quoted
):
    for slug in ("first", "second", "third", "context"):
        make_source(session, slug=slug, origin=slug)
    report = make_report(
        session,
        statements={
            "s1": statement_values(citations=["context"]),
            "s2": statement_values(citations=["first"]),
            "s3": statement_values(citations=["second"]),
            "s4": statement_values(citations=["second", "third"]),
        },
        allegations={
            "a1": allegation_values(citations=["first"]),
            "a2": allegation_values(citations=["second"]),
            "a3": allegation_values(citations=["third"]),
        },
    )

    assert quoted(report) == ["s2", "s4"]


def test_a_second_statement_is_not_quoted_for_the_same_allegation(session, quoted):
    report = make_report(session, statements={"s1": statement_values(), "s2": statement_values()})

    assert quoted(report) == ["s1"]


def test_a_statement_that_says_who_speaks_comes_before_one_that_does_not(session, quoted):
    report = make_report(
        session,
        statements={
            "s1": statement_values(text="It reported work at night."),
            "s2": statement_values(),
        },
    )

    assert quoted(report) == ["s2"]
