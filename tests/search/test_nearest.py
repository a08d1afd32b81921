from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from campaign.models import SearchTerm
from campaign.search.nearest import _keys, mistakes_allowed, nearest, parts_of

TERMS = {"foxconn": 9, "foxcom": 2, "pegatron": 4, "zhengzhou": 7, "hai": 3, "hon": 3, "haima": 1}
LETTERS = st.text("abcdeو富é", min_size=3, max_size=14)
EDITS = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["", "z", "zz"])), max_size=2)


@pytest.fixture
def vocabulary(session):
    rows = [SearchTerm(term=term, uses=uses, **parts_of(term)) for term, uses in TERMS.items()]
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


@given(
    LETTERS, st.lists(st.tuples(st.integers(0, 12), st.sampled_from(["", "z", "zz"])), max_size=2)
)
def test_terms_with_few_mistakes_share_a_part(word, edits):
    """Letters dropped, changed or added; of two swaps it is not certain."""
    term = word
    for place, letters in edits:
        term = term[:place] + letters + term[place + 1 :]
    assume(len(term) > 2 and Levenshtein.distance(word, term) <= mistakes_allowed(word))

    keys = _keys(word, mistakes_allowed(word))

    assert any(key in keys[part] for part, key in parts_of(term).items())


@given(LETTERS)
def test_every_single_mistake_is_met(word):
    dropped = {word[:i] + word[i + 1 :] for i in range(len(word))}
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1)}
    changed = {word[:i] + "z" + word[i + 1 :] for i in range(len(word))}
    added = {word[:i] + "z" + word[i:] for i in range(len(word) + 1)}

    for term in dropped | swapped | changed | added:
        keys = _keys(word, mistakes_allowed(word))
        assert any(key in keys[part] for part, key in parts_of(term).items()), term


@given(st.text(min_size=1))
def test_the_parts_of_a_term_are_the_term(term):
    parts = [part.removeprefix(str(len(term))) for part in parts_of(term).values()]

    assert "".join(parts) == term
    lengths = list(map(len, parts))
    assert all(abs(a - b) <= 1 for a, b in combinations(lengths, 2))
