"""Every form of a sheet says the same sentences, with the same sources."""

import io
import json
import re

import pypdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.factsheets.glyphs import has_glyph, printable
from campaign.factsheets.markdown import escaped
from campaign.factsheets.parts import Sentence
from campaign.factsheets.pdf import count_pages
from campaign.factsheets.rendering import RENDERERS, file_name, render
from campaign.factsheets.sheet import Sheet
from campaign.models import Company, Exposure, Name
from tests.factories import (
    make_company,
    make_facility,
    make_report,
    make_supply_link,
    name_values,
    statement_values,
)
from tests.support.sheets import sheet_of

A4, LETTER = (595, 842), (612, 792)
LONG = "Northern and Southern Mill and Weaving and Dyeing and Finishing Works of the Upper Valley"
SOME = ("apple", "nike", "amazon", "foxconn-zhengzhou", "shandong-seafood", "pvh")
one_database = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


def read_pdf(sheet: Sheet) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render(sheet, "pdf")))


def words_of(reader: pypdf.PdfReader) -> str:
    return squeezed("".join(page.extract_text() for page in reader.pages))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def is_printed(words: str, text: str) -> bool:
    """Tell whether words are in the text of a PDF, whole or in two parts on two pages."""
    return words in text or any(
        words[:cut] in text and words[cut:] in text for cut in range(1, len(words))
    )


@pytest.mark.parametrize("slug", SOME)
@one_database
def test_markdown_says_every_sentence_with_every_note(seeded: Session, slug: str):
    sheet = sheet_of(seeded, slug)

    text = render(sheet, "md").decode()

    plain = re.sub(r"\\(.)", r"\1", text.replace("**", ""))
    for said in sheet.everything_said():
        assert said.text in plain
        assert "".join(f"[^{number}]" for number in said.notes) in text
    for note in sheet.endnotes:
        assert f"\n[^{note.number}]: " in text
        assert note.url in text


@pytest.mark.parametrize("slug", SOME)
@one_database
def test_the_pdf_says_every_sentence_and_every_source(seeded: Session, slug: str):
    sheet = sheet_of(seeded, slug)

    text = words_of(read_pdf(sheet))

    for said in sheet.everything_said():
        for run in said.runs if isinstance(said, Sentence) else said.cells[0]:
            assert is_printed(squeezed(printable(run.text)), text), run.text
    for note in sheet.endnotes:
        assert squeezed(printable(note.url)) in text


@pytest.mark.parametrize("slug", SOME)
@one_database
def test_json_says_what_the_sheet_says(seeded: Session, slug: str):
    sheet = sheet_of(seeded, slug)

    values = json.loads(render(sheet, "json"))

    assert values["subject"]["slug"] == slug
    assert values["as_of"] == "2026-11-22"
    assert [b["heading"] for b in values["blocks"]] == [b.heading for b in sheet.blocks]
    assert [n["url"] for n in values["endnotes"]] == [n.url for n in sheet.endnotes]
    assert values["records"] == list(sheet.records)


@pytest.mark.parametrize("form", RENDERERS)
@one_database
def test_the_same_sheet_gives_the_same_bytes(seeded: Session, form: str):
    RENDERERS["pdf"].cache_clear()
    first = render(sheet_of(seeded, "nike"), form)
    RENDERERS["pdf"].cache_clear()

    assert render(sheet_of(seeded, "nike"), form) == first


@one_database
def test_chinese_names_print_as_text_in_their_own_language(seeded: Session):
    reader = read_pdf(sheet_of(seeded, "foxconn-zhengzhou"))

    assert "郑州富士康" in words_of(reader)
    assert "鄭州富士康" in words_of(reader)
    marked = b"".join(page.get_contents().get_data() for page in reader.pages)
    assert {b"zh", b"zh-TW"} <= set(re.findall(rb"/Lang\s*\((.*?)\)", marked))


@one_database
def test_the_pdf_is_tagged_and_says_its_title_and_language(seeded: Session):
    reader = read_pdf(sheet_of(seeded, "apple"))

    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "en"
    assert reader.metadata.title == "Apple: fact sheet"
    assert reader.metadata.author == "Supply Record"
    assert "pdfuaid" in reader.xmp_metadata.stream.get_data().decode()


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("letter", LETTER)])
@one_database
def test_the_pdf_has_the_paper_that_was_asked_for(seeded: Session, paper: str, size):
    for page in read_pdf(sheet_of(seeded, "gap", paper=paper)).pages:
        assert (round(page.mediabox.width), round(page.mediabox.height)) == size


@pytest.mark.parametrize("paper", ["a4", "letter"])
@one_database
def test_the_most_reported_companies_fit_on_two_pages(seeded: Session, paper: str):
    most = {}
    for slug in seeded.scalars(
        select(Company.slug)
        .join(Exposure, Exposure.company_id == Company.id)
        .where(Exposure.counted)
    ):
        most[slug] = most.get(slug, 0) + 1
    slugs = sorted(most, key=lambda slug: (-most[slug], slug))[:20]

    pages = {
        slug: count_pages(render(sheet_of(seeded, slug, paper=paper), "pdf")) for slug in slugs
    }

    assert max(pages.values()) <= 2, pages


@one_database
def test_every_name_of_the_opening_data_can_be_printed(seeded: Session):
    for text in seeded.scalars(select(Name.text)):
        assert all(has_glyph(char) for char in printable(text))


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Plain text – “quoted”, ₂", "Plain text – “quoted”, ₂"),
        ("郑州富士康 鄭州 鴻海 ホンハイ 폭스콘", "郑州富士康 鄭州 鴻海 ホンハイ 폭스콘"),
        ("خوتەن", "خوتەن"),
        ("Завод Ελλάδα", "Завод Ελλάδα"),
        ("โรงงาน Bangkok", "orngngan Bangkok"),
        ("line\nbreak\tand tab", "line break and tab"),
        ("a bell\x07", "a bell"),
    ],
)
def test_characters_without_a_glyph_are_written_in_latin(text: str, printed: str):
    assert printable(text).lower() == printed.lower()


def test_emoji_and_bengali_become_ascii():
    assert printable("কারখানা 🏭").isascii()


def test_text_that_looks_like_markup_stays_text(session: Session):
    nasty = (
        'Examplewatch wrote #import "x" $1$ @a *b* _c_ <d> [e](f) | `g` \\ // \u0e01 </p><script>'
    )
    brand = make_company(session, name="Brand")
    site = make_facility(session, operator=brand, names=[name_values(LONG)])
    make_supply_link(
        session, buyer=make_company(session, name="Shop"), supplier=brand, facility=site
    )
    make_report(session, site=site, statements={"s1": statement_values(text=nasty)})
    sheet = sheet_of(session, "shop")

    assert squeezed(printable(nasty)) in words_of(read_pdf(sheet))
    markdown = render(sheet, "md").decode()
    assert escaped(nasty) in markdown
    assert "<script>" not in markdown.replace("\\<", "")


def test_a_very_long_name_prints(session: Session):
    brand = make_company(session, name=f"{LONG} of the Lower Valley", slug="long")
    make_facility(session, operator=brand, names=[name_values(LONG)], slug="works")
    make_report(session, site="works", title=LONG)

    for slug in ("long", "works"):
        reader = read_pdf(sheet_of(session, slug))
        assert squeezed(LONG) in words_of(reader)
        assert len(reader.pages) == 1


def test_a_file_has_a_name_that_says_what_and_when(session: Session):
    make_company(session, name="Brand")

    assert file_name(sheet_of(session, "brand"), "pdf") == "brand-fact-sheet-2026-11-22.pdf"
