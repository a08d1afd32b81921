"""Files at the desk: uploaded, listed, had by those who may, removed; and nowhere else."""

import os
from hashlib import sha256
from io import BytesIO

import pytest
from click.testing import CliRunner
from sqlalchemy import inspect, select

from campaign.cli.checking import check
from campaign.cli.commands import Commands
from campaign.editorial.confidential import keep_confidential
from campaign.editorial.drafts import start_draft
from campaign.editorial.merging import merge
from campaign.editorial.retracting import retract
from campaign.evidence.keeping import INCOMING, KEPT, keeping, names_in
from campaign.models import Evidence
from campaign.queries.records import find_record
from tests.factories import SIGNATURE, SOURCE, make_source, source_values
from tests.support.databases import rows_of
from tests.support.forms import send
from tests.support.uploads import MARK, paper, picture, remains_of, telling_paper, telling_picture

ADDRESS = f"/editor/sources/{SOURCE}/evidence"
SECRET = {"description": "A letter.", "grade": "B"}


def upload(client, address=ADDRESS, content=None, name=f"{MARK}.png", words="The rota"):
    content = picture() if content is None else content
    page = client.get(address)
    assert page.status_code == 200, page.text
    return send(client, page, address, {"file": (BytesIO(content), name), "words": words})


def the_file(session):
    session.rollback()
    return session.scalars(select(Evidence)).one()


def folder_of(app):
    return app.config["CAMPAIGN"].kept_evidence


def test_an_editor_uploads_a_file_and_another_takes_the_clean_copy_away(newsroom):
    sent = telling_paper()
    answer = upload(newsroom.client("editor"), content=sent, name="Names of workers.pdf")
    assert answer.status_code == 303

    other = newsroom.client("other", "editor")
    listed = other.get(ADDRESS).text
    evidence = the_file(newsroom.session)
    got = other.get(f"/editor/evidence/{evidence.name}")

    assert "The rota" in listed
    assert evidence.sha256 in listed
    assert sha256(sent).hexdigest() in listed
    assert sha256(got.data).hexdigest() == evidence.sha256
    assert remains_of(got.data) == []
    assert "Names of workers" not in listed + str(got.headers)


def test_a_file_is_given_to_be_saved_and_no_browser_runs_it(newsroom):
    client = newsroom.client("editor")
    upload(client, content=paper("A page."))
    name = the_file(newsroom.session).name

    headers = client.get(f"/editor/evidence/{name}").headers

    assert headers["Content-Disposition"] == f'attachment; filename="evidence-{name[:12]}.pdf"'
    assert headers["Content-Type"] == "application/pdf"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("of", ["source", "draft", "confidential"])
def test_whoever_may_not_have_a_file_cannot_tell_that_there_is_one(newsroom, of):
    session, editor = newsroom.session, newsroom.user("editor")
    contributor = newsroom.user("contributor")
    if of == "draft":
        draft = start_draft(session, source_values(title="Mine", origin="mine"), author=contributor)
        address, author, allowed = f"/editor/drafts/{draft.id}/evidence", "contributor", set()
    elif of == "confidential":
        slug = keep_confidential(session, SECRET, keeper=editor).slug
        address, author, allowed = f"/editor/confidential-sources/{slug}/evidence", "editor", set()
    else:
        address, author, allowed = ADDRESS, "editor", {"other"}
    session.commit()
    upload(newsroom.client(author), address)
    name = the_file(session).name

    files = (f"/editor/evidence/{name}", f"/editor/evidence/{name}/remove", address)
    for who, role in (("other", "editor"), ("outsider", "contributor"), ("reviewer", "reviewer")):
        client = newsroom.client(who, role)
        may = who == "reviewer" or who in allowed
        statuses = [client.get(each).status_code for each in files]
        absent = client.get(f"/editor/evidence/{'0' * 32}").status_code
        assert absent == 404
        assert (statuses[0], statuses[2]) == ((200, 200) if may else (404, 404)), (who, of)
        assert statuses[1] == (200 if who == "reviewer" else 403 if may else 404), (who, of)
    stranger = newsroom.app.test_client()
    for each in files:
        assert stranger.get(each).location.startswith("/login")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"<svg/>", "no PDF, PNG, JPEG or WebP file"),
        (picture("JPEG")[:200], "damaged or not complete"),
    ],
)
def test_what_is_refused_is_said_beside_the_form_and_the_words_stay(newsroom, content, says):
    answer = upload(newsroom.client("editor"), content=content, words="The rota of May")

    assert answer.status_code == 422
    assert says in answer.text
    assert "The rota of May" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert MARK not in answer.text
    assert newsroom.count(Evidence) == 0
    assert names_in(folder_of(newsroom.app)) == names_in(folder_of(newsroom.app), INCOMING) == []


def test_a_form_without_a_file_says_so(newsroom):
    client = newsroom.client("editor")

    answer = send(client, client.get(ADDRESS), ADDRESS, {"words": "x", "file": None})

    assert answer.status_code == 422
    assert "Choose a file first" in answer.text


@pytest.mark.parametrize(("who", "megabytes"), [("editor", 22), (None, 3)])
def test_more_than_a_form_may_hold_is_refused_unread(newsroom, who, megabytes):
    client = newsroom.client(who) if who else newsroom.app.test_client()
    kind = "multipart/form-data; boundary=x"

    answer = client.post(ADDRESS, data=bytes(megabytes * 1_000_000), content_type=kind)

    assert answer.status_code == 413
    assert "too large for this form" in answer.text


