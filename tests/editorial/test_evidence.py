"""Files follow their source: through review, merger and retraction, and never into public."""

import pytest
from sqlalchemy import select

from campaign.db import now
from campaign.editorial.companions import attach_source
from campaign.editorial.confidential import forget_confidential, keep_confidential
from campaign.editorial.drafts import discard_draft, start_draft, start_update, submit_draft
from campaign.editorial.evidence import (
    add_evidence,
    may_add_evidence,
    may_remove_evidence,
    may_see_evidence,
    remove_evidence,
)
from campaign.editorial.merging import merge
from campaign.editorial.restoring import restore, revision_document
from campaign.editorial.retracting import retract
from campaign.editorial.review import publish, review_draft
from campaign.editorial.revisions import Signature
from campaign.errors import InvalidDocument, InvalidTransition, NotAllowed, RefusedFile
from campaign.evidence.cleaning import CleanFile
from campaign.models import (
    AuditEntry,
    ConfidentialDeed,
    Evidence,
    MediaType,
    RemovedEvidence,
    Source,
)
from campaign.models.vocabulary import Verdict
from campaign.queries.evidence import evidence_of, removed_from, removed_names
from campaign.queries.records import find_record, get_record
from tests.factories import SIGNATURE, make_source, make_user, report_values, source_values

ROLES = ("contributor", "editor", "reviewer", "admin")
SECRET = {"description": "A letter.", "grade": "B"}


@pytest.fixture
def people(session):
    names = (*ROLES, "other")
    return {n: make_user(session, "editor" if n == "other" else n) for n in names}


def add(session, target, uploader, mark="a", **more):
    file = CleanFile(MediaType.PDF, b"clean " + mark.encode(), (mark * 64)[:64])
    values = {"name": (mark * 32)[:32], "words": f"File {mark}"} | more
    return add_evidence(session, target, file, uploader=uploader, **values)


def source_draft(session, author, title="Nights Again"):
    return start_draft(session, source_values(title=title, origin="other"), author=author)


def accept(session, draft, author, reviewer):
    submit_draft(session, draft, author=author)
    review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE)
    return publish(session, draft, reviewer=reviewer)


def deeds(session):
    rows = session.execute(
        select(AuditEntry.action, AuditEntry.details).where(AuditEntry.action.like("evidence:%"))
    )
    return [(action, details) for action, details in rows]


def test_an_upload_and_a_removal_stand_in_the_trail_with_hashes_only(session, people):
    source = make_source(session)
    evidence = add(session, source, people["editor"])
    kept = {"of": source.slug, "sha256": evidence.sha256, "received_sha256": "a" * 64}

    remove_evidence(session, evidence, reason=" It shows a face. ", remover=people["reviewer"])

    assert deeds(session) == [
        ("evidence:add", kept),
        ("evidence:remove", {**kept, "reason": "It shows a face."}),
    ]
    [removed] = removed_from(session, source)
    assert (removed.reason, removed.sha256) == ("It shows a face.", kept["sha256"])
    assert evidence_of(session, source) == []


def test_who_may_see_add_and_remove(session, people):
    source = make_source(session)
    draft = source_draft(session, people["contributor"])
    secret = keep_confidential(session, SECRET, keeper=people["editor"])

    def those(may, target):
        return {name for name, user in people.items() if may(user, target)}

    assert those(may_see_evidence, source) == {"editor", "other", "reviewer", "admin"}
    assert those(may_add_evidence, source) == {"editor", "other", "reviewer", "admin"}
    assert those(may_see_evidence, draft) == {"contributor", "reviewer", "admin"}
    assert those(may_add_evidence, draft) == {"contributor"}
    assert those(may_remove_evidence, draft) == {"contributor", "reviewer", "admin"}
    assert those(may_see_evidence, secret) == {"editor", "reviewer", "admin"}
    assert those(may_add_evidence, secret) == {"editor"}
    assert those(may_remove_evidence, source) == {"reviewer", "admin"}
    assert those(may_remove_evidence, secret) == {"editor", "reviewer", "admin"}


