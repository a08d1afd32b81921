"""Issued fact sheets in the browser: issued, shown, verified, withdrawn, announced."""

import re
import time
from datetime import timedelta
from xml.etree import ElementTree

import pytest

from campaign.db import now
from campaign.factsheets.issued_files import issued_forms
from campaign.models import IssuedSheet
from tests.factories import publish, source_values
from tests.support.forms import PASSWORD, read_form, send
from tests.support.issues import AT, issue, make_world, report, retract
from tests.support.newsroom import Newsroom

ATOM = "{http://www.w3.org/2005/Atom}"
ONE_DATABASE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def newsroom(app, session):
    """Editors, and a brand with a report behind it."""
    make_world(session)
    session.commit()
    return Newsroom(app, session)


@pytest.fixture
def issued(newsroom, session):
    issued = issue(session, editor=newsroom.user("editor"))
    session.commit()
    return issued


def upload(client, data, name="sheet"):
    """Send a form with a file, as a browser does; the test client would write it to a disk."""
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--edge--\r\n"
    kind = "multipart/form-data; boundary=edge"
    return client.post("/fact-sheets/verify", data=body, content_type=kind)


def test_an_editor_issues_what_the_preview_shows(newsroom, client):
    editor = newsroom.client("editor")
    preview = editor.get("/companies/brand/fact-sheet?paper=letter&length=one")
    [address] = re.findall(r'href="(/editor/fact-sheets/issue/[^"]+)"', preview.text)
    address = address.replace("&amp;", "&")

    answer = send(editor, editor.get(address), address)

    assert answer.location == f"/fact-sheets/CS-{now().year}-0001/v1"
    page = client.get(answer.location)
    assert "<b>Current.</b>" in page.text
    assert 'class="sheet letter' in page.text
    newsroom.session.rollback()
    issued = newsroom.session.query(IssuedSheet).one()
    assert '"length":"one"' in issued.content


@ONE_DATABASE
def test_issuing_and_withdrawing_ask_again_after_a_while_and_keep_the_choices(newsroom, session):
    editor = newsroom.client("editor")
    address = "/editor/fact-sheets/issue/brand?paper=letter&length=one"
    sheet = f"CS-{now().year}-0001/v1"
    steps = {address: {}, f"/editor/fact-sheets/{sheet}/withdraw": {"reason": "A date was wrong."}}
    for step, typed in steps.items():
        with editor.session_transaction() as kept:
            kept["fs_paa"] = time.time() - 16 * 60

        asked = send(editor, editor.get(step), step, typed)
        assert "Confirm that it is you" in asked.text
        answer = send(editor, asked, step, {"confirm_with": PASSWORD})

        assert answer.location == f"/fact-sheets/{sheet}"
    session.rollback()
    issued = session.query(IssuedSheet).one()
    assert '"length":"one"' in issued.content
    assert issued.withdrawal_reason == "A date was wrong."


@ONE_DATABASE
@pytest.mark.usefixtures("newsroom")
def test_only_who_may_issue_finds_the_button(client):
    assert "/editor/fact-sheets" not in client.get("/companies/brand/fact-sheet").text


@ONE_DATABASE
def test_what_changed_while_the_editor_looked_is_shown_again(newsroom, session):
    editor = newsroom.client("editor")
    page = editor.get("/editor/fact-sheets/issue/brand")
    publish(session, report(title="Another title"))
    session.commit()

    answer = send(editor, page, "/editor/fact-sheets/issue/brand")

    assert answer.status_code == 409
    assert "moved on since you looked" in answer.text
    assert newsroom.count(IssuedSheet) == 0
    assert send(editor, answer, "/editor/fact-sheets/issue/brand").status_code == 303


@ONE_DATABASE
def test_what_blocks_is_listed_with_a_link_and_no_button(newsroom, session):
    publish(session, source_values(slug="source-a", title="Nights", origin="source-a", url=None))
    session.commit()

    page = newsroom.client("editor").get("/editor/fact-sheets/issue/brand")

    assert "What blocks" in page.text
    assert 'href="/sources/source-a"' in page.text
    assert "Issue this sheet</button>" not in page.text


@ONE_DATABASE
def test_a_sheet_that_cannot_be_made_is_a_clear_page(newsroom):
    editor = newsroom.client("editor")

    for address, status in (
        ("/editor/fact-sheets/issue/nobody", 404),
        ("/editor/fact-sheets/issue/brand?paper=a0", 400),
        ("/editor/fact-sheets/issue/brand?leave=everything", 400),
    ):
        assert editor.get(address).status_code == status, address


@ONE_DATABASE
@pytest.mark.parametrize("form", issued_forms())
@pytest.mark.usefixtures("issued")
def test_every_form_is_the_same_file_for_ever(session, client, form):
    address = f"/fact-sheets/CS-2026-0001/v1.{form}"
    before = client.get(address)
    publish(session, report(title="Another title"))
    session.commit()

    after = client.get(address)

    assert after.data == before.data
    name = f'filename="CS-2026-0001-v1.{form}"'
    assert name in after.headers["Content-Disposition"]


