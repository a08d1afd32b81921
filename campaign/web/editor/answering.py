"""A draft and its companions, written side by side: from the form of one to the other.

They are answers to a report, and companies, places and organisations that are not on record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import abort
from sqlalchemy.orm import Session

from campaign.editorial.companions import NEWCOMERS, start_answer, start_newcomer
from campaign.editorial.completeness import check_draft
from campaign.editorial.contents import lead_of
from campaign.editorial.duplicates import find_duplicates
from campaign.editorial.states import documents
from campaign.models import Draft
from campaign.models.vocabulary import Kind
from campaign.queries.words import KIND_WORDS
from campaign.web.access import signed_in
from campaign.web.editor.buttons import Button, press, value_at
from campaign.web.editor.keeping import keep_form
from campaign.web.editor.problems import FieldProblem


@dataclass(frozen=True)
class CompanionLine:
    """A companion as the form of its lead shows it, with how much is still to do in it."""

    draft: Draft
    problems: int

    @property
    def name(self) -> str:
        """Return its title, or what it is while it has none."""
        kind = self.draft.kind
        return self.draft.title or f"Untitled {'answer' if self.is_answer else KIND_WORDS[kind]}"

    @property
    def is_answer(self) -> bool:
        """Say whether it is what somebody said to a report."""
        return self.draft.kind is Kind.RESPONSE


def next_form(session: Session, draft: Draft, button: Button) -> int | None:
    """Return the number of the draft whose form a pressed button leads to, if it leads away."""
    if button.action == "answer":
        return start_answer(session, draft, author=signed_in()).id
    if button.action == "open":
        numbers = {str(each.id): each.id for each in draft.companions}
        return numbers.get(button.target) or abort(404)
    lead = lead_of(session, draft)
    if lead is not None and button.action in ("back", "submit"):
        return lead.id
    return None


def begin_newcomer(session: Session, draft: Draft, typed: dict[str, Any], button: Button) -> int:
    """Begin what a field names and is not on record, put it there, and return its number.

    Args:
        session: its transaction is the caller's to commit.
        draft: kept already, as it was typed.
        typed: the form's values.
        button: says in which field, and of which kind it is; the field may be none.
    """
    kinds = {kind.value: kind for kind in NEWCOMERS}
    kind = kinds.get(button.value) or abort(404)
    words = value_at(typed, button.target) if button.target else ""
    name = words.strip() if isinstance(words, str) else ""
    newcomer = start_newcomer(session, draft, kind, name=name, author=signed_in())
    if name and newcomer.document.get("slug"):
        press(typed, Button("pick", button.target, newcomer.document["slug"]))
        keep_form(session, draft, typed, author=signed_in())
    return newcomer.id


def companion_lines(session: Session, companions: Iterable[Draft]) -> list[CompanionLine]:
    """Return some companions of a draft, each with the number of its problems."""
    return [
        CompanionLine(each, len(check_draft(session, each)) + doubts(session, each))
        for each in companions
    ]


def companion_problems(lines: Iterable[CompanionLine], part: str) -> list[FieldProblem]:
    """Return what the form of a draft says of companions that are not finished.

    Args:
        lines: of the companions.
        part: the section of the form that lists them.
    """
    return [
        FieldProblem(part, line.name, f"{line.problems} to mend") for line in lines if line.problems
    ]


def doubts(session: Session, draft: Draft) -> int:
    """Return how many likely duplicates of a draft nobody has decided on."""
    return sum(like.is_pressing for like in find_duplicates(session, draft))


def is_doubtful(session: Session, draft: Draft) -> bool:
    """Say whether somebody must decide on a likely duplicate of a draft, or of its companions."""
    return any(doubts(session, each) for each in documents(draft))
