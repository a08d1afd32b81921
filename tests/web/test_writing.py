import re

import pytest

from campaign.models import Draft, Report
from campaign.queries.records import document_of, get_record
from tests.factories import (
    make_company,
    make_facility,
)
from tests.support.forms import read_form, send
from tests.support.newsroom import begin, edit, press


def test_a_whole_report_is_written_reviewed_and_published(newsroom, session):
    mill = make_facility(session, name="Northern Mill")
    make_company(session, name="Acme Anvils")
    session.commit()
    client = newsroom.client("editor")
    number = begin(client)

    page = edit(client, number, "find:sites-0", from_date="2024-03", sites__0="northern")
    page = press(client, page, "pick:sites-0=northern-mill")
    page = press(client, page, "add:sources")
    page = press(
        client,
        page,
        "find:statements-0-citations-0-source",
        sources__0__title="Gate Bulletin",
        sources__0__publisher="Gate Union",
        sources__0__published="2024-04",
        sources__0__source_type="union",
        sources__0__grade="B",
        statements__0__text="The Gate Union reported shifts of fourteen hours.",
        statements__0__speaker="Gate Union",
        statements__0__citations__0__source="gate bull",
    )
    assert 'value="pick:statements-0-citations-0-source=gate-bulletin"' in page.text
    page = press(client, page, "pick:statements-0-citations-0-source=gate-bulletin")
    page = press(client, page, "add:allegations")
    page = press(
        client,
        page,
        "add:parties",
        allegations__0__abuse="E01",
        allegations__0__text="Shifts of fourteen hours.",
        allegations__0__at_least="300",
        allegations__0__unit="workers",
        allegations__0__unit_words="operators",
        allegations__0__speaker="Gate Union",
        allegations__0__certainty="reported",
        allegations__0__citations__0__source="gate-bulletin",
        allegations__0__citations__0__locator="p. 3",
    )
    page = press(
        client,
        page,
        "submit",
        parties__0__actor__record="acme-anvils",
        parties__0__role="buyer",
        parties__0__basis="The bulletin names it.",
        parties__0__citations__0__source="gate-bulletin",
        action__kind="strike",
        action__text="The night shift walked out.",
        action__citations__0__source="gate-bulletin",
        outcome__text="The shifts were shortened.",
        outcome__as_of="2024-05",
        outcome__citations__0__source="gate-bulletin",
        certainty="reported",
        reply__state="asked",
        reply__asked_on="2024-04-02",
        reply__due_on="2024-04-16",
        note="The union represents the workers.",
    )
    assert page.location == "/editor/", page.text
    reviewer = newsroom.client("reviewer")
    review = reviewer.get(f"/editor/drafts/{number}/review")
    published = send(reviewer, review, f"/editor/drafts/{number}/review", {"verdict": "approve"})

    assert published.status_code == 303, published.text
    session.rollback()
    report = get_record(session, "nights-at-the-gate", Report)
    document = document_of(report)
    assert document.sites == (mill.slug,)
    assert document.allegations["a1"].at_least == 300
    assert document.allegations["a1"].citations[0].locator == "p. 3"
    assert document.parties[0].actor.record == "acme-anvils"
    assert document.action.text == "The night shift walked out."
    assert document.outcome.as_of == "2024-05"
    assert document.reply.due_on == "2024-04-16"
    assert document.note == "The union represents the workers."
    assert {citation.source.slug for citation in report.citations} == {"gate-bulletin"}


def test_what_is_not_finished_is_saved_and_comes_back(newsroom):
    client = newsroom.client("editor")
    number = begin(client)

    edit(
        client,
        number,
        from_date="last spring",
        statements__0__text="Line one.\nLine two.",
        statements__0__citations__0__source="a paper I must find",
        reply__reason="<b>Not</b> yet & why",
    )

    page = client.get(f"/editor/drafts/{number}")
    fields = read_form(page, f"/editor/drafts/{number}").fields
    assert fields["from_date"] == "last spring"
    assert fields["statements-0-text"] == "Line one.\nLine two."
    assert fields["statements-0-citations-0-source"] == "a paper I must find"
    assert fields["reply-reason"] == "<b>Not</b> yet & why"
    assert "Still to do" in page.text
    assert 'href="#from_date"' in page.text


