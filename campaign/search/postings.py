"""Which records have a word: the inverted index, the same on both databases.

A *key* is something that a record has: two letters and a text. The first letter tells what
it is, the second where it stands (n names, r readings, b texts):

====  =====================================================================================
t     a token
p     two tokens side by side, where both are characters of unspaced scripts or syllables
d     such a token that stands there twice or more, see ``phrases``
e     the first two or three letters of a token
w     the first characters of a whole name, joined (n as written, r as read)
====  =====================================================================================

The ids of the records that have a key are kept as Roaring bitmaps (https://roaringbitmap.org),
one for each segment of ids, so that a word that is in a hundred thousand records is read in
a few kilobytes, and a record that changes rewrites little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from pyroaring import BitMap
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from campaign.models import SearchPosting
from campaign.queries.lists import any_of
from campaign.search.batch import chunks, dialect_of, insert_rows
from campaign.search.folding import is_unspaced
from campaign.search.pinyin import is_syllable

SEGMENT = 65_536  # ids; as many as one container of a bitmap holds
BOUNDARY = "¦"  # stands between two names, so that no phrase runs from one into the next
LAST_CHARACTER = "\U0010ffff"
NAMES, READINGS, TEXTS = "n", "r", "b"
TOKEN, PAIR, TWICE, EDGE, WHOLE = "t", "p", "d", "e", "w"
EDGES = (2, 3)
LONGEST_WHOLE = 5


def keys_of(texts: Mapping[str, str], names: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """Yield the keys of a record; one may come more than once.

    Args:
        texts: folded, by the letter of where they stand.
        names: whole and joined, each with whether it is a reading.
    """
    for place, text in texts.items():
        tokens = text.split()
        yield from (f"t{place}{token}" for token in tokens if token != BOUNDARY)
        yield from _of_phrases(place, tokens)
        if place != TEXTS:
            yield from _edges(place, tokens)
    for name, is_reading in names:
        place = READINGS if is_reading else NAMES
        yield from (f"w{place}{name[:n]}" for n in range(1, LONGEST_WHOLE + 1) if n <= len(name))


def _edges(place: str, tokens: Iterable[str]) -> Iterator[str]:
    for token in tokens:
        yield from (f"e{place}{token[:n]}" for n in EDGES if n <= len(token))


def _of_phrases(place: str, tokens: list[str]) -> Iterator[str]:
    short = [is_short(token) for token in tokens]
    if not any(short):
        return
    for number, (first, second) in enumerate(pairwise(tokens)):
        if short[number] and short[number + 1]:
            yield f"p{place}{first} {second}"
    counts = Counter(token for token, is_one in zip(tokens, short, strict=True) if is_one)
    yield from (f"d{place}{token}" for token, times in counts.items() if times > 1)


@lru_cache(maxsize=50_000)
def is_short(token: str) -> bool:
    """Tell whether a token says so little that it is looked up in pairs."""
    return is_unspaced(token) or is_syllable(token)


def segment_of(record_id: int) -> int:
    """Return the number of the segment in which a record's id falls."""
    return record_id // SEGMENT


def read_keys(session: Session, keys: Iterable[str]) -> dict[str, BitMap]:
    """Return the records that have each of some keys; keys that none has are left out."""
    wanted = sorted(set(keys))
    found: dict[str, BitMap] = {}
    columns = (SearchPosting.key, SearchPosting.ids)
    query = select(*columns).where(any_of(SearchPosting.key, wanted))
    for key, ids in session.execute(query) if wanted else ():
        part = BitMap.deserialize(ids)
        found[key] = found[key] | part if key in found else part
    return found


def read_beginnings(session: Session, key: str) -> BitMap:
    """Return the records that have any key that begins so."""
    within = SearchPosting.key.between(key, key + LAST_CHARACTER)
    parts = session.scalars(select(SearchPosting.ids).where(within))
    return BitMap.union(BitMap(), *map(BitMap.deserialize, parts))


