"""Which records have the phrases of a query, answered from the postings.

A phrase of characters or syllables is found by its pairs. A record with the pairs *ab* and
*bc* has *abc* for certain when it has *b* only once; where an inner token stands twice
(``postings`` keeps those), and for phrases of other words, the text itself is looked at.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from threading import Lock

from pyroaring import BitMap, FrozenBitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import SearchEntry
from campaign.queries.lists import any_of
from campaign.search.postings import (
    EDGES,
    NAMES,
    READINGS,
    TEXTS,
    is_short,
    read_beginnings,
    read_keys,
)
from campaign.search.sets import Sets
from campaign.search.words import Asked, Phrase, Word

READ_AT_ONCE = 5_000
REMEMBERED = 32
COLUMNS = {NAMES: SearchEntry.names, READINGS: SearchEntry.romanised, TEXTS: SearchEntry.body}


class _Remembered:
    """Phrases that were looked up in texts lately, with the records that have them."""

    def __init__(self) -> None:
        self._found: OrderedDict[tuple[str, str, Phrase], FrozenBitMap] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str, Phrase]) -> FrozenBitMap | None:
        return self._found.get(key)

    def keep(self, key: tuple[str, str, Phrase], ids: FrozenBitMap) -> None:
        with self._lock:
            self._found[key] = ids
            while len(self._found) > REMEMBERED:
                self._found.popitem(last=False)


_remembered = _Remembered()


class Lookup:
    """Answers for the phrases of one query; what they need is read in few statements."""

    def __init__(self, session: Session, sets: Sets, asked: Iterable[Asked]) -> None:
        self._session = session
        self._sets = sets
        phrases = {phrase for one in asked for phrase in phrases_of(one)}
        keys = (
            key
            for phrase in phrases
            for place in places_of(phrase)
            for key in keys_of_phrase(phrase, place)
        )
        self._postings = read_keys(session, keys)
        self._found: dict[tuple[str, Phrase], BitMap] = {}

    def written(self, phrase: Phrase) -> BitMap | None:
        """Return the records that have a phrase in a name; None for a reading."""
        return None if phrase.romanised else self._at(NAMES, phrase)

    def named(self, phrase: Phrase) -> BitMap:
        """Return the records that have a phrase in a name, or a reading where it is one."""
        return self._at(READINGS if phrase.romanised else NAMES, phrase)

    def told(self, phrase: Phrase) -> BitMap:
        """Return the records that have a phrase in a name or a text."""
        named = self.named(phrase)
        return named if phrase.romanised else named | self._at(TEXTS, phrase)

    def _at(self, place: str, phrase: Phrase) -> BitMap:
        known = self._found.get((place, phrase))
        if known is None:
            known = self._found[place, phrase] = self._find(place, phrase)
        return known

    def _find(self, place: str, phrase: Phrase) -> BitMap:
        *inner, last = phrase.tokens
        keys = list(_chain(place, phrase))
        parts = [self._postings.get(key, BitMap()) for key in keys]
        if phrase.prefix:
            parts.append(self._beginning(place, last))
        found = BitMap.intersection(*parts) if parts else BitMap()
        doubtful = found & self._doubtful(place, phrase) if inner else BitMap()
        return (found - doubtful) | self._in_text(place, phrase, doubtful) if doubtful else found

    def _beginning(self, place: str, token: str) -> BitMap:
        if place != TEXTS and len(token) in EDGES:
            return self._postings.get(f"e{place}{token}", BitMap())
        return read_beginnings(self._session, f"t{place}{token}")

    def _doubtful(self, place: str, phrase: Phrase) -> BitMap | FrozenBitMap:
        """Return the records in which the parts of a phrase may stand apart."""
        if phrase.prefix or not all(map(is_short, phrase.tokens)):
            return self._sets.every
        twice = (self._postings.get(f"d{place}{token}", BitMap()) for token in phrase.tokens[1:-1])
        return BitMap.union(BitMap(), *twice)

    def _in_text(self, place: str, phrase: Phrase, ids: BitMap) -> BitMap | FrozenBitMap:
        """Return those of the records that have the phrase, by reading their texts."""
        key = (self._sets.stamp, place, phrase)
        known = _remembered.get(key)
        if known is None:
            known = FrozenBitMap(_read_texts(self._session, place, phrase, ids))
            _remembered.keep(key, known)
        return known


def _read_texts(session: Session, place: str, phrase: Phrase, ids: BitMap) -> Iterator[int]:
    column = COLUMNS[place]
    wanted = f" {' '.join(phrase.tokens)}{'' if phrase.prefix else ' '}"
    listed = list(ids)
    for start in range(0, len(listed), READ_AT_ONCE):
        part = any_of(SearchEntry.record_id, listed[start : start + READ_AT_ONCE])
        for record_id, text in session.execute(select(SearchEntry.record_id, column).where(part)):
            if wanted in f" {text} ":
                yield record_id


def phrases_of(asked: Asked) -> Iterator[Phrase]:
    """Yield each phrase of a query."""
    yield from (phrase for word in asked.words for way in word.ways for phrase in way)
    yield from asked.excluded


def places_of(phrase: Phrase) -> tuple[str, ...]:
    """Return where a phrase is looked for."""
    return (READINGS,) if phrase.romanised else (NAMES, TEXTS)


def keys_of_phrase(phrase: Phrase, place: str) -> Iterator[str]:
    """Yield the keys by whose postings a phrase is found."""
    yield from _chain(place, phrase)
    yield from (f"d{place}{token}" for token in phrase.tokens[1:-1] if is_short(token))
    if phrase.prefix and len(phrase.tokens[-1]) in EDGES:
        yield f"e{place}{phrase.tokens[-1]}"


def _chain(place: str, phrase: Phrase) -> Iterator[str]:
    """Yield the keys that a record must have: pairs where there are, else tokens."""
    tokens = phrase.tokens[:-1] if phrase.prefix else phrase.tokens
    covered = set()
    for number, (first, second) in enumerate(pairwise(tokens)):
        if is_short(first) and is_short(second):
            covered |= {number, number + 1}
            yield f"p{place}{first} {second}"
    yield from (f"t{place}{token}" for i, token in enumerate(tokens) if i not in covered)


def meets(word: Word, find: Callable[[Phrase], BitMap | None]) -> BitMap:
    """Return the records that fulfil one of a word's ways.

    Args:
        word: of the query.
        find: answers for a phrase; None for one that does not count.
    """
    found = BitMap()
    for way in word.ways:
        parts = [ids for phrase in way if (ids := find(phrase)) is not None]
        if parts and len(parts) == len(way):
            found |= BitMap.intersection(*parts)
    return found
