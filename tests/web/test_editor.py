import re
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from campaign.accounts.users import create_user
from campaign.editorial.drafts import start_draft, start_update, submit_draft
from campaign.models import Draft, Report
from campaign.models.vocabulary import DraftState
from campaign.queries.records import document_of, get_record
from tests.factories import (
    make_company,
    make_facility,
    make_report,
    make_source,
    publish,
    report_values,
)
from tests.support.forms import PASSWORD, read_form, send, sign_in

SECRET = "Zyxomma"  # a word that stands nowhere but in a draft


class Newsroom:
    """Clients that are signed in, one for each role, on one application."""

    def __init__(self, app, session):
        self.app, self.session, self.users = app, session, {}

    def user(self, name, role=None):
        self.session.rollback()
        if name not in self.users:
            role = role or name
            address = f"{name}@example.org"
            self.users[name] = create_user(self.session, address, role, PASSWORD)
            self.session.commit()
        return self.users[name]

    def client(self, name, role=None):
        client = sign_in(self.app.test_client(), self.user(name, role))
        self.session.rollback()
        return client

    def count(self, model):
        self.session.rollback()
        return self.session.scalar(select(func.count()).select_from(model))

    def draft(self, author="editor", **values):
        draft = start_draft(self.session, report_values(**values), author=self.user(author))
        self.session.commit()
        return draft

    def submitted(self, author="editor", **values):
        draft = self.draft(author, **values)
        submit_draft(self.session, draft, author=self.user(author))
        self.session.commit()
        return draft


@pytest.fixture
def newsroom(app, session):
    make_source(session)
    session.commit()
    return Newsroom(app, session)


def edit(client, draft_id, do="save", **changes):
    """Open the form of a draft, change some fields and press a button."""
    address = f"/editor/drafts/{draft_id}"
    changes = {name.replace("__", "-"): value for name, value in changes.items()}
    return send(client, client.get(address), address, {"do": do, **changes})


def press(client, page, do, **changes):
    """Press another button of a form that came back."""
    address = page.request.path
    changes = {name.replace("__", "-"): value for name, value in changes.items()}
    return send(client, page, address, {"do": do, **changes})


def begin(client, title="Nights at the Gate"):
    page = client.get("/editor/reports/new")
    answer = send(client, page, "/editor/reports/new", {"title": title})
    return int(answer.location.rsplit("/", 1)[1])


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
        parties__0__record="acme-anvils",
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
        parties__0__name="Somebody",
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
        ("find:sites-0", "ORTHER"),
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


ODD_FIELDS = ("statements-²-text", "statements-99999999999-text", "sites-0-0", "statements-0-key")
ODD_BUTTONS = (
    "",
    "nonsense",
    "add:",
    "add:title",
    "remove:statements-x",
    "pick:sites-9=a",
    "find:-",
)


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


EDITOR_PAGES = [
    ("GET", "/editor/"),
    ("GET", "/editor/reports/new"),
    ("GET", "/editor/drafts/{id}"),
    ("GET", "/editor/drafts/{id}/preview"),
    ("GET", "/editor/drafts/{id}/review"),
    ("GET", "/editor/drafts/{id}/discard"),
    ("GET", "/editor/drafts/{id}/compare"),
    ("POST", "/editor/reports/new"),
    ("POST", "/editor/reports/x/edit"),
    ("POST", "/editor/drafts/{id}"),
    ("POST", "/editor/drafts/{id}/review"),
    ("POST", "/editor/drafts/{id}/publish"),
    ("POST", "/editor/drafts/{id}/withdraw"),
    ("POST", "/editor/drafts/{id}/discard"),
    ("POST", "/editor/drafts/{id}/compare"),
]


