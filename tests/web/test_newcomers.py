"""A company or place that is not on record is added from the field in which it is missed."""

import pytest

from campaign.models import Draft
from tests.factories import make_source
from tests.support.forms import send
from tests.support.newsroom import edit

MILL = {
    "country": "CN",
    "names__0__language": "en",
    "citations__0__source": "examplewatch-2021",
}


@pytest.fixture
def report(newsroom, session):
    make_source(session)
    session.commit()
    return newsroom.draft(title="Nights").id


def number_in(answer):
    return int(answer.location.rsplit("/", 1)[1])


def test_a_place_is_added_where_it_was_searched_for_and_stands_in_the_field(newsroom, report):
    client = newsroom.client("editor")

    found = edit(client, report, "find:sites-0", sites__0="Southern Mill")
    there = edit(client, report, "new:sites-0=facility", sites__0="Southern Mill")
    back = edit(client, number_in(there), "back", **MILL)

    assert 'value="new:sites-0=facility"' in found.text
    assert 'value="new:sites-0=company"' not in found.text
    assert back.location == f"/editor/drafts/{report}"
    page = client.get(f"/editor/drafts/{report}").text
    assert 'value="southern-mill"' in page
    assert 'Southern Mill</button> <span class="small muted">nothing is missing' in page


def test_what_was_added_by_its_button_is_found_in_every_field(newsroom, report):
    client = newsroom.client("editor")
    there = edit(client, report, "new:=company")
    edit(client, number_in(there), "back", names__0__text="Late Shoes")

    found = edit(
        client, report, "find:parties-0-actor-record", **{"parties__0__actor__record": "late"}
    )

    assert "Late Shoes – new here" in found.text
    page = edit(client, report, "submit").text
    assert 'href="#newcomers">Late Shoes' in page
    assert edit(client, report, "new:=report").status_code == 404


def test_all_is_previewed_reviewed_and_published_as_one(newsroom, report, session):
    author, reviewer = newsroom.client("editor"), newsroom.client("reviewer")
    there = number_in(edit(author, report, "new:sites-0=facility", sites__0="Southern Mill"))
    edit(author, there, "back", **MILL)
    shown = author.get(f"/editor/drafts/{there}/preview").text

    assert edit(author, report, "submit").status_code == 303
    address = f"/editor/drafts/{report}/review"
    page = reviewer.get(address)
    beside = reviewer.get(f"/editor/drafts/{there}/review").text
    done = send(reviewer, page, address, {"verdict": "approve"})

    assert "Preview, not public." in shown
    assert "Nights" in shown
    assert "a new facility, reviewed and published together with the report" in page.text
    assert "It goes with a report, and is decided with it" in beside
    assert 'name="verdict"' not in beside
    assert done.location == "/reports/nights"
    assert newsroom.app.test_client().get("/facilities/southern-mill").status_code == 200
    assert session.get(Draft, there).record_id is not None