def test_mistakes_come_back_filled_in_with_a_summary_that_links_to_them(newsroom):
    client = newsroom.client("editor")
    number = begin(client)

    page = edit(client, number, "submit", from_date="2024-13", certainty="reported")

    summary = re.search(r'role="alert".*?</div>', page.text, re.S).group()
    assert page.status_code == 422
    assert 'href="#from_date"' in summary
    assert 'href="#statements"' in summary
    assert 'aria-describedby="from_date-hint from_date-error"' in page.text
    assert 'id="from_date-error"' in page.text
    assert read_form(page, f"/editor/drafts/{number}").fields["from_date"] == "2024-13"


def test_every_link_of_the_summary_leads_to_something(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    page = edit(client, number, "add:allegations")
    page = press(client, page, "add:parties")
    page = press(client, page, "add:sources")

    page = press(
        client,
        page,
        "submit",
        allegations__0__text="x",
        parties__0__actor__name="Somebody",
        sources__0__publisher="y",
        action__text="z",
        outcome__text="z",
        reply__state="asked",
        sites__0="nowhere",
        statements__0__text="t",
        statements__0__speaker="s",
    )

    targets = set(re.findall(r'href="#([^"]+)"', page.text))
    assert {"allegations-0-abuse", "parties-0-role", "sources-0-title", "sites-0"} <= targets
    assert [target for target in targets if f'id="{target}"' not in page.text] == []


def test_rows_are_added_and_removed_without_scripts_and_keep_what_was_typed(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    page = edit(client, number, "add:statements", statements__0__text="First.")
    page = press(client, page, "add:statements", statements__1__text="Second.")

    page = press(client, page, "remove:statements-0", statements__2__text="Third.")

    fields = read_form(page, f"/editor/drafts/{number}").fields
    assert [fields[f"statements-{row}-text"] for row in (0, 1)] == ["Second.", "Third."]
    assert [fields[f"statements-{row}-key"] for row in (0, 1)] == ["s2", "s3"]


def test_a_new_source_that_is_emptied_is_gone(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    page = press(client, edit(client, number, "add:sources"), "save", sources__0__title="Wrong one")
    assert newsroom.count(Draft) == 2

    page = edit(client, number, "remove:sources-0")

    assert newsroom.count(Draft) == 1
    assert "Wrong one" not in page.text


@pytest.mark.parametrize(
    ("do", "words"),
    [
        ("find:statements-0-citations-0-source", "Nights at the Mill"),
        ("find:statements-0-citations-0-source", "examplewatch mill"),
        ("find:sites-0", "NORTHER"),
        ("find:sites-0", "北方"),
    ],
)
def test_records_are_found_by_a_few_words(newsroom, session, do, words):
    names = [
        {"text": "Northern Mill", "language": "en", "name_kind": "primary"},
        {"text": "北方工厂", "language": "zh-Hans", "name_kind": "native"},
    ]
    make_facility(session, names=names)
    session.commit()
    client = newsroom.client("editor")
    number = begin(client)

    page = edit(client, number, do, **{do.partition(":")[2].replace("-", "__"): words})

    assert 'name="do" value="pick:' in page.text


@pytest.mark.attack
def test_a_search_that_finds_nothing_says_so(newsroom):
    client = newsroom.client("editor")
    number = begin(client)

    for words in ("nothing like it", "", "%", "_", "\\", "\0", "' OR 1=1 --"):
        page = edit(client, number, "find:sites-0", sites__0=words)

        assert page.status_code == 200, words
        assert "Nothing on record matches" in page.text or "Type a few letters" in page.text, words


@pytest.mark.attack
def test_a_form_that_no_page_of_ours_made_is_no_fault_of_the_server(newsroom):
    client = newsroom.client("editor")
    number = begin(client)
    fields = ("statements-²-text", "statements-99999999999-text", "sites-0-0", "statements-0-key")
    buttons = (
        "",
        "nonsense",
        "add:",
        "add:title",
        "remove:statements-x",
        "pick:sites-9=a",
        "find:-",
    )

    answers = {field: edit(client, number, "save", **{field: "a/b"}) for field in fields}
    answers |= {button: edit(client, number, button) for button in buttons}

    assert {what: answer.status_code for what, answer in answers.items()} == {
        **dict.fromkeys(fields, 303),
        **dict.fromkeys(buttons, 200),
    }


def test_a_draft_is_previewed_as_what_it_is(newsroom):
    client = newsroom.client("editor")
    number = begin(client)

    answer = edit(client, number, "preview", statements__0__text="Half a sentence")

    page = client.get(answer.location)
    assert "Draft – not published" in page.text
    assert "Half a sentence" in page.text
