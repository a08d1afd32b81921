"""Keeping the search index: written by explicit calls, and never by hand.

Its tables (``search_entry``, ``search_name``, ``search_term``, ``search_posting``,
``search_set``, ``search_tie``) hold nothing that cannot be computed from the published
records; ``differences`` does so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy import text as sql
from sqlalchemy.orm import Session

from campaign.models import SearchEntry, SearchName, SearchPosting, SearchSet, SearchTerm, SearchTie
from campaign.search.batch import Batch, batches, dialect_of, held, insert_rows
from campaign.search.content import NO_LANGUAGE, Content, dependents, read_contents, searched_ids
from campaign.search.folding import compounds, fold, fold_name, is_latin, joined, romanise
from campaign.search.postings import (
    BOUNDARY,
    NAMES,
    READINGS,
    TEXTS,
    Gathering,
    change_postings,
    insert_postings,
    keys_of,
    segment_of,
)
from campaign.search.regrouping import UNMOVED, Moved, SetsInTheMaking, insert_ties, refresh_sets
from campaign.search.rules import is_outdated, note_rules
from campaign.search.vocabulary import count_terms, term_rows, terms_of

BETWEEN = f" {BOUNDARY} "
WRITTEN = (SearchName, SearchTerm, SearchEntry, SearchPosting, SearchSet, SearchTie)
COLUMNS = {NAMES: "names", READINGS: "romanised", TEXTS: "body"}
Progress = Callable[[int, int], None]
ENTRIES = select(SearchEntry.__table__).where(held(SearchEntry.record_id))
NAMES_SHOWN = (SearchName.text, SearchName.language, SearchName.folded, SearchName.romanised)
STORED_NAMES = (
    select(SearchName.record_id, *NAMES_SHOWN)
    .where(held(SearchName.record_id))
    .order_by(SearchName.id)
)
ENTRIES_AWAY = delete(SearchEntry).where(held(SearchEntry.record_id))
NAMES_AWAY = delete(SearchName).where(held(SearchName.record_id))


def say_nothing(_done: int, _total: int) -> None:
    """Take no notice of progress."""


@dataclass(frozen=True)
class IndexRows:
    """What the index holds of one record, as plain values of its rows."""

    entry: dict[str, Any]
    names: tuple[dict[str, Any], ...]

    @property
    def record_id(self) -> int:
        """Return whose they are."""
        record_id: int = self.entry["record_id"]
        return record_id

    @property
    def keys(self) -> set[str]:
        """Return what of the record is in the postings."""
        if not self.entry:
            return set()
        texts = {place: self.entry[column] for place, column in COLUMNS.items()}
        names = ((name["folded"], name["romanised"]) for name in self.names)
        return set(keys_of(texts, names))

    @property
    def terms(self) -> set[str]:
        """Return the words that count in the vocabulary."""
        return terms_of(self.entry["names"], self.entry["romanised"]) if self.entry else set()


NO_ROWS = IndexRows({}, ())


def index_records(session: Session, record_ids: Iterable[int], moved: Moved = UNMOVED) -> None:
    """Bring the index up to date after these records were published, changed or retracted.

    Records in whose texts they are named (a facility names its operator) follow when names
    or places changed.

    Args:
        session: its transaction holds the changes.
        record_ids: of any kinds.
        moved: what changed in the exposure table, which is read here: refresh it before.
    """
    session.flush()
    _wait_for_others(session)
    changed = set(record_ids)
    waiting, done = set(changed), set[int]()
    while waiting:
        renamed: set[int] = set()
        for batch in batches(session, waiting):
            renamed |= _index_batch(batch)
        done |= waiting
        following = (dependents(batch) for batch in batches(session, renamed))
        waiting = set[int]().union(*following) - done
    refresh_sets(session, done, changed, moved)


def rebuild_index(session: Session, progress: Progress = say_nothing) -> int:
    """Empty the index and write it anew; return how many records are in it.

    Holds the postings of one segment of ids in memory.

    Args:
        session: its transaction holds the changes.
        progress: called with the number of records done and of those to do.
    """
    session.flush()
    _wait_for_others(session)
    for model in WRITTEN:
        session.execute(delete(model))
    ids = searched_ids(session)
    sets, terms, done = SetsInTheMaking(), Counter[str](), 0
    for segment, inside in groupby(ids, key=segment_of):
        postings = Gathering(segment)
        for batch in batches(session, inside):
            _write_batch(batch, postings, sets, terms)
            done += len(batch.ids)
            progress(done, len(ids))
        insert_postings(session, postings)
    insert_rows(session, SearchTerm, term_rows(terms))
    sets.write(session)
    note_rules(session)
    _count_rows(session)
    return len(ids)


def _count_rows(session: Session) -> None:
    """Let the database see how much there is now, or it plans as for the empty tables."""
    for model in WRITTEN:
        session.execute(sql(f"ANALYZE {model.__tablename__}"))


def _wait_for_others(session: Session) -> None:
    """Hold the one place for writing the index; SQLite has one writer anyway."""
    if dialect_of(session) == "postgresql":
        session.execute(sql("LOCK TABLE search_set IN SHARE ROW EXCLUSIVE MODE"))


def ensure_index(session: Session) -> None:
    """Write the index if there is none, or if it was written by other rules."""
    if is_outdated(session):
        rebuild_index(session)


def _write_batch(
    batch: Batch, postings: Gathering, sets: SetsInTheMaking, terms: Counter[str]
) -> None:
    """Write entries and names of records that are not in the index, and note the rest."""
    rows = [index_rows(content) for content in read_contents(batch)]
    insert_rows(batch.session, SearchEntry, [row.entry for row in rows])
    insert_rows(batch.session, SearchName, [name for row in rows for name in row.names])
    for row in rows:
        postings.add(row.record_id, row.keys)
        terms.update(row.terms)
    sets.add(batch, {row.record_id: row.entry["weight"] for row in rows})
    insert_ties(batch)


def index_rows(content: Content) -> IndexRows:
    """Return what the index shall hold of a record."""
    names = list(_names(content))
    whole = [fold(text) for text in content.names]
    extra = [compound for text in content.names for compound in compounds(text)]
    romanised = [read for text in content.names if (read := _romanised(text))]
    entry = {
        "record_id": content.record_id,
        "names": BETWEEN.join(dict.fromkeys([*whole, *extra])),
        "romanised": BETWEEN.join(dict.fromkeys(romanised)),
        "body": BETWEEN.join(dict.fromkeys(filter(None, map(fold, content.texts)))),
        "weight": content.weight,
    }
    return IndexRows(entry, tuple(names))


def _names(content: Content) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for text, language in content.names.items():
        folded = joined(fold_name(text))
        if folded and folded not in seen:
            seen.add(folded)
            yield _name(content, text, language, folded, romanised=False)
    for text, language in content.names.items():
        folded = joined(romanise(fold_name(text)))
        if folded and folded not in seen:
            seen.add(folded)
            yield _name(content, text, language, folded, romanised=True)
    for key, address in content.addresses.items():
        yield _name(content, address, NO_LANGUAGE, key, romanised=False)


def _name(
    content: Content, text: str, language: str, folded: str, *, romanised: bool
) -> dict[str, Any]:
    return {
        "record_id": content.record_id,
        "text": text,
        "language": language,
        "folded": folded,
        "romanised": romanised,
    }


def _romanised(text: str) -> str:
    """Return the reading of a name that is not in Latin letters: by syllables, and as one."""
    folded = fold_name(text)
    if is_latin(folded):
        return ""
    read = romanise(folded)
    return f"{read}{BETWEEN}{joined(read)}" if " " in read else read


def _index_batch(batch: Batch) -> set[int]:
    """Write the index of some records; return those that others name and that changed."""
    session = batch.session
    before = stored_rows(batch)
    rows = {row.record_id: row for row in map(index_rows, read_contents(batch))}
    batch.ask(NAMES_AWAY)
    batch.ask(ENTRIES_AWAY)
    insert_rows(session, SearchEntry, [row.entry for row in rows.values()])
    insert_rows(session, SearchName, [name for row in rows.values() for name in row.names])
    terms = Counter[str]()
    for segment, record_ids in groupby(sorted(before.keys() | rows.keys()), key=segment_of):
        postings = Gathering(segment)
        for record_id in record_ids:
            was, now = before.get(record_id, NO_ROWS), rows.get(record_id, NO_ROWS)
            postings.change(record_id, was.keys, now.keys)
            terms.update(now.terms)
            terms.subtract(was.terms)
        change_postings(session, postings)
    count_terms(session, terms)
    return {i for i, row in before.items() if i not in rows or _reads_otherwise(row, rows[i])}


def _reads_otherwise(before: IndexRows, after: IndexRows) -> bool:
    return any(before.entry[column] != after.entry[column] for column in ("names", "body"))


def stored_rows(batch: Batch) -> dict[int, IndexRows]:
    """Return what the index holds of these records now, by their ids."""
    names: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in batch.ask(STORED_NAMES).mappings():
        names[row["record_id"]].append(dict(row))
    return {
        row["record_id"]: IndexRows(dict(row), tuple(names[row["record_id"]]))
        for row in batch.ask(ENTRIES).mappings()
    }
