"""Real endnotes for Word, which python-docx cannot write: the part, its references, its marks.

A source's first mention is an endnote reference; each later one is a field that repeats the
number (``NOTEREF``), so that Word numbers both anew when somebody moves a sentence
(ECMA-376, part 1, 17.11 and 17.16.5.43).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"
SEPARATORS = {-1: "separator", 0: "continuationSeparator"}
REFERENCE_STYLE, TEXT_STYLE = "EndnoteReference", "EndnoteText"


class WordNotes:
    """The endnotes of one Word document; write each note before what refers to it.

    Args:
        document: the document, without endnotes yet.
        right_to_left: whether its paragraphs run from the right.
    """

    def __init__(self, document: Document) -> None:
        self._root = parse_xml(f"<w:endnotes {nsdecls('w', 'r')}/>")
        self._part = XmlPart(
            PackURI("/word/endnotes.xml"), MEDIA_TYPE, self._root, document.part.package
        )
        document.part.relate_to(self._part, RELATIONSHIP_TYPE.ENDNOTES)
        self._mentioned: dict[int, str] = {}
        for number, kind in SEPARATORS.items():
            self._root.append(_separator(number, kind))
        _number_in_digits(document)

    def write(self, number: int, fill: Callable[[Paragraph], None]) -> None:
        """Add a note; ``fill`` writes its text into an empty paragraph."""
        note = _element("endnote", id=number)
        note.append(_note_paragraph())
        self._root.append(note)
        paragraph = Paragraph(note[0], self._part)
        fill(paragraph)

    def refer(self, paragraph: Paragraph, number: int) -> None:
        """Put the mark of a note at the end of a paragraph."""
        if number in self._mentioned:
            _repeat(paragraph, number, self._mentioned[number])
            return
        bookmark = self._mentioned[number] = f"_RefSource{number}"
        start = _element("bookmarkStart", id=number, name=bookmark)
        reference = paragraph.add_run()._r
        reference.get_or_add_rPr().append(_element("rStyle", val=REFERENCE_STYLE))
        reference.append(_element("endnoteReference", id=number))
        reference.addprevious(start)
        reference.addnext(_element("bookmarkEnd", id=number))


def _repeat(paragraph: Paragraph, number: int, bookmark: str) -> None:
    field = _element("fldSimple", instr=f" NOTEREF {bookmark} \\f \\h ")
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    properties.append(_element("rStyle", val=REFERENCE_STYLE))
    run.append(properties)
    shown = OxmlElement("w:t")
    shown.text = str(number)
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)


def _note_paragraph() -> Any:
    return parse_xml(
        f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{TEXT_STYLE}"/></w:pPr>'
        f'<w:r><w:rPr><w:rStyle w:val="{REFERENCE_STYLE}"/></w:rPr><w:endnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r></w:p>'
    )


def _separator(number: int, kind: str) -> Any:
    return parse_xml(
        f'<w:endnote {nsdecls("w")} w:type="{kind}" w:id="{number}">'
        f"<w:p><w:r><w:{kind}/></w:r></w:p></w:endnote>"
    )


def _number_in_digits(document: Document) -> None:
    """Count 1, 2, 3, for Word counts endnotes i, ii, iii unless it is told."""
    settings = document.settings.element
    properties = OxmlElement("w:endnotePr")
    properties.append(_element("numFmt", val="decimal"))
    properties.extend(_element("endnote", id=number) for number in SEPARATORS)
    settings.find(qn("w:compat")).addprevious(properties)
    section = OxmlElement("w:endnotePr")
    section.append(_element("numFmt", val="decimal"))
    document.sections[0]._sectPr.insert(0, section)


def _element(tag: str, /, **attributes: object) -> Any:
    element = OxmlElement(f"w:{tag}")
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), str(value))
    return element
