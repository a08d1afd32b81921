"""Terms that differ from a word by a few typing mistakes, of however many there are.

A term is kept cut in three, and each part is looked up by an index. Two mistakes spoil two
parts at most and leave one whole (the pigeonhole principle), somewhere near its place; so
only terms that share a part are compared letter by letter. See Li, Deng, Wang and Feng,
“Pass-Join: a partition-based method for similarity joins” (VLDB 2011), whose windows these
are. A third mistake, or two swaps over two cuts, may go unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import CompoundSelect, bindparam, select, union_all
from sqlalchemy.orm import Session

from campaign.models import SearchTerm

PARTS = ("beginning", "middle", "ending")
SHORTEST_CORRECTED = 3
SHORTEST_WITH_TWO = 7
MISTAKES_FROM = {4: 1, SHORTEST_WITH_TWO: 2, 11: 3}  # letters: mistakes allowed from so many on
LONGEST = 40
CORRECTIONS = 3
COMPARED = 500  # best terms of which the uses are read


def parts_of(term: str) -> dict[str, str]:
    """Return the three parts of a term as they are kept, each with the length of the term."""
    cuts = _cuts(len(term))
    return {part: _key(term, *cut, len(term)) for part, cut in zip(PARTS, cuts, strict=True)}


def nearest(session: Session, word: str, *, more_than: int = 0) -> list[str]:
    """Return the terms that a mistyped word may stand for, most frequent first.

    One mistake is allowed, two from seven letters on, three from eleven; swapping neighbours
    is one, and the only one in a word of three letters. Numbers are never put right.

    Args:
        session: reads the vocabulary.
        word: folded.
        more_than: a term must have more uses than this.
    """
    mistakes = mistakes_allowed(word)
    if not mistakes:
        return []
    keys = _keys(word, mistakes)
    terms = dict.fromkeys(term for term in session.scalars(_sharing_a_part(), keys) if term != word)
    near = extract(word, list(terms), scorer=OSA.distance, score_cutoff=mistakes, limit=COMPARED)
    distances = {term: distance for term, distance, _ in near if _is_like(word, term, distance)}
    query = select(SearchTerm.term, SearchTerm.uses).where(SearchTerm.term.in_(sorted(distances)))
    uses = {row.term: row.uses for row in session.execute(query) if row.uses > more_than}
    fewest = min((distances[term] for term in uses), default=0)
    best = [term for term in uses if distances[term] == fewest]
    return sorted(best, key=lambda term: (-uses[term], term))[:CORRECTIONS]


def mistakes_allowed(word: str) -> int:
    """Return how many mistakes a word may have; none when it is short, long or a number."""
    if not SHORTEST_CORRECTED <= len(word) <= LONGEST or any(map(str.isdigit, word)):
        return 0
    return max((m for letters, m in MISTAKES_FROM.items() if len(word) >= letters), default=1)


def _is_like(word: str, term: str, distance: int) -> bool:
    """Tell whether a term may be meant.

    A word of three letters must have the same ones, and one with many mistakes for its length
    the same first letter.
    """
    if len(word) == SHORTEST_CORRECTED:
        return sorted(word) == sorted(term)
    return len(word) > SHORTEST_WITH_TWO or word[0] == term[0] or distance < 2


def _cuts(length: int) -> tuple[tuple[int, int], ...]:
    first = length // 3
    second = first + (length - first) // 2
    return (0, first), (first, second), (second, length)


def _key(word: str, start: int, end: int, length: int) -> str:
    return f"{length}{word[start:end]}"


def _keys(word: str, mistakes: int) -> dict[str, list[str]]:
    """Return, for each part, the keys under which a term with so few mistakes may be kept."""
    keys: dict[str, set[str]] = {part: set() for part in PARTS}
    for length in range(max(1, len(word) - mistakes), len(word) + mistakes + 1):
        for part, (start, end) in zip(PARTS, _cuts(length), strict=True):
            for shift in _shifts(len(word) - length, mistakes):
                if start + shift >= 0 and end + shift <= len(word):
                    keys[part].add(_key(word, start + shift, end + shift, length))
    return {part: sorted(found) for part, found in keys.items()}


def _shifts(longer: int, mistakes: int) -> Iterator[int]:
    """Yield how far a part may stand from its place in a word that is so much longer."""
    yield from range(-((mistakes - longer) // 2), (mistakes + longer) // 2 + 1)


@lru_cache(maxsize=1)
def _sharing_a_part() -> CompoundSelect[Any]:
    columns = (SearchTerm.beginning, SearchTerm.middle, SearchTerm.ending)
    return union_all(
        *(
            select(SearchTerm.term).where(column.in_(bindparam(part, expanding=True)))
            for part, column in zip(PARTS, columns, strict=True)
        )
    )
