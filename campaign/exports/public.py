"""The public export: what anybody can read here, in one file, and nothing else.

No account, draft, note for editors, earlier revision or confidential source is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from campaign.exports.archive import Archive
from campaign.exports.reading import (
    Piece,
    Query,
    in_order,
    latest_change,
    read_rows,
    rows_of_table,
)
from campaign.models import Record, Revision
from campaign.models.vocabulary import Kind
from campaign.queries.schema import current_revision
from campaign.schemas.carried import PUBLIC, TERMS
from campaign.schemas.privacy import public_content

Rows = Iterator[dict[str, Any]]


def export_public(session: Session, licence: str) -> Iterator[Piece]:
    """Yield a zip file of all that is published, piece by piece.

    Of each record its document as readers see it; of what was retracted or merged away its
    title, the day and the reason; what was corrected; and the vocabularies.

    Args:
        session: in a transaction that sees one moment (``db.begin_reading``).
        licence: on what terms others may use it.
    """
    archive, done = Archive(), 0
    total = session.scalar(select(func.count()).select_from(Record)) or 0
    for name, rows in _files(session):
        for lines in archive.add_lines(name, rows):
            done += lines
            yield Piece(archive.outgoing.take(), min(done, total), total)
    archive.close(
        scope=PUBLIC,
        database_schema=current_revision(),
        as_of=latest_change(session),
        licence=licence,
    )
    yield Piece(archive.outgoing.take(), total, total)


def _files(session: Session) -> Iterator[tuple[str, Rows]]:
    for kind in Kind:
        yield f"{kind.value}.jsonl", _documents(session, kind)
    yield "retracted.jsonl", read_rows(session, _retracted(session))
    yield "corrections.jsonl", read_rows(session, _corrections(session))
    for terms in TERMS:
        yield terms.file, read_rows(session, rows_of_table(session, terms))


def _documents(session: Session, kind: Kind) -> Rows:
    query = (
        select(
            *(Record.kind, Record.slug, Record.title, Record.revision),
            *(Record.published_at, Record.updated_at, Revision.document),
        )
        .join(Revision, (Revision.record_id == Record.id) & (Revision.number == Record.revision))
        .where(Record.kind == kind, Record.retracted_at.is_(None))
        .order_by(in_order(session, Record.slug))
    )
    for row in read_rows(session, query):
        yield {**row, "document": public_content(row["document"])}


def _retracted(session: Session) -> Query:
    into = aliased(Record)
    return (
        select(
            *(Record.kind, Record.slug, Record.title, Record.published_at, Record.retracted_at),
            Record.retraction_reason,
            into.slug.label("merged_into"),
        )
        .outerjoin(into, into.id == Record.merged_into_id)
        .where(Record.retracted_at.is_not(None))
        .order_by(in_order(session, Record.slug))
    )


def _corrections(session: Session) -> Query:
    return (
        select(Record.slug, Revision.number.label("revision"), Revision.at, Revision.public_note)
        .join(Record, Record.id == Revision.record_id)
        .where(Revision.public_note.is_not(None), Record.retracted_at.is_(None))
        .order_by(in_order(session, Record.slug), Revision.number)
    )
