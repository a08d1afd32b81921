import pytest
from sqlalchemy import select

from campaign.editorial.companions import attach_source
from campaign.editorial.drafts import discard_draft, save_draft, submit_draft, withdraw_draft
from campaign.editorial.review import publish, review_draft
from campaign.errors import InvalidTransition
from campaign.models import (
    Draft,
)
from campaign.models.vocabulary import DraftState, Verdict
from tests.factories import (
    make_user,
    report_values,
)
from tests.support.drafts import submitted

STEPS = {
    "save": lambda session, draft, author, _: save_draft(
        session, draft, report_values(), author=author
    ),
    "attach": lambda session, draft, author, _: attach_source(session, draft, {}, author=author),
    "submit": lambda session, draft, author, _: submit_draft(session, draft, author=author),
    "withdraw": lambda session, draft, author, _: withdraw_draft(session, draft, author=author),
    "discard": lambda session, draft, author, _: discard_draft(session, draft, author=author),
    **{
        verdict.value: lambda session, draft, _, reviewer, verdict=verdict: review_draft(
            session, draft, reviewer=reviewer, verdict=verdict, words="Because."
        )
        for verdict in Verdict
    },
    "publish": lambda session, draft, _, reviewer: publish(
        session, draft, reviewer=reviewer, reviews_required=0
    ),
}
WRITING, SUBMITTED, RETURNED, PUBLISHED, REJECTED = (
    DraftState.WRITING,
    DraftState.SUBMITTED,
    DraftState.RETURNED,
    DraftState.PUBLISHED,
    DraftState.REJECTED,
)
# What each step makes of each state; a state that is not named refuses the step.
TRANSITIONS = {
    "save": {WRITING: WRITING, RETURNED: RETURNED},
    "attach": {WRITING: WRITING, RETURNED: RETURNED},
    "submit": {WRITING: SUBMITTED, RETURNED: SUBMITTED},
    "withdraw": {SUBMITTED: WRITING},
    "discard": {WRITING: None, RETURNED: None},
    "approve": {SUBMITTED: SUBMITTED},
    "return": {SUBMITTED: RETURNED},
    "reject": {SUBMITTED: REJECTED},
    "publish": {SUBMITTED: PUBLISHED},
}


def test_the_table_of_transitions_names_every_step():
    assert set(TRANSITIONS) == set(STEPS)


@pytest.mark.parametrize("state", DraftState)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_possible_from_the_states_in_the_table_only(session, step, state):
    author, reviewer = make_user(session, "editor"), make_user(session, "reviewer")
    draft = submitted(session, author)
    draft.state = state
    session.flush()

    if state in TRANSITIONS[step]:
        STEPS[step](session, draft, author, reviewer)
        left = session.scalars(select(Draft.state).where(Draft.attached_to_id.is_(None))).all()
        assert left == [after for after in [TRANSITIONS[step][state]] if after]
    else:
        with pytest.raises(InvalidTransition):
            STEPS[step](session, draft, author, reviewer)
        assert draft.state is state
