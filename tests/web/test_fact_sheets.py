"""The fact sheet in the browser: a page like the paper, its choices, its files, odd requests."""

import html
import re
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from campaign.factsheets.building import build_sheet
from campaign.factsheets.drawing import Arrow
from campaign.factsheets.look import Look
from campaign.factsheets.typesetting import set_pages
from tests.factories import make_company, make_report, party_values
from tests.support.paper import squeezed

SITE = "http://localhost"
EVERY_KIND = (
    "companies/apple",
    "companies/foxconn",
    "facilities/foxconn-zhengzhou",
    "reports/clw-zz-2019",
    "campaigns/apple-foxconn-accountability-2022",
)
one_database = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def client(seeded_app) -> FlaskClient:
    return seeded_app.test_client()


def words_of(page: str) -> str:
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", main)))


@pytest.mark.parametrize("address", EVERY_KIND)
def test_the_page_says_every_sentence_and_source_of_the_sheet(client, seeded, address):
    today = datetime.now(UTC).date()
    sheet = build_sheet(seeded, address.split("/")[1], as_of=today, site_url=SITE)

    answer = client.get(f"/{address}/fact-sheet")

    text = squeezed(words_of(answer.text))
    for said in sheet.everything_said():
        if not isinstance(said, Arrow):
            for part in said.text.split(" | "):
                assert squeezed(part) in text
    for note in sheet.endnotes:
        assert note.url in html.unescape(answer.text)
    assert len(answer.data) < 70_000  # beside it come two style sheets, of 25 kB together


@one_database
def test_the_page_breaks_where_the_paper_does(client, seeded):
    today = datetime.now(UTC).date()
    sheet = build_sheet(seeded, "apple", as_of=today, site_url=SITE)

    page = client.get("/companies/apple/fact-sheet").text

    leaves = page.split('<div class="leaf">')[1:]
    columns = set_pages(sheet, Look()).columns
    assert len(leaves) == set_pages(sheet, Look()).pages
    assert page.count('<div class="column">') == sum(names != ("top",) for _, names in columns)
    for number, leaf in enumerate(leaves, start=1):
        notes = {
            name[1:] for on, names in columns if on == number for name in names if name[0] == "n"
        }
        assert set(re.findall(r'id="note-(\d+)"', leaf)) == notes


@one_database
def test_every_mark_leads_to_a_source_on_the_page(client):
    page = client.get("/companies/apple/fact-sheet").text

    marks = set(re.findall(r'href="#(note-\d+)"', page))
    assert marks
    assert marks <= set(re.findall(r'id="(note-\d+)"', page))


