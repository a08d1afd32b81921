"""The Word file: real styles, real endnotes, its language, the same bytes every time."""

import io
import zipfile
from dataclasses import replace

from docx import Document
from docx.enum.style import WD_STYLE_TYPE

from campaign.factsheets.docx import render_docx
from campaign.factsheets.drawing import Drawing
from campaign.factsheets.look import PNG, Look, read_logo
from campaign.factsheets.picture import WIDTH
from campaign.factsheets.runs import Run
from campaign.factsheets.sheet import Direction, Paper, Sheet
from tests.factsheets.test_rendering_pdf import SVG
from tests.support.paper import DRAWING, STAMP, WORD, sheet_by_hand, word_part, word_words

LOOK = Look()


def styles_of(sheet: Sheet) -> dict[str, list[str]]:
    """Return the paragraphs of the Word file by the name of their style."""
    document = Document(io.BytesIO(render_docx(sheet, LOOK)))
    found: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        found.setdefault(paragraph.style.name, []).append(paragraph.text)
    return found


def test_title_headings_and_lists_have_real_styles():
    sheet = sheet_by_hand()

    found = styles_of(sheet)

    assert found["Title"] == ["Northern Mill"]
    headings = [block.heading for block in sheet.blocks]
    assert found["Heading 1"] == [*headings, "Method and limits", "Sources"]
    assert len(found["Heading 2"]) == 1
    assert found["List Bullet"]
    assert found["Key Message"][0].startswith("At Northern Mill")
    assert found["Opinion"] == ["The union says: Enough."]


def test_the_file_carries_no_parts_and_table_styles_that_it_never_uses():
    content = render_docx(sheet_by_hand(), LOOK)

    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    tables = [s for s in Document(io.BytesIO(content)).styles if s.type == WD_STYLE_TYPE.TABLE]
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]
    assert {style.name for style in tables} == {"Table Grid", "Normal Table"}


def test_each_source_is_an_endnote_and_each_later_mention_repeats_its_number():
    sheet = sheet_by_hand()
    file = render_docx(sheet, LOOK)

    document = word_part(file, "document")
    references = [e.get(f"{WORD}id") for e in document.iter(f"{WORD}endnoteReference")]
    repeats = [e.get(f"{WORD}instr").split()[1] for e in document.iter(f"{WORD}fldSimple")]
    notes = [e for e in word_part(file, "endnotes") if e.get(f"{WORD}type") is None]

    assert references == ["1", "2", "3", "4"]
    assert [note.get(f"{WORD}id") for note in notes] == references
    assert {f"_RefSource{number}" for number in references} >= set(repeats)
    mentions = sum(len(said.notes) for said in sheet.everything_said())
    arrows = 2  # the drawing is not in the Word file
    assert len(references) + len(repeats) == mentions - arrows
    for note in sheet.endnotes:
        assert note.url in word_words(file, "endnotes")


def test_endnotes_count_in_digits():
    settings = word_part(render_docx(sheet_by_hand(), LOOK), "settings")

    numbering = settings.find(f"{WORD}endnotePr/{WORD}numFmt")
    assert numbering.get(f"{WORD}val") == "decimal"


def test_the_language_of_the_sheet_and_of_names_is_set():
    file = render_docx(sheet_by_hand(language="es"), LOOK)

    default = word_part(file, "styles").find(f"{WORD}docDefaults//{WORD}lang")
    assert default.get(f"{WORD}val") == "es-ES"
    names = word_part(file, "document").iter(f"{WORD}lang")
    assert "zh-CN" in {name.get(f"{WORD}eastAsia") for name in names}


def test_right_to_left_reaches_every_paragraph_and_run():
    sheet = sheet_by_hand(language="ar", direction=Direction.RTL, title="مصنع", text="عمل")

    document = word_part(render_docx(sheet, LOOK), "document")

    body = document.find(f"{WORD}body")
    for paragraph in body.findall(f"{WORD}p"):
        assert paragraph.find(f"{WORD}pPr/{WORD}bidi") is not None


def test_the_paper_can_be_chosen():
    document = Document(io.BytesIO(render_docx(sheet_by_hand(paper=Paper.LETTER), LOOK)))

    assert round(document.sections[0].page_width.inches, 1) == 8.5


def test_number_and_pages_stand_at_the_foot_and_the_logo_at_the_head(tmp_path):
    (tmp_path / "logo.svg").write_text(SVG)

    look = Look(logo=read_logo(tmp_path / "logo.svg"))
    file = render_docx(sheet_by_hand(stamp=STAMP), look)

    section = Document(io.BytesIO(file)).sections[0]
    assert "CS-2026-0042" in section.footer.paragraphs[0].text
    assert section.header._element.xpath(".//pic:pic")
    fields = section.footer._element.xpath(".//w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]


def test_the_same_sheet_gives_the_same_bytes_and_no_time_of_day():
    file = render_docx(sheet_by_hand(), LOOK)

    assert file == render_docx(sheet_by_hand(), LOOK)
    assert file != render_docx(replace(sheet_by_hand(), method=()), LOOK)
    with zipfile.ZipFile(io.BytesIO(file)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-22T00:00:00Z" in parts.read("docProps/core.xml")


def test_the_drawing_stands_above_its_table_with_words_for_those_who_cannot_see_it():
    sheet = sheet_by_hand()
    [drawing] = [i for block in sheet.blocks for i in block.items if isinstance(i, Drawing)]

    document = Document(io.BytesIO(render_docx(sheet, LOOK)))

    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr") == drawing.alternative
    [picture] = [p.blob for p in document.part.package.iter_parts() if p.partname.ext == "png"]
    assert picture.startswith(PNG)
    assert shape.width.pt == WIDTH


def test_a_drawing_that_no_font_of_ours_can_draw_stays_out_of_word():
    brand, *others = DRAWING.nodes
    drawing = replace(DRAWING, nodes=(replace(brand, name=(Run("The 🧵"),)), *others))
    blocks = tuple(
        replace(block, items=tuple(drawing if i == DRAWING else i for i in block.items))
        for block in sheet_by_hand().blocks
    )

    document = Document(io.BytesIO(render_docx(sheet_by_hand(blocks=blocks), LOOK)))

    assert len(document.inline_shapes) == 0
    assert document.tables


def test_what_no_font_of_ours_can_draw_elsewhere_keeps_no_drawing_out_of_word():
    sheet = sheet_by_hand(text="The 🧵 of the north")

    assert len(Document(io.BytesIO(render_docx(sheet, LOOK))).inline_shapes) == 1
