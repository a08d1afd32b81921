"""A report and the answers to it, written side by side: from the form of one to the other."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort
from sqlalchemy.orm import Session

from campaign.editorial.contents import report_of
from campaign.editorial.drafts import check_draft, start_answer
from campaign.editorial.duplicates import find_duplicates
from campaign.editorial.states import documents
from campaign.models import Draft
from campaign.web.access import signed_in
from campaign.web.editor.buttons import Button
from campaign.web.editor.problems import FieldProblem


@dataclass(frozen=True)
class AnswerLine:
    """An answer as the form of its report shows it, with how much is still to do in it."""

    draft: Draft
    problems: int


def next_form(session: Session, draft: Draft, button: Button) -> int | None:
    """Return the number of the draft whose form a pressed button leads to, if it leads away."""
    if button.action == "answer":
        return start_answer(session, draft, author=signed_in()).id
    if button.action == "open":
        numbers = {str(answer.id): answer.id for answer in draft.answers}
        return numbers.get(button.target) or abort(404)
    report = report_of(session, draft)
    if report is not None and button.action in ("back", "submit"):
        return report.id
    return None


def answer_lines(session: Session, draft: Draft) -> list[AnswerLine]:
    """Return the answers that go with a report, each with the number of its problems."""
    return [
        AnswerLine(answer, len(check_draft(session, answer)) + doubts(session, answer))
        for answer in draft.answers
    ]


def answer_problems(lines: list[AnswerLine]) -> list[FieldProblem]:
    """Return what the form of a report says of answers that are not finished."""
    return [
        FieldProblem("answers", line.draft.title or "Untitled answer", f"{line.problems} to mend")
        for line in lines
        if line.problems
    ]


def doubts(session: Session, draft: Draft) -> int:
    """Return how many likely duplicates of a draft nobody has decided on."""
    return sum(like.is_pressing for like in find_duplicates(session, draft))


def is_doubtful(session: Session, draft: Draft) -> bool:
    """Say whether somebody must decide on a likely duplicate of a draft, or of an answer to it."""
    return any(doubts(session, each) for each in documents(draft))