def test_nobody_adds_or_removes_without_the_right(session, people):
    source, secret = (
        make_source(session),
        keep_confidential(session, SECRET, keeper=people["editor"]),
    )
    draft = source_draft(session, people["editor"])
    evidence = add(session, source, people["editor"])

    for target, user in ((source, "contributor"), (draft, "other"), (secret, "other")):
        with pytest.raises(NotAllowed):
            add(session, target, people[user], "b")
    with pytest.raises(NotAllowed, match="A reviewer removes evidence"):
        remove_evidence(session, evidence, reason="Because.", remover=people["editor"])
    with pytest.raises(InvalidDocument, match="why it goes"):
        remove_evidence(session, evidence, reason=" ", remover=people["reviewer"])


def test_the_same_file_is_not_added_twice(session, people):
    source = make_source(session)
    add(session, source, people["editor"])

    with pytest.raises(RefusedFile, match="here already"):
        add(session, source, people["other"], name="b" * 32)


def test_files_of_a_new_source_go_with_it_when_its_report_is_published(session, people):
    make_source(session)
    report = start_draft(session, report_values(title="Nights"), author=people["editor"])
    attached = attach_source(
        session, report, source_values(title="A Letter", origin="letter"), author=people["editor"]
    )
    evidence = add(session, attached, people["editor"])

    accept(session, report, people["editor"], people["reviewer"])

    session.refresh(evidence)
    source = find_record(session, attached.document["slug"])
    assert (evidence.source_id, evidence.draft_id) == (source.id, None)
    assert evidence_of(session, source) == [evidence]


def test_files_of_a_change_go_to_the_source_that_it_changes(session, people):
    make_source(session)
    source = get_record(session, "examplewatch-2021", Source)
    draft = start_update(session, source, author=people["editor"])
    evidence = add(session, draft, people["editor"])
    assert evidence_of(session, source) == []

    accept(session, draft, people["editor"], people["reviewer"])

    assert evidence_of(session, source) == [evidence]


def test_nothing_is_added_to_a_draft_that_is_being_reviewed(session, people):
    draft = source_draft(session, people["editor"])
    submit_draft(session, draft, author=people["editor"])

    with pytest.raises(InvalidTransition):
        add(session, draft, people["editor"])


def test_a_discarded_draft_takes_its_files_along(session, people):
    draft = source_draft(session, people["editor"])
    add(session, draft, people["editor"])

    discard_draft(session, draft, author=people["editor"])

    assert session.scalars(select(Evidence)).all() == []
    assert removed_names(session) == {"a" * 32}


def test_a_forgotten_confidential_source_leaves_not_even_a_hash(session, people):
    secret = keep_confidential(session, SECRET, keeper=people["editor"])
    add(session, secret, people["editor"])

    forget_confidential(session, secret, keeper=people["editor"])

    [removed] = session.scalars(select(RemovedEvidence))
    assert (removed.sha256, removed.reason, removed.source_id) == (None, None, None)
    assert deeds(session) == []
    added = session.scalars(
        select(ConfidentialDeed).where(ConfidentialDeed.action == "evidence:add")
    ).one()
    assert added.details == {"of": secret.slug}


def test_the_one_that_stays_shows_the_files_of_what_was_merged_into_it_until_it_is_undone(
    session, people
):
    slugs = ("first", "second", "third")
    first, second, third = (make_source(session, slug=s, origin=s, title=s) for s in slugs)
    one, two = add(session, first, people["editor"]), add(session, second, people["editor"], "b")
    merge(session, first, second, reason="The same.", signature=SIGNATURE)
    merge(session, second, third, reason="The same.", signature=Signature(now(), "later"))
    assert evidence_of(session, third) == [one, two]

    document = revision_document(session, second, second.revision)
    restore(session, second, document, signature=SIGNATURE)

    assert evidence_of(session, third) == []
    assert evidence_of(session, second) == [one, two]


def test_a_retracted_source_keeps_its_files_and_takes_none(session, people):
    source = make_source(session)
    evidence = add(session, source, people["editor"])

    retract(session, source, reason="An error.", signature=SIGNATURE)

    assert evidence_of(session, source) == [evidence]
    with pytest.raises(InvalidTransition, match="retracted"):
        add(session, source, people["editor"], "b")
