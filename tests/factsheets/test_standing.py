"""The state of an issued sheet follows from the records, at once and by itself."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from campaign.factsheets.frames import Choices
from campaign.factsheets.issuing import issue_sheet, withdraw_sheet
from campaign.factsheets.standing import examine
from campaign.models import Record
from campaign.queries.announcements import EventKind, find_events
from campaign.queries.issued import SheetState, affected_first, find_standings
from tests.factories import (
    SIGNATURE,
    make_report,
    make_response,
    make_user,
    party_values,
    publish,
    statement_values,
)
from tests.support.issues import AT, CITED, issue, make_world, mark_retracted, report, retract
from tests.support.sheets import sheet_of

LONG_AGO = SIGNATURE.at - timedelta(days=1)


@pytest.fixture
def world(session):
    make_world(session)
    return session


def states(session):
    return {s.issue.number.text: s.state for s in find_standings(session)}


def test_a_sheet_of_today_is_current(world):
    issued = issue(world)

    assert states(world) == {"CS-2026-0001": SheetState.CURRENT}
    found = examine(world, issued)
    assert (found.state, found.differences, found.touched) == (SheetState.CURRENT, (), ())


def test_every_sheet_that_used_a_record_is_marked_when_it_is_retracted(world):
    issued = [issue(world), issue(world, "northern-mill")]

    retract(world, "nights", "The source was forged.")

    assert set(states(world).values()) == {SheetState.CHANGED}
    for each in issued:
        found = examine(world, each)
        assert found.state is SheetState.CHANGED
        [(record, how)] = [(t.record.slug, t.how) for t in found.touched]
        assert (record, how) == ("nights", "retracted")
        assert any(d.after is None and "work at night" in d.before.text for d in found.differences)


def test_a_report_that_a_sheet_only_counts_among_thousands_marks_it_too(world):
    publish(world, {**report(title="More nights"), "slug": "more-nights"})
    choices = Choices(reports_left_out=("more-nights",))
    counting = replace(sheet_of(world, "brand", choices=choices), records=())
    editor = make_user(world, "editor")
    issued = issue_sheet(world, lambda: counting, editor=editor, site_url="", at=AT)

    retract(world, "more-nights")

    [standing] = find_standings(world)
    assert (standing.state, standing.retracted) == (SheetState.CHANGED, 1)
    [touched] = examine(world, issued).touched
    assert (touched.record.slug, touched.how) == ("more-nights", "retracted")


def test_the_list_tells_of_each_page_what_it_tells_of_all(world):
    for slug in ("brand", "northern-mill", "nights"):
        issue(world, slug)
    publish(world, report(title="Another title"))

    whole = find_standings(world)
    pages = [each for at in range(3) for each in find_standings(world, limit=1, offset=at)]

    assert pages == whole
    assert {standing.edited for standing in whole} == {1}


def test_a_record_that_was_changed_marks_the_sheets_that_used_it(world):
    issued = issue(world)
    said = statement_values(text="Examplewatch reported work on Sundays.", **CITED)

    publish(world, report() | {"statements": {"s1": said}})
    world.expire_all()

    [standing] = find_standings(world)
    assert (standing.retracted, standing.edited) == (0, 1)
    assert examine(world, issued).differences


def test_a_change_that_leaves_every_sentence_leaves_the_sheet_current(world):
    issued = issue(world)

    publish(world, report(note="Only editors look at this."))
    world.expire_all()

    found = examine(world, issued)
    assert found.standing.edited == 1
    assert found.state is SheetState.CURRENT


def test_a_sheet_that_did_not_use_a_record_is_not_marked_by_it(world):
    issue(world, "millworks")
    other = make_report(world, slug="elsewhere", site=None)

    retract(world, other.slug)

    assert set(states(world).values()) == {SheetState.CURRENT}


def test_an_answer_that_came_since_marks_the_sheets_that_tell_the_report(world):
    issue(world)
    issue(world, "northern-mill")

    make_response(world, actor="brand", report="nights")
    set_published(world, "answer-of-the-mill", AT + timedelta(days=1))

    assert {s.fresh for s in find_standings(world)} == {1}
    assert set(states(world).values()) == {SheetState.CHANGED}


def test_a_report_that_came_since_marks_the_sheet_of_the_brand_that_it_names(world):
    issue(world)

    make_report(
        world, slug="days", site="northern-mill", parties=[party_values("brand", "buyer", **CITED)]
    )
    set_published(world, "days", AT + timedelta(days=1))

    [standing] = find_standings(world)
    assert standing.fresh == 1


def set_published(session, slug, at):
    """Let a record be newer than the issue: the factories publish in 2024."""
    [record] = session.query(Record).filter_by(slug=slug)
    record.published_at = at
    session.flush()


def test_a_newer_version_supersedes_the_older(world):
    first = issue(world)
    publish(world, report(title="Another title"))
    second = issue(world)

    assert examine(world, first).state is SheetState.SUPERSEDED
    assert examine(world, first).standing.newest == 2
    assert examine(world, second).state is SheetState.CURRENT


def test_a_withdrawn_sheet_stays_withdrawn_whatever_comes(world):
    issued = issue(world)
    withdraw_sheet(world, issued, editor=make_user(world, "editor"), reason="Wrong mill.")
    publish(world, report(title="Another title"))
    issue(world)

    assert examine(world, issued).state is SheetState.WITHDRAWN


def test_a_sheet_whose_subject_was_retracted_says_that_it_cannot_be_made_today(world):
    issued = issue(world)

    mark_retracted(world, "brand", "It was another brand.")

    found = examine(world, issued)
    assert found.state is SheetState.CHANGED
    assert "retracted: It was another brand." in found.refusal


def test_the_sheets_that_need_a_look_come_first(world):
    untouched = issue(world, "millworks")
    issue(world, "northern-mill")
    touched = issue(world)
    retract(world, "nights")

    listed = [s.issue.id for s in affected_first(find_standings(world))]

    assert listed[-1] == untouched.id
    assert touched.id in listed[:2]


def test_the_list_is_one_query_however_long_it_is(world):
    for slug in ("brand", "millworks", "northern-mill"):
        issue(world, slug)
    world.expire_all()
    asked = []
    event.listen(world.get_bind(), "before_cursor_execute", lambda *args: asked.append(args[2]))

    standings = find_standings(world)
    titles = [(s.issue.title, s.issue.number.text, s.issue.number.subject.slug) for s in standings]

    assert len(titles) == 3
    assert len(asked) == 1


def test_issues_changes_and_withdrawals_are_announced_newest_first(world):
    issued = issue(world, at=LONG_AGO)
    publish(world, report(title="Another title"))
    withdraw_sheet(world, issued, editor=make_user(world, "editor"), reason="Wrong mill.")

    events = find_events(world)

    kinds = [EventKind.WITHDRAWN, EventKind.CHANGED, EventKind.ISSUED]
    assert [event.kind for event in events] == kinds
    assert "Another title" in events[1].titles
    assert events[1].at == SIGNATURE.at


def test_what_happens_to_a_sheet_that_nobody_should_use_is_not_announced(world):
    issued = issue(world, at=LONG_AGO)
    withdraw_sheet(world, issued, editor=make_user(world, "editor"), reason="Wrong mill.")
    issued.withdrawn_at = LONG_AGO
    publish(world, report(title="Another title"))
    world.flush()

    assert [e.kind for e in find_events(world)] == [EventKind.WITHDRAWN, EventKind.ISSUED]


def test_no_more_is_announced_than_was_asked_for(world):
    for slug in ("brand", "millworks", "northern-mill"):
        issue(world, slug)

    assert len(find_events(world, limit=2)) == 2
