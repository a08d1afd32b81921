"""Does the search index hold what the records say? Computed beside it, and compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import SearchEntry, SearchPosting
from campaign.search.batch import Batch, batches
from campaign.search.content import read_contents, searched_ids
from campaign.search.index import IndexRows, Progress, index_rows, say_nothing, stored_rows
from campaign.search.postings import Gathering, posting_differences, segment_of
from campaign.search.regrouping import SetsInTheMaking, stored_ties, ties_of
from campaign.search.rules import OUTDATED, is_outdated
from campaign.search.sets import set_differences
from campaign.search.vocabulary import term_differences


def index_differences(session: Session, progress: Progress = say_nothing) -> list[str]:
    """Compute the index beside the one that is kept; return each difference in words.

    Reads only, and holds the postings of one segment of ids in memory.

    Args:
        session: is only read.
        progress: called with the number of records done and of those to do.
    """
    session.flush()
    outdated = [OUTDATED] if is_outdated(session) else []
    return outdated + list(_differences(session, searched_ids(session), progress))


def _differences(session: Session, ids: Sequence[int], progress: Progress) -> Iterator[str]:
    sets, terms, done = SetsInTheMaking(), Counter[str](), 0
    empty = set(session.scalars(select(SearchPosting.segment).distinct()))
    for segment, inside in groupby(ids, key=segment_of):
        postings = Gathering(segment)
        empty.discard(segment)
        for batch in batches(session, inside):
            rows = [index_rows(content) for content in read_contents(batch)]
            for row in rows:
                postings.add(row.record_id, row.keys)
                terms.update(row.terms)
            yield from _differing(batch, rows)
            sets.add(batch, {row.record_id: row.entry["weight"] for row in rows})
            done += len(batch.ids)
            progress(done, len(ids))
        yield from posting_differences(session, postings)
    yield from (f"segment {segment}: has postings of no record" for segment in sorted(empty))
    yield from _superfluous(session, set(ids))
    yield from term_differences(session, terms)
    yield from set_differences(session, sets.pairs)


def _differing(batch: Batch, rows: Sequence[IndexRows]) -> Iterator[str]:
    kept = stored_rows(batch)
    for row in rows:
        there = kept.get(row.record_id)
        if there is None:
            yield f"record {row.record_id}: is not in the index"
        elif there != row:
            wrong = [column for column, value in row.entry.items() if there.entry[column] != value]
            what = ", ".join(wrong or ["names as found"])
            yield f"record {row.record_id}: differs in {what}"
    differing = stored_ties(batch) ^ ties_of(batch)
    for report_id in sorted({report_id for report_id, _ in differing}):
        yield f"record {report_id}: differs in what it is tied to"


def _superfluous(session: Session, ids: set[int]) -> Iterator[str]:
    superfluous = set(session.scalars(select(SearchEntry.record_id))) - ids
    yield from (f"record {i}: is in the index and should not be" for i in sorted(superfluous))
