"""Retract, merge and restore: by draft and review, away at once, and back again."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.db import now
from campaign.editorial.audit import broken_entries
from campaign.editorial.deciding import start_merger, start_restoration, start_retraction
from campaign.editorial.drafts import submit_draft
from campaign.editorial.merging import merge
from campaign.editorial.restoring import restore, revision_document
from campaign.editorial.retracting import retract
from campaign.editorial.review import publish, review_draft
from campaign.editorial.revisions import Signature, broken_revisions
from campaign.errors import InvalidDocument, InvalidTransition, NotAllowed
from campaign.graph.refreshing import exposure_differences
from campaign.models import Draft, Exposure, Name, Record, Revision, SearchEntry, Statement, User
from campaign.models.vocabulary import DraftAction, Verdict
from campaign.queries.records import document_of, find_redirect, get_record
from campaign.search.differences import index_differences
from tests.factories import (
    make_campaign,
    make_company,
    make_facility,
    make_ownership,
    make_report,
    make_response,
    make_supply_link,
    make_user,
    name_values,
    party_values,
)

REASON = "It was another place."


def signature(minutes: int = 0) -> Signature:
    return Signature(now() + timedelta(minutes=minutes), f"tests {minutes}")


def agrees(session: Session) -> bool:
    """Tell whether all that is derived or chained follows from the records."""
    problems = [
        *exposure_differences(session),
        *index_differences(session),
        *broken_revisions(session),
        *broken_entries(session),
    ]
    assert problems == []
    return True


def signed(session: Session, draft: Draft, author: User, reviewer: User) -> Record:
    submit_draft(session, draft, author=author)
    review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE)
    return publish(session, draft, reviewer=reviewer)


@pytest.fixture
def author(session):
    return make_user(session, "editor")


@pytest.fixture
def reviewer(session):
    return make_user(session, "reviewer")


def test_a_retracted_link_is_away_from_exposure_at_once(session, author, reviewer):
    brand, maker = make_company(session, name="Brand"), make_company(session, name="Maker")
    plant = make_facility(session, name="Plant", operator=maker)
    link = make_supply_link(session, buyer=brand, supplier=maker, facility=plant)
    report = make_report(session, site=plant)
    assert session.get(Exposure, (brand.id, report.id)).counted

    draft = start_retraction(session, link, reason=REASON, author=author)
    record = signed(session, draft, author, reviewer)

    session.expire_all()
    assert session.get(Exposure, (brand.id, report.id)) is None
    assert (record.retraction_reason, record.revision) == (REASON, 2)
    assert agrees(session)


def test_a_retracted_report_leaves_a_stub_and_its_text_in_its_revisions(session):
    report = make_report(session)
    answer = make_response(session, report=report)
    campaign = make_campaign(session, reports=[report])

    retract(session, report, reason=REASON, signature=signature())

    assert session.scalars(select(Statement)).all() == []
    assert session.get(SearchEntry, report.id) is None
    assert answer.retracted_at == report.retracted_at
    kept = get_record(session, campaign.slug, type(campaign))
    assert document_of(kept).content().get("reports") is None
    assert "statements" in revision_document(session, report, 1)
    assert agrees(session)


def test_what_others_rest_on_is_not_retracted_before_them(session, author):
    maker = make_company(session, name="Maker")
    make_facility(session, name="Plant", operator=maker)

    draft = start_retraction(session, maker, reason=REASON, author=author)

    with pytest.raises(InvalidDocument, match=r"rest on it; .*Plant"):
        submit_draft(session, draft, author=author)


def test_a_retraction_needs_a_reason(session, author):
    draft = start_retraction(session, make_report(session), reason="", author=author)

    with pytest.raises(InvalidDocument, match="reason"):
        submit_draft(session, draft, author=author)


def test_nobody_retracts_alone(session, reviewer):
    draft = start_retraction(session, make_report(session), reason=REASON, author=reviewer)
    submit_draft(session, draft, author=reviewer)

    with pytest.raises(NotAllowed):
        publish(session, draft, reviewer=reviewer)


def test_what_is_retracted_is_retracted_once(session, author):
    report = make_report(session)
    retract(session, report, reason=REASON, signature=signature())

    with pytest.raises(InvalidTransition):
        retract(session, report, reason=REASON, signature=signature())
    with pytest.raises(InvalidTransition):
        start_retraction(session, report, reason=REASON, author=author)


def test_a_retracted_report_comes_back_by_a_draft_as_it_was(session, author, reviewer):
    report = make_report(session)
    before = revision_document(session, report, 1)
    retract(session, report, reason=REASON, signature=signature())

    draft = start_restoration(session, report, 1, author=author)
    record = signed(session, draft, author, reviewer)

    assert record.retracted_at is None
    assert document_of(get_record(session, report.slug, type(report))).content() == before
    actions = session.scalars(select(Revision.action).where(Revision.record_id == report.id))
    assert list(actions) == [DraftAction.CREATE, DraftAction.RETRACT, DraftAction.RESTORE]
    assert agrees(session)


def test_what_a_record_says_now_is_not_restored(session, author):
    report = make_report(session)

    with pytest.raises(InvalidTransition, match="says now"):
        start_restoration(session, report, 1, author=author)
    with pytest.raises(InvalidTransition, match="no revision 7"):
        start_restoration(session, report, 7, author=author)


@pytest.fixture
def twins(session):
    """One company under two records, each with ties, and a link between the two."""
    one = make_company(session, name="Maker", names=[name_values("Maker")])
    two = make_company(session, name="Mäker", slug="maker-2", names=[name_values("Mäker")])
    brand = make_company(session, name="Brand")
    plant = make_facility(session, name="Plant", operator=two)
    make_supply_link(session, buyer=brand, supplier=two, facility=plant)
    make_supply_link(session, buyer=one, supplier=two)
    make_ownership(session, parent=brand, subsidiary=two)
    report = make_report(session, site=plant, parties=[party_values(two, "operator")])
    make_campaign(session, target=two)
    return one, two, report


def test_links_citations_and_names_move_and_the_old_address_redirects(
    session, twins, author, reviewer
):
    one, two, report = twins

    draft = start_merger(session, two, one, reason="The same firm.", author=author)
    signed(session, draft, author, reviewer)

    session.expire_all()
    assert find_redirect(session, two.slug).id == one.id
    assert (two.merged_into_id, two.retraction_reason) == (one.id, "The same firm.")
    names = session.scalars(select(Name.text).where(Name.record_id == one.id))
    assert sorted(names) == ["Maker", "Mäker"]
    assert session.get(Exposure, (one.id, report.id)).counted
    assert session.get(Exposure, (two.id, report.id)) is None
    assert agrees(session)


def test_a_link_between_the_two_is_retracted_with_them(session, twins):
    one, two, _ = twins

    merge(session, two, one, reason="The same firm.", signature=signature())

    gone = session.scalars(select(Record).where(Record.retraction_reason == "The same firm."))
    assert {record.kind for record in gone} == {"company", "supply_link"}


def test_a_merger_is_undone_with_all_that_moved(session, twins):
    one, two, _ = twins
    before = documents(session)

    merge(session, two, one, reason="The same firm.", signature=signature(1))
    document = revision_document(session, two, 1)
    restore(session, two, document, signature=signature(2))

    assert documents(session) == before
    assert find_redirect(session, two.slug) is None
    assert two.merged_into_id is None
    assert agrees(session)


def test_what_was_changed_after_a_merger_stays_when_it_is_undone(session, twins):
    one, two, report = twins
    merge(session, two, one, reason="The same firm.", signature=signature(1))
    make_report(session, slug=report.slug, title="Changed since", parties=[])

    restore(session, two, revision_document(session, two, 1), signature=signature(2))

    assert get_record(session, report.slug, type(report)).title == "Changed since"
    assert agrees(session)


def documents(session: Session) -> dict[str, object]:
    """Return what each live record says."""
    session.expire_all()
    found = {}
    for record in session.scalars(select(Record).where(Record.retracted_at.is_(None))).all():
        whole = get_record(session, record.slug, type(record))
        found[record.slug] = document_of(whole).content()
    return found


@pytest.mark.parametrize("kinds", ["company and facility", "itself", "reports"])
def test_what_cannot_be_one_is_not_merged(session, kinds):
    company = make_company(session)
    pair = {
        "company and facility": lambda: (company, make_facility(session)),
        "itself": lambda: (company, company),
        "reports": lambda: (make_report(session), make_report(session)),
    }[kinds]()

    with pytest.raises(InvalidDocument):
        merge(session, *pair, reason="The same.", signature=signature())


def test_a_facility_keeps_the_operators_of_both(session):
    makers = [make_company(session, name=name) for name in ("One", "Two")]
    plants = [make_facility(session, name=f"Plant {m.title}", operator=m) for m in makers]
    report = make_report(session, sites=plants)

    merge(session, plants[1], plants[0], reason="The same hall.", signature=signature())

    tied = session.scalars(select(Exposure.company_id).where(Exposure.report_id == report.id))
    assert sorted(tied) == sorted(maker.id for maker in makers)
    assert agrees(session)


def test_nothing_new_refers_to_a_retracted_record(session):
    maker = make_company(session, name="Maker")
    retract(session, maker, reason=REASON, signature=signature())

    with pytest.raises(InvalidDocument, match="was retracted"):
        make_facility(session, name="Plant", operator=maker)


def test_a_retracted_record_is_not_changed_by_publishing(session):
    maker = make_company(session, name="Maker")
    retract(session, maker, reason=REASON, signature=signature())

    with pytest.raises(InvalidDocument, match="restore it before"):
        make_company(session, name="Maker", slug="maker", sector="toys")
