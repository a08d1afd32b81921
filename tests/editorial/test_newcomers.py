"""Who is not on record yet comes with the draft that names them: one set, one review."""

import pytest
from sqlalchemy import select

from campaign.editorial.companions import attach_source, start_answer, start_newcomer
from campaign.editorial.completeness import check_draft
from campaign.editorial.deciding import start_restoration
from campaign.editorial.drafts import discard_draft, save_draft, start_draft, submit_draft
from campaign.editorial.retracting import retract
from campaign.editorial.review import publish, review_draft
from campaign.errors import InvalidDocument, InvalidTransition, NotAllowed
from campaign.models import Company, Draft, Facility, Record, Revision
from campaign.models.vocabulary import DraftState, Kind, Verdict
from tests.factories import (
    SIGNATURE,
    SOURCE,
    company_values,
    facility_values,
    make_company,
    make_report,
    make_source,
    make_user,
    party_values,
    report_values,
    source_values,
    supply_link_values,
)


@pytest.fixture
def author(session):
    make_source(session)
    return make_user(session, "editor")


@pytest.fixture
def reviewer(session):
    return make_user(session, "reviewer")


@pytest.fixture
def report(session, author):
    """A finished report about a new mill, which a new company runs that a new source names."""
    report = start_draft(session, report_values(title="Nights"), author=author)
    mill = start_newcomer(session, report, Kind.FACILITY, name="Southern Mill", author=author)
    owner = start_newcomer(session, mill, Kind.COMPANY, name="Late Shoes", author=author)
    attach_source(session, owner, source_values(title="A List"), author=author)
    save_draft(
        session, owner, company_values(name="Late Shoes", citations=["a-list"]), author=author
    )
    values = facility_values(name="Southern Mill", operator="late-shoes")
    save_draft(session, mill, values, author=author)
    parties = [party_values({"record": "late-shoes"}, "operator")]
    values = report_values(title="Nights", site="southern-mill", parties=parties)
    save_draft(session, report, values, author=author)
    return report


def approve(session, draft, author, reviewer):
    submit_draft(session, draft, author=author)
    review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE)
    return publish(session, draft, reviewer=reviewer)


def test_a_new_place_and_its_new_operator_are_published_with_the_report(
    session, report, author, reviewer
):
    assert [each.title for each in report.newcomers] == ["Southern Mill", "Late Shoes"]
    assert check_draft(session, report) == []

    record = approve(session, report, author, reviewer)

    assert record.slug == "nights"
    owner = session.scalars(select(Company).where(Company.slug == "late-shoes")).one()
    assert session.scalars(select(Facility.slug)).all() == ["southern-mill"]
    assert set(session.scalars(select(Draft.state))) == {DraftState.PUBLISHED}
    assert [draft.record_id for draft in report.newcomers if draft.kind is Kind.COMPANY] == [
        owner.id
    ]
    origins = session.scalars(select(Revision.origin).where(Revision.origin != "tests")).all()
    assert origins == [f"draft {report.id}"] * 4


def test_nothing_is_submitted_before_the_newcomer_is_finished(session, report, author):
    [mill, _] = report.newcomers
    save_draft(session, mill, {**mill.document, "country": ""}, author=author)

    assert [problem.path for problem in check_draft(session, report)] == ["/newcomers/0/country"]
    with pytest.raises(InvalidDocument):
        submit_draft(session, report, author=author)
    with pytest.raises(InvalidTransition, match="goes the way of the report"):
        submit_draft(session, mill, author=author)


def test_a_newcomer_keeps_its_address_and_gives_titles_its_name(session, author):
    make_company(session, name="Brand")
    link = start_draft(session, {"kind": "supply_link"}, author=author)
    maker = start_newcomer(session, link, Kind.COMPANY, name="Late Shoe", author=author)
    values = supply_link_values(buyer="brand", supplier="late-shoe")
    save_draft(session, link, values, author=author)

    save_draft(session, maker, company_values(name="Late Shoes"), author=author)

    assert maker.document["slug"] == "late-shoe"
    assert link.title == "Late Shoes supplies Brand"
    assert check_draft(session, link) == []


def test_without_a_newcomer_that_was_discarded_the_report_says_what_it_lacks(
    session, report, author
):
    [mill, _] = report.newcomers

    discard_draft(session, mill, author=author)
    session.refresh(report)

    assert [each.title for each in report.newcomers] == ["Late Shoes"]
    assert [problem.path for problem in check_draft(session, report)] == ["/sites/0"]


def test_a_newcomer_outlives_a_report_that_is_discarded(session, report, author):
    newcomers = list(report.newcomers)

    discard_draft(session, report, author=author)

    assert [each.state for each in newcomers] == [DraftState.WRITING] * 2
    submit_draft(session, newcomers[1], author=author)


def test_a_rejected_set_publishes_nobody(session, report, author, reviewer):
    before = session.scalars(select(Record.slug)).all()
    submit_draft(session, report, author=author)

    review_draft(session, report, reviewer=reviewer, verdict=Verdict.REJECT, words="No.")

    assert session.scalars(select(Record.slug)).all() == before
    assert {each.state for each in report.newcomers} == {DraftState.REJECTED}


def test_a_report_that_is_restored_may_name_a_newcomer(session, author, reviewer):
    record = make_report(session, slug="gone")
    retract(session, record, reason="An error.", signature=SIGNATURE)
    draft = start_restoration(session, record, 1, author=author)
    mill = start_newcomer(session, draft, Kind.FACILITY, name="Southern Mill", author=author)
    save_draft(session, mill, facility_values(name="Southern Mill"), author=author)
    save_draft(session, draft, {**draft.document, "sites": ["southern-mill"]}, author=author)
    answer = start_answer(session, draft, author=author)
    said = {"actor": {"name": "Late Shoes"}, "on_date": "2024", "stance": "disputes", "text": "No."}
    save_draft(session, answer, {**answer.document, **said, "citations": [SOURCE]}, author=author)

    approve(session, draft, author, reviewer)

    assert record.retracted_at is None
    assert session.scalars(select(Facility.slug)).all() == ["southern-mill"]


@pytest.mark.parametrize("kind", [Kind.REPORT, Kind.SOURCE, Kind.SUPPLY_LINK])
def test_only_companies_places_and_organisations_come_along(session, report, author, kind):
    with pytest.raises(InvalidTransition):
        start_newcomer(session, report, kind, author=author)


def test_only_the_author_brings_somebody(session, report):
    with pytest.raises(NotAllowed):
        start_newcomer(session, report, Kind.COMPANY, author=make_user(session, "editor"))
