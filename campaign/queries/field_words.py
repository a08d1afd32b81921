"""What the fields and parts of documents are called in words, for editors and readers."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from campaign.models.vocabulary import (
    ActionKind,
    CountUnit,
    DraftAction,
    Grade,
    IdentifierScheme,
    NameKind,
    NotAskedBecause,
    OperatingStatus,
    OrganizationType,
    OwnershipType,
    Precision,
    Relation,
    ReplyChannel,
    ReplyState,
    SourceType,
    Stance,
)
from campaign.queries import reply_words, words

# One row of a list, or one keyed part.
PART_WORDS = {
    "names": "name",
    "identifiers": "number in a register",
    "roles": "role",
    "operations": "operator",
    "products": "product",
    "headcounts": "headcount",
    "sites": "site",
    "parties": "party",
    "statements": "statement",
    "allegations": "allegation",
    "denials": "denial",
    "origins": "group of copies",
    "citations": "source",
    "organisers": "organiser",
    "targets": "target",
    "demands": "demand",
    "reports": "report",
    "links": "page of its own",
    "actions": "action",
    "commitments": "commitment",
    "replies": "reply of a company",
    "reminders": "reminder",
}
FIELD_WORDS = {
    "abuse": "type of abuse",
    "action": "workers’ action",
    "actor": "who",
    "archive_url": "address of the archived copy",
    "as_of": "as of",
    "asked_on": "asked on",
    "at_least": "at least",
    "at_most": "at most",
    "because": "why not asked",
    "certainty": "status",
    "certainty_reason": "reason of the status",
    "code_of_conduct": "code of conduct",
    "collective": "stands for a group of firms",
    "content_sha256": "hash of the content",
    "due_on": "answer due on",
    "from_date": "beginning",
    "grade": "reliability",
    "grade_reason": "why this reliability",
    "link_status": "status",
    "locator": "page or paragraph",
    "name_kind": "kind of name",
    "on_date": "date",
    "operating_status": "whether it is open",
    "organization_type": "kind of organisation",
    "origin": "story that it goes back to",
    "outcome": "outcome",
    "ownership_type": "kind of holding",
    "reply": "right of reply",
    "scheme": "register",
    "source_type": "kind of source",
    "speaker": "who says it",
    "stance": "stance",
    "status_as_of": "status as of",
    "to_date": "end",
    "unit": "of",
    "unit_words": "in the source’s own words",
    "url": "address",
    "value": "number",
}
# What a revision did to its record.
REVISION_WORDS = {
    DraftAction.CREATE: "first published",
    DraftAction.UPDATE: "changed",
    DraftAction.RETRACT: "retracted",
    DraftAction.MERGE: "changed by a merger of records",
    DraftAction.RESTORE: "restored",
}
# What a draft would do.
DRAFT_WORDS = {
    DraftAction.CREATE: "new",
    DraftAction.UPDATE: "change",
    DraftAction.RETRACT: "retraction",
    DraftAction.MERGE: "merger",
    DraftAction.RESTORE: "restoration",
}
VOCABULARIES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    **words.VOCABULARIES,
    NameKind: words.NAME_KIND_WORDS,
    IdentifierScheme: words.IDENTIFIER_WORDS,
    OrganizationType: words.ORGANIZATION_WORDS,
    SourceType: words.SOURCE_TYPE_WORDS,
    Grade: words.GRADE_WORDS,
    Stance: words.CITATION_STANCE_WORDS,
    Precision: words.PRECISION_WORDS,
    OperatingStatus: words.OPERATING_WORDS,
    Relation: words.RELATION_WORDS,
    OwnershipType: words.OWNERSHIP_WORDS,
    CountUnit: words.COUNT_UNIT_WORDS,
    ActionKind: words.ACTION_WORDS,
    ReplyState: words.REPLY_WORDS,
    ReplyChannel: reply_words.CHANNEL_WORDS,
    NotAskedBecause: reply_words.BECAUSE_WORDS,
}


def field_words(name: str) -> str:
    """Return what a field is called; its own name spaced out where nothing else is said."""
    return FIELD_WORDS.get(name) or name.replace("_", " ")


def part_words(name: str) -> str:
    """Return what one row of a list or one keyed part is called."""
    return PART_WORDS.get(name) or field_words(name).removesuffix("s")


def vocabulary_words(vocabulary: type[StrEnum], value: str) -> str:
    """Return a vocabulary's value in words; the value itself while it is none of them."""
    if value not in tuple(vocabulary):
        return value
    phrases = VOCABULARIES.get(vocabulary, {})
    return phrases.get(vocabulary(value)) or value.replace("_", " ")
