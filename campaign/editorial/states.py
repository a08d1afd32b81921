"""From which state which step can be taken: the way of a draft in one table."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Session

from campaign.errors import InvalidTransition
from campaign.models import AnswerDraft, Draft
from campaign.models.vocabulary import DraftState


class Step(StrEnum):
    """What can be done with a draft."""

    SAVE = "save"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    DISCARD = "discard"
    REVIEW = "review"
    PUBLISH = "publish"


FROM: dict[Step, frozenset[DraftState]] = {
    Step.SAVE: frozenset({DraftState.WRITING, DraftState.RETURNED}),
    Step.SUBMIT: frozenset({DraftState.WRITING, DraftState.RETURNED}),
    Step.WITHDRAW: frozenset({DraftState.SUBMITTED}),
    Step.DISCARD: frozenset({DraftState.WRITING, DraftState.RETURNED}),
    Step.REVIEW: frozenset({DraftState.SUBMITTED}),
    Step.PUBLISH: frozenset({DraftState.SUBMITTED}),
}

STANDING = {
    DraftState.WRITING: "is still being written",
    DraftState.SUBMITTED: "waits for review",
    DraftState.RETURNED: "was returned to its author",
    DraftState.PUBLISHED: "is published",
    DraftState.REJECTED: "was rejected",
}


def may_step(draft: Draft, step: Step) -> bool:
    """Say whether a draft's state allows a step."""
    return draft.state in FROM[step]


def check_step(draft: Draft, step: Step) -> None:
    """Stop here unless the draft's state allows the step.

    Raises:
        InvalidTransition: it does not, or the draft is a source that goes with its report.
    """
    if not may_step(draft, step):
        raise InvalidTransition(f"This draft {STANDING[draft.state]}: it cannot {step} now.")
    if draft.attached_to_id is not None and step is not Step.SAVE:
        raise InvalidTransition("This source goes the way of the report for which it was added.")


def check_alone(session: Session, draft: Draft, step: Step) -> None:
    """Stop here where a step is taken with the draft that leads a set.

    Raises:
        InvalidTransition: it is not a step that a companion takes by itself.
    """
    tie = None if step in (Step.SAVE, Step.DISCARD) else session.get(AnswerDraft, draft.id)
    if tie is not None:
        lead = session.get_one(Draft, tie.report_draft_id).kind.value.replace("_", " ")
        raise InvalidTransition(
            f"This draft goes the way of the {lead} beside which it was written."
        )


def documents(draft: Draft) -> list[Draft]:
    """Return a draft and the drafts of their own that go its way, itself first."""
    return [draft, *draft.companions]


def members(draft: Draft) -> list[Draft]:
    """Return all that goes the way of a draft: itself, its companions, the sources of each."""
    return [member for each in documents(draft) for member in (each, *each.attached)]


def move(draft: Draft, state: DraftState) -> None:
    """Put a draft, with all that goes its way, into a state together."""
    for each in members(draft):
        each.state = state
