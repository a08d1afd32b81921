"""What a reviewer needs to judge a draft of any kind: in words, with the sources beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy.orm import Session

from campaign.editorial.careful import Concern, find_concerns
from campaign.editorial.certainty import Proposal, propose_for
from campaign.editorial.contents import beside_it
from campaign.editorial.lookup import Lookup, read_lookup
from campaign.editorial.merging import MergerPreview, preview_merger
from campaign.editorial.outline import PartInWords, Row, anchor_of, outline
from campaign.editorial.parts import plain, unfolded
from campaign.editorial.recounting import told_between
from campaign.editorial.retracting import RetractionPreview, preview_retraction
from campaign.editorial.telling import Told, actor_words, place_words, value_words
from campaign.models import Draft, Record
from campaign.models.vocabulary import DraftAction, DraftState, Kind
from campaign.queries.drafts import base_document
from campaign.queries.records import find_record
from campaign.schemas.decisions import DECISIONS


@dataclass(frozen=True)
class ToldConcern:
    """Wording that needs care, where it stands in words, and the id of that part."""

    concern: Concern
    place: str
    anchor: str


@dataclass(frozen=True)
class NewSource:
    """A source that is not on record yet, field by field in words."""

    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Examination:
    """A draft as its reviewer sees it.

    Attributes:
        parts: the document, part by part, with sources.
        changes: against the revision from which it started; empty for a new record.
        changed: ids of the parts that differ.
        concerns: wording that needs care.
        proposal: what the sources of a report bear out by themselves.
        asked: of each company, whether it was asked to reply, in words.
        merger: what would move, where records are merged.
        retraction: what would go along, where a record is retracted.
        new_sources: that were added for it.
    """

    parts: list[PartInWords]
    changes: list[Told]
    changed: frozenset[str]
    concerns: list[ToldConcern]
    proposal: Proposal | None
    asked: list[str]
    merger: MergerPreview | None = None
    retraction: RetractionPreview | None = None
    lookup: Lookup = field(default_factory=Lookup)
    new_sources: list[NewSource] = field(default_factory=list)


def examine_draft(session: Session, draft: Draft, prefix: str = "part") -> Examination:
    """Return what a reviewer needs to judge a draft; ``prefix`` begins the ids of its parts."""
    base = _base(session, draft)
    lookup = read_lookup(session, [base, draft.document], beside_it(session, draft))
    changes = told_between(base, draft.document, lookup) if base else []
    merger, retraction = _previews(session, draft)
    return Examination(
        parts=[replace(part, prefix=prefix) for part in outline(draft.document, lookup)],
        changes=changes,
        changed=frozenset(_anchors(changes, prefix)),
        concerns=tell_concerns(draft.document, lookup, prefix),
        proposal=propose_for(session, draft),
        asked=asked_words(draft.document, lookup),
        merger=merger,
        retraction=retraction,
        lookup=lookup,
        new_sources=[_new_source(source, lookup) for source in draft.attached],
    )


def _new_source(source: Draft, lookup: Lookup) -> NewSource:
    rows = [row for part in outline(source.document, lookup) for row in part.rows]
    return NewSource(source.title, rows)


def tell_concerns(
    document: Mapping[str, Any], lookup: Lookup, prefix: str = "part"
) -> list[ToldConcern]:
    """Return the wording that needs care, with its place in words."""
    known = [meaning.title for meaning in lookup.records.values()]
    known += [str(s["publisher"]) for s in lookup.sources.values() if s.get("publisher")]
    content = plain(document)
    return [
        ToldConcern(
            concern,
            ", ".join(place_words(concern.steps, content, lookup)),
            anchor_of(concern.steps[:-1], prefix),
        )
        for concern in find_concerns(document, known)
    ]


def asked_words(document: Mapping[str, Any], lookup: Lookup) -> list[str]:
    """Return of each company of a report whether it was asked to reply; empty for other kinds."""
    if document.get("kind") != Kind.REPORT:
        return []
    lines = [
        f"{actor_words(reply.get('actor') or {}, lookup)}: {_reply_words(reply, lookup)}"
        for reply in (unfolded(document.get("replies")) or {}).values()
    ]
    general = document.get("reply")
    if general:
        who = "The others" if lines else "The companies named"
        lines.append(f"{who}: {_reply_words(general, lookup)}")
    return lines or ["Not said yet."]


def _reply_words(reply: Mapping[str, Any], lookup: Lookup) -> str:
    field = "replies" if "channel" in reply or "because" in reply else "reply"
    at = ("replies", "x") if field == "replies" else ("reply",)
    words = {
        name: value_words(value, (*at, name), Kind.REPORT, lookup)
        for name, value in reply.items()
        if value and name in ("state", "asked_on", "channel", "due_on", "because", "reason")
    }
    if "asked_on" in words and "state" not in words:
        words = {"asked_on": f"asked on {words.pop('asked_on')}", **words}
    elif "asked_on" in words:
        words["asked_on"] = f"on {words['asked_on']}"
    if "due_on" in words:
        words["due_on"] = f"answer due {words['due_on']}"
    if "because" in words:
        words["because"] = f"not asked, because {words['because']}"
    reason = words.pop("reason", "")
    return ": ".join(filter(None, (", ".join(words.values()), reason))) or "not said yet"


def _base(session: Session, draft: Draft) -> dict[str, Any]:
    if draft.action is DraftAction.CREATE or draft.action in DECISIONS:
        return {}
    return {} if draft.state is DraftState.PUBLISHED else base_document(session, draft)


def _anchors(changes: list[Told], prefix: str) -> Iterator[str]:
    for change in changes:
        for depth in range(len(change.steps) + 1):
            yield anchor_of(change.steps[:depth], prefix)


def _previews(
    session: Session, draft: Draft
) -> tuple[MergerPreview | None, RetractionPreview | None]:
    if draft.action not in DECISIONS or draft.state is DraftState.PUBLISHED:
        return None, None
    record = session.get_one(Record, draft.record_id)
    if draft.action is DraftAction.RETRACT:
        return None, preview_retraction(session, record)
    into = find_record(session, str(draft.document.get("into")))
    return (preview_merger(session, record, into) if into else None), None