@pytest.mark.parametrize(
    ("form", "media", "start"),
    [
        ("pdf", "application/pdf", b"%PDF-"),
        (
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            b"PK\x03\x04",
        ),
        ("html", "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        ("md", "text/markdown; charset=utf-8", b"Supply Record"),
        ("txt", "text/plain; charset=utf-8", b"Supply Record"),
        ("json", "application/json", b"{"),
    ],
)
@one_database
def test_the_sheet_can_be_had_as_a_file_with_a_good_name(client, form, media, start):
    answer = client.get(f"/companies/nike/fact-sheet.{form}")

    assert answer.status_code == 200
    assert answer.content_type == media
    assert answer.data.startswith(start)
    assert re.search(
        rf'filename="nike-fact-sheet-\d{{4}}-\d\d-\d\d\.{form}"',
        answer.headers["Content-Disposition"],
    )


@one_database
def test_the_web_page_as_a_file_may_use_its_own_style_and_nothing_else(client):
    policy = client.get("/companies/nike/fact-sheet.html").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize("what", ["letter", "reply"])
@one_database
def test_letters_to_a_company_can_be_had_too(client, what):
    page = client.get(f"/companies/apple/fact-sheet?what={what}")

    assert page.status_code == 200
    assert "letter-form" in page.text
    assert client.get(f"/companies/apple/fact-sheet.docx?what={what}").status_code == 200


@one_database
def test_the_choices_are_kept_for_the_files_and_in_the_form(client):
    address = "/companies/apple/fact-sheet?lang=es&paper=letter&length=one&leave=act"

    page = html.unescape(client.get(address).text)

    for form in ("pdf", "docx", "html", "md", "txt", "json"):
        [kept] = re.findall(rf'href="/companies/apple/fact-sheet\.{form}\?([^"]*)"', page)
        assert set(kept.split("&")) == {"lang=es", "paper=letter", "length=one", "leave=act"}
    assert 'class="sheet letter"' in page
    assert 'lang="es"' in page
    assert '<option value="es" selected>' in page
    assert 'value="act" checked' in page


@one_database
def test_a_company_is_told_as_a_supplier_where_that_is_chosen(client):
    usual = client.get("/companies/apple/fact-sheet").text
    chosen = client.get("/companies/apple/fact-sheet?role=supplier").text

    assert '<option value="supplier" selected>' in chosen
    assert 'href="/companies/apple/fact-sheet.pdf?role=supplier"' in chosen
    assert words_of(chosen) != words_of(usual)
    assert 'name="role"' not in client.get("/facilities/foxconn-zhengzhou/fact-sheet").text


@one_database
def test_a_section_can_be_left_out_and_that_is_said(client):
    page = client.get("/companies/apple/fact-sheet?leave=act").text

    assert "<h2>Take action</h2>" not in page
    assert "Left out of this sheet by its editors: Take action" in words_of(page)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("paper=a0", "There is no paper “a0”"),
        ("lang=tlh", "There is no fact sheet in “tlh”"),
        ("length=three", "There is no length “three”"),
        ("what=poem", "There is no form “poem”"),
        ("role=king", "There is no role “king”"),
        ("leave=lunch", "There is no section “lunch”"),
        ("first=%00", "There is no section"),
        ("campaign=nope", "nope"),
        ("leave=says", "says"),
    ],
)
@one_database
def test_an_unknown_choice_is_a_clear_page(client, query, message):
    answer = client.get(f"/companies/apple/fact-sheet?{query}")

    assert answer.status_code == 400
    assert message in answer.text


@one_database
def test_nobody_but_an_editor_speaks_for_the_group(client):
    answer = client.get("/companies/apple/fact-sheet?message=Anything+at+all")

    assert answer.status_code == 403
    assert "Anything at all" not in answer.text


@one_database
def test_a_form_that_does_not_exist_is_a_404_that_names_those_that_do(client):
    answer = client.get("/companies/apple/fact-sheet.odt")

    assert answer.status_code == 404
    assert "pdf, docx, html, md, txt, json" in answer.text


@one_database
def test_an_address_of_the_other_kind_leads_to_the_right_one(client):
    answer = client.get("/companies/foxconn-zhengzhou/fact-sheet.md?paper=letter")

    assert answer.status_code == 301
    assert answer.location == "/facilities/foxconn-zhengzhou/fact-sheet.md?paper=letter"


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("nobody", "There is no company, facility, report or campaign"),
        ("%00", None),
        ("..%2f..", None),
    ],
)
def test_of_anything_else_there_is_a_404_that_says_why(client, slug, message):
    answer = client.get(f"/companies/{slug}/fact-sheet")

    assert answer.status_code == 404
    assert message is None or message in answer.text


@one_database
def test_a_dossier_shows_its_first_pages_and_says_how_many_there_are(client):
    page = client.get("/companies/apple/fact-sheet?length=dossier").text

    assert page.count('class="leaf"') == 4
    assert re.search(r"\d+ further pages of this dossier", page)
    assert len(page.encode()) < 100_000


def test_text_of_a_record_is_escaped(session, app):
    brand = make_company(session, name="Brand <script>alert(1)</script>", slug="brand")
    make_report(session, title="<img src=x>", parties=[party_values(brand, "operator")])
    session.commit()

    page = app.test_client().get("/companies/brand/fact-sheet").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page


@one_database
def test_a_character_without_a_glyph_stops_the_pdf_and_says_why(session, app):
    make_company(session, name="Mill 🧵", slug="brand")
    session.commit()
    client = app.test_client()

    assert client.get("/companies/brand/fact-sheet").status_code == 200
    answer = client.get("/companies/brand/fact-sheet.pdf")
    assert answer.status_code == 422
    assert "U+1F9F5, SPOOL OF THREAD" in answer.text
