"""Nothing is public before its day by any door, nor against what workers want."""

from datetime import timedelta

import pytest

from campaign.editorial.drafts import start_draft, submit_draft
from campaign.editorial.review import publish as publish_draft
from campaign.editorial.review import review_draft
from campaign.errors import InvalidDocument, InvalidTransition
from campaign.models import Report
from campaign.models.vocabulary import Verdict
from campaign.queries.drafts import find_waiting_for_their_day
from campaign.queries.records import find_record
from campaign.schemas import parse_document
from campaign.schemas.calendar import today_everywhere
from tests.factories import make_source, make_user, publish, report_values, source_values

TODAY, TOMORROW = today_everywhere(), today_everywhere() + timedelta(days=1)


@pytest.fixture
def people(session):
    make_source(session)
    return make_user(session, "editor"), make_user(session, "reviewer")


def submitted(session, author, **values):
    draft = start_draft(session, report_values(title="Nights again", **values), author=author)
    return submit_draft(session, draft, author=author)


def approve(session, draft, reviewer, **wishes):
    return review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE, **wishes)


def test_an_approved_draft_waits_for_its_day(session, people):
    author, reviewer = people
    draft = submitted(session, author, publish_not_before=TOMORROW.isoformat())
    approve(session, draft, reviewer)

    with pytest.raises(InvalidTransition, match="may not be published before"):
        publish_draft(session, draft, reviewer=reviewer)

    assert find_record(session, draft.document["slug"]) is None
    assert find_waiting_for_their_day(session, TODAY, author_id=None) == [draft]
    assert find_waiting_for_their_day(session, TODAY, author_id=reviewer.id) == []
    assert find_waiting_for_their_day(session, TOMORROW, author_id=author.id) == []


def test_a_draft_whose_day_has_come_is_published(session, people):
    author, reviewer = people
    draft = submitted(session, author, publish_not_before=TODAY.isoformat())
    approve(session, draft, reviewer)

    record = publish_draft(session, draft, reviewer=reviewer)

    assert isinstance(record, Report)


def test_no_other_door_is_open_before_the_day(session):
    early = report_values(publish_not_before=TOMORROW.isoformat())

    with pytest.raises(InvalidDocument, match="may not be published before"):
        publish(session, source_values(), early)

    assert find_record(session, "nights-at-the-mill") is None


@pytest.mark.parametrize("day", ["2027", "2027-05", "tomorrow"])
def test_the_day_is_a_whole_day(day):
    with pytest.raises(InvalidDocument):
        parse_document(report_values(publish_not_before=day))


@pytest.mark.parametrize("wish", [{"wish": "no"}, {"wish": "limited", "words": "No names."}])
def test_a_reviewer_confirms_that_a_report_keeps_to_what_workers_want(session, people, wish):
    author, reviewer = people
    draft = submitted(session, author, publicity=wish)

    with pytest.raises(InvalidDocument, match="confirm that this keeps to it"):
        approve(session, draft, reviewer)
    approve(session, draft, reviewer, publicity_confirmed=True)

    assert publish_draft(session, draft, reviewer=reviewer).title == "Nights again"


@pytest.mark.usefixtures("people")
def test_one_person_alone_confirms_it_too(session):
    author = make_user(session, "admin")
    draft = submitted(session, author, publicity={"wish": "no"})
    alone = {"reviewer": author, "reviews_required": 0}

    with pytest.raises(InvalidDocument, match="confirm"):
        publish_draft(session, draft, **alone)

    assert publish_draft(session, draft, **alone, publicity_confirmed=True)


def test_nothing_needs_confirmation_where_workers_want_it_known(session, people):
    author, reviewer = people
    draft = submitted(session, author, publicity={"wish": "yes"})

    assert approve(session, draft, reviewer).verdict is Verdict.APPROVE


def test_limits_are_said_in_words():
    with pytest.raises(InvalidDocument, match="say what may be public"):
        parse_document(report_values(publicity={"wish": "limited"}))
