"""One engine, two databases: the same hits in the same order, and no phrase too many."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import SearchEntry
from campaign.search.phrases import Lookup
from campaign.search.query import every_hit, search
from campaign.search.sets import read_sets
from campaign.search.words import Asked, Phrase, Word
from tests.factories import publish
from tests.search.world import WORLD, named_values
from tests.support.databases import DIALECTS, Databases, open_engine

# Names of four characters and four syllables, so that their pairs meet in every way.
CHARACTERS, SYLLABLES = "天士康大", ("tian", "shi", "kang", "da")
MIXED = [
    named_values(f"mixed-{number}", "".join(one), " ".join(two))
    for number, (one, two) in enumerate(
        zip(
            list(product(CHARACTERS, repeat=4))[::7],
            list(product(SYLLABLES, repeat=4))[::7],
            strict=True,
        )
    )
]
WORDS = [
    "quillow",
    "looms",
    "works",
    "桂洛",
    "天士",
    "康",
    "tian",
    "shida",
    "-da",
    '"shi kang"',
    "vn",
]


@pytest.fixture(scope="module")
def sessions(databases: Databases) -> Iterator[list[Session]]:
    """A session on each kind of database, with the same records."""
    with ExitStack() as stack:
        opened = []
        for dialect in DIALECTS:
            engine = open_engine(stack.enter_context(databases.ready(dialect)))
            session = stack.enter_context(Session(engine))
            publish(session, *WORLD, *MIXED)
            session.commit()
            opened.append(session)
            stack.callback(engine.dispose)
        yield opened
        for session in opened:
            session.close()


def filters() -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from(["company", "report", "facility"]),
            "country": st.sampled_from(["CN", "VN", "TW"]),
            "answer": st.just("none"),
            "origins": st.just("one"),
            "sort": st.sampled_from(["relevance", "date", "reports"]),
        },
    )


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=4), max_size=4), filters())
def test_hits_order_and_counts_are_the_same_on_both(sessions, words, chosen):
    here, there = (search(session, " ".join(words), **chosen) for session in sessions)

    assert here.hits == there.hits
    assert here.facets == there.facets
    assert here.total == there.total
    assert list(every_hit(sessions[0], " ".join(words), **chosen))[:20] == list(here.hits)


@given(
    st.lists(st.sampled_from(CHARACTERS), min_size=1, max_size=4)
    | st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4)
)
def test_a_phrase_is_found_where_it_stands_and_nowhere_else(sessions, tokens):
    phrase = Phrase(tuple(tokens))
    for session in sessions:
        lookup = Lookup(session, read_sets(session), [Asked((Word("", ((phrase,),)),))])

        found = set(lookup.named(phrase))

        rows = session.execute(select(SearchEntry.record_id, SearchEntry.names))
        there = {row.record_id for row in rows if f" {' '.join(tokens)} " in f" {row.names} "}
        assert found == there
