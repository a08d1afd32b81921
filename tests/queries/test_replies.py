"""The state of a reply follows from the question, the answers and the day, and says no more."""

from datetime import UTC, date, datetime

import pytest

from campaign.models.vocabulary import ReplyStanding
from campaign.queries.replies import reply_standings, standings_of
from campaign.queries.reply_words import question_words, standing_words
from campaign.schemas.calendar import day_everywhere, is_over
from tests.factories import make_company, make_report, make_response, party_values

ASKED = {"asked_on": "2022-12-01", "channel": "email", "due_on": "2022-12-14"}
LONG_AFTER = date(2024, 1, 1)


def report_asking(session, company, **changes):
    return make_report(session, replies={"r1": {"actor": company, **ASKED, **changes}})


def standing_of(session, report, today=LONG_AFTER):
    [standing] = reply_standings(session, [report.id], today)[report.id]
    return standing


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2022-12-14T23:59:59+00:00", "asked to reply, reply due by 14 December 2022"),
        ("2022-12-15T11:59:59+00:00", "asked to reply, reply due by 14 December 2022"),
        ("2022-12-15T12:00:00+00:00", "no response by 14 December 2022"),
    ],
)
def test_nobody_is_silent_before_the_day_is_over_everywhere_on_earth(session, moment, words):
    report = report_asking(session, make_company(session, name="Acme"))

    standing = standing_of(session, report, day_everywhere(datetime.fromisoformat(moment)))

    assert standing_words(standing) == words


def test_a_month_is_over_with_its_last_day():
    assert not is_over("2022-12", date(2022, 12, 31))
    assert is_over("2022-12", date(2023, 1, 1))
    assert day_everywhere(datetime(2023, 1, 1, 12, tzinfo=UTC)) == date(2023, 1, 1)


def test_an_answer_is_one_when_it_came_and_says_when_it_was_late(session):
    acme = make_company(session, name="Acme")
    report = report_asking(session, acme)

    make_response(session, actor=acme, report=report, on_date="2022-12-20")

    standing = standing_of(session, report)
    assert standing.standing is ReplyStanding.ANSWERED
    assert standing_words(standing) == (
        "answered on 20 December 2022, after 14 December 2022, when it was due"
    )


@pytest.mark.parametrize("on_date", ["2022-12-01", "2022-12", "2022", "n.d."])
def test_what_may_be_an_answer_to_the_question_has_the_benefit_of_the_doubt(session, on_date):
    acme = make_company(session, name="Acme")
    report = report_asking(session, acme)

    make_response(session, actor=acme, report=report, on_date=on_date)

    assert standing_of(session, report).standing is ReplyStanding.ANSWERED
    assert not standing_of(session, report).late


@pytest.mark.parametrize("on_date", ["2022-11-30", "2022-11", "2021"])
def test_what_was_said_before_the_question_is_no_answer_to_it(session, on_date):
    acme = make_company(session, name="Acme")
    report = report_asking(session, acme)

    make_response(session, actor=acme, report=report, on_date=on_date)

    assert standing_of(session, report).standing is ReplyStanding.NO_RESPONSE


def test_silence_on_record_is_no_answer_and_a_refusal_is_said_as_one(session):
    acme, other = (make_company(session, name=name) for name in ("Acme", "Other"))
    report = report_asking(session, acme)
    make_response(session, actor=acme, report=report, on_date="2022-12-10", stance="no_response")
    make_response(session, actor=other, report=report, on_date="2022-12-10")
    assert standing_of(session, report).standing is ReplyStanding.NO_RESPONSE

    make_response(session, actor=acme, report=report, on_date="2022-12-11", stance="declines")

    assert standing_words(standing_of(session, report)) == "declined to answer on 11 December 2022"


def test_each_company_stands_for_itself(session):
    acme, mill, other = (make_company(session, name=name) for name in ("Acme", "Mill", "Other"))
    report = make_report(
        session,
        parties=[party_values(c, role) for c, role in ((mill, "operator"), (acme, "buyer"))],
        replies={
            "r1": {"actor": acme, **ASKED},
            "r2": {"actor": mill, "because": "endangers_workers"},
            "r3": {"actor": other, "reason": "It went out of business."},
        },
        reply=None,
    )

    standings = reply_standings(session, [report.id], LONG_AFTER)[report.id]

    assert [(s.actor_title, standing_words(s)) for s in standings] == [
        ("Acme", "no response by 14 December 2022"),
        ("Mill", "not asked, because it could endanger workers"),
        ("Other", "not asked: It went out of business."),
    ]
    assert standings_of(session, mill.id, [report.id], LONG_AFTER)[report.id].key == "r2"


def test_an_old_report_speaks_for_all_companies_it_names(session):
    mill = make_company(session, name="Mill")
    parties = [
        party_values(mill, "operator"),
        party_values(mill, "parent"),
        party_values({"name": "A labour agency"}, "labour_agency"),
        party_values({"name": "The county"}, "public_body"),
    ]
    asked = {"state": "answered", "asked_on": "2022-12-01", "due_on": "2022-12-14"}
    report = make_report(session, parties=parties, reply=asked)
    make_response(session, actor=mill, report=report, on_date="2022-12-03")

    standings = reply_standings(session, [report.id], LONG_AFTER)[report.id]

    assert [(s.actor_title, standing_words(s)) for s in standings] == [
        ("Mill", "answered on 3 December 2022"),
        ("A labour agency", "no response by 14 December 2022"),
    ]


def test_how_a_company_was_asked_and_reminded_is_said(session):
    report = report_asking(
        session,
        make_company(session, name="Acme"),
        channel="public_letter",
        reminders=["2022-12-08", "2022-12-11", "2022-12-13"],
    )

    words = question_words(standing_of(session, report))

    assert words == (
        "asked on 1 December 2022 by a public letter, reminded on "
        "8 December 2022, 11 December 2022 and 13 December 2022"
    )