@pytest.mark.usefixtures("issued")
def test_a_page_says_sentence_by_sentence_what_differs_today(session, client):
    publish(session, report(title="Another title"))
    session.commit()

    page = client.get("/fact-sheets/CS-2026-0001").text

    assert "<b>Changed since.</b>" in page
    assert re.search(r"<del>[^<]*Nights", page)
    assert re.search(r"<ins>[^<]*Another", page)


@ONE_DATABASE
@pytest.mark.usefixtures("issued")
def test_a_retracted_record_marks_the_page_with_its_reason(session, client):
    retract(session, "nights", "The source was forged.")
    session.commit()

    page = client.get("/fact-sheets/CS-2026-0001/v1").text

    assert "The source was forged." in page
    assert "retracted" in page


@pytest.mark.usefixtures("issued")
def test_a_newer_version_is_what_the_number_leads_to(session, client, newsroom):
    editor = newsroom.user("editor")
    publish(session, report(title="Another title"))
    issue(session, editor=editor)
    session.commit()

    assert "version 2" in client.get("/fact-sheets/CS-2026-0001").text
    old = client.get("/fact-sheets/CS-2026-0001/v1").text
    assert '<b>Superseded</b> by <a href="/fact-sheets/CS-2026-0001/v2">version 2</a>' in old


@ONE_DATABASE
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/fact-sheets/cs-2026-1", 301),
        ("/fact-sheets/cs-2026-1/v1.pdf", 301),
        ("/fact-sheets/CS-2026-0002", 404),
        ("/fact-sheets/CS-2026-0001/v2", 404),
        ("/fact-sheets/CS-2026-0001/v99999999999999999999", 404),
        ("/fact-sheets/CS-2026-0001.exe", 404),
        ("/fact-sheets/nonsense", 404),
        ("/fact-sheets/%00", 404),
        ("/fact-sheets?page=999", 200),
        ("/fact-sheets?page=-1", 200),
        ("/fact-sheets?page=99999999999999999999999", 200),
    ],
)
@pytest.mark.usefixtures("issued")
def test_odd_addresses_get_clear_answers(client, address, status):
    assert client.get(address).status_code == status


@pytest.mark.usefixtures("issued")
def test_a_withdrawal_is_public_with_its_reason_and_the_page_stays(newsroom, client):
    editor = newsroom.client("editor")
    address = "/editor/fact-sheets/CS-2026-0001/v1/withdraw"
    empty = send(editor, editor.get(address), address, {"reason": " "})
    answer = send(editor, empty, address, {"reason": "The mill was <another> one."})

    assert (empty.status_code, answer.status_code) == (422, 303)
    assert "Say why" in empty.text
    page = client.get("/fact-sheets/CS-2026-0001/v1")
    assert page.status_code == 200
    assert "The mill was &lt;another&gt; one." in page.text
    assert "withdrawn" in client.get("/fact-sheets").text
    assert client.get("/fact-sheets/CS-2026-0001/v1.pdf").status_code == 200
    assert send(editor, empty, address, {"reason": "Twice."}).status_code == 409


@ONE_DATABASE
def test_the_desk_lists_those_first_whose_records_moved_on(newsroom, session):
    user = newsroom.user("editor")
    issue(session, editor=user)
    retract(session, "nights")
    issue(session, "millworks", editor=user)
    session.commit()

    page = newsroom.client("editor").get("/editor/fact-sheets").text

    affected, others = page.split('id="others"')
    assert "CS-2026-0001" in affected
    assert "1 record retracted" in affected
    assert "CS-2026-0002" in others


@ONE_DATABASE
@pytest.mark.usefixtures("issued")
def test_no_editor_is_named_in_public(newsroom, client):
    for address in (
        "/fact-sheets",
        "/fact-sheets/CS-2026-0001/v1",
        "/fact-sheets/feed.atom",
        "/fact-sheets/CS-2026-0001/v1.json",
    ):
        assert newsroom.user("editor").email not in client.get(address).text


def test_a_number_and_a_hash_are_verified_by_an_address(issued, client):
    page = client.get(f"/fact-sheets/verify?number=cs-2026-0001&hash={issued.hash[:12]}").text

    assert "<b>Ours.</b>" in page
    assert "It is <b>current</b>" in page
    wrong = client.get("/fact-sheets/verify?number=CS-2026-0001&hash=0000-0000-0000").text
    assert "Not ours as it stands." in wrong


@pytest.mark.usefixtures("issued")
def test_a_file_is_verified_without_cookie_or_token(client):
    data = client.get("/fact-sheets/CS-2026-0001/v1.pdf").data

    answer = upload(client, data)

    assert "<b>Ours, and unaltered.</b>" in answer.text
    assert "Set-Cookie" not in answer.headers


@ONE_DATABASE
@pytest.mark.usefixtures("issued")
def test_a_file_that_is_not_current_any_more_is_said_to_be_so(session, client):
    data = client.get("/fact-sheets/CS-2026-0001/v1.docx").data
    publish(session, report(title="Another title"))
    session.commit()

    assert "<b>changed since</b>" in upload(client, data).text


