from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update

from campaign.db import begin_writing, db
from campaign.editorial.companions import attach_source
from campaign.editorial.drafts import (
    save_draft,
    start_draft,
    start_update,
    submit_draft,
    withdraw_draft,
)
from campaign.editorial.review import approvals, publish, review_draft
from campaign.errors import Conflict, InvalidDocument, InvalidTransition, NotAllowed
from campaign.models import (
    AuditEntry,
    Citation,
    Draft,
    Record,
    Report,
    Revision,
    SlugReservation,
    Source,
    User,
)
from campaign.models.vocabulary import DraftState, Verdict
from campaign.queries.drafts import last_words
from campaign.queries.records import get_record
from tests.factories import (
    allegation_values,
    make_report,
    make_source,
    make_user,
    report_values,
    source_values,
    statement_values,
)
from tests.factories import publish as publish_values
from tests.support.drafts import submitted


def approve(session, draft, reviewer):
    return review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE)


def test_an_approved_draft_becomes_a_record_signed_by_both(session):
    author, reviewer = make_user(session, "editor"), make_user(session, "reviewer")
    draft = submitted(session, author)

    approve(session, draft, reviewer)
    record = publish(session, draft, reviewer=reviewer, note="Checked twice.")

    revision = session.scalars(select(Revision).where(Revision.record_id == record.id)).one()
    assert record.slug == "nights-at-the-mill"
    assert (revision.author_id, revision.reviewer_id) == (author.id, reviewer.id)
    assert (revision.origin, revision.note) == (f"draft {draft.id}", "Checked twice.")
    assert (draft.state, draft.record_id) == (DraftState.PUBLISHED, record.id)
    assert session.scalars(select(SlugReservation.slug)).all() == []


def test_new_sources_are_published_together_with_their_report(session):
    author, reviewer = make_user(session, "editor"), make_user(session, "reviewer")
    cited = report_values(
        statements={"s1": statement_values(citations=["a-new-account"])},
        allegations={"a1": allegation_values(citations=["a-new-account"])},
    )
    draft = start_draft(session, cited, author=author)
    source = attach_source(session, draft, source_values(title="A New Account"), author=author)
    submit_draft(session, draft, author=author)
    approve(session, draft, reviewer)

    record = publish(session, draft, reviewer=reviewer)

    sources = session.scalars(
        select(Source.slug).join(Citation, Citation.source_id == Source.id).distinct()
    ).all()
    assert sources == ["a-new-account"]
    assert source.state is DraftState.PUBLISHED
    assert source.record_id is not None
    assert source.record_id != record.id


def test_nobody_reviews_a_draft_of_their_own(session):
    author = make_user(session, "admin")
    draft = submitted(session, author)

    with pytest.raises(NotAllowed, match="draft of their own"):
        approve(session, draft, author)


def test_the_author_does_not_publish_what_others_approved(session):
    author = make_user(session, "admin")
    draft = submitted(session, author)
    approve(session, draft, make_user(session, "reviewer"))

    with pytest.raises(NotAllowed, match="second person"):
        publish(session, draft, reviewer=author)

    assert session.scalar(select(func.count()).select_from(Report)) == 0


@pytest.mark.parametrize("required", [1, 2])
def test_the_author_alone_publishes_nothing(session, required):
    author = make_user(session, "admin")
    draft = submitted(session, author)

    with pytest.raises(NotAllowed):
        publish(session, draft, reviewer=author, reviews_required=required)

    assert session.scalar(select(func.count()).select_from(Report)) == 0


def test_in_an_installation_of_one_person_the_author_publishes(session):
    author = make_user(session, "admin")
    draft = submitted(session, author)

    record = publish(session, draft, reviewer=author, reviews_required=0)

    assert record.revision == 1


def test_without_a_review_nothing_is_published(session):
    draft = submitted(session, make_user(session, "editor"))

    with pytest.raises(InvalidTransition, match="0 of 1 approvals"):
        publish(session, draft, reviewer=make_user(session, "reviewer"))


def test_a_larger_group_asks_for_two_other_people(session):
    draft = submitted(session, make_user(session, "editor"))
    first, second = make_user(session, "reviewer"), make_user(session, "reviewer")

    approve(session, draft, first)
    with pytest.raises(InvalidTransition, match="1 of 2 approvals"):
        publish(session, draft, reviewer=second, reviews_required=2)
    approve(session, draft, second)

    assert publish(session, draft, reviewer=second, reviews_required=2).revision == 1


def test_a_second_review_by_the_same_person_is_none(session):
    draft = submitted(session, make_user(session, "editor"))
    reviewer = make_user(session, "reviewer")
    approve(session, draft, reviewer)

    with pytest.raises(NotAllowed, match="judged this submission already"):
        approve(session, draft, reviewer)

    assert len(approvals(draft)) == 1


def test_whoever_has_no_right_neither_reviews_nor_publishes(session):
    draft = submitted(session, make_user(session, "editor"))
    stranger = make_user(session, "editor")

    with pytest.raises(NotAllowed, match="may not review"):
        approve(session, draft, stranger)
    with pytest.raises(NotAllowed, match="may not publish"):
        publish(session, draft, reviewer=stranger)


def test_a_returned_draft_comes_back_with_words(session):
    author = make_user(session, "editor")
    draft = submitted(session, author)

    review_draft(
        session,
        draft,
        reviewer=make_user(session, "reviewer"),
        verdict=Verdict.RETURN,
        words=" Who counted? ",
    )

    assert draft.state is DraftState.RETURNED
    assert last_words(draft).words == "Who counted?"


