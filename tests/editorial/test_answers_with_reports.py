"""A report and the answers to it: written side by side, submitted and published as one."""

import pytest
from sqlalchemy import select

from campaign.editorial.companions import attach_source, start_answer
from campaign.editorial.completeness import check_draft
from campaign.editorial.contents import beside_it
from campaign.editorial.drafts import (
    discard_draft,
    save_draft,
    start_draft,
    submit_draft,
    withdraw_draft,
)
from campaign.editorial.review import publish, review_draft
from campaign.errors import InvalidDocument, InvalidTransition, NotAllowed
from campaign.models import AnswerDraft, AuditEntry, Draft, Record, Response, Revision
from campaign.models.vocabulary import DraftState, Verdict
from tests.factories import (
    make_company,
    make_source,
    make_user,
    report_values,
    response_values,
    source_values,
)


@pytest.fixture
def author(session):
    return make_user(session, "editor")


@pytest.fixture
def reviewer(session):
    return make_user(session, "reviewer")


@pytest.fixture
def report(session, author):
    """A finished report with a finished answer of Acme, which brings a source of its own."""
    make_source(session)
    make_company(session, name="Acme")
    report = start_draft(session, report_values(title="Nights"), author=author)
    answer = start_answer(session, report, author=author)
    attach_source(session, answer, source_values(title="A Letter of Acme"), author=author)
    values = response_values(actor={"record": "acme"}, citations=["a-letter-of-acme"])
    save_draft(session, answer, values, author=author)
    return report


def states(session):
    return set(session.scalars(select(Draft.state)))


def paths(session, draft):
    return [problem.path for problem in check_draft(session, draft)]


def test_an_answer_follows_its_report_and_refers_to_what_goes_with_it(session, report, author):
    [answer] = report.answers
    assert (answer.document["report"], answer.title) == ("nights", "Acme on “Nights”")
    assert check_draft(session, report) == []

    save_draft(session, report, report_values(title="Days"), author=author)

    assert (answer.document["report"], answer.title) == ("days", "Acme on “Days”")
    assert answer.document["slug"] == "acme-on-days"
    assert {each.title for each in beside_it(session, answer)} == {"Days", "A Letter of Acme"}
    assert check_draft(session, report) == []


def test_an_answer_that_lacks_something_keeps_its_report_back(session, report, author):
    [answer] = report.answers
    values = {**answer.document, "text": "", "citations": ["nowhere"]}
    save_draft(session, answer, values, author=author)

    assert paths(session, report) == ["/answers/0/citations/0/source", "/answers/0/text"]
    with pytest.raises(InvalidDocument):
        submit_draft(session, report, author=author)
    assert states(session) == {DraftState.WRITING}


@pytest.mark.parametrize("step", [submit_draft, withdraw_draft])
def test_an_answer_takes_no_step_by_itself(session, report, author, step):
    [answer] = report.answers
    if step is withdraw_draft:
        submit_draft(session, report, author=author)

    with pytest.raises(InvalidTransition, match="goes the way of the report"):
        step(session, answer, author=author)


def test_all_go_to_the_reviewer_and_back_together(session, report, author, reviewer):
    [answer] = report.answers
    for step in (submit_draft, withdraw_draft, submit_draft):
        step(session, report, author=author)
        assert len(states(session)) == 1

    with pytest.raises(InvalidTransition, match="goes the way of the report"):
        review_draft(session, answer, reviewer=reviewer, verdict=Verdict.APPROVE)
    words = "Who sent the letter?"
    review_draft(session, report, reviewer=reviewer, verdict=Verdict.RETURN, words=words)

    assert states(session) == {DraftState.RETURNED}
    assert [review.words for review in answer.reviews] == [words]


def test_all_are_published_at_once_each_with_its_revision_and_entry(
    session, report, author, reviewer
):
    [answer] = report.answers
    submit_draft(session, report, author=author)
    with pytest.raises(NotAllowed):
        review_draft(session, report, reviewer=author, verdict=Verdict.APPROVE)
    review_draft(session, report, reviewer=reviewer, verdict=Verdict.APPROVE)

    record = publish(session, report, reviewer=reviewer)

    published = session.scalars(select(Response)).one()
    assert (record.slug, published.report_id) == ("nights", record.id)
    assert answer.record_id == published.id
    assert states(session) == {DraftState.PUBLISHED}
    rows = session.scalars(select(Revision).where(Revision.author_id == author.id)).all()
    assert {(row.reviewer_id, row.number) for row in rows} == {(reviewer.id, 1)}
    assert len(rows) == 3
    entries = session.execute(select(AuditEntry.action, AuditEntry.subject)).all()
    told = [target for action, target in entries if action == "draft:publish"]
    assert told == [f"draft {report.id}", f"draft {answer.id}"]


def test_nothing_is_published_when_one_of_them_cannot_be(session, report, author, reviewer):
    submit_draft(session, report, author=author)
    review_draft(session, report, reviewer=reviewer, verdict=Verdict.APPROVE)
    [answer] = report.answers
    answer.document = {**answer.document, "stance": "nonsense"}
    before = session.scalars(select(Record.slug)).all()

    with pytest.raises(InvalidDocument):
        publish(session, report, reviewer=reviewer)

    assert session.scalars(select(Record.slug)).all() == before
    assert states(session) == {DraftState.SUBMITTED}


def test_an_answer_outlives_a_report_that_is_discarded(session, report, author):
    [answer] = report.answers

    discard_draft(session, report, author=author)

    assert session.scalars(select(AnswerDraft)).all() == []
    assert paths(session, answer) == ["/report"]
    discard_draft(session, answer, author=author)
    assert session.scalars(select(Draft)).all() == []


def test_an_answer_can_be_discarded_alone(session, report, author):
    discard_draft(session, report.answers[0], author=author)
    session.refresh(report)

    assert report.answers == []
    assert check_draft(session, report) == []


def test_only_the_author_of_a_report_adds_an_answer(session, report):
    with pytest.raises(NotAllowed):
        start_answer(session, report, author=make_user(session, "editor"))


def test_only_reports_have_answers(session, author):
    draft = start_draft(session, {"kind": "company"}, author=author)

    with pytest.raises(InvalidTransition, match="Answers go with reports"):
        start_answer(session, draft, author=author)
