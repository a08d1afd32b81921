"""The export of everything: a copy of the desk that needs no database, for its keepers alone.

It holds every revision, draft, verdict, issued sheet and entry of the audit trail with its
hash. What was given in confidence is left out, unless somebody asks for that very thing. It
holds nothing with which anybody can sign in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.db import Base
from campaign.editorial.heads import trail_head
from campaign.evidence.keeping import read
from campaign.exports.archive import Archive
from campaign.exports.reading import (
    Piece,
    Query,
    latest_change,
    read_rows,
    rows_of_table,
)
from campaign.exports.withholding import Row, find_withholding
from campaign.models import Evidence, Record, Revision
from campaign.models.vocabulary import Kind
from campaign.queries.schema import current_revision
from campaign.schemas.carried import (
    EVERYTHING,
    FILES,
    INCLUDED,
    RECORDS,
    REVISIONS,
    WITHHELD,
    AuditHead,
    Carried,
    Confidential,
    all_carried,
)

Allow = Callable[[str, Row], Row | None]  # what may leave of a row of a table
KIND_OF = {carried.file: kind for kind in Kind for carried in (RECORDS[kind], REVISIONS[kind])}


def export_everything(session: Session, evidence: Path | None = None) -> Iterator[Piece]:
    """Yield a zip file of everything but what was given in confidence, piece by piece.

    Memory does not follow its size.

    Args:
        session: in a transaction that sees one moment (``db.begin_reading``).
        evidence: the folder of uploaded files, to carry them too; None for their hashes only.

    Raises:
        MissingFile: an uploaded file is gone or was changed.
    """
    withholding = find_withholding(session)
    yield from _export(session, evidence, withholding.of, WITHHELD)


def export_with_confidential(session: Session, evidence: Path | None = None) -> Iterator[Piece]:
    """Yield a zip file of everything, what was given in confidence included.

    Takes and raises what ``export_everything`` does.
    """
    yield from _export(session, evidence, lambda _table, row: row, INCLUDED)


def _export(
    session: Session, evidence: Path | None, allow: Allow, confidential: Confidential
) -> Iterator[Piece]:
    archive, done, total = Archive(), 0, _count_lines(session)
    for carried in all_carried():
        for lines in archive.add_lines(carried.file, _rows(session, carried, allow)):
            done += lines
            yield Piece(archive.outgoing.take(), done, total)
    for name, content in _uploads(session, evidence, allow):
        archive.add_file(f"{FILES}{name}", content)
        yield Piece(archive.outgoing.take(), done, total)
    archive.close(
        scope=EVERYTHING,
        confidential=confidential,
        database_schema=current_revision(),
        as_of=latest_change(session),
        audit=AuditHead(**trail_head(session).values()),
    )
    yield Piece(archive.outgoing.take(), total, total)


def _rows(session: Session, carried: Carried, allow: Allow) -> Iterator[Row]:
    for row in read_rows(session, _query(session, carried)):
        allowed = allow(carried.table.name, row)
        if allowed is not None:
            yield allowed


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


def _uploads(session: Session, folder: Path | None, allow: Allow) -> Iterator[tuple[str, bytes]]:
    if folder is None:
        return
    table = Base.metadata.tables[Evidence.__tablename__]
    for row in read_rows(session, select(table).order_by(table.c.id)):
        if allow(table.name, row) is not None:
            yield row["name"], read(folder, row["name"], row["sha256"])