def test_a_rejected_draft_has_come_to_its_end_and_frees_its_address(session):
    draft = submitted(session, make_user(session, "editor"))

    review_draft(
        session,
        draft,
        reviewer=make_user(session, "reviewer"),
        verdict=Verdict.REJECT,
        words="It names a worker.",
    )

    assert draft.state is DraftState.REJECTED
    assert session.scalars(select(SlugReservation.slug)).all() == []


@pytest.mark.parametrize("verdict", [Verdict.RETURN, Verdict.REJECT])
@pytest.mark.parametrize("words", ["", "  \n"])
def test_a_no_needs_words(session, verdict, words):
    draft = submitted(session, make_user(session, "editor"))
    reviewer = make_user(session, "reviewer")

    with pytest.raises(InvalidDocument, match="/words"):
        review_draft(session, draft, reviewer=reviewer, verdict=verdict, words=words)

    assert draft.state is DraftState.SUBMITTED


def test_a_verdict_is_on_one_submission_only(session):
    author, reviewer = make_user(session, "editor"), make_user(session, "reviewer")
    draft = submitted(session, author)
    approve(session, draft, reviewer)
    withdraw_draft(session, draft, author=author)
    save_draft(session, draft, report_values(note="Changed after approval."), author=author)
    submit_draft(session, draft, author=author)

    with pytest.raises(InvalidTransition, match="0 of 1 approvals"):
        publish(session, draft, reviewer=reviewer)
    approve(session, draft, reviewer)

    assert publish(session, draft, reviewer=reviewer).note == "Changed after approval."


def test_an_update_becomes_the_next_revision(session):
    report = make_report(session)
    author, reviewer = make_user(session, "editor"), make_user(session, "reviewer")
    draft = start_update(session, get_record(session, report.slug, Report), author=author)
    save_draft(session, draft, {**draft.document, "note": "More is known."}, author=author)
    submit_draft(session, draft, author=author)
    approve(session, draft, reviewer)

    record = publish(session, draft, reviewer=reviewer)

    assert (record.id, record.revision) == (report.id, 2)


def test_an_update_of_a_record_that_moved_on_is_a_conflict_and_loses_nothing(session):
    report = make_report(session)
    author, reviewer = make_user(session, "editor"), make_user(session, "reviewer")
    draft = start_update(session, get_record(session, report.slug, Report), author=author)
    save_draft(session, draft, {**draft.document, "note": "Mine."}, author=author)
    submit_draft(session, draft, author=author)
    approve(session, draft, reviewer)
    publish_values(session, report_values(slug=report.slug, note="Theirs."))

    with pytest.raises(Conflict, match="revision 2 now; this draft started from revision 1"):
        publish(session, draft, reviewer=reviewer)

    assert get_record(session, report.slug, Report).note == "Theirs."
    assert draft.document["note"] == "Mine."


def test_an_address_that_was_taken_meanwhile_is_a_conflict(session):
    reviewer = make_user(session, "reviewer")
    draft = submitted(session, make_user(session, "editor"))
    approve(session, draft, reviewer)
    publish_values(session, report_values(note="Loaded from a file."))

    with pytest.raises(Conflict, match="nights-at-the-mill"):
        publish(session, draft, reviewer=reviewer)


def test_a_source_that_went_away_meanwhile_stops_the_publication(session):
    reviewer = make_user(session, "reviewer")
    source = make_source(session, slug="gone-tomorrow")
    values = {"statements": {"s1": statement_values(citations=[source.slug])}, "allegations": {}}
    draft = submitted(session, make_user(session, "editor"), **values)
    approve(session, draft, reviewer)
    session.execute(update(Record).where(Record.id == source.id).values(slug="moved"))

    with pytest.raises(InvalidDocument, match="there is no source “gone-tomorrow”"):
        publish(session, draft, reviewer=reviewer)


def test_two_reviewers_at_once_publish_once(app, session):
    draft = submitted(session, make_user(session, "editor"))
    reviewers = [make_user(session, "reviewer") for _ in range(2)]
    for reviewer in reviewers:
        approve(session, draft, reviewer)
    session.commit()
    ids = [(draft.id, reviewer.id) for reviewer in reviewers]
    session.rollback()

    with ThreadPoolExecutor() as pool:
        results = list(pool.map(lambda pair: publish_alone(app, *pair), ids))

    assert sorted(results) == ["InvalidTransition", "published"]
    assert session.scalar(select(func.count()).select_from(Report)) == 1


def publish_alone(app, draft_id, reviewer_id):
    """Publish as a request of its own does; return what came of it."""
    with app.app_context():
        begin_writing(db.session)
        draft, reviewer = db.session.get(Draft, draft_id), db.session.get(User, reviewer_id)
        try:
            publish(db.session, draft, reviewer=reviewer)
        except InvalidTransition as error:
            return type(error).__name__
        db.session.commit()
        return "published"


def test_every_step_is_on_the_trail(session):
    author, reviewer = make_user(session, "editor"), make_user(session, "reviewer")
    draft = submitted(session, author)
    approve(session, draft, reviewer)
    publish(session, draft, reviewer=reviewer)

    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.subject == f"draft {draft.id}").order_by(AuditEntry.id)
    ).all()

    assert [(entry.action, entry.user_id) for entry in entries] == [
        ("draft:start", author.id),
        ("draft:submit", author.id),
        ("draft:approve", reviewer.id),
        ("draft:publish", reviewer.id),
    ]
    assert entries[2].details == {"approvals": 1, "required": 1}
    assert entries[3].details == {"record": "nights-at-the-mill", "revision": 1}
