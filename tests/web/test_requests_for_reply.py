"""The letter that asks one company to reply, from a draft and from a published report."""

import re
from datetime import date, timedelta

import pytest

from tests.factories import (
    SOURCE,
    allegation_values,
    make_campaign,
    make_company,
    make_facility,
    make_report,
    statement_values,
)
from tests.support.newsroom import edit

ENTRY = {"asked_on": "2022-12-01", "channel": "email", "due_on": "2022-12-14"}


@pytest.fixture
def values(newsroom):
    """A report with a speaker, a number and a source that a letter must not give away."""
    acme = make_company(newsroom.session, name="Acme")
    mill = make_facility(newsroom.session, name="Northern Mill", locality="Northtown")
    newsroom.session.commit()
    return {
        "title": "Nights again",
        "site": mill.slug,
        "statements": {"s1": statement_values(text="Zyxomma said it.", speaker="Zyxomma Watch")},
        "allegations": {
            "a1": allegation_values(text="Zyxomma words.", at_least=77, unit="workers")
        },
        "replies": {
            "r1": {"actor": {"record": acme.slug}, **ENTRY},
            "r2": {"actor": {"record": acme.slug}, "because": "endangers_workers"},
        },
    }


def test_the_letter_of_a_draft_has_place_time_kind_and_days_and_nothing_of_the_source(
    newsroom, values
):
    draft = newsroom.draft(**values)

    page = newsroom.client("editor").get(f"/editor/drafts/{draft.id}/requests/r1").text

    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "To the management of Acme," in words
    assert "Northern Mill, Northtown, China, 2021: excessive hours." in words
    assert "1 December 2022" in words
    assert "Please answer by 14 December 2022." in words
    assert not re.search("Zyxomma|77|Examplewatch|Nights at the Mill", page)


def test_the_letter_is_written_in_the_language_that_is_asked_for(newsroom, values):
    draft = newsroom.draft(**values)

    page = newsroom.client("editor").get(f"/editor/drafts/{draft.id}/requests/r1?lang=es").text

    assert "A la dirección de Acme" in page


def test_a_published_report_has_its_letters_too(newsroom, values):
    values = values | {"replies": {"r1": values["replies"]["r1"]}}
    make_report(newsroom.session, slug="nights", **values)
    newsroom.session.commit()

    client = newsroom.client("editor")
    letter = client.get("/editor/reports/nights/requests/r1").text

    assert "To the management of Acme," in letter
    assert "This record holds what is alleged below." in letter
    assert "Before it is published" not in letter
    assert client.get("/editor/reports/nights/requests/r9").status_code == 404


def test_the_letter_names_a_place_and_a_company_that_are_new_with_the_report(newsroom, values):
    draft = newsroom.draft(**values)
    client = newsroom.client("editor")
    place = edit(client, draft.id, "new:sites-0=facility", sites__0="Southern Mill").location
    new = "new:replies-0-actor-record=company"
    edit(client, draft.id, new, replies__0__actor__record="Late Shoes")
    letter = f"/editor/drafts/{draft.id}/requests/r1"

    before = client.get(letter).text
    edit(client, int(place.rsplit("/", 1)[1]), country="VN", locality="Southtown")
    page = client.get(letter).text

    assert "say first in which country Southern Mill is" in before
    assert "To the management of Late Shoes," in page
    assert "Southern Mill, Southtown, Vietnam, 2021: excessive hours." in page


@pytest.mark.parametrize(
    ("key", "changes", "words"),
    [
        ("r2", {}, "this company is not to be asked"),
        ("r1", {"allegations": {}}, "nothing is alleged yet to reply to"),
        ("r1", {"from_date": "last week"}, "the letter needs a date"),
    ],
)
def test_a_letter_that_cannot_be_written_says_why(newsroom, values, key, changes, words):
    draft = newsroom.draft(**values | changes)

    answer = newsroom.client("editor").get(f"/editor/drafts/{draft.id}/requests/{key}")

    assert answer.status_code == 422
    assert words in answer.text


def test_nobody_else_sees_the_letter_of_a_draft(newsroom, values):
    draft = newsroom.draft(**values)

    answer = newsroom.client("other", "editor").get(f"/editor/drafts/{draft.id}/requests/r1")

    assert answer.status_code == 404


def test_the_form_of_a_draft_leads_to_the_letters_that_can_be_sent(newsroom, values):
    draft = newsroom.draft(**values)

    page = newsroom.client("editor").get(f"/editor/drafts/{draft.id}").text

    assert f'<a href="/editor/drafts/{draft.id}/requests/r1">Acme</a>' in page
    assert f"/editor/drafts/{draft.id}/requests/r2" not in page


def test_the_desk_says_whom_to_remind_what_waits_and_what_comes_due(newsroom, values):
    draft = newsroom.draft(**values | {"replies": {"r1": soon(values["replies"]["r1"])}})
    newsroom.submitted(title="Later", publish_not_before="2999-01-01")
    demand = {"text": "Rest at night.", "actor": "acme", "state": "open", "deadline": "2024-05"}
    make_campaign(newsroom.session, slug="sleep", demands={"d1": {**demand, "citations": [SOURCE]}})
    newsroom.session.commit()

    own = newsroom.client("editor").get("/editor/days").text
    others = newsroom.client("other", "editor").get("/editor/days").text

    assert f'href="/editor/drafts/{draft.id}/requests/r1">Letter to Acme</a>' in own
    assert "not before 1 January 2999" in own
    assert '<a href="/campaigns/sleep#demand-d1">Rest at night.</a>' in own
    assert "Letter to Acme" not in others
    assert "Later" not in others


def soon(entry):
    """Return the entry with a day that is to come."""
    due_on = (date.today() + timedelta(days=9)).isoformat()
    return {**entry, "asked_on": "2024-01-01", "due_on": due_on}
