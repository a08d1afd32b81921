"""Whatever is published, changed, retracted, merged and restored: what is derived follows.

After each step the exposure table, and after each sequence the search counts and the rows of
brand pages, equal a plain computation over the whole database (``tests/graph/naive.py``).
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.db import now
from campaign.editorial.merging import merge
from campaign.editorial.restoring import restore, revision_document
from campaign.editorial.retracting import retract
from campaign.editorial.revisions import Signature
from campaign.errors import InvalidDocument, InvalidTransition
from campaign.graph.brand import what_stands_behind
from campaign.graph.listing import exposure_page
from campaign.models import Exposure, Record, SearchEntry
from campaign.search.query import search
from tests.factories import (
    Values,
    company_values,
    facility_values,
    ownership_values,
    party_values,
    publish,
    report_values,
    source_values,
    supply_link_values,
)
from tests.graph.naive import World
from tests.support.assault import is_assault

COMPANIES = ("a", "b", "c", "d", "e")
FACILITIES = ("p", "q", "r")
CHUNKS = range(20 if is_assault() else 1)  # of the sequences
TRIED = 10_000 if is_assault() else 50
SEQUENCES = settings(
    max_examples=TRIED // len(CHUNKS),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes
)
# Each statement takes three times as long there; they are other sequences than on SQLite.
ON_POSTGRESQL = settings(SEQUENCES, max_examples=TRIED // 2 // len(CHUNKS))
DATES = st.sampled_from(
    (
        {},
        {"to_date": "2018"},
        {"from_date": "2023", "as_of": "2023"},
        {"to_date": "2018", "as_of": "2023"},  # seen after it had ended
        {"from_date": "2023", "as_of": "2019"},
    )
)
ENDS = st.permutations(COMPANIES).map(lambda ends: ends[:2])
STATUS = st.sampled_from(("listed", "listed", "denied"))
BASIS = st.sampled_from(("press", "buyer_list"))


@dataclass(frozen=True)
class Step:
    """One thing that an editor does: to publish values, or to act on what has a slug."""

    action: str
    values: Values
    target: str = ""
    into: str = ""


@st.composite
def links(draw: st.DrawFn) -> Values:
    buyer, supplier = draw(ENDS)
    return supply_link_values(
        slug=f"link-{draw(st.integers(1, 4))}",
        buyer=buyer,
        supplier=supplier,
        facility=draw(st.sampled_from((None, *FACILITIES))),
        basis=draw(BASIS),
        link_status=draw(STATUS),
        **draw(DATES),
    )


@st.composite
def holdings(draw: st.DrawFn) -> Values:
    parent, subsidiary = draw(ENDS)
    return ownership_values(
        slug=f"holding-{draw(st.integers(1, 4))}",
        parent=parent,
        subsidiary=subsidiary,
        basis=draw(BASIS),
        link_status=draw(STATUS),
        ownership_type=draw(st.sampled_from(("subsidiary", "subsidiary", "investor"))),
        **draw(DATES),
    )


@st.composite
def reports(draw: st.DrawFn) -> Values:
    roles = draw(st.lists(st.sampled_from(("buyer", "operator", "public_body")), max_size=2))
    actors = draw(ENDS)
    return report_values(
        slug=f"report-{draw(st.integers(1, 3))}",
        sites=draw(st.lists(st.sampled_from(FACILITIES), unique=True, max_size=2)),
        parties=[party_values(a, role) for a, role in zip(actors, roles, strict=False)],
        **draw(st.sampled_from(({}, {}, {"allegations": {}}))),
    )


@st.composite
def facilities(draw: st.DrawFn) -> Values:
    operators = draw(st.lists(st.sampled_from(COMPANIES), unique=True, max_size=2))
    dates = draw(st.sampled_from(({}, {"to_date": "2018"})))
    runs = [{"operator": operator, **dates} for operator in operators]
    return facility_values(slug=draw(st.sampled_from(FACILITIES)), operations=runs)


PUBLICATIONS = st.one_of(links(), holdings(), reports(), facilities())
TARGETS = st.sampled_from(
    (
        *(f"link-{n}" for n in range(1, 5)),
        *(f"holding-{n}" for n in range(1, 5)),
        *(f"report-{n}" for n in range(1, 4)),
        *COMPANIES,
        *FACILITIES,
    )
)
PAIRS = st.one_of(ENDS, st.permutations(FACILITIES).map(lambda ends: ends[:2]))
STEPS = st.one_of(
    PUBLICATIONS.map(lambda values: Step("publish", values)),
    PUBLICATIONS.map(lambda values: Step("publish", values)),
    TARGETS.map(lambda slug: Step("retract", {}, slug)),
    PAIRS.map(lambda pair: Step("merge", {}, pair[0], pair[1])),
    TARGETS.map(lambda slug: Step("restore", {}, slug)),
)


@pytest.fixture(params=CHUNKS)
def world(session: Session) -> Session:
    """Five companies, three places, and nothing between them."""
    publish(
        session,
        source_values(),
        *(company_values(name=slug) for slug in COMPANIES),
        *(facility_values(name=slug) for slug in FACILITIES),
    )
    session.commit()
    return session


FIRST = st.lists(PUBLICATIONS, min_size=3, max_size=6)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@given(first=FIRST, steps=st.lists(STEPS, max_size=4))
@SEQUENCES
def test_what_is_derived_follows_every_sequence_of_changes(world, first, steps):
    run(world, first, steps)


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
@given(first=FIRST, steps=st.lists(STEPS, max_size=4))
@ON_POSTGRESQL
def test_what_is_derived_follows_on_postgresql_too(world, first, steps):
    run(world, first, steps)


def run(world: Session, first: list[Values], steps: list[Step]) -> None:
    """Publish, take the steps, and compare what is derived with a plain computation."""
    try:
        publish(world, *{values["slug"]: values for values in first}.values())
        for number, step in enumerate(steps):
            take(world, step, number)
            assert table(world) == World(world).table()
        follows(world)
    finally:
        world.rollback()


def take(session: Session, step: Step, number: int) -> None:
    """Take a step; one that is refused changes nothing."""
    signature = Signature(now() + timedelta(minutes=number), f"step {number}")
    record, into = (find(session, slug) for slug in (step.target, step.into))
    try:
        with session.begin_nested():
            if step.action == "publish":
                publish(session, step.values)
            elif record is None:
                return
            elif step.action == "retract":
                retract(session, record, reason="It was not so.", signature=signature)
            elif step.action == "merge":
                merge(session, record, into, reason="The same.", signature=signature)
            else:
                document = revision_document(session, record, 1)
                restore(session, record, document, signature=signature)
    except (InvalidDocument, InvalidTransition):
        session.expire_all()


def find(session: Session, slug: str) -> Record | None:
    return session.scalar(select(Record).where(Record.slug == slug))


def follows(session: Session) -> None:
    """Assert that counts of the search and rows of brand pages are what the graph gives."""
    world = World(session)
    rows = world.table()
    assert table(session) == rows
    counted: dict[int, set[int]] = defaultdict(set)
    close: dict[int, set[int]] = defaultdict(set)
    for company, report, *_, denied, counts in rows:
        if counts:
            counted[company].add(report)
        if counts or not denied:
            close[company].add(report)
    for slug in COMPANIES:
        company = find(session, slug)
        if company is None or company.retracted_at is not None:
            continue
        upstream = what_stands_behind(session, company.id)
        assert {row.report.id for row in upstream.counted} == counted[company.id]
        group = world.group(company.id, counted, close[company.id])
        assert {row.report.id for row in upstream.group_only} == group
        page = exposure_page(session, company.id)
        assert page.counts.counted == len(counted[company.id])
        assert sum(place.found for place in page.places) == len(counted[company.id])
        assert session.get(SearchEntry, company.id).weight == len(counted[company.id])
        assert search(session, "", brand=slug, kind="report").total == len(counted[company.id])


def table(session: Session) -> set[tuple[Any, ...]]:
    """Return the exposure table as it stands."""
    session.flush()
    return {tuple(row) for row in session.execute(select(*Exposure.__table__.columns))}
