"""Making one of two records that mean the same; it can be undone (``editorial.restoring``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from campaign.editorial.audit import lock_trail
from campaign.editorial.publishing import publish_all
from campaign.editorial.referring import content_of, referrers, replaced
from campaign.editorial.retracting import withdraw_records
from campaign.editorial.revisions import Signature
from campaign.errors import InvalidDocument, InvalidTransition, Problem
from campaign.models import Record, SlugRedirect
from campaign.models.vocabulary import DraftAction, Kind, NameKind
from campaign.schemas import parse_document

MERGEABLE = (Kind.COMPANY, Kind.FACILITY, Kind.ORGANIZATION, Kind.SOURCE)
GATHERED = ("names", "identifiers", "operations", "headcounts", "citations")
ENDS = {Kind.SUPPLY_LINK: ("buyer", "supplier"), Kind.OWNERSHIP: ("parent", "subsidiary")}


@dataclass(frozen=True)
class MergerPreview:
    """What a merger would move.

    Attributes:
        record: the one that goes.
        into: the one that stays.
        moving: records that refer to the one that goes, and will to the other.
        looped: links and holdings between the two, which are retracted.
        names: that the one that stays gains.
        numbers: in registers, that it gains.
        citations: how many it gains of its own.
    """

    record: Record
    into: Record
    moving: list[Record]
    looped: list[Record]
    names: list[str]
    numbers: list[str]
    citations: int


def preview_merger(session: Session, record: Record, into: Record) -> MergerPreview:
    """Return what merging a record into another would move; nothing is changed."""
    resting = [each for each in referrers(session, record.id) if each.id != into.id]
    looped = [
        each
        for each in resting
        if each.kind in ENDS and _loops(replaced(content_of(session, each), record.slug, into.slug))
    ]
    kept, lost = content_of(session, into), content_of(session, record)
    gained = _gathered(kept, lost)
    more = {field: gained.get(field, [])[len(kept.get(field, [])) :] for field in GATHERED}
    return MergerPreview(
        record,
        into,
        [each for each in resting if each not in looped],
        looped,
        [name["text"] for name in more["names"]],
        [f"{number['scheme']} {number['value']}" for number in more["identifiers"]],
        len(more["citations"]),
    )


def merge(
    session: Session, record: Record, into: Record, *, reason: str, signature: Signature
) -> Record:
    """Merge a record into another: links, citations and names move, the old address redirects.

    A link or holding between the two would tie a company to itself and is retracted.

    Args:
        session: its transaction is the caller's to commit.
        record: the one that goes.
        into: the one that stays, of the same kind.
        reason: shown in public.
        signature: who stands behind it.

    Returns:
        The record that stays.

    Raises:
        InvalidTransition: one of the two was retracted or merged away.
        InvalidDocument: the two cannot be one.
    """
    lock_trail(session)
    for each in (record, into):
        if each.retracted_at is not None:
            raise InvalidTransition(f"{each.title} was retracted.")
    problems = merger_problems(record, into)
    if problems:
        raise InvalidDocument(problems)
    with session.begin_nested():
        _merge(session, record, into, reason, signature)
    return into


def merger_problems(record: Record, into: Record | None) -> list[Problem]:
    """Return why two records cannot be one."""
    if into is None or into.retracted_at is not None:
        return [Problem("/into", "there is no such record, or it was retracted")]
    if record.kind not in MERGEABLE:
        return [Problem("/slug", f"a {record.kind.value.replace('_', ' ')} is not merged")]
    if record.kind is not into.kind:
        return [Problem("/into", "is of another kind")]
    return [Problem("/into", "is the same record")] if record.id == into.id else []


def _merge(
    session: Session, record: Record, into: Record, reason: str, signature: Signature
) -> None:
    old, new = record.slug, into.slug
    lost, resting = content_of(session, record), referrers(session, record.id)
    contents = {
        each.slug: replaced(content_of(session, each), old, new)
        for each in resting
        if each.id != into.id
    }
    looped = [each for each in resting if each.slug in contents and _loops(contents[each.slug])]
    withdraw_records(session, looped, DraftAction.RETRACT, reason, signature)
    for each in looped:
        del contents[each.slug]
    kept = replaced(_gathered(content_of(session, into), lost), old, new)
    documents = [kept, *contents.values()]
    withdraw_records(session, [record], DraftAction.MERGE, reason, signature)
    record.merged_into_id = into.id
    session.add(SlugRedirect(slug=old, record_id=into.id))
    session.flush()
    publish_all(
        session,
        [parse_document(content) for content in documents],
        signature=signature,
        actions={content["slug"]: DraftAction.MERGE for content in documents},
    )


def _loops(content: dict[str, Any]) -> bool:
    ends = ENDS.get(Kind(content["kind"]))
    return ends is not None and content[ends[0]] == content[ends[1]]


def _gathered(content: dict[str, Any], lost: dict[str, Any]) -> dict[str, Any]:
    """Return the document that stays with what the other had more: names, numbers, operators."""
    more = {
        field: _joined(field, content.get(field, []), lost.get(field, []))
        for field in GATHERED
        if lost.get(field)
    }
    return {**content, **more}


def _joined(field: str, ours: list[Any], theirs: list[Any]) -> list[Any]:
    known = [_key(field, item) for item in ours]
    added = [item for item in theirs if _key(field, item) not in known]
    if field == "names":
        added = [_renamed(name) for name in added]
    return [*ours, *added]


def _key(field: str, item: Any) -> Any:
    return (item["text"], item["language"]) if field == "names" else item


def _renamed(name: dict[str, Any]) -> dict[str, Any]:
    """Return a name of the record that goes; there is one primary name only."""
    if name["name_kind"] != NameKind.PRIMARY:
        return name
    return {**name, "name_kind": NameKind.TRADING.value}