def test_a_full_disk_is_said_and_nothing_is_half_kept(newsroom):
    folder = folder_of(newsroom.app)
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("no folder can be made here")

    answer = upload(newsroom.client("editor"))

    assert answer.status_code == 507
    assert "cannot be written to" in answer.text
    assert newsroom.count(Evidence) == 0


def test_a_reviewer_removes_a_file_with_a_reason(newsroom):
    upload(newsroom.client("editor"))
    name = the_file(newsroom.session).name
    client, address = newsroom.client("reviewer"), f"/editor/evidence/{name}/remove"

    without = send(client, client.get(address), address, {"reason": ""})
    removed = send(client, client.get(address), address, {"reason": "It shows a face."})

    assert (without.status_code, removed.status_code) == (422, 303)
    page = newsroom.client("editor").get(ADDRESS).text
    assert "It shows a face." in page
    assert "reviewer@example.org" in page
    assert client.get(f"/editor/evidence/{name}").status_code == 404
    assert names_in(folder_of(newsroom.app)) == []


def test_discarding_a_draft_and_forgetting_a_source_delete_their_files(newsroom):
    session, client = newsroom.session, newsroom.client("editor")
    editor = newsroom.user("editor")
    draft = start_draft(session, source_values(title="Mine", origin="mine"), author=editor)
    slug, draft_id = keep_confidential(session, SECRET, keeper=editor).slug, draft.id
    session.commit()
    pages = (f"/editor/drafts/{draft_id}", f"/editor/confidential-sources/{slug}")
    for page in pages:
        upload(client, f"{page}/evidence")
    assert len(names_in(folder_of(newsroom.app))) == 2

    discard = f"{pages[0]}/discard"
    send(client, client.get(discard), discard)
    assert len(names_in(folder_of(newsroom.app))) == 1
    send(client, client.get(pages[1]), f"{pages[1]}/forget", {"sure": "y"})

    assert names_in(folder_of(newsroom.app)) == []


def test_a_reviewer_finds_the_files_of_a_draft_beside_it(newsroom):
    session, editor = newsroom.session, newsroom.user("editor")
    draft = start_draft(session, source_values(title="Mine", origin="mine"), author=editor)
    draft_id = draft.id
    session.commit()
    client = newsroom.client("editor")
    assert f"/editor/drafts/{draft_id}/evidence" in client.get(f"/editor/drafts/{draft_id}").text
    upload(client, f"/editor/drafts/{draft_id}/evidence")

    page = newsroom.client("reviewer").get(f"/editor/drafts/{draft_id}/review").text

    assert the_file(session).name in page
    assert "The rota" in page


def test_the_files_of_what_was_merged_are_found_at_the_one_that_stays(newsroom):
    session = newsroom.session
    make_source(session, slug="twin", origin="twin", title="Twin")
    session.commit()
    client = newsroom.client("editor")
    upload(client, "/editor/sources/twin/evidence")
    twin, into = find_record(session, "twin"), find_record(session, SOURCE)
    merge(session, twin, into, reason="The same.", signature=SIGNATURE)
    session.commit()

    moved = client.get("/editor/sources/twin/evidence")

    assert (moved.status_code, moved.location) == (308, ADDRESS)
    assert "The rota" in client.get(ADDRESS).text
    assert newsroom.client("contributor").get("/editor/sources/twin/evidence").status_code == 404


def test_a_retracted_source_shows_its_files_and_takes_none(newsroom):
    client = newsroom.client("editor")
    upload(client)
    session = newsroom.session
    retract(session, find_record(session, SOURCE), reason="An error.", signature=SIGNATURE)
    session.commit()

    page = client.get(ADDRESS).text

    assert "The rota" in page
    assert "This source was retracted" in page
    assert 'type="file"' not in page


def test_the_name_of_a_file_stands_in_no_table_no_log_and_no_path(newsroom, caplog, capfd):
    name, content = f"../../{MARK}/list of names.jpg", telling_picture("JPEG")
    caplog.set_level("DEBUG")

    answer = upload(newsroom.client("editor"), content=content, name=name)

    assert answer.status_code == 303
    connection = newsroom.session.connection()
    tables = inspect(connection).get_table_names()
    rows = repr([rows_of(connection, table) for table in tables])
    newsroom.session.rollback()
    paths = [str(path) for path in folder_of(newsroom.app).rglob("*")]
    printed = capfd.readouterr()
    for said in (rows, caplog.text, printed.out + printed.err, *paths):
        assert MARK not in said
        assert "list of names" not in said
    assert len([path for path in paths if os.path.isfile(path)]) == 1


def test_the_check_finds_files_that_are_gone_changed_unknown_or_open(newsroom):
    client, folder, session = newsroom.client("editor"), folder_of(newsroom.app), newsroom.session

    def problems():
        with newsroom.app.app_context():
            answer = CliRunner().invoke(Commands(commands=[check]), ["check"])
        return answer.output, answer.exit_code

    upload(client)
    name = the_file(session).name
    path = folder / KEPT / name
    assert problems()[1] == 0, problems()
    path.chmod(0o644)
    assert "can be read by others" in problems()[0]
    path.write_bytes(b"other")
    assert "no longer what was kept" in problems()[0]
    path.unlink()
    assert "not where it was kept" in problems()[0]
    with keeping(folder, b"put here by hand") as unknown:
        pass
    assert f"Evidence {unknown} is on the disk, and the database does not know it" in problems()[0]
    assert (folder / KEPT / unknown).exists()  # nothing that is unknown is deleted
