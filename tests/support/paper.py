"""Sheets made by hand for the tests of the renderers, and readers of what they made."""

import html
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pypdfium2

from campaign.factsheets.drawing import Arrow, Drawing, Node
from campaign.factsheets.frames import Labels, Masthead, Stamp
from campaign.factsheets.parts import (
    Action,
    BlockKey,
    Endnote,
    Entry,
    Figure,
    Opinion,
    Row,
    Sentence,
    Table,
)
from campaign.factsheets.runs import Run, Status
from campaign.factsheets.sheet import Block, Direction, Form, Length, Paper, Sheet, Subject
from campaign.models.vocabulary import Kind

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STAMP = Stamp(
    "CS-2026-0042", 1, "23 November 2026", "https://record.example/fact-sheets/CS-2026-0042", "9f3c"
)
LABELS = Labels(
    sheet="Fact sheet",
    sources="Sources",
    note_column="Notes",
    source="Source",
    archived="Archived:",
    method="Method and limits",
    number="No.",
    version="version {version}",
    issued="issued on",
    check="check",
    scan="Scan to check",
    preview="Preview, not issued",
    page="Page {page} of {pages}",
)
DRAWING = Drawing(
    nodes=(
        Node("brand", (Run("Brand"),), "company", 0, about="brand"),
        Node("miller", (Run("Miller"),), "company", 1),
        Node("mill", (Run("Northern Mill"),), "facility", 2, subject=True, about="Northtown"),
    ),
    arrows=(
        Arrow(
            "brand", "miller", "bought cloth", "until 2019", "the buyer's own list", (2,), past=True
        ),
        Arrow("miller", "mill", "operates", "as of 2021", "press", (3,)),
    ),
    alternative="Brand bought cloth from Miller until 2019; Miller operates the Northern Mill.",
)


def said(text: str, *notes: int, status: str = "", language: str = "") -> Sentence:
    """Return a sentence."""
    words = (Status(status, status),) if status else ()
    return Sentence((Run(text, language=language),), notes or (2,), words)


def endnote(number: int) -> Endnote:
    """Return a source; number 1 is the record itself."""
    title = f"Night work at the mill, part {number}"
    return Endnote(
        number=number,
        slug=f"source-{number}" if number > 1 else "",
        publisher="Examplewatch",
        title=title,
        author=None,
        date="2021",
        url=f"https://example.org/{number}",
        archive_url=f"https://archive.example/{number}" if number % 2 else None,
        language="en",
        grade="B",
        words=(Run(f"Examplewatch: “{title}”, 2021."),),
        remarks="Grade B.",
    )


def sheet_by_hand(
    *, title: str = "Northern Mill", text: str = "Examplewatch reported night work.", **more: Any
) -> Sheet:
    """Return a sheet with every sort of part; ``title`` and ``text`` stand in the main places."""
    entry = Entry(
        heading=Sentence((Run(title, strong=True),), (2,), (Status("reported", "reported"),)),
        circumstances=said("March 2021 · Northtown", 2),
        said=(said(text, 2, 3),),
        answers=(said(f"Miller answered: {text}", 4, status="disputed"),),
    )
    table = Table(
        ("Who", "How", "On what basis"),
        (Row(((Run(title),), (Run(text),), (Run("the buyer's own list"),)), (2,)),),
        said("How Brand is tied to it.", 2),
    )
    blocks = (
        Block(
            BlockKey.ASK, "The ask", (said("No work at night. Brand, by 2027.", 2, status="open"),)
        ),
        Block(BlockKey.REPORTED, "What is reported", (entry,)),
        Block(BlockKey.CONNECTED, "Who is connected", (DRAWING, table)),
        Block(
            BlockKey.FIGURES,
            "Key figures",
            (Figure("at least 400", "workers", (Run(text),), (3,)),),
        ),
        Block(BlockKey.SAYS, "What the company says", (said("No answer is recorded.", 1, 4),)),
        Block(
            BlockKey.ACT,
            "Take action",
            (
                Action(
                    "Write to Brand:", "https://example.org/write", (said("No work at night.", 2),)
                ),
            ),
        ),
    )
    sheet = Sheet(
        subject=Subject(
            Kind.FACILITY,
            "northern-mill",
            title,
            (Run("北方纺织厂", language="zh-Hans"),),
            (Run(title),),
        ),
        form=Form.SHEET,
        length=Length.TWO,
        paper=Paper.A4,
        language="en",
        direction=Direction.LTR,
        as_of=date(2026, 11, 22),
        masthead=Masthead(
            "Union of Testers", "Fact sheet · place", "Data as of 22 November 2026", "English"
        ),
        key_message=said(f"At {title} night work is reported.", 1, 2),
        headline=(said("At least 1 report.", 1, 2), Opinion("The union says:", "Enough.")),
        blocks=blocks,
        endnotes=tuple(endnote(number) for number in range(1, 5)),
        left_out=("2 further reports can be read at https://record.example/facilities/mill",),
        method=("A report is not a verdict.",),
        labels=LABELS,
        url="https://record.example/facilities/northern-mill",
        records=("northern-mill",),
    )
    return replace(sheet, **more)


def pdf_words(content: bytes) -> str:
    """Return all text of a PDF without white space."""
    pages = pypdfium2.PdfDocument(content)
    words = "".join(page.get_textpage().get_text_range() for page in pages)
    return squeezed(words).translate(dict.fromkeys(map(ord, "\u200b\u2060\ufffe")))


def pdf_pages(content: bytes) -> int:
    """Return how many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def word_part(content: bytes, name: str) -> ElementTree.Element:
    """Return a part of a Word file as a tree."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return ElementTree.fromstring(file.read(f"word/{name}.xml"))


def word_words(content: bytes, name: str = "document") -> str:
    """Return all text of a part of a Word file, a paragraph a line."""
    return words_in(word_part(content, name))


def words_in(part: ElementTree.Element) -> str:
    """Return all text of a part of a Word file that was read already."""
    return "\n".join(
        "".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))
        for paragraph in part.iter(f"{WORD}p")
    )


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] != "style":
            self.words.append(data)


def html_words(content: bytes) -> str:
    """Return all text of a page, as a browser would have it."""
    parser = _Words()
    parser.feed(content.decode())
    return "".join(parser.words)


def html_tags(content: bytes) -> list[str]:
    """Return the names of all elements of a page, in order."""
    parser = _Words()
    parser.feed(content.decode())
    return parser.tags


def squeezed(text: str) -> str:
    """Return a text without white space, for line breaks differ from form to form."""
    return re.sub(r"\s+", "", html.unescape(text))
