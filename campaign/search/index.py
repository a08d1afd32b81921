"""Keeping the search index: written by explicit calls, and never by hand.

Three tables of ours (``search_entry``, ``search_name``, ``search_term``) and the database's
own full-text index hold nothing that cannot be computed from the published records.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from campaign.models import SearchEntry, SearchName, SearchTerm
from campaign.search.batch import Batch, batches
from campaign.search.content import Content, dependents, read_contents, searched_ids
from campaign.search.folding import compounds, fold, fold_name, is_latin, joined, romanise
from campaign.search.full_text import BOUNDARY, dialect_of, full_text
from campaign.search.vocabulary import count_terms, terms_of
from campaign.search.weights import UNMOVED, Moved, refresh_weights

BETWEEN = f" {BOUNDARY} "


@dataclass(frozen=True)
class IndexRows:
    """What the index holds of one record, as plain values of its rows."""

    entry: dict[str, Any]
    names: tuple[dict[str, Any], ...]

    @property
    def terms(self) -> set[str]:
        """Return the words that count in the vocabulary."""
        return terms_of(self.entry["names"], self.entry["romanised"])


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
    waiting, done = set(record_ids), set[int]()
    while waiting:
        renamed: set[int] = set()
        for batch in batches(session, waiting):
            renamed |= _index_batch(batch)
        done |= waiting
        following = (dependents(batch) for batch in batches(session, renamed))
        waiting = set[int]().union(*following) - done
    refresh_weights(session, done | moved.companies | moved.facilities)


def rebuild_index(session: Session) -> int:
    """Empty the index and write it anew; return how many records are in it."""
    session.flush()
    full_text(dialect_of(session)).clear(session)
    for model in (SearchName, SearchTerm, SearchEntry):
        session.execute(delete(model))
    ids = searched_ids(session)
    for batch in batches(session, ids):
        _index_batch(batch)
    return len(ids)


def index_differences(session: Session) -> list[str]:
    """Compute the index beside the one that is kept; return each difference in words.

    Reads only, and holds no more than a batch of texts in memory.
    """
    session.flush()
    ids = searched_ids(session)
    found: list[str] = []
    terms: Counter[str] = Counter()
    for batch in batches(session, ids):
        rows = [index_rows(content) for content in read_contents(batch)]
        terms.update(term for row in rows for term in row.terms)
        found += _differing(batch, rows)
    superfluous = set(session.scalars(select(SearchEntry.record_id))).difference(ids)
    found += [f"record {i}: is in the index and should not be" for i in sorted(superfluous)]
    kept = {row.term: row.uses for row in session.execute(select(SearchTerm.term, SearchTerm.uses))}
    wrong = [
        term for term in sorted(terms.keys() | kept.keys()) if terms[term] != kept.get(term, 0)
    ]
    found += [f"word “{term}”: {kept.get(term, 0)} uses, not {terms[term]}" for term in wrong]
    return found + full_text(dialect_of(session)).faults(session)


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
    before = _stored(batch)
    rows = {row.entry["record_id"]: row for row in map(index_rows, read_contents(batch))}
    full_text(dialect_of(session)).forget(Batch(session, list(before)))
    session.execute(delete(SearchName).where(batch.holds(SearchName.record_id)))
    session.execute(delete(SearchEntry).where(batch.holds(SearchEntry.record_id)))
    if rows:
        session.execute(insert(SearchEntry), [row.entry for row in rows.values()])
        if names := [name for row in rows.values() for name in row.names]:
            session.execute(insert(SearchName), names)
        full_text(dialect_of(session)).put(Batch(session, list(rows)))
    changes = Counter(term for row in rows.values() for term in row.terms)
    changes.subtract(term for row in before.values() for term in row.terms)
    count_terms(session, changes)
    return {i for i, row in before.items() if i not in rows or _reads_otherwise(row, rows[i])}


def _reads_otherwise(before: IndexRows, after: IndexRows) -> bool:
    return any(before.entry[column] != after.entry[column] for column in ("names", "body"))


def _stored(batch: Batch) -> dict[int, IndexRows]:
    """Return what the index holds of these records now, by their ids."""
    entries = batch.session.execute(
        select(SearchEntry.__table__).where(batch.holds(SearchEntry.record_id))
    ).mappings()
    columns = (SearchName.text, SearchName.language, SearchName.folded, SearchName.romanised)
    names: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in batch.session.execute(
        select(SearchName.record_id, *columns)
        .where(batch.holds(SearchName.record_id))
        .order_by(SearchName.id)
    ).mappings():
        names[row["record_id"]].append(dict(row))
    return {
        row["record_id"]: IndexRows(dict(row), tuple(names[row["record_id"]])) for row in entries
    }


def _differing(batch: Batch, rows: Sequence[IndexRows]) -> Iterator[str]:
    kept = _stored(batch)
    for row in rows:
        there = kept.get(row.entry["record_id"])
        if there is None:
            yield f"record {row.entry['record_id']}: is not in the index"
        elif there != row:
            wrong = [column for column, value in row.entry.items() if there.entry[column] != value]
            what = ", ".join(wrong or ["names as found"])
            yield f"record {row.entry['record_id']}: differs in {what}"
