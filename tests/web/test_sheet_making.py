"""Files of large dossiers in the browser: asked for once, waited for on a page, then fetched."""

import io
import os
import signal
import time

import pytest
from click.testing import CliRunner
from docx import Document
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.cli.sheet_making import work
from campaign.db import now
from campaign.factsheets import largeness
from campaign.factsheets.queueing import MOST_WAITING, SILENCE, claim
from campaign.models import MadeFile, Making
from campaign.models.vocabulary import MakingState
from config import Config
from tests.factories import make_company, make_report, party_values

ADDRESS = "/companies/brand/fact-sheet.{}?length=dossier"


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """As if one report were many."""
    monkeypatch.setattr(largeness, "MOST_AT_ONCE", 1)


@pytest.fixture
def session(session: Session, app) -> Session:
    """A brand with two reports; whoever runs this makes the files with a service of their own."""
    set_worker(app, "own")
    make_company(session, name="Brand", roles=["brand"])
    for number in range(2):
        make_report(session, slug=f"nights-{number}", parties=[party_values("brand", "buyer")])
    session.commit()
    return session


def set_worker(app, worker: str) -> None:
    config: Config = app.config["CAMPAIGN"]
    values = {**config.__dict__, "sheet_worker": worker}
    app.config["CAMPAIGN"] = Config(**values)


def make_what_waits(app) -> None:
    with app.app_context():
        done = CliRunner().invoke(work, [])
    assert done.exit_code == 0, done.output


def the_making(session: Session) -> Making:
    session.expire_all()
    return session.scalars(select(Making)).one()


def test_a_large_file_is_asked_for_waited_for_and_fetched(session, client, app):
    answer = client.get(ADDRESS.format("docx"))

    assert answer.status_code == 202
    assert "It is the next to be made." in answer.text
    waiting = f"/fact-sheets/making/{the_making(session).key}"
    assert f'href="{waiting}">Look again</a>' in answer.text
    assert client.get(f"{waiting}/file").status_code == 404

    make_what_waits(app)

    assert client.get(f"{waiting}.json").json["state"] == "done"
    page = client.get(waiting)
    assert "It is ready." in page.text
    assert f'href="{waiting}/file"' in page.text
    file = client.get(f"{waiting}/file")
    assert "Brand" in Document(io.BytesIO(file.data)).paragraphs[0].text
    assert client.get(ADDRESS.format("docx")).data == file.data


def test_asking_twice_or_from_two_sides_enters_it_once(session, client, app):
    client.get(ADDRESS.format("pdf"))
    app.test_client().get(ADDRESS.format("pdf"))

    assert the_making(session).state is MakingState.WAITING


def test_other_forms_and_small_sheets_come_at_once(session, client):
    for form in ("html", "md", "txt", "json"):
        assert client.get(ADDRESS.format(form)).status_code == 200
    assert client.get("/companies/brand/fact-sheet.pdf").data.startswith(b"%PDF")
    assert client.get("/reports/nights-0/fact-sheet.pdf?length=dossier").data.startswith(b"%PDF")

    assert session.scalars(select(Making)).all() == []


@pytest.mark.usefixtures("session")
def test_the_page_of_a_large_dossier_shows_its_beginning(client):
    page = client.get("/companies/brand/fact-sheet?length=dossier").text

    assert 'class="leaf"' in page
    assert "Brand" in page


@pytest.mark.usefixtures("session")
def test_strangers_are_told_when_too_many_wait(client):
    for number in range(MOST_WAITING):
        answer = client.get(ADDRESS.format("pdf") + f"&without=report-{number}")
        assert answer.status_code == 202

    answer = client.get(ADDRESS.format("pdf"))

    assert answer.status_code == 429
    assert "come back in some minutes" in answer.text


def test_a_wrong_choice_is_refused_at_once_and_an_unknown_file_is_not_found(session, client):
    assert client.get(ADDRESS.format("pdf") + "&paper=a3").status_code == 400
    assert client.get("/fact-sheets/making/nothing").status_code == 404
    assert client.get("/fact-sheets/making/no.json").status_code == 404
    assert session.scalars(select(Making)).all() == []


def test_what_cannot_be_printed_is_said_on_the_page(session, client, app):
    make_report(
        session, title="Nights \U00012000", parties=[party_values("brand", "buyer")]
    )  # a cuneiform sign, for which no font is here
    session.commit()
    client.get(ADDRESS.format("pdf"))

    make_what_waits(app)

    making = the_making(session)
    assert making.state is MakingState.FAILED
    page = client.get(f"/fact-sheets/making/{making.key}").text
    assert "The PDF has no glyph for" in page


def test_a_file_too_large_for_the_memory_allowed_fails_in_words(session, client, app):
    client.get(ADDRESS.format("docx"))
    values = {**app.config["CAMPAIGN"].__dict__, "sheet_megabytes": 20}
    app.config["CAMPAIGN"] = Config(**values)

    make_what_waits(app)

    making = the_making(session)
    assert making.state is MakingState.FAILED
    assert "20 MB" in making.trouble


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_server_starts_a_worker_that_takes_over_from_a_dead_one(
    session, client, app, monkeypatch, tmp_path
):
    monkeypatch.setenv("CAMPAIGN_VAR", str(tmp_path))
    client.get(ADDRESS.format("docx"))
    claim(session, "dead", at=now() - SILENCE * 2)
    session.commit()
    set_worker(app, "auto")

    client.get(f"/fact-sheets/making/{the_making(session).key}")

    until = time.monotonic() + 60
    while the_making(session).state is not MakingState.DONE and time.monotonic() < until:
        session.rollback()
        time.sleep(0.2)
    assert the_making(session).state is MakingState.DONE
    assert the_making(session).attempts == 2
    assert session.scalars(select(MadeFile.size)).one() > 10_000
    for _, process in app.extensions.pop("sheet workers"):
        os.kill(process.pid, signal.SIGTERM)
        process.wait()
