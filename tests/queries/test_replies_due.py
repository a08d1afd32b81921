"""What the desk is told of open questions: remind, wait, or record what came."""

from datetime import date

import pytest

from campaign.editorial.drafts import start_draft
from campaign.queries.replies_due import Errand, errand_of, replies_due
from tests.factories import make_company, make_report, make_response, make_user, report_values

ASKED = {"asked_on": "2026-11-01", "channel": "email", "due_on": "2026-11-22"}


@pytest.mark.parametrize(
    ("today", "reminders", "errand"),
    [
        (date(2026, 11, 7), (), Errand.WAIT),
        (date(2026, 11, 8), (), Errand.REMIND),
        (date(2026, 11, 14), ("2026-11-08",), Errand.WAIT),
        (date(2026, 11, 15), ("2026-11-08",), Errand.REMIND),
        (date(2026, 11, 19), ("2026-11-18",), Errand.REMIND),
        (date(2026, 11, 20), ("2026-11-19",), Errand.WAIT),
        (date(2026, 11, 22), ("2026-11-19",), Errand.WAIT),
        (date(2026, 11, 23), ("2026-11-19",), Errand.RECORD),
    ],
)
def test_a_week_of_silence_and_the_last_days_call_for_a_reminder(today, reminders, errand):
    assert errand_of("2026-11-01", "2026-11-22", reminders, today) is errand


def found(session, today=date(2026, 11, 16), author_id=None):
    due = replies_due(session, today, author_id=author_id)
    return [(d.company, d.slug or d.draft_id, d.errand.value) for d in due]


def test_open_questions_of_reports_are_listed_until_a_month_after_their_day(session):
    acme, mill = (make_company(session, name=name) for name in ("Acme", "Mill"))
    report = make_report(
        session,
        slug="nights",
        replies={
            "r1": {"actor": acme, **ASKED},
            "r2": {"actor": mill, **ASKED},
            "r3": {"actor": {"name": "An agency"}, "because": "no_way_to_reach"},
        },
    )
    make_response(session, actor=mill, report=report, on_date="2026-11-10")

    assert found(session) == [("Acme", "nights", "remind")]
    assert found(session, date(2026, 12, 22)) == [("Acme", "nights", "record")]
    assert found(session, date(2026, 12, 23)) == []


def test_questions_of_drafts_are_listed_for_their_author_and_for_reviewers(session):
    acme = make_company(session, name="Acme")
    ana, ben = (make_user(session, "editor") for _ in "ab")
    replies = {
        "r1": {"actor": {"record": acme.slug}, **ASKED},
        "r2": {"actor": {"name": "An agency"}, **ASKED, "due_on": "2026-12"},
        "r3": {"actor": {"name": "Unfinished"}, "asked_on": "soon", "due_on": ""},
    }
    draft = start_draft(session, report_values(title="Unread", replies=replies), author=ana)
    start_draft(session, report_values(title="Without"), author=ana)

    everything = [("Acme", draft.id, "remind"), ("An agency", draft.id, "remind")]
    assert found(session) == found(session, author_id=ana.id) == everything
    assert found(session, author_id=ben.id) == []
