"""The export of everything: a copy of the desk that needs no database, for its keepers alone.

It holds every revision, draft, verdict, issued sheet and entry of the audit trail with its
hash, and what was given in confidence. It holds nothing with which anybody can sign in.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.editorial.heads import trail_head
from campaign.evidence.keeping import read
from campaign.exports.archive import Archive
from campaign.exports.reading import (
    READ_AT_ONCE,
    Piece,
    Query,
    latest_change,
    read_rows,
    rows_of_table,
)
from campaign.models import Evidence, Record, Revision
from campaign.models.vocabulary import Kind
from campaign.queries.schema import current_revision
from campaign.schemas.carried import (
    EVERYTHING,
    FILES,
    RECORDS,
    REVISIONS,
    AuditHead,
    Carried,
    all_carried,
)

KIND_OF = {carried.file: kind for kind in Kind for carried in (RECORDS[kind], REVISIONS[kind])}


def export_everything(session: Session, evidence: Path | None = None) -> Iterator[Piece]:
    """Yield a zip file of everything, piece by piece; memory does not follow its size.

    Args:
        session: in a transaction that sees one moment (``db.begin_reading``).
        evidence: the folder of uploaded files, to carry them too; None for their hashes only.

    Raises:
        MissingFile: an uploaded file is gone or was changed.
    """
    archive, done, total = Archive(), 0, _count_lines(session)
    for carried in all_carried():
        for lines in archive.add_lines(carried.file, read_rows(session, _query(session, carried))):
            done += lines
            yield Piece(archive.outgoing.take(), done, total)
    for name, content in _uploads(session, evidence):
        archive.add_file(f"{FILES}{name}", content)
        yield Piece(archive.outgoing.take(), done, total)
    archive.close(
        scope=EVERYTHING,
        database_schema=current_revision(),
        as_of=latest_change(session),
        audit=AuditHead(**trail_head(session).values()),
    )
    yield Piece(archive.outgoing.take(), done, total)


def _query(session: Session, carried: Carried) -> Query:
    kind = KIND_OF.get(carried.file)
    if kind is None:
        return rows_of_table(session, carried)
    query = select(*carried.columns).where(Record.kind == kind)
    if carried == RECORDS[kind]:
        return query.order_by(Record.id)
    query = query.join(Record, Record.id == Revision.record_id)
    return query.order_by(Revision.record_id, Revision.number)


def _count_lines(session: Session) -> int:
    tables = {carried.table for carried in all_carried()}
    counts = (session.scalar(select(func.count()).select_from(table)) for table in tables)
    return sum(count or 0 for count in counts)


def _uploads(session: Session, folder: Path | None) -> Iterator[tuple[str, bytes]]:
    if folder is None:
        return
    kept = select(Evidence.name, Evidence.sha256).order_by(Evidence.id)
    for name, digest in session.execute(kept.execution_options(yield_per=READ_AT_ONCE)):
        yield name, read(folder, name, digest)
