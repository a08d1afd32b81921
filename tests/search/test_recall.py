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
    "name": (100, 100, 100),
    "other name": (100, 100, 100),
    "acronym": (92, 100, 100),
    "legal form": (100, 100, 100),
    "spacing": (100, 100, 100),
    "Simplified and Traditional": (100, 100, 100),
    "short Han": (100, 100, 100),
    "place and company in one run": (89, 89, 89),
    "pinyin": (100, 100, 100),
    "Wade-Giles": (90, 100, 100),
    "other scripts": (89, 89, 89),
    "accents": (100, 100, 100),
    "places": (84, 97, 97),
    "one mistake": (97, 100, 100),
    "two mistakes": (95, 95, 95),
    "mistakes in several words": (100, 100, 100),
    "mistyped pinyin": (100, 100, 100),
    "words in any order": (100, 100, 100),
    "phrases and words left out": (75, 87, 100),
    "identifiers": (100, 100, 100),
    "web addresses": (100, 100, 100),
    "campaigns and hashtags": (78, 100, 100),
    "organisations": (100, 100, 100),
    "sources": (66, 100, 100),
    "reports": (80, 93, 93),
    "abuse": (84, 92, 100),
    "all": (93, 97, 98),
}


@pytest.fixture(scope="module")
def queries() -> list[Query]:
    return read_queries()


def test_there_are_queries_enough_and_none_twice(queries):
    typed = [query.typed for query in queries]

    assert len(queries) >= 220
    assert len(read_empty_queries()) >= 50
    assert len(set(typed)) == len(typed)
    assert {query.difficulty for query in queries} | {"all"} == FLOORS.keys()


def test_every_record_that_is_looked_for_is_there(seeded, queries):
    slugs = set(seeded.scalars(select(Record.slug)))

    assert [query for query in queries if not query.wanted <= slugs] == []


def test_what_people_type_is_found(seeded, queries):
    recalls = measure_recall({query: rank_of(seeded, query) for query in queries})

    for difficulty, recall in recalls.items():
        reached = tuple(recall.at(depth) * 100 for depth in (1, 3, 10))
        floor = FLOORS[difficulty]
        assert all(r >= f for r, f in zip(reached, floor, strict=True)), (difficulty, reached)


def test_what_is_nowhere_finds_nothing(seeded):
    found = [typed for typed in read_empty_queries() if search(seeded, typed, per_page=1).total]

    assert found == []