def test_the_list_of_editor_pages_is_whole(app):
    rules = {
        (method, re.sub(r"<int:draft_id>", "{id}", rule.rule).replace("<slug>", "x"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/editor")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert rules == set(EDITOR_PAGES)


def test_whoever_has_not_signed_in_sees_nothing_of_a_draft(newsroom, client):
    draft = newsroom.submitted(title=f"{SECRET} title")
    token = read_form(client.get("/login"), "/login").fields["csrf_token"]

    answers = knock(client, EDITOR_PAGES, draft, token)

    assert {status for status, _, _ in answers.values()} == {302}
    assert all(location.startswith("/login?next=") for _, location, _ in answers.values())
    assert [page for page, answer in answers.items() if SECRET in answer[2]] == []
    newsroom.session.rollback()
    assert newsroom.session.get(Draft, draft.id).state is DraftState.SUBMITTED


def test_an_editor_sees_nothing_of_the_drafts_of_others(newsroom):
    draft = newsroom.submitted(title=f"{SECRET} title")
    client = newsroom.client("colleague", "editor")
    desk = client.get("/editor/")
    token = read_form(desk, "/logout").fields["csrf_token"]

    answers = knock(client, [page for page in EDITOR_PAGES if "{id}" in page[1]], draft, token)

    assert {status for status, _, _ in answers.values()} == {403, 404}
    assert [page for page, answer in answers.items() if SECRET in answer[2]] == []
    assert SECRET not in desk.text


def knock(client, pages, draft, token):
    """Ask for each page; return what comes back: status, where it leads, what it says."""
    data = {"csrf_token": token, "verdict": "approve"}
    return {
        (method, address): (answer.status_code, answer.location, answer.text)
        for method, address in pages
        for answer in [client.open(address.format(id=draft.id), method=method, data=data)]
    }


@pytest.mark.parametrize("role", ["editor", "reviewer", "admin"])
def test_the_author_finds_no_button_to_publish_and_cannot_send_it_either(newsroom, role):
    draft = newsroom.submitted(author=role)
    client = newsroom.client(role)
    page = client.get(f"/editor/drafts/{draft.id}/review")
    token = read_form(page, "/editor").fields["csrf_token"]

    answers = [
        client.post(address, data={"csrf_token": token, "verdict": "approve"})
        for address in (
            f"/editor/drafts/{draft.id}/review",
            f"/editor/drafts/{draft.id}/publish",
        )
    ]

    assert "pprove and publish" not in page.text
    assert [answer.status_code for answer in answers] == [403, 403]
    assert newsroom.count(Report) == 0


def test_a_reviewer_cannot_write_in_the_draft_of_another(newsroom):
    draft = newsroom.draft()
    client = newsroom.client("reviewer")
    token = read_form(client.get("/editor/"), "/logout").fields["csrf_token"]

    page = client.get(f"/editor/drafts/{draft.id}")
    answer = client.post(
        f"/editor/drafts/{draft.id}", data={"csrf_token": token, "title": "Changed"}
    )

    assert page.location == f"/editor/drafts/{draft.id}/review"
    assert answer.status_code == 403


def test_a_draft_that_is_no_more_or_never_was_is_not_found(newsroom):
    client = newsroom.client("admin")

    for number in (999, 2**31, 10**30):
        assert client.get(f"/editor/drafts/{number}").status_code == 404


@pytest.mark.parametrize("verdict", ["return", "reject"])
def test_a_no_without_words_comes_back_with_what_is_missing(newsroom, verdict):
    draft = newsroom.submitted()
    client = newsroom.client("reviewer")
    address = f"/editor/drafts/{draft.id}/review"

    answer = send(client, client.get(address), address, {"verdict": verdict})

    assert answer.status_code == 422
    assert 'href="#words"' in answer.text
    assert newsroom.session.get(Draft, draft.id).state is DraftState.SUBMITTED


def test_a_verdict_must_be_one(newsroom):
    draft = newsroom.submitted()
    client = newsroom.client("reviewer")
    address = f"/editor/drafts/{draft.id}/review"

    assert send(client, client.get(address), address).status_code == 400


def test_a_returned_draft_is_mended_and_submitted_again(newsroom, session):
    draft = newsroom.submitted()
    reviewer, author = newsroom.client("reviewer"), newsroom.client("editor")
    address = f"/editor/drafts/{draft.id}/review"
    words = {"verdict": "return", "words": "Who counted?"}
    send(reviewer, reviewer.get(address), address, words)

    assert "Who counted?" in author.get("/editor/").text
    assert "Who counted?" in author.get(f"/editor/drafts/{draft.id}").text
    edit(author, draft.id, "submit", note="The union counted.")
    answer = send(reviewer, reviewer.get(address), address, {"verdict": "approve"})

    assert answer.status_code == 303
    session.rollback()
    assert session.scalars(select(Report.note)).one() == "The union counted."


def test_an_author_withdraws_and_discards(newsroom):
    draft = newsroom.submitted()
    client = newsroom.client("editor")
    address = f"/editor/drafts/{draft.id}"

    send(client, client.get(f"{address}/review"), f"{address}/withdraw")
    assert client.get(address).status_code == 200
    send(client, client.get(f"{address}/discard"), f"{address}/discard")

    assert newsroom.count(Draft) == 0


def test_a_published_report_is_changed_by_way_of_a_draft(newsroom, session):
    report = make_report(session, slug="nights", denials={}, origins=[])
    session.commit()
    client, reviewer = newsroom.client("editor"), newsroom.client("reviewer")
    token = read_form(client.get("/editor/"), "/logout").fields["csrf_token"]
    answer = client.post("/editor/reports/nights/edit", data={"csrf_token": token})
    number = int(answer.location.rsplit("/", 1)[1])

    edit(client, number, "submit", note="More is known.")
    page = reviewer.get(f"/editor/drafts/{number}/review")
    send(reviewer, page, f"/editor/drafts/{number}/review", {"verdict": "approve"})

    session.rollback()
    changed = get_record(session, "nights", Report)
    assert "What changes" in page.text
    assert page.text.count("<tr>") == 2
    assert (changed.id, changed.revision, changed.note) == (report.id, 2, "More is known.")


def test_a_conflict_shows_both_versions_and_loses_neither(newsroom, session):
    author = newsroom.user("editor")
    make_report(session, slug="nights")
    draft = start_update(session, get_record(session, "nights", Report), author=author)
    submit_draft(session, draft, author=author)
    publish(session, report_values(slug="nights", title="Theirs, Newer"))
    session.commit()
    reviewer = newsroom.client("reviewer")
    address = f"/editor/drafts/{draft.id}/review"

    answer = send(reviewer, reviewer.get(address), address, {"verdict": "approve"})
    both = reviewer.get(f"/editor/drafts/{draft.id}/compare")

    assert answer.status_code == 409
    assert "revision 2 now" in answer.text
    assert "Theirs, Newer" in both.text
    assert "Nights at the Mill" in both.text


def ask_for_reviews(app, number):
    app.config["CAMPAIGN"] = replace(app.config["CAMPAIGN"], reviews_required=number)


def test_a_larger_group_publishes_after_two_approvals(app, newsroom):
    ask_for_reviews(app, 2)
    draft = newsroom.submitted()
    address = f"/editor/drafts/{draft.id}"
    first, second = newsroom.client("reviewer"), newsroom.client("second", "reviewer")

    send(first, first.get(f"{address}/review"), f"{address}/review", {"verdict": "approve"})
    assert newsroom.count(Report) == 0
    assert f'action="{address}/publish"' not in first.get(f"{address}/review").text
    send(second, second.get(f"{address}/review"), f"{address}/review", {"verdict": "approve"})
    answer = send(second, second.get(f"{address}/review"), f"{address}/publish")

    assert answer.status_code == 303
    assert newsroom.count(Report) == 1


def test_in_an_installation_of_one_person_the_author_finds_the_button(app, newsroom):
    ask_for_reviews(app, 0)
    draft = newsroom.submitted(author="admin")
    client = newsroom.client("admin")
    page = client.get(f"/editor/drafts/{draft.id}/review")

    answer = send(client, page, f"/editor/drafts/{draft.id}/publish")

    assert answer.status_code == 303
    assert newsroom.count(Report) == 1


def test_a_word_to_the_reviewer_reaches_the_reviewer_only(newsroom, session):
    draft = newsroom.draft()
    edit(newsroom.client("editor"), draft.id, "submit", to_reviewer="Please check page 3.")
    reviewer = newsroom.client("reviewer")
    address = f"/editor/drafts/{draft.id}/review"
    page = reviewer.get(address)

    answer = send(reviewer, page, address, {"verdict": "approve"})

    assert "Please check page 3." in page.text
    assert "page 3" not in reviewer.get(answer.location).text


PUBLIC = (
    "/",
    "/method",
    "/search?q={word}",
    "/search?kind=report",
    "/api/v1/search?q={word}",
    "/api/v1/suggest?q={word}",
    "/facilities/northern-mill",
    "/companies/acme-anvils",
    "/reports/{slug}",
    "/sources/{source}",
)


def test_a_draft_is_nowhere_in_public_until_it_is_published(newsroom, session, client):
    make_facility(session, name="Northern Mill")
    make_company(session, name="Acme Anvils")
    session.commit()
    author = newsroom.client("editor")
    number = begin(author, f"{SECRET} nights")
    page = press(
        author,
        edit(author, number, "add:sources"),
        "save",
        sources__0__title=f"{SECRET} bulletin",
        sources__0__publisher=SECRET,
        sources__0__published="2024",
        sources__0__source_type="union",
        sources__0__grade="B",
        from_date="2024",
        sites__0="northern-mill",
        statements__0__text=f"{SECRET} reported it.",
        statements__0__speaker=SECRET,
        statements__0__citations__0__source=f"{SECRET.lower()}-bulletin",
        certainty="reported",
        reply__state="not_asked",
        reply__reason="Public already.",
    )
    names = {
        "word": SECRET,
        "slug": f"{SECRET.lower()}-nights",
        "source": f"{SECRET.lower()}-bulletin",
    }
    addresses = [address.format(**names) for address in PUBLIC]

    def seen():
        texts = {address: client.get(address).text for address in addresses}
        said = {
            a: text.replace(f"“{SECRET}”", "").split("<main", 1)[-1] for a, text in texts.items()
        }
        return {
            a for a, text in said.items() if f"{SECRET} nights" in text or "reported it" in text
        }

    assert seen() == set()
    page = edit(author, number, "submit")
    assert page.status_code == 303, page.text
    assert seen() == set()
    assert client.get(f"/reports/{names['slug']}").status_code == 404
    assert client.get(f"/sources/{names['source']}").status_code == 404

    reviewer = newsroom.client("reviewer")
    address = f"/editor/drafts/{number}/review"
    send(reviewer, reviewer.get(address), address, {"verdict": "approve"})

    assert seen() >= {
        f"/search?q={SECRET}",
        f"/api/v1/search?q={SECRET}",
        "/facilities/northern-mill",
        f"/reports/{names['slug']}",
        f"/sources/{names['source']}",
    }


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_copy_of_the_desk_is_kept_by_browsers(newsroom):
    page = newsroom.client("editor").get("/editor/")

    assert page.headers["Cache-Control"] == "no-store"
