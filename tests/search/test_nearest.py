from itertools import combinations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA, Levenshtein
from sqlalchemy import delete

from campaign.models import SearchTerm
from campaign.search.nearest import nearest
from campaign.search.quarters import HALVES, QUARTERS, quarters_of, shared_keys

TERMS = {"foxconn": 9, "foxcom": 2, "pegatron": 4, "zhengzhou": 7, "hai": 3, "hon": 3, "haima": 1}
LETTERS = st.text("abcdeو富é", min_size=3, max_size=14)
EDITS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["", "z", "zz"])), max_size=3)


@pytest.fixture
def vocabulary(session):
    rows = [SearchTerm(term=term, uses=uses, **quarters_of(term)) for term, uses in TERMS.items()]
    session.add_all(rows)
    session.flush()
    return session


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("foxcon", ["foxconn", "foxcom"]),
        ("voxconn", ["foxconn"]),
        ("ofxconn", ["foxconn"]),
        ("foxcnon", ["foxconn"]),
        ("foksconn", ["foxconn"]),
        ("bigatron", ["pegatron"]),
        ("zhenzou", ["zhengzhou"]),
        ("hia", ["hai"]),
        ("hxi", []),
        ("maima", ["haima"]),
        ("mxima", []),
        ("voxkonn", []),
        ("foxconn", ["foxcom"]),
        ("foxconn1", []),
        ("fo", []),
        ("", []),
        ("f" * 500, []),
    ],
)
def test_a_mistyped_word_stands_for_the_terms_near_to_it(vocabulary, word, meant):
    assert nearest(vocabulary, word) == meant


def test_only_terms_with_more_uses_are_meant(vocabulary):
    assert nearest(vocabulary, "foxcon", more_than=2) == ["foxconn"]
    assert nearest(vocabulary, "foxcon", more_than=9) == []


@given(LETTERS, EDITS)
def test_terms_with_few_mistakes_share_pieces_that_are_whole(word, edits):
    """Letters dropped, changed or added."""
    term = word
    for place, letters in edits:
        term = term[:place] + letters + term[place + 1 :]
    mistakes = max(1, Levenshtein.distance(word, term))
    assume(term and mistakes <= 3)

    quarters = list(quarters_of(term).values())

    assert any(
        keys == tuple(quarters[number] for number in pieces)
        for pieces, keys in shared_keys(word, mistakes)
    )


def test_what_shares_one_half_only_by_chance_is_not_looked_at():
    pieces = {pieces for pieces, _ in shared_keys("zhengzhou", 1)}

    assert pieces == set(HALVES)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(word=LETTERS, data=st.data())
def test_every_single_mistake_is_met(session, word, data):
    dropped = {word[:i] + word[i + 1 :] for i in range(len(word))}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    changed = {word[:i] + "z" + word[i + 1 :] for i in range(len(word))}
    added = {word[:i] + "z" + word[i:] for i in range(len(word) + 1)}
    term = data.draw(st.sampled_from(sorted((dropped | swapped | changed | added) - {word})))
    assume(len(term) > 2 and len(word) > 3)

    assert meets(session, word, term), term


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(word=st.text("abcdeو富é", min_size=7, max_size=14), data=st.data())
def test_a_swap_and_another_mistake_are_met_wherever_they_are(session, word, data):
    at, other = (data.draw(st.integers(0, len(word) - 2)) for _ in range(2))
    term = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    term = term[:other] + "z" + term[other + 1 :]
    assume(OSA.distance(word, term) == 2 and (term[0] == word[0] or len(word) > 7))

    assert meets(session, word, term)


def meets(session, word, term):
    """Tell whether a word stands for a term when that is the whole vocabulary."""
    session.execute(delete(SearchTerm))
    session.add(SearchTerm(term=term, uses=1, **quarters_of(term)))
    session.flush()
    found = nearest(session, word)
    session.rollback()
    return found == [term]


@given(st.text(min_size=1))
def test_the_quarters_of_a_term_are_the_term(term):
    quarters = [quarter.removeprefix(str(len(term))) for quarter in quarters_of(term).values()]

    assert "".join(quarters) == term
    lengths = list(map(len, quarters))
    assert all(abs(a - b) <= 1 for a, b in combinations(lengths, 2))


def test_every_two_quarters_have_an_index_and_each_quarter_comes_first_in_one():
    indexed = [tuple(index.columns.keys()) for index in SearchTerm.__table__.indexes]

    assert {frozenset(pair) for pair in indexed} == set(map(frozenset, combinations(QUARTERS, 2)))
    assert {pair[0] for pair in indexed} == set(QUARTERS)
