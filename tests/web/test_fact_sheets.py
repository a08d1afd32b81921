"""The fact sheet in the browser: a page, its files, and odd requests."""

import html
import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from campaign.factsheets.building import build_sheet
from tests.factories import make_company, make_report, party_values


@pytest.fixture
def client(seeded_app) -> FlaskClient:
    return seeded_app.test_client()


def words_of(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", main)))


@pytest.mark.parametrize("address", ["companies/apple", "facilities/foxconn-zhengzhou"])
def test_the_page_says_every_sentence_of_the_sheet(client, seeded, address):
    today = datetime.now(UTC).date()
    sheet = build_sheet(seeded, address.split("/")[1], as_of=today, site_url="http://localhost")

    text = words_of(client.get(f"/{address}/fact-sheet").text)

    for said in sheet.everything_said():
        for part in said.text.split(" | "):
            assert part in text
    for note in sheet.endnotes:
        assert note.url in text


def test_every_mark_leads_to_a_source_on_the_page(client):
    page = client.get("/companies/apple/fact-sheet").text

    marks = set(re.findall(r'href="#(note-\d+)"', page))
    assert marks
    assert marks <= set(re.findall(r'id="(note-\d+)"', page))


@pytest.mark.parametrize(
    ("form", "media", "start"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        ("md", "text/markdown; charset=utf-8", b"Fact sheet"),
        ("json", "application/json", b"{"),
    ],
)
def test_the_sheet_can_be_had_as_a_file_with_a_good_name(client, form, media, start):
    answer = client.get(f"/companies/nike/fact-sheet.{form}")

    assert answer.status_code == 200
    assert answer.content_type == media
    assert answer.data.startswith(start)
    assert re.search(
        rf'filename="nike-fact-sheet-\d{{4}}-\d\d-\d\d\.{form}"',
        answer.headers["Content-Disposition"],
    )


def test_a_form_that_does_not_exist_is_a_404_that_names_those_that_do(client):
    answer = client.get("/companies/apple/fact-sheet.docx")

    assert answer.status_code == 404
    assert "pdf, md, json" in answer.text


def test_what_is_ignored_is_said(client):
    page = client.get("/companies/apple/fact-sheet?paper=a0&lang=tlh").text

    assert "There is no paper “a0”" in page
    assert "There is no sheet in “tlh” yet" in page


def test_the_paper_that_was_chosen_is_kept_for_the_files(client):
    page = client.get("/companies/apple/fact-sheet?paper=letter").text

    assert "/companies/apple/fact-sheet.pdf?paper=letter" in page
    assert 'class="sheet letter"' in page


def test_an_address_of_the_other_kind_leads_to_the_right_one(client):
    answer = client.get("/companies/foxconn-zhengzhou/fact-sheet.md?paper=letter")

    assert answer.status_code == 301
    assert answer.location == "/facilities/foxconn-zhengzhou/fact-sheet.md?paper=letter"


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("nobody", "There is no company or facility"),
        ("zz-2022-exodus", "is a report; fact sheets are made of companies and facilities"),
        ("%00", "There is no company or facility"),
        ("..%2f..", None),
    ],
)
def test_of_anything_else_there_is_a_404_that_says_why(client, slug, message):
    answer = client.get(f"/companies/{slug}/fact-sheet")

    assert answer.status_code == 404
    assert message is None or message in answer.text


def test_text_of_a_record_is_escaped(session, app):
    brand = make_company(session, name="Brand <script>alert(1)</script>", slug="brand")
    make_report(session, title="<img src=x>", parties=[party_values(brand, "operator")])
    session.commit()

    page = app.test_client().get("/companies/brand/fact-sheet").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page