def has_any(session: Session, keys: Iterable[str]) -> bool:
    """Tell whether any record has one of some keys."""
    query = select(SearchPosting.key).where(any_of(SearchPosting.key, list(keys)))
    return session.scalar(query.limit(1)) is not None


class Gathering:
    """The postings of one segment that are put together in memory, and those taken away."""

    def __init__(self, segment: int) -> None:
        self.segment = segment
        self.added: dict[str, list[int]] = {}
        self.taken: dict[str, list[int]] = {}

    def add(self, record_id: int, keys: Iterable[str]) -> None:
        """Note that a record has these keys."""
        for key in keys:
            self.added.setdefault(key, []).append(record_id)

    def change(self, record_id: int, before: set[str], after: set[str]) -> None:
        """Note the keys that a record no longer has, and those that it has now."""
        for key in before - after:
            self.taken.setdefault(key, []).append(record_id)
        self.add(record_id, after - before)


def change_postings(session: Session, gathered: Gathering) -> None:
    """Bring the stored postings of a segment up to date with what was gathered."""
    for keys in chunks(sorted(gathered.added.keys() | gathered.taken.keys())):
        stored = _read_stored(session, gathered.segment, keys)
        changed = {}
        for key in keys:
            ids = stored.get(key, BitMap()) - BitMap(gathered.taken.get(key, ()))
            changed[key] = ids | BitMap(gathered.added.get(key, ()))
        _put(session, gathered.segment, {key: ids for key, ids in changed.items() if ids})
        _drop(session, gathered.segment, [key for key in keys if not changed[key]])


def insert_postings(session: Session, gathered: Gathering) -> None:
    """Write the postings of a segment of which nothing is stored."""
    for keys in chunks(sorted(gathered.added)):
        rows = [
            {"key": key, "segment": gathered.segment, "ids": _written(gathered.added[key])}
            for key in keys
        ]
        insert_rows(session, SearchPosting, rows)


def _written(ids: Iterable[int]) -> bytes:
    return BitMap(ids).serialize()


def _put(session: Session, segment: int, postings: Mapping[str, BitMap]) -> None:
    rows = [
        {"key": key, "segment": segment, "ids": ids.serialize()} for key, ids in postings.items()
    ]
    dialect: Any = postgresql if dialect_of(session) == "postgresql" else sqlite
    new = dialect.insert(SearchPosting)
    upsert = new.on_conflict_do_update(
        index_elements=["key", "segment"], set_={"ids": new.excluded.ids}
    )
    if rows:
        session.execute(upsert, rows)


def _read_stored(session: Session, segment: int, keys: Sequence[str]) -> dict[str, BitMap]:
    query = select(SearchPosting.key, SearchPosting.ids).where(
        any_of(SearchPosting.key, keys), SearchPosting.segment == segment
    )
    return {row.key: BitMap.deserialize(row.ids) for row in session.execute(query)}


def _drop(session: Session, segment: int, keys: Sequence[str]) -> None:
    gone = delete(SearchPosting).where(
        any_of(SearchPosting.key, keys), SearchPosting.segment == segment
    )
    if keys:
        session.execute(gone, execution_options={"synchronize_session": False})


def posting_differences(session: Session, wanted: Gathering) -> Iterator[str]:
    """Yield a sentence for each key of a segment whose records differ from those stored."""
    segment, missing = wanted.segment, set(wanted.added)
    rows = session.execute(
        select(SearchPosting.key, SearchPosting.ids).where(SearchPosting.segment == segment)
    )
    for key, ids in rows.yield_per(10_000):
        missing.discard(key)
        if BitMap(wanted.added.get(key, ())) != BitMap.deserialize(ids):
            yield f"key “{key}”: stands for other records in segment {segment}"
    yield from (f"key “{key}”: is missing in segment {segment}" for key in sorted(missing))
