"""Terms that differ from a word by a few typing mistakes, of however many there are.

Terms with one mistake are looked for first, and those with more only when there is none: so
only terms that share half of their letters, or two quarters of them, are compared letter by
letter (``quarters``). Where three mistakes come with a swap over a cut, or a swap follows
upon a swap, one may go unnoticed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import ARRAY, Select, Text, and_, func, literal, select, union_all
from sqlalchemy.orm import Session

from campaign.models import SearchTerm
from campaign.queries.lists import any_of
from campaign.search.batch import dialect_of
from campaign.search.quarters import QUARTERS, Pieces, shared_keys, swapped

SHORTEST_CORRECTED = 3
SHORTEST_WITH_TWO = 7
MISTAKES_FROM = {4: 1, SHORTEST_WITH_TWO: 2, 11: 3}  # letters: mistakes allowed from so many on
LONGEST = 40
CORRECTIONS = 3
COMPARED = 500  # best terms of which the uses are read


def nearest(session: Session, word: str, *, more_than: int = 0) -> list[str]:
    """Return the terms that a mistyped word may stand for, most frequent first.

    One mistake is allowed, two from seven letters on, three from eleven; swapping neighbours
    is one, and the only one in a word of three letters. Numbers are never put right.

    Args:
        session: reads the vocabulary.
        word: folded.
        more_than: a term must have more uses than this.
    """
    for mistakes in range(1, mistakes_allowed(word) + 1):
        uses = _terms_at(session, word, mistakes, more_than)
        if uses:
            return sorted(uses, key=lambda term: (-uses[term], term))[:CORRECTIONS]
    return []


def mistakes_allowed(word: str) -> int:
    """Return how many mistakes a word may have; none when it is short, long or a number."""
    if not SHORTEST_CORRECTED <= len(word) <= LONGEST or any(map(str.isdigit, word)):
        return 0
    return max((m for letters, m in MISTAKES_FROM.items() if len(word) >= letters), default=1)


def _terms_at(session: Session, word: str, mistakes: int, more_than: int) -> dict[str, int]:
    """Return the terms with just so many mistakes, and the uses of each."""
    queries = list(_sharing(session, word, mistakes))
    terms = set(session.scalars(union_all(*queries)) if queries else ()) - {word}
    near = extract(word, list(terms), scorer=OSA.distance, score_cutoff=mistakes, limit=COMPARED)
    alike = sorted(term for term, distance, _ in near if _is_like(word, term, distance))
    if not alike:
        return {}
    query = select(SearchTerm.term, SearchTerm.uses).where(SearchTerm.uses > more_than)
    rows = session.execute(query.where(any_of(SearchTerm.term, alike)))
    return {row.term: row.uses for row in rows}


def _is_like(word: str, term: str, distance: int) -> bool:
    """Tell whether a term may be meant.

    A word of three letters must have the same ones, and one with many mistakes for its length
    the same first letter.
    """
    if len(word) == SHORTEST_CORRECTED:
        return sorted(word) == sorted(term)
    return len(word) > SHORTEST_WITH_TWO or word[0] == term[0] or distance < 2


def _sharing(session: Session, word: str, mistakes: int) -> Iterator[Select[Any]]:
    """Yield queries of the terms that are to be compared with a word."""
    swaps = set(swapped(word))
    if mistakes > 1:
        swaps = {twice for once in swaps for twice in swapped(once)}
    if swaps:
        yield select(SearchTerm.term).where(any_of(SearchTerm.term, sorted(swaps)))
    by_pieces: dict[Pieces, set[tuple[str, ...]]] = defaultdict(set)
    for pieces, keys in _keys(word, mistakes):
        by_pieces[pieces].add(keys)
    for pieces, wanted in by_pieces.items():
        yield _with_keys(session, pieces, sorted(wanted))


def _keys(word: str, mistakes: int) -> Iterator[tuple[Pieces, tuple[str, ...]]]:
    """Yield what a term shares with a word, or with the word once a swap is put right."""
    if len(word) == SHORTEST_CORRECTED:
        return
    yield from shared_keys(word, mistakes)
    if mistakes == 2:
        yield from chain.from_iterable(shared_keys(other, 1) for other in swapped(word))


def _with_keys(session: Session, pieces: Pieces, wanted: Sequence[tuple[str, ...]]) -> Select[Any]:
    """Return the query of the terms in whose quarters one of these rows of keys stands."""
    names = [QUARTERS[number] for number in pieces]
    if dialect_of(session) == "postgresql":
        columns = (literal(list(column), ARRAY(Text)) for column in zip(*wanted, strict=True))
        rows = func.unnest(*columns).table_valued(*names).render_derived()
        keys: list[Any] = [rows.c[name] for name in names]
    else:
        rows = func.json_each(json.dumps(wanted)).table_valued("value")
        keys = [func.json_extract(rows.c.value, f"$[{at}]") for at in range(len(names))]
    same = (getattr(SearchTerm, name) == key for name, key in zip(names, keys, strict=True))
    return select(SearchTerm.term).select_from(rows).join(SearchTerm, and_(*same))
