"""The number of independent accounts of each report follows whatever it is counted from."""

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from campaign.cli.checking import find_problems
from campaign.db import now
from campaign.editorial.independence import count_all_accounts
from campaign.editorial.merging import merge
from campaign.editorial.restoring import restore, revision_document
from campaign.editorial.retracting import retract
from campaign.editorial.revisions import Signature
from campaign.models import Citation, Report, Source
from campaign.queries.independence import account_differences
from campaign.queries.records import find_record
from campaign.queries.reports import report_rows
from tests.factories import (
    SOURCE,
    allegation_values,
    make_company,
    make_facility,
    make_report,
    publish,
    report_values,
    source_values,
)


@pytest.fixture
def world(session):
    """A report on a plant that cites two sources of different stories."""
    make_facility(session, name="Mill", operator=make_company(session, name="Maker"))
    publish(session, source_values(slug="paper", origin="paper"))
    make_report(session, **nights())
    return session


def nights(**more):
    claims = {"a1": allegation_values(citations=[SOURCE, "paper"])}
    return report_values(**{"slug": "nights", "site": "mill", "allegations": claims, **more})


def signed() -> Signature:
    return Signature(now(), "tests", None)


def kept(session: Session, slug: str = "nights") -> int:
    """Return the number that is kept, which must be what a plain count gives too."""
    session.expire_all()
    report = find_record(session, slug)
    citations = session.scalars(select(Citation).where(Citation.record_id == report.id)).all()
    groups = {c.pointer for c in citations if c.pointer.startswith("/origins/")}
    stories = {session.get(Source, citation.source_id).origin for citation in citations}
    assert report.independent_accounts == len(groups or stories)
    assert list(account_differences(session)) == []
    return report.independent_accounts


def test_two_stories_are_two_accounts_in_the_row_of_a_list(world):
    assert kept(world) == 2
    report = find_record(world, "nights")
    assert report_rows(world, [report.id])[report.id].origins == 2


def test_a_report_that_groups_its_sources_counts_its_own_groups(world):
    publish(world, nights(origins=[[SOURCE, "paper"]]))

    assert kept(world) == 1


def test_a_source_that_turns_out_to_be_a_copy_counts_no_more(world):
    publish(world, source_values(slug="paper", origin="examplewatch"))

    assert kept(world) == 1


def test_a_citation_that_is_taken_out_counts_no_more(world):
    publish(world, nights(allegations={"a1": allegation_values(citations=["paper"])}))

    assert kept(world) == 2  # the statement still cites the other
    publish(world, report_values(slug="nights", site="mill"))
    assert kept(world) == 1


def test_two_sources_that_become_one_are_one_account_until_that_is_undone(world):
    paper, other = find_record(world, "paper"), find_record(world, SOURCE)

    merge(world, paper, other, reason="The same.", signature=signed())
    assert kept(world) == 1
    restore(world, paper, revision_document(world, paper, 1), signature=signed())

    assert kept(world) == 2


def test_a_retracted_report_has_none_and_a_restored_one_has_them_again(world):
    report = find_record(world, "nights")

    retract(world, report, reason="Wrong place.", signature=signed())
    assert kept(world) == 0
    restore(world, report, revision_document(world, report, 1), signature=signed())

    assert kept(world) == 2


def test_a_number_that_somebody_changed_is_found_and_counted_anew(world):
    world.execute(update(Report.__table__).values(independent_accounts=7))

    found = [problem for problem in find_problems(world) if "Independent" in problem]
    count_all_accounts(world)

    assert found == [
        "Independent accounts: nights says 7, and its citations 2. Run: campaign exposure rebuild"
    ]
    assert kept(world) == 2


def test_all_opening_reports_have_the_number_of_their_citations(seeded):
    assert list(account_differences(seeded)) == []
    assert seeded.scalar(select(func.max(Report.__table__.c.independent_accounts))) > 1
