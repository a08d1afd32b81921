"""Undoing an import, or what one account did: everything back, or nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from campaign.db import now
from campaign.editorial.batches import (
    batch_drafts,
    publish_batch,
    review_batch,
    start_undo,
    withdraw_batch,
)
from campaign.editorial.publishing import publish_all
from campaign.editorial.review import review_draft
from campaign.editorial.revisions import Signature
from campaign.editorial.undoing import find_imports, plan_undoing_account, plan_undoing_import
from campaign.errors import Conflict, InvalidDocument, InvalidTransition, NotAllowed
from campaign.models import BatchDraft, Draft, Record
from campaign.models.vocabulary import Verdict
from campaign.queries.records import find_record
from campaign.schemas import parse_document
from tests.editorial.test_decisions import agrees, documents
from tests.factories import (
    company_values,
    facility_values,
    make_company,
    make_user,
    publish,
    report_values,
    source_values,
)

ORIGIN = "a list"
AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


def bring_in(session, *values, origin=ORIGIN, at=AT, author=None):
    signature = Signature(at, origin, author.id if author else None)
    return publish_all(session, [parse_document(v) for v in values], signature=signature)


@pytest.fixture
def imported(session):
    """A company that a list changed, and a firm with a plant that the same list brought in."""
    publish(session, source_values())
    make_company(session, name="Old Firm", sector="toys")
    before = documents(session)
    bring_in(
        session,
        company_values(name="Old Firm", sector="shoes"),
        company_values(name="New Firm"),
        facility_values(name="Plant", operator="new-firm"),
        report_values(site="plant"),
    )
    return before


@pytest.fixture
def author(session):
    return make_user(session, "editor")


@pytest.fixture
def reviewer(session):
    return make_user(session, "reviewer")


def undo(session, plan, author, reviewer):
    batch = start_undo(session, plan, title="Undo", reason="A wrong list.", author=author)
    review_batch(session, batch, reviewer=reviewer, verdict=Verdict.APPROVE)
    publish_batch(session, batch, reviewer=reviewer)
    return batch


def test_an_import_is_undone_as_a_whole(session, imported, author, reviewer):
    [run] = [run for run in find_imports(session) if run.origin == ORIGIN]
    plan = plan_undoing_import(session, run.origin, run.at)

    undo(session, plan, author, reviewer)

    assert run.records == 4
    assert documents(session) == imported
    assert find_record(session, "new-firm").retraction_reason == "A wrong list."
    assert agrees(session)


@pytest.mark.usefixtures("imported")
def test_an_undoing_can_be_undone(session, author, reviewer):
    after = documents(session)
    batch = undo(session, plan_undoing_import(session, ORIGIN, AT), author, reviewer)
    [run] = [run for run in find_imports(session) if run.origin == f"batch {batch.id}"]

    undo(session, plan_undoing_import(session, run.origin, run.at), author, reviewer)

    assert documents(session) == after
    assert agrees(session)


def test_what_others_changed_since_stays(session, imported, author, reviewer):
    publish(session, company_values(name="Old Firm", sector="hats"))

    plan = plan_undoing_import(session, ORIGIN, AT)
    undo(session, plan, author, reviewer)

    old = find_record(session, "old-firm")
    assert plan.left == {old.id: "was changed by others since"}
    assert documents(session)["old-firm"]["sector"] == "hats"
    assert imported["old-firm"]["sector"] == "toys"


def test_what_others_rest_on_stays_and_so_does_what_it_rests_on(session, imported):
    publish(session, report_values(slug="another", site="plant"))

    plan = plan_undoing_import(session, ORIGIN, AT)

    left = {session.get(Record, record_id).slug for record_id in plan.left}
    assert imported
    assert left == {"plant", "new-firm"}
    assert "Nights at the Mill" in next(iter(plan.left.values())) + str(plan.left)


def test_what_one_account_did_since_a_day_is_undone(session, imported, author, reviewer):
    insider = make_user(session, "editor")
    before = documents(session)
    long_ago, lately = now() - timedelta(days=9), now() - timedelta(days=1)
    bring_in(session, company_values(name="Kept"), origin="draft 1", at=long_ago, author=insider)
    kept = documents(session)
    bring_in(session, company_values(name="Bad"), origin="draft 2", at=lately, author=insider)
    bring_in(
        session,
        company_values(name="Old Firm", sector="lies"),
        origin="draft 3",
        at=lately,
        author=insider,
    )

    plan = plan_undoing_account(session, insider, now() - timedelta(days=3))
    undo(session, plan, author, reviewer)

    assert imported
    assert documents(session) == kept != before
    assert agrees(session)


def test_nobody_undoes_alone(session, imported, reviewer):
    plan = plan_undoing_import(session, ORIGIN, AT)
    batch = start_undo(session, plan, title="Undo", reason="Wrong.", author=reviewer)

    with pytest.raises(NotAllowed):
        review_batch(session, batch, reviewer=reviewer, verdict=Verdict.APPROVE)
    with pytest.raises(NotAllowed):
        publish_batch(session, batch, reviewer=reviewer)
    assert imported


def test_without_approval_nothing_is_done(session, imported, author, reviewer):
    plan = plan_undoing_import(session, ORIGIN, AT)
    batch = start_undo(session, plan, title="Undo", reason="Wrong.", author=author)

    with pytest.raises(InvalidTransition, match="0 of 1"):
        publish_batch(session, batch, reviewer=reviewer)
    assert documents(session) != imported


def test_a_batch_is_decided_on_as_one(session, imported, author, reviewer):
    plan = plan_undoing_import(session, ORIGIN, AT)
    batch = start_undo(session, plan, title="Undo", reason="Wrong.", author=author)
    one = batch_drafts(session, batch)[0]

    with pytest.raises(InvalidTransition, match="part of a batch"):
        review_draft(session, one, reviewer=reviewer, verdict=Verdict.APPROVE)
    assert imported


def test_a_record_that_moved_on_meanwhile_stops_all_of_it(session, imported, author, reviewer):
    plan = plan_undoing_import(session, ORIGIN, AT)
    batch = start_undo(session, plan, title="Undo", reason="Wrong.", author=author)
    review_batch(session, batch, reviewer=reviewer, verdict=Verdict.APPROVE)
    publish(session, company_values(name="Old Firm", sector="hats"))
    before = documents(session)

    with pytest.raises(Conflict, match="1 of 4 records"):
        publish_batch(session, batch, reviewer=reviewer)

    assert documents(session) == before != imported


def test_what_came_to_rest_on_it_meanwhile_stops_all_of_it(session, imported, author, reviewer):
    plan = plan_undoing_import(session, ORIGIN, AT)
    batch = start_undo(session, plan, title="Undo", reason="Wrong.", author=author)
    review_batch(session, batch, reviewer=reviewer, verdict=Verdict.APPROVE)
    publish(session, report_values(slug="another", site="plant"))
    before = documents(session)

    with pytest.raises(InvalidDocument, match="rest on"):
        publish_batch(session, batch, reviewer=reviewer)

    assert documents(session) == before != imported
    assert agrees(session)


def test_a_returned_batch_is_taken_back_without_a_trace_in_the_records(
    session, imported, author, reviewer
):
    before = documents(session)
    plan = plan_undoing_import(session, ORIGIN, AT)
    batch = start_undo(session, plan, title="Undo", reason="Wrong.", author=author)
    review_batch(session, batch, reviewer=reviewer, verdict=Verdict.RETURN, words="Not all of it.")

    withdraw_batch(session, batch, author=author)

    assert documents(session) == before != imported
    counts = [session.scalar(select(func.count()).select_from(m)) for m in (Draft, BatchDraft)]
    assert counts == [0, 0]


def test_an_empty_plan_and_a_missing_reason_are_refused(session, author):
    plan = plan_undoing_import(session, "nothing", AT)

    with pytest.raises(InvalidTransition, match="nothing here"):
        start_undo(session, plan, title="Undo", reason="Wrong.", author=author)
    with pytest.raises(InvalidDocument, match="reason"):
        start_undo(session, plan, title="Undo", reason=" ", author=author)


def test_progress_is_told_to_its_end(session, imported, author, reviewer):
    told = []
    plan = plan_undoing_import(session, ORIGIN, AT)
    batch = start_undo(session, plan, title="Undo", reason="Wrong.", author=author)
    review_batch(session, batch, reviewer=reviewer, verdict=Verdict.APPROVE)

    publish_batch(session, batch, reviewer=reviewer, progress=lambda *step: told.append(step))

    assert imported
    assert ("Restoring", 1, 1) in told
