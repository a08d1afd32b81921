"""Large dossiers that are issued: frozen at once, their files made in the row and noted."""

import io
import re

import pytest
from docx import Document
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.factsheets import largeness, verifying
from campaign.factsheets.freezing import hash_of
from campaign.factsheets.issued_files import issued_forms, render_issued
from campaign.factsheets.queueing import MOST_OF_EDITORS
from campaign.factsheets.standing import examine
from campaign.factsheets.verifying import Verdict, verify_file
from campaign.models import IssuedFile, IssuedSheet, MadeFile, Making
from campaign.models.vocabulary import MakingState
from campaign.queries.issued import SheetState
from tests.factories import publish, statement_values
from tests.support.forms import send
from tests.support.issues import AT, CITED, issue, make_world, report, retract
from tests.support.newsroom import Newsroom
from tests.web.test_issued_sheets import upload
from tests.web.test_sheet_making import make_what_waits, set_worker

NUMBER = "CS-2026-0001"
ONE_DATABASE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
DOSSIER = {"length": "dossier"}


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """As if one report were many."""
    monkeypatch.setattr(largeness, "MOST_AT_ONCE", 1)


@pytest.fixture
def session(session: Session, app) -> Session:
    """A brand with two reports; whoever runs this makes the files with a service of their own."""
    set_worker(app, "own")
    make_world(session)
    publish(session, {**report(title="More nights"), "slug": "more-nights"})
    session.commit()
    return session


@pytest.fixture
def issued(session: Session) -> IssuedSheet:
    found = issue(session, wishes=DOSSIER)
    session.commit()
    return found


def noted_forms(session: Session) -> set[str]:
    session.rollback()  # what another process wrote meanwhile
    return set(session.scalars(select(IssuedFile.form)))


def test_an_editor_issues_a_large_dossier_and_its_files_are_made_and_noted(session, app, client):
    editor = Newsroom(app, session).client("editor")
    page = editor.get("/editor/fact-sheets/issue/brand?length=dossier")
    assert "are made after it is issued" in " ".join(page.text.split())

    answer = send(editor, page, "/editor/fact-sheets/issue/brand")
    assert answer.status_code == 303, answer.text
    assert noted_forms(session) == {"json"}
    assert [m.form for m in session.scalars(select(Making).order_by(Making.form))] == [
        "docx",
        "pdf",
    ]
    waiting = client.get(f"/fact-sheets/{NUMBER}.pdf")
    assert waiting.status_code == 202
    assert f"{NUMBER}, version 1" in waiting.text
    make_what_waits(app)

    assert noted_forms(session) == set(issued_forms())
    for form, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        file = client.get(f"/fact-sheets/{NUMBER}.{form}")
        assert file.data.startswith(start)
        assert f"{NUMBER}-v1.{form}" in file.headers["Content-Disposition"]
        assert "byte for byte" in upload(client, file.data).text


@ONE_DATABASE
def test_each_file_is_the_one_that_a_small_sheet_would_give(session, app, client, issued):
    make_what_waits(app)

    files = {form: client.get(f"/fact-sheets/{NUMBER}.{form}").data for form in issued_forms()}

    for form, file in files.items():
        assert file == render_issued(session.merge(issued), form), form
        found = verify_file(session, file)
        assert (found.verdict, found.form, found.earlier) == (Verdict.UNALTERED, form, False)


@ONE_DATABASE
@pytest.mark.usefixtures("issued")
def test_a_file_is_made_again_when_it_was_let_go_and_another_version_of_it_is_noted_beside(
    session, app, client
):
    make_what_waits(app)
    first = client.get(f"/fact-sheets/{NUMBER}.docx").data
    kept = session.scalars(select(IssuedFile).where(IssuedFile.form == "docx")).one()
    kept.hash = "0" * 64  # as if an earlier version of the software had made other bytes
    for model in (Making, MadeFile):
        for row in session.scalars(select(model)).all():
            session.delete(row)
    session.commit()

    assert client.get(f"/fact-sheets/{NUMBER}.docx").status_code == 202
    make_what_waits(app)

    assert client.get(f"/fact-sheets/{NUMBER}.docx").data == first
    hashes = set(session.scalars(select(IssuedFile.hash).where(IssuedFile.form == "docx")))
    assert hashes == {"0" * 64, hash_of(first)}


@ONE_DATABASE
@pytest.mark.usefixtures("issued")
def test_an_altered_file_is_found_out_without_making_it_again(session, app, client, monkeypatch):
    make_what_waits(app)
    document = Document(io.BytesIO(client.get(f"/fact-sheets/{NUMBER}.docx").data))
    changed = io.BytesIO()
    document.save(changed)
    pdf = client.get(f"/fact-sheets/{NUMBER}.pdf").data + b"%"
    monkeypatch.setattr(verifying, "render_issued", None)

    for file in (changed.getvalue(), pdf):
        assert verify_file(session, file).verdict is Verdict.ALTERED


@ONE_DATABASE
def test_a_retracted_report_marks_it_and_the_difference_is_told_sentence_by_sentence(
    session, client, issued
):
    current = client.get(f"/fact-sheets/{NUMBER}").text
    retract(session, "more-nights")
    session.commit()

    page = client.get(f"/fact-sheets/{NUMBER}").text
    compared = client.get(f"/fact-sheets/{NUMBER}?compare=1").text

    assert "No record behind it has moved on since" in current
    assert "Changed since." in page
    assert 'href="?compare=1#changes"' in page
    assert "What would differ today" not in page
    assert "What would differ today" in compared
    assert "gone</span>" in compared
    found = examine(session, session.merge(issued), whole=True)
    gone = [d.before.text for d in found.differences if d.after is None and d.before]
    assert any("More nights" in text for text in gone)
    assert found.state is SheetState.CHANGED


@ONE_DATABASE
@pytest.mark.parametrize("large", [True, False])
@pytest.mark.usefixtures("issued")
def test_the_page_of_a_dossier_shows_each_changed_sentence_beside_the_old_one(
    session, client, monkeypatch, large
):
    monkeypatch.setattr(largeness, "MOST_AT_ONCE", 1 if large else 60)
    told = statement_values(text="Workers said that nobody slept for forty hours.", **CITED)
    publish(
        session, {**report(title="More nights"), "slug": "more-nights", "statements": {"s1": told}}
    )
    session.commit()

    page = client.get(f"/fact-sheets/{NUMBER}" + "?compare=1" * large).text

    changes = page.partition('id="changes"')[2].partition("</section>")[0]
    words = " ".join(re.sub(r"<[^>]+>", "", changes).split())
    assert "Workers said that nobody slept for forty hours." in words
    assert "On this sheet" in changes
    assert "Today" in changes
    assert changes.count("<li>") == 1 + changes.count("gone</span>")


@ONE_DATABASE
def test_editors_issue_however_many_files_wait(session):
    for number in range(MOST_OF_EDITORS + 1):
        waiting = {"key": f"k{number}", "order": {}, "form": "pdf", "reports": 1}
        session.add(Making(**waiting, state=MakingState.WAITING, asked_at=AT))

    issue(session, wishes=DOSSIER)

    asked = session.scalars(select(Making.form).where(Making.key.not_like("k%"))).all()
    assert sorted(asked) == ["docx", "pdf"]
