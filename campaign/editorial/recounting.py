"""The history of a record in words: each revision, and what it says otherwise than another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from campaign.editorial.changes import changes_between
from campaign.editorial.lookup import Lookup, read_lookup
from campaign.editorial.parts import plain
from campaign.editorial.telling import Told, tell_changes
from campaign.models import Record, Revision
from campaign.queries.revisions import revisions_down_from


@dataclass(frozen=True)
class Recounted:
    """A revision with what it changed against the one before; empty for the first."""

    revision: Revision
    changes: list[Told]


def recount(session: Session, record: Record, *, start: int, limit: int) -> list[Recounted]:
    """Return revisions from a number downwards, each with its changes in words."""
    found = revisions_down_from(session, record.id, start, limit + 1)
    lookup = read_lookup(session, [revision.document for revision in found])
    older = [*found[1:], None][: len(found)]
    return [
        Recounted(revision, _changes(before, revision, lookup))
        for revision, before in list(zip(found, older, strict=True))[:limit]
    ]


def told_between(before: Mapping[str, Any], after: Mapping[str, Any], lookup: Lookup) -> list[Told]:
    """Return what two documents do not share, in words."""
    return tell_changes(changes_between(before, after), plain(before), plain(after), lookup)


def compare_revisions(session: Session, revisions: Sequence[Revision]) -> tuple[list[Told], Lookup]:
    """Return what the second of two revisions says otherwise than the first."""
    before, after = revisions
    lookup = read_lookup(session, [before.document, after.document])
    return told_between(before.document, after.document, lookup), lookup


def _changes(before: Revision | None, after: Revision, lookup: Lookup) -> list[Told]:
    return [] if before is None else told_between(before.document, after.document, lookup)
