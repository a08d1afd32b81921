"""What readers take away is what is published; what administrators take away is noted."""

import io
import json
import os
import time
import zipfile

import pytest
from sqlalchemy import select

from campaign.editorial.evidence import add_evidence
from campaign.evidence.cleaning import CleanFile
from campaign.exports.everything import export_everything
from campaign.exports.kept import alone
from campaign.models import AuditEntry, MediaType, Source
from campaign.queries.records import get_record
from tests.factories import SOURCE, company_values, make_source, publish
from tests.support.carrying import exported, lines_of
from tests.support.forms import PASSWORD, read_form, send

ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def published(session):
    make_source(session)
    publish(session, company_values(name="Brand"))
    session.commit()
    return session


@pytest.fixture
def folder(app):
    return app.config["CAMPAIGN"].kept_exports


def slugs_in(answer):
    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        return [line["slug"] for line in lines_of(file, "company.jsonl")]


def test_everybody_gets_what_is_published_now(client, published, folder):
    first = client.get("/data/published.zip")
    again = client.get("/data/published.zip", headers={"If-None-Match": first.headers["ETag"]})
    publish(published, company_values(name="Newcomer"))
    published.commit()
    after = client.get("/data/published.zip", headers={"If-None-Match": first.headers["ETag"]})

    assert first.mimetype == "application/zip"
    assert slugs_in(first) == ["brand"]
    assert again.status_code == 304
    assert slugs_in(after) == ["brand", "newcomer"]
    assert len([name for name in os.listdir(folder) if name.endswith(".zip")]) == 1


@ON_SQLITE
@pytest.mark.usefixtures("published")
def test_a_download_that_broke_off_is_gone_on_with(client):
    whole = client.get("/data/published.zip")
    rest = client.get("/data/published.zip", headers={"Range": "bytes=100-"})

    assert rest.status_code == 206
    assert rest.data == whole.data[100:]


@ON_SQLITE
@pytest.mark.usefixtures("published")
def test_the_page_says_how_much_of_which_day_on_what_terms(client):
    page = client.get("/data").text

    assert "1 source" in page
    assert "1 May 2024" in page
    assert "CC BY 4.0" in page
    assert 'href="/data"' in client.get("/").text


@ON_SQLITE
@pytest.mark.usefixtures("published")
def test_while_somebody_makes_the_file_others_are_asked_to_come_back(client, folder):
    with alone(folder):
        answer = client.get("/data/published.zip")

    assert answer.status_code == 503
    assert "Come back in a minute" in answer.text
    assert client.get("/data/published.zip").status_code == 200


@ON_SQLITE
@pytest.mark.usefixtures("published")
def test_where_the_file_cannot_be_written_a_page_says_so(client, folder):
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("No folder.")

    assert client.get("/data/published.zip").status_code == 507
    assert client.get("/data").status_code == 200


def test_an_administrator_takes_everything_away_and_the_trail_notes_it(
    newsroom, session, database_url
):
    admin = newsroom.client("admin")

    answer = send(admin, admin.get("/admin/export"), "/admin/export", {"files": "y"})

    with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
        trail = lines_of(file, "audit_entry.jsonl")
        manifest = json.loads(file.read("manifest.json"))
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).one()
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="everything-')
    assert (entry.user_id, entry.details) == (newsroom.user("admin").id, {"files": True})
    assert trail[-1]["hash"] == entry.hash == manifest["audit"]["hash"]
    assert answer.data == exported(database_url, export=export_everything)


@ON_SQLITE
def test_everything_is_given_only_to_who_has_shown_once_more_who_it_is(newsroom):
    admin = newsroom.client("admin")
    page = admin.get("/admin/export")
    with admin.session_transaction() as kept:
        kept["fs_paa"] = time.time() - 16 * 60

    asked = send(admin, page, "/admin/export")
    noted = newsroom.count(AuditEntry)
    answer = send(admin, asked, "/admin/export", {"confirm_with": PASSWORD})

    assert "Confirm that it is you" in asked.text
    assert answer.mimetype == "application/zip"
    assert newsroom.count(AuditEntry) == noted + 1


@ON_SQLITE
def test_an_export_is_not_begun_where_an_uploaded_file_is_missing(newsroom, session):
    editor = newsroom.user("editor")
    source = get_record(session, SOURCE, Source)
    file = CleanFile(MediaType.PDF, b"The rota.", "0" * 64)
    add_evidence(session, source, file, name="0" * 32, words="The rota.", uploader=editor)
    session.commit()
    admin = newsroom.client("admin")
    page = admin.get("/admin/export")
    token = read_form(page, "/admin/export").fields["csrf_token"]

    refused = send(admin, page, "/admin/export")
    without = admin.post("/admin/export", data={"csrf_token": token})

    assert refused.status_code == 503
    assert "not where it was kept" in refused.text
    assert without.mimetype == "application/zip"
