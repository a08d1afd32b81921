"""A record and all its revisions, as they stand in two files of an export, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from campaign.editorial.revisions import follows
from campaign.errors import InvalidDocument, Problem
from campaign.imports.archive import Incoming
from campaign.models import Revision
from campaign.models.vocabulary import Kind
from campaign.schemas import Document, parse_document
from campaign.schemas.carried import RECORDS, REVISIONS
from campaign.schemas.rows import read_row

Row = dict[str, Any]


@dataclass(frozen=True)
class Dossier:
    """One record of an export.

    Attributes:
        where: file and line of the record.
        record: its row.
        revisions: oldest first; each follows from the one before.
        document: what the newest of them says.
    """

    where: str
    record: Row
    revisions: list[Revision]
    document: Document


def read_dossiers(incoming: Incoming, kind: Kind) -> Iterator[Dossier]:
    """Yield the records of a kind with their revisions.

    Raises:
        InvalidDocument: a line, a document or a chain of hashes is wrong; names file and line.
    """
    revisions = _Revisions(incoming, kind)
    for where, values in incoming.lines(RECORDS[kind].file):
        record = read_row(RECORDS[kind], values, where)
        if record["kind"] is not kind:
            raise InvalidDocument([Problem("/kind", f"is not {kind.value}")], where)
        found = revisions.of(record["id"])
        yield Dossier(where, record, found, _document(record, found, where))
    revisions.refuse_rest()


class _Revisions:
    """The file of revisions of a kind, read along with that of the records."""

    def __init__(self, incoming: Incoming, kind: Kind) -> None:
        self._carried = REVISIONS[kind]
        self._lines = incoming.lines(self._carried.file)
        self._next = self._read()

    def of(self, record_id: int) -> list[Revision]:
        """Return the revisions of a record, which come next.

        Raises:
            InvalidDocument: one does not follow from the one before.
        """
        found: list[Revision] = []
        while self._next is not None and self._next[1].record_id == record_id:
            where, revision = self._next
            if not follows(revision, found[-1] if found else None):
                message = "does not follow from the one before: number or hash was changed"
                raise InvalidDocument([Problem("/hash", message)], where)
            found.append(revision)
            self._next = self._read()
        return found

    def refuse_rest(self) -> None:
        """Stop here when a revision is left of which no record was read.

        Raises:
            InvalidDocument: with its line.
        """
        if self._next is not None:
            raise InvalidDocument([Problem("/record_id", "is no record's")], self._next[0])

    def _read(self) -> tuple[str, Revision] | None:
        for where, values in self._lines:
            return where, Revision(**read_row(self._carried, values, where))
        return None


def _document(record: Row, revisions: list[Revision], where: str) -> Document:
    if not revisions or revisions[-1].number != record["revision"]:
        message = f"is {record['revision']}, and {len(revisions)} revisions are there"
        raise InvalidDocument([Problem("/revision", message)], where)
    content = revisions[-1].document
    if content.get("slug") != record["slug"] or content.get("kind") != record["kind"]:
        raise InvalidDocument([Problem("/slug", "is not that of its newest revision")], where)
    return parse_document(content, where)
