"""What people type is found: the floor of recall for each sort of difficulty."""

import pytest
from sqlalchemy import select

from campaign.models import Record
from campaign.search.query import search
from tests.search.recall import (
    Query,
    measure_recall,
    rank_of,
    read_empty_queries,
    read_queries,
)

# At 1, 3 and 10, in hundredths: what was reached, and never to be less.
FLOORS = {
    "all": (93, 98, 98),
}
LOWEST = (50, 85, 85)  # for every other difficulty


@pytest.fixture(scope="module")
def queries() -> list[Query]:
    return read_queries()


def test_there_are_queries_enough_and_none_twice(queries):
    typed = [query.typed for query in queries]

    assert len(queries) >= 220
    assert len(read_empty_queries()) >= 50
    assert len(set(typed)) == len(typed)


def test_every_record_that_is_looked_for_is_there(seeded, queries):
    slugs = set(seeded.scalars(select(Record.slug)))

    assert [query for query in queries if not query.wanted <= slugs] == []


def test_what_people_type_is_found(seeded, queries):
    recalls = measure_recall({query: rank_of(seeded, query) for query in queries})

    for difficulty, recall in recalls.items():
        reached = tuple(recall.at(depth) * 100 for depth in (1, 3, 10))
        floor = FLOORS.get(difficulty, LOWEST)
        assert all(r >= f for r, f in zip(reached, floor, strict=True)), (difficulty, reached)


def test_what_is_nowhere_finds_nothing(seeded):
    found = [typed for typed in read_empty_queries() if search(seeded, typed, per_page=1).total]

    assert found == []
