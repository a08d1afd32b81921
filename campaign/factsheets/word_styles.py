"""The styles of the Word file: few, named, and easy for somebody else to change."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from docx import Document as new_document
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from campaign.factsheets.sheet import Direction, Paper
from campaign.factsheets.writing import writing_of

SERIF, SANS, HAN = "Cambria", "Calibri", "Microsoft YaHei"
SIZES = {Paper.A4: (Mm(210), Mm(297)), Paper.LETTER: (Mm(215.9), Mm(279.4))}
MARGIN = Mm(20)
HEADINGS = {"Title": 24, "Heading 1": 14, "Heading 2": 11.5, "Heading 3": 11}
KEY_MESSAGE, OPINION, ANSWER, STATUS, FIGURE = (
    "Key Message",
    "Opinion",
    "Answer",
    "Status Word",
    "Key Figure",
)
DEFAULT_LANGUAGE = {"en": "en-GB", "es": "es-ES", "zh": "zh-CN"}


# Of the file that python-docx begins with: ten times as large as a sheet, and never used here.
UNUSED_PARTS = ("thumbnail", "customXml", "stylesWithEffects")
TABLE_STYLES = ("Table Grid", "Normal Table")


def blank_document(paper: Paper, language: str, accent: str) -> Document:
    """Return an empty document with paper, language and styles set.

    Args:
        language: BCP 47.
        accent: a colour, ``#rrggbb``.
    """
    return new_document(io.BytesIO(_template(paper, language, accent)))


@lru_cache(maxsize=64)
def _template(paper: Paper, language: str, accent: str) -> bytes:
    document = new_document()
    _leave_out_unused(document)
    _prepare(document, paper, language, RGBColor.from_string(accent.lstrip("#").upper()))
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def _leave_out_unused(document: Document) -> None:
    """Take out old parts and a hundred styles of tables."""
    for relations in (document.part.package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(UNUSED_PARTS):
                del relations[key]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in TABLE_STYLES:
            style.delete()


def _prepare(document: Document, paper: Paper, language: str, accent: RGBColor) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = SIZES[paper]
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    _set_language(document, language)
    _font(document.styles["Normal"], SERIF, 11)
    document.styles["Normal"].paragraph_format.space_after = Pt(5)
    for name, size in HEADINGS.items():
        _font(document.styles[name], SERIF, size, bold=True, colour=RGBColor(0x19, 0x19, 0x19))
    _font(document.styles["Subtitle"], SANS, 10.5, colour=RGBColor(0x4A, 0x4A, 0x4A))
    _without_rule(document.styles["Title"])
    _new(document, KEY_MESSAGE, 14, left_rule=f"#{accent}", bold=True)
    _new(document, OPINION, 11, left_rule="#191919")
    _new(document, ANSWER, 11, left_rule="#b5b0a5")
    _new(document, FIGURE, 11)
    _note_styles(document, accent)


def _set_language(document: Document, language_tag: str) -> None:
    """Tell Word the language, so that it spells, hyphenates and reads aloud rightly."""
    own = writing_of(language_tag)
    tag = DEFAULT_LANGUAGE.get(own.language, language_tag)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), tag if own.language != "zh" else "en-GB")
    language.set(qn("w:eastAsia"), "zh-TW" if own.region == "TW" else "zh-CN")
    language.set(qn("w:bidi"), tag if own.direction is Direction.RTL else "ar-SA")
    defaults = document.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(language)
    document.core_properties.language = language_tag


def _font(style: Any, family: str, size: float, *, bold: bool = False, colour: Any = None) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    if colour is not None:
        style.font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), family)
    fonts.set(qn("w:eastAsia"), HAN)


def _new(
    document: Document, name: str, size: float, *, left_rule: str = "", bold: bool = False
) -> None:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size, style.font.bold = Pt(size), bold
    style.quick_style = True
    if left_rule:
        borders = OxmlElement("w:pBdr")
        rule = OxmlElement("w:left")
        values = {"val": "single", "sz": "18", "space": "6", "color": left_rule.lstrip("#")}
        for attribute, value in values.items():
            rule.set(qn(f"w:{attribute}"), value)
        borders.append(rule)
        style.element.get_or_add_pPr().append(borders)


def _without_rule(title: Any) -> None:
    properties = title.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _note_styles(document: Document, accent: RGBColor) -> None:
    mark = document.styles.add_style("endnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.element.set(qn("w:styleId"), "EndnoteReference")
    mark.font.superscript, mark.font.bold, mark.font.color.rgb = True, True, accent
    note = document.styles.add_style("endnote text", WD_STYLE_TYPE.PARAGRAPH)
    note.element.set(qn("w:styleId"), "EndnoteText")
    note.base_style = document.styles["Normal"]
    note.font.size = Pt(9)
    note.paragraph_format.space_after = Pt(3)
    status = document.styles.add_style(STATUS, WD_STYLE_TYPE.CHARACTER)
    status.font.bold, status.font.small_caps = True, True
