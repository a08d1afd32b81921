"""The words that occur in names and titles: how many entries have each, and what is near.

Mistakes are looked for in the vocabulary and not in the records, so that their cost grows
with the number of different words only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from campaign.models import SearchTerm
from campaign.search.batch import dialect_of
from campaign.search.folding import is_unspaced
from campaign.search.pinyin import is_syllable
from campaign.search.postings import BOUNDARY, LAST_CHARACTER, has_any
from campaign.search.words import Asked, Phrase, ReadAs, Reading, Way, Word

SHORTEST_TERM = 2
SHORTEST_PREFIX = 3
SHORTEST_PART = 2
SHORTEST_CORRECTED = 4
TWO_MISTAKES_FROM = 6
CORRECTIONS = 3
RARER = 3  # a word is thought mistyped when what is near it is so many times as frequent
MAX_WAYS = 12


def terms_of(names: str, romanised: str) -> set[str]:
    """Return the words of an entry that can be mistyped: no single characters or syllables."""
    read = {token for token in _tokens(romanised) if not is_syllable(token)}
    tokens = read.union(_tokens(names))
    return {token for token in tokens if len(token) >= SHORTEST_TERM and not is_unspaced(token)}


def _tokens(text: str) -> Iterator[str]:
    return (token for token in text.split() if token != BOUNDARY)


def count_terms(session: Session, changes: Mapping[str, int]) -> None:
    """Add to the uses of each term, or take from them; terms without uses go."""
    rows: list[dict[str, Any]] = [
        {"term": term, "uses": change} for term, change in sorted(changes.items()) if change
    ]
    if not rows:
        return
    dialect: Any = postgresql if dialect_of(session) == "postgresql" else sqlite
    new = dialect.insert(SearchTerm)
    uses = SearchTerm.uses + new.excluded.uses
    session.execute(new.on_conflict_do_update(index_elements=["term"], set_={"uses": uses}), rows)
    fewer = [row["term"] for row in rows if row["uses"] < 0]
    if fewer:
        session.execute(delete(SearchTerm).where(SearchTerm.term.in_(fewer), SearchTerm.uses <= 0))


def begins_with(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """Return the condition that a column, sorted by code point, begins with a text."""
    return column.between(prefix, prefix + LAST_CHARACTER)


def respell(session: Session, asked: Asked) -> Asked:
    """Let words be met as others write them: together, apart, or as the beginning of a word.

    Two words are put together where names have them so. Only a word that is in no name is
    parted (``honhai`` into hon hai) or let go on (``electron`` to electronics).
    """
    tokens = [word.token for word in asked.words]
    pairs = [a + b for a, b in pairwise(tokens) if a and b]
    known = _uses(session, [*pairs, *filter(None, tokens)])
    words = list(_put_together(asked.words, known))
    unknown = [word.token for word in words if word.token and word.token not in known]
    parts = _uses(session, [part for token in unknown for cut in _cuts(token) for part in cut])
    loosened = [
        replace(word, ways=(*word.ways, *_loosened(session, word.token, parts)))
        if word.token in unknown and word.token
        else word
        for word in words
    ]
    return replace(asked, words=tuple(loosened))


def correct(session: Session, asked: Asked) -> Asked | None:
    """Return the query with mistyped words put right, or None when nothing is near.

    A word is thought mistyped when it is in no text, or is rare beside a word near to it.
    What was put right stands in ``understood``.
    """
    uses = _uses(session, [word.token for word in asked.words if word.token])
    corrections: dict[str, list[str]] = {}
    for token in (word.token for word in asked.words):
        if token and (uses.get(token) or not _is_in_texts(session, token)):
            near = nearest(session, token, more_than=RARER * uses.get(token, 0))
            corrections |= {token: near} if near else {}
    if not corrections:
        return None
    understood = [Reading(ReadAs.CORRECTED, typed, near[0]) for typed, near in corrections.items()]
    joined = asked.joined
    for reading in understood:
        joined = joined.replace(reading.typed, reading.meant)
    words = tuple(_corrected(word, corrections.get(word.typed)) for word in asked.words)
    return replace(asked, words=words, joined=joined, understood=(*asked.understood, *understood))


def nearest(session: Session, word: str, *, more_than: int = 0) -> list[str]:
    """Return the terms that a mistyped word may stand for, most frequent first.

    One mistake is allowed, two from six letters on; swapping neighbours is one. The first
    letter must be right, or swapped with the second. Numbers are never put right.

    Args:
        session: reads the vocabulary.
        word: folded.
        more_than: a term must have more uses than this.
    """
    if len(word) < SHORTEST_CORRECTED or any(map(str.isdigit, word)):
        return []
    mistakes = 2 if len(word) >= TWO_MISTAKES_FROM else 1
    beginnings = (begins_with(SearchTerm.term, start) for start in (word[0], word[1] + word[0]))
    rows = session.execute(
        select(SearchTerm.term, SearchTerm.uses)
        .where(or_(*beginnings), SearchTerm.uses > more_than, SearchTerm.term != word)
        .where(func.length(SearchTerm.term).between(len(word) - mistakes, len(word) + mistakes))
    )
    uses = {row.term: row.uses for row in rows}
    near = extract(word, list(uses), scorer=OSA.distance, score_cutoff=mistakes, limit=None)
    fewest = min((distance for _, distance, _ in near), default=0)
    best = [term for term, distance, _ in near if distance == fewest]
    return sorted(best, key=lambda term: (-uses[term], term))[:CORRECTIONS]


def _uses(session: Session, terms: Iterable[str]) -> dict[str, int]:
    wanted = sorted(set(terms))
    if not wanted:
        return {}
    query = select(SearchTerm.term, SearchTerm.uses).where(SearchTerm.term.in_(wanted))
    return {row.term: row.uses for row in session.execute(query)}


def _put_together(words: Sequence[Word], known: Mapping[str, int]) -> Iterator[Word]:
    rest = list(words)
    while rest:
        word = rest.pop(0)
        following = rest[0] if rest else None
        if word.token and following and following.token and word.token + following.token in known:
            rest.pop(0)
            pair = word.token + following.token
            apart = [a + b for a, b in product(word.ways, following.ways)][:MAX_WAYS]
            together: list[Way] = [(Phrase((pair,), read),) for read in (False, True)]
            yield Word(f"{word.typed} {following.typed}", (*apart, *together))
        else:
            yield word


def _cuts(token: str) -> list[tuple[str, str]]:
    ends = range(SHORTEST_PART, len(token) - SHORTEST_PART + 1)
    return [(token[:end], token[end:]) for end in ends]


def _loosened(session: Session, token: str, parts: Mapping[str, int]) -> Iterator[Way]:
    for first, second in _cuts(token):
        if first in parts and second in parts:
            yield (Phrase((first, second)),)
    longer = select(SearchTerm.term).where(begins_with(SearchTerm.term, token)).limit(1)
    if len(token) >= SHORTEST_PREFIX and session.scalar(longer):
        yield (Phrase((token,), prefix=True),)


def _is_in_texts(session: Session, token: str) -> bool:
    return has_any(session, [f"tn{token}", f"tb{token}"])


def _corrected(word: Word, near: Sequence[str] | None) -> Word:
    if not near:
        return word
    return Word(near[0], tuple((Phrase((term,), read),) for term in near for read in (False, True)))
