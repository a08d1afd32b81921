"""Reports without an answer and reports of one source: filters that move with other records."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.editorial.certainty import proposed_certainty, source_facts, supporting_sources
from campaign.models import Record, Revision
from campaign.models.vocabulary import Kind
from campaign.search.batch import Batch
from campaign.search.differences import index_differences
from campaign.search.facet_values import count_origins
from campaign.search.index import index_records
from campaign.search.ordering import in_order
from campaign.search.query import search
from tests.factories import (
    SOURCE,
    allegation_values,
    make_report,
    make_response,
    publish,
    response_values,
    source_values,
)


def unanswered(session: Session) -> list[str]:
    return sorted(hit.slug for hit in search(session, "", answer="none").hits)


def of_one_source(session: Session) -> list[str]:
    return sorted(hit.slug for hit in search(session, "", origins="one").hits)


def test_silence_is_no_answer(world):
    before = unanswered(world)

    make_response(world, actor="velmora", report="nights", stance="no_response")

    assert unanswered(world) == before
    assert "nights" in before


def test_an_answer_of_every_company_that_counts_takes_the_report_off(world):
    for actor in ("velmora", "quillow"):
        make_response(world, actor=actor, report="nights", slug=f"answer-of-{actor}")

    assert "nights" not in unanswered(world)
    assert index_differences(world) == []


def test_an_answer_that_turns_to_another_report_frees_the_first(world):
    other = make_report(world, site="quillow-east-works", slug="days")
    for actor in ("velmora", "quillow"):
        make_response(world, actor=actor, report="nights", slug=f"answer-of-{actor}")

    publish(world, response_values(actor="velmora", report=other.slug, slug="answer-of-velmora"))

    assert "nights" in unanswered(world)
    assert index_differences(world) == []


def test_an_answer_that_is_retracted_counts_no_more(world):
    answers = [
        make_response(world, actor=actor, report="nights", slug=f"answer-of-{actor}")
        for actor in ("velmora", "quillow")
    ]
    answers[0].retracted_at, answers[0].retraction_reason = datetime.now(UTC), "Never sent."

    index_records(world, [answers[0].id])

    assert "nights" in unanswered(world)
    assert index_differences(world) == []


def test_two_sources_of_one_story_are_one_source(world):
    publish(world, source_values(slug="reprint", origin="examplewatch"))
    claim = allegation_values(citations=[SOURCE, "reprint"])
    make_report(world, slug="twice", allegations={"a1": claim})

    assert "twice" in of_one_source(world)


def test_a_source_that_turns_out_to_be_independent_takes_the_report_off(world):
    publish(world, source_values(slug="reprint", origin="examplewatch"))
    claim = allegation_values(citations=[SOURCE, "reprint"])
    make_report(world, slug="twice", allegations={"a1": claim})

    publish(world, source_values(slug="reprint", origin="another-story"))

    assert "twice" not in of_one_source(world)
    assert index_differences(world) == []


def test_origins_are_counted_as_the_editors_count_them(seeded):
    reports = dict(
        seeded.execute(select(Record.id, Record.slug).where(Record.kind == Kind.REPORT)).all()
    )
    counted = count_origins(Batch(seeded, list(reports)))

    for revision in seeded.scalars(select(Revision).where(Revision.record_id.in_(reports))):
        facts = source_facts(seeded, supporting_sources(revision.document))
        proposal = proposed_certainty(revision.document, facts)
        assert counted.get(revision.record_id, 0) == proposal.accounts, reports[revision.record_id]


@pytest.mark.parametrize("facet", ["kind", "country", "abuse", "brand", "status", "year"])
def test_a_count_is_what_choosing_the_value_beside_them_leaves(world, facet):
    for kept in ({"answer": "none"}, {"origins": "one"}):
        facets = {f.name: f.values for f in search(world, "", **kept).facets}
        for value in facets[facet]:
            assert search(world, "", **kept, **{facet: value.value}).total == value.count


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.integers(0, 200_000)), st.lists(st.lists(st.integers(0, 200_000)), max_size=5))
def test_paging_through_an_order_leaves_nothing_out_and_adds_nothing(found, step):
    left, disjoint = BitMap(), []
    for ids in map(BitMap, step):
        disjoint.append(ids - left)
        left |= ids

    whole = list(in_order(BitMap(found), [disjoint]))
    parts = [list(in_order(BitMap(found), [disjoint], skipped)) for skipped in range(4)]

    assert sorted(whole) == sorted(set(found))
    assert parts == [whole[skipped:] for skipped in range(4)]
