"""A draft saves itself, and no window overwrites what another has saved."""

import re

import pytest

from campaign.models import Draft
from campaign.models.vocabulary import DraftState
from tests.factories import make_company, make_source
from tests.support.forms import read_form, send
from tests.support.newsroom import begin, begin_change, begin_record, edit, press


def save_by_itself(client, page, **changes):
    """Send the form of a page as the script does; return the answer."""
    address = page.request.path
    changes = {name.replace("__", "-"): value for name, value in changes.items()}
    return send(client, page, address, {"do": "autosave", **changes})


def saved_document(newsroom, number):
    newsroom.session.rollback()
    return newsroom.session.get(Draft, number).document


def test_a_draft_is_saved_without_a_button_and_says_what_is_missing(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    page = client.get(f"/editor/drafts/{number}")

    answer = save_by_itself(client, page, statements__0__text="Half a sentence")

    assert answer.status_code == 200
    assert answer.json["problems"] > 0
    assert answer.json["marks"] == {"statements-0-key": "s1"}
    assert saved_document(newsroom, number)["statements"] == {"s1": {"text": "Half a sentence"}}


def test_a_page_that_saves_itself_again_and_again_adds_no_part_twice(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    page = edit(client, number, "add:sources")
    typed = {"sources__0__title": "Gate Bulletin", "statements__0__text": "One."}

    first = save_by_itself(client, page, **typed).json
    marks = {name.replace("-", "__"): value for name, value in first["marks"].items()}
    second = save_by_itself(client, page, **typed, **marks, page_version=first["version"])

    assert second.json["marks"] == first["marks"]
    assert newsroom.count(Draft) == 2
    assert list(saved_document(newsroom, number)["statements"]) == ["s1"]


def test_rows_stay_where_they_are_while_the_page_saves_itself(newsroom):
    client = newsroom.client("editor")
    page = edit(client, begin(client), "add:statements")
    page = press(client, page, "add:statements", statements__0__text="", statements__1__text="B")

    answer = save_by_itself(client, page, statements__0__text="", statements__1__text="B")

    assert answer.json["marks"].get("statements-0-key", "") != ""


def test_a_second_window_gets_both_versions_and_overwrites_nothing(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    address = f"/editor/drafts/{number}"
    first, second = client.get(address), client.get(address)
    send(client, first, address, {"do": "save", "note": "from the first"})

    by_itself = save_by_itself(client, second, note="from the second")
    answer = send(client, second, address, {"do": "save", "note": "from the second"})

    assert by_itself.status_code == answer.status_code == 409
    assert saved_document(newsroom, number)["note"] == "from the first"
    assert "from the first" in re.sub("<[^>]+>", "", answer.text)
    assert read_form(answer, address).fields["note"] == "from the second"
    assert send(client, answer, address, {"do": "save"}).status_code == 303
    assert saved_document(newsroom, number)["note"] == "from the second"


def test_one_window_may_send_while_its_own_saving_is_under_way(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    address = f"/editor/drafts/{number}"
    page = client.get(address)
    save_by_itself(client, page, note="typed")

    answer = send(client, page, address, {"do": "save", "note": "typed on"})

    assert answer.status_code == 303
    assert saved_document(newsroom, number)["note"] == "typed on"


def test_what_was_submitted_meanwhile_is_not_changed_by_an_open_window(newsroom):
    draft = newsroom.draft()
    client = newsroom.client("editor")
    page = client.get(f"/editor/drafts/{draft.id}")
    edit(client, draft.id, "submit")

    answer = save_by_itself(client, page, note="too late")

    assert answer.status_code == 409
    newsroom.session.rollback()
    assert newsroom.session.get(Draft, draft.id).state is DraftState.SUBMITTED
    assert "note" not in saved_document(newsroom, draft.id)


def test_a_page_whose_session_ended_saves_again_after_signing_in(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    address = f"/editor/drafts/{number}"
    page = client.get(address)
    send(client, client.get("/editor/"), "/logout")
    refused = save_by_itself(client, page, note="typed")
    assert client.get("/editor/token").status_code == 302

    client = newsroom.client("editor")
    token = client.get("/editor/token").json["csrf_token"]
    answer = save_by_itself(client, page, note="typed", csrf_token=token)

    assert refused.status_code in (302, 400)
    assert answer.status_code == 200
    assert saved_document(newsroom, number)["note"] == "typed"


@pytest.mark.attack
@pytest.mark.parametrize("mark", ["", "'", "x" * 99, "²", "ab"])
@pytest.mark.parametrize("version", ["", "-1", "²", "9" * 40, "1e3"])
def test_a_made_up_mark_or_version_is_no_fault_of_the_server(newsroom, mark, version):
    client = newsroom.client("editor")
    number = begin(client)

    answer = edit(client, number, "autosave", page_mark=mark, page_version=version)

    assert answer.status_code in (200, 409)


def test_a_part_cites_the_same_as_the_one_above(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    page = edit(
        client,
        number,
        "add:statements",
        statements__0__text="One.",
        statements__0__citations__0__source="examplewatch-2021",
        statements__0__citations__0__locator="p. 3",
    )

    page = press(client, page, "same:statements-1-citations", statements__1__text="Two.")

    fields = read_form(page, f"/editor/drafts/{number}").fields
    assert fields["statements-1-citations-0-source"] == "examplewatch-2021"
    assert fields["statements-1-citations-0-locator"] == "p. 3"
    assert 'value="same:statements-0-citations"' not in page.text


def test_citing_the_same_twice_adds_nothing(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    cited = {"statements__0__citations__0__source": "examplewatch-2021"}
    page = edit(client, number, "add:allegations", statements__0__text="One.", **cited)
    page = press(client, page, "same:allegations-0-citations", allegations__0__text="Two.")

    page = press(client, page, "same:allegations-0-citations")

    fields = read_form(page, f"/editor/drafts/{number}").fields
    assert "allegations-0-citations-1-source" not in fields


def test_a_record_that_is_likely_the_same_is_shown_with_the_reason(newsroom, session):
    make_company(session, name="Bolt Brothers Ltd")
    session.commit()
    client = newsroom.client("editor")
    number = begin_record(client, "company", name="Bolt Brothers Limited")

    page = edit(client, number, "submit", country="US", sector="tools", names__0__language="en")

    assert page.status_code == 422
    assert "Is it on record already?" in page.text
    assert 'href="/editor/edit/bolt-brothers-ltd"' in page.text
    assert 'href="#likely"' in page.text


def test_not_the_same_is_remembered(newsroom, session):
    make_company(session, name="Bolt Brothers Ltd")
    session.commit()
    client = newsroom.client("editor")
    number = begin_record(client, "company", name="Bolt Brothers Limited")
    page = client.get(f"/editor/drafts/{number}")

    page = press(client, page, "apart:=bolt-brothers-ltd")

    assert "Is it on record already?" not in page.text
    assert "Is it on record already?" not in client.get(f"/editor/drafts/{number}").text
    cited = {"citations__0__source": "examplewatch-2021"}
    named = {"names__0__language": "en", "country": "US", "sector": "tools", **cited}
    assert edit(client, number, "submit", **named).status_code == 303


def test_a_new_source_whose_address_is_known_gives_way_to_the_one_on_record(newsroom, session):
    make_source(session, slug="known", title="Known", url="https://www.example.org/a/")
    session.commit()
    client = newsroom.client("editor")
    number = begin_record(client, "company", name="Quillow Works")
    page = edit(client, number, "add:sources")
    pasted = "http://example.org/a/amp?utm_source=x"
    page = press(client, page, "save", sources__0__title="New", sources__0__url=pasted)
    page = edit(client, number, "find:citations-0-source", citations__0__source="new")
    assert "has the same web address" in page.text

    page = press(client, page, "instead:sources-0=new>known")

    fields = read_form(page, f"/editor/drafts/{number}").fields
    assert fields["citations-0-source"] == "known"
    assert "sources-0-title" not in fields
    assert newsroom.count(Draft) == 1


def test_a_known_source_that_nothing_cites_yet_is_cited_in_the_first_empty_place(newsroom, session):
    make_source(session, slug="known", title="Known", url="https://www.example.org/a/")
    session.commit()
    client = newsroom.client("editor")
    number = begin_record(client, "company", name="Quillow Works")
    page = edit(client, number, "add:sources")
    page = press(client, page, "save", sources__0__url="https://example.org/a?fbclid=x")

    page = press(client, client.get(page.location), "instead:sources-0=>known")

    fields = read_form(page, f"/editor/drafts/{number}").fields
    assert fields["citations-0-source"] == "known"


def test_a_pasted_address_is_kept_without_what_tells_who_followed_it(newsroom):
    client = newsroom.client("editor")
    number = begin_record(client, "source", title="A list")

    edit(client, number, url=" https://example.org/a?utm_source=x&page=2&fbclid=me#top ")

    fields = read_form(client.get(f"/editor/drafts/{number}"), f"/editor/drafts/{number}").fields
    assert fields["url"] == "https://example.org/a?page=2#top"


def test_an_address_on_record_stays_as_it_is_while_something_else_is_changed(newsroom, session):
    address = "https://example.org/a?utm_source=x"
    make_source(session, slug="known", title="Known", url=address)
    session.commit()
    client = newsroom.client("editor")
    number = begin_change(client, "known")

    edit(client, number, title="Better known")

    fields = read_form(client.get(f"/editor/drafts/{number}"), f"/editor/drafts/{number}").fields
    assert (fields["title"], fields["url"]) == ("Better known", address)


@pytest.mark.parametrize(
    ("words", "kind", "slug"),
    [
        ("bolt", "company", "bolt-brothers"),
        ("螺栓", "company", "bolt-brothers"),
        ("blot brothers", "company", "bolt-brothers"),
        ("https://example.org/a?utm_source=x", "source", "known"),
        ("Known paper", "source", "known"),
    ],
)
def test_records_are_offered_while_typing(newsroom, session, words, kind, slug):
    names = [
        {"text": "Bolt Brothers", "language": "en", "name_kind": "primary"},
        {"text": "螺栓兄弟", "language": "zh-Hans", "name_kind": "native"},
    ]
    make_company(session, slug="bolt-brothers", names=names)
    make_source(session, slug="known", title="A known paper", url="https://example.org/a")
    session.commit()
    client = newsroom.client("editor")

    found = client.get("/editor/choices", query_string={"q": words, "kind": kind}).json["results"]

    assert [row["slug"] for row in found][:1] == [slug]
    assert {row["kind"] for row in found} == {kind}


def test_long_lists_of_drafts_are_read_page_by_page(newsroom):
    for number in range(25):
        newsroom.draft(title=f"Night {number:02}")
    client = newsroom.client("editor")

    desk = client.get("/editor/").text
    first, second = (client.get(f"/editor/drafts/lists/mine?page={page}").text for page in (1, 2))

    assert desk.count(">Night ") == 10
    assert "/editor/drafts/lists/mine" in desk
    assert [first.count(">Night "), second.count(">Night ")] == [20, 5]
    assert client.get("/editor/drafts/lists/to-review").status_code == 404
    assert client.get("/editor/drafts/lists/nonsense").status_code == 404