@ONE_DATABASE
@pytest.mark.usefixtures("issued")
def test_an_altered_file_is_called_so_and_shows_where(client):
    data = client.get("/fact-sheets/CS-2026-0001/v1.md").data

    page = upload(client, data.replace(b"work at night", b"work by <day>")).text

    assert "<b>Altered.</b>" in page
    assert "by &lt;day&gt;" in page


@ONE_DATABASE
@pytest.mark.usefixtures("issued")
def test_neither_a_file_nor_its_name_comes_back(client):
    page = upload(client, b"secret words", "secret-name.txt").text

    assert "secret" not in page
    assert "<b>Not known.</b>" in page


@ONE_DATABASE
@pytest.mark.usefixtures("newsroom")
def test_bad_uploads_get_clear_answers(client):
    answers = [
        client.post("/fact-sheets/verify", data={}),
        client.post("/fact-sheets/verify", data={"file": "no file"}),
        client.post("/fact-sheets/verify", data=b"{}", content_type="application/json"),
        upload(client, b""),
        upload(client, b"\x89PNG\r\n\x1a\n\0"),
        upload(client, b"x" * 21_000_000),
        client.post(
            "/fact-sheets/verify",
            data=b"--edge--",
            content_type="multipart/form-data; boundary=edge",
            environ_overrides={"CONTENT_LENGTH": "90000000"},
        ),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 422, 422, 413]
    assert "is empty" in answers[3].text
    assert "larger than 20 MB" in answers[5].text
    assert "too large" in answers[6].text


@ONE_DATABASE
@pytest.mark.usefixtures("issued")
def test_an_upload_touches_no_disk(client, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a file was about to be written")

    data = client.get("/fact-sheets/CS-2026-0001/v1.pdf").data + b" " * 1_000_000
    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    monkeypatch.setattr("tempfile.SpooledTemporaryFile", refuse)
    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", refuse)

    assert upload(client, data).status_code == 200


def entries(client):
    feed = ElementTree.fromstring(client.get("/fact-sheets/feed.atom").data)
    return [
        {child.tag.removeprefix(ATOM): child.text for child in entry}
        for entry in feed.iter(f"{ATOM}entry")
    ]


@pytest.mark.usefixtures("issued")
def test_the_feed_is_valid_atom_with_names_that_stay(session, client):
    answer = client.get("/fact-sheets/feed.atom")
    feed = ElementTree.fromstring(answer.data)

    assert answer.content_type == "application/atom+xml; charset=utf-8"
    for name in ("id", "title", "updated", "author"):
        assert feed.find(f"{ATOM}{name}") is not None
    [entry] = entries(client)
    assert entry["id"].startswith("urn:uuid:")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", entry["updated"])
    publish(session, report(title="Another title"))
    session.commit()
    elsewhere = client.get("/fact-sheets/feed.atom", base_url="http://127.0.0.1")
    assert entry["id"] in elsewhere.text


def test_the_feed_tells_of_issue_change_and_withdrawal(newsroom, session, client):
    editor = newsroom.client("editor")
    issue(session, editor=newsroom.user("editor"), at=AT - timedelta(days=3000))
    publish(session, report(title="Another & <title>"))
    session.commit()
    address = "/editor/fact-sheets/CS-2018-0001/v1/withdraw"
    send(editor, editor.get(address), address, {"reason": "Wrong\x07 mill."})

    told = [(entry["title"].split(":")[0], entry["summary"]) for entry in entries(client)]

    assert [title for title, _ in told] == ["Withdrawn", "Changed since", "Issued"]
    assert told[0][1] == "Wrong mill."
    assert "Another & <title>" in told[1][1]


@ONE_DATABASE
@pytest.mark.usefixtures("newsroom")
def test_an_empty_feed_is_valid_too(client):
    assert entries(client) == []


@ONE_DATABASE
@pytest.mark.usefixtures("issued")
def test_forms_that_change_something_need_their_token(newsroom):
    editor = newsroom.client("editor")

    for address in (
        "/editor/fact-sheets/issue/brand",
        "/editor/fact-sheets/CS-2026-0001/v1/withdraw",
    ):
        answer = editor.post(address, data={"reason": "x", "seen": "x"})
        assert answer.status_code == 400, address
    page = editor.get("/editor/fact-sheets/CS-2026-0001/v1/withdraw")
    assert read_form(page, "/editor").fields["csrf_token"]


@ONE_DATABASE
def test_words_of_ones_own_are_issued_by_a_reviewer(newsroom):
    address = "/editor/fact-sheets/issue/brand?line=Sleep+is+a+right."
    editor, reviewer = newsroom.client("editor"), newsroom.client("reviewer")

    page = editor.get(address)
    answer = send(reviewer, reviewer.get(address), address)

    assert "somebody who may publish issues it" in page.text
    assert "Issue this sheet</button>" not in page.text
    assert answer.status_code == 303
