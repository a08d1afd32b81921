"""What stands between a draft and its submission."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from campaign.editorial.applying import decision_problems
from campaign.editorial.certainty import certainty_problems
from campaign.editorial.contents import beside_it
from campaign.editorial.references import missing_references
from campaign.errors import InvalidDocument, Problem
from campaign.models import Draft
from campaign.schemas import parse_document
from campaign.schemas.decisions import DECISIONS


def check_draft(session: Session, draft: Draft) -> list[Problem]:
    """Return all that stands between a draft and its submission; nothing is raised.

    Problems of an attached source begin with ``/sources/<position>``, those of what goes with
    it with ``/answers/<position>`` and ``/newcomers/<position>``.
    """
    problems = _document_problems(session, draft)
    for position, source in enumerate(draft.attached):
        problems += _within(f"/sources/{position}", _document_problems(session, source))
    for position, answer in enumerate(draft.answers):
        problems += _within(f"/answers/{position}", check_draft(session, answer))
    for position, newcomer in enumerate(draft.newcomers):
        problems += _within(f"/newcomers/{position}", check_draft(session, newcomer))
    return problems


def _within(path: str, problems: Iterable[Problem]) -> list[Problem]:
    return [Problem(f"{path}{problem.path}", problem.message) for problem in problems]


def _document_problems(session: Session, draft: Draft) -> list[Problem]:
    if draft.action in DECISIONS:
        return decision_problems(session, draft)
    beside = {str(d.document.get("slug")): d.kind for d in beside_it(session, draft)}
    problems = missing_references(session, draft.document, beside)
    seen = {problem.path for problem in problems}
    try:
        parse_document(draft.document)
    except InvalidDocument as error:
        untitled = not draft.title
        problems += [
            problem
            for problem in error.problems
            if problem.path not in seen and not (untitled and problem.path == "/slug")
        ]
    return problems + certainty_problems(session, draft)
