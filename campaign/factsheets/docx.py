"""A sheet as a Word file with real styles and endnotes, for a union to make its own."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from campaign.factsheets import word_styles as styles
from campaign.factsheets.drawing import Arrow, Drawing
from campaign.factsheets.glyphs import MissingGlyph
from campaign.factsheets.look import Logo, Look, as_png
from campaign.factsheets.parts import (
    Action,
    Endnote,
    Entry,
    Figure,
    Item,
    Opinion,
    Said,
    Sentence,
    Table,
)
from campaign.factsheets.picture import WIDTH as PICTURE_WIDTH
from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.sheet import Direction, Sheet
from campaign.factsheets.stamping import masthead_lines, stamp_line, stamp_lines
from campaign.factsheets.typesetting import set_drawing
from campaign.factsheets.word_marks import add_field, around, repeat_on_each_page, set_language
from campaign.factsheets.word_notes import WordNotes
from campaign.factsheets.word_packing import repacked

LONGEST_PROPERTY, LONGEST_TITLE = 255, 200  # letters that Word keeps of what a file says of itself


def render_docx(
    sheet: Sheet, look: Look, report: Callable[[int, int], None] = lambda _done, _total: None
) -> bytes:
    """Return a sheet as DOCX; the same sheet gives the same bytes.

    Args:
        report: is told how many parts are written, and of how many.
    """
    document = styles.blank_document(sheet.paper, sheet.language, look.accent)
    _describe(document, sheet)
    _Writer(document, sheet, look).write(report)
    raw = io.BytesIO()
    document.save(raw)
    return repacked(raw)


def _describe(document: Document, sheet: Sheet) -> None:
    about = document.core_properties
    about.title = f"{sheet.subject.title[:LONGEST_TITLE]}: {sheet.labels.sheet}"
    about.author = about.last_modified_by = sheet.masthead.group[:LONGEST_PROPERTY]
    about.subject = sheet.masthead.what[:LONGEST_PROPERTY]
    about.comments, about.revision = stamp_line(sheet)[:LONGEST_PROPERTY], 1
    day = datetime(sheet.as_of.year, sheet.as_of.month, sheet.as_of.day, tzinfo=UTC)
    about.created = about.modified = day


class _Writer:
    """Writes one sheet into one document, in the order of reading."""

    def __init__(self, document: Document, sheet: Sheet, look: Look) -> None:
        self.document, self.sheet, self.look = document, sheet, look
        self.notes = WordNotes(document)
        # To be asked for a style by its name costs python-docx more than to write the words.
        self.style_ids = {style.name: style.style_id for style in document.styles}

    def write(self, report: Callable[[int, int], None]) -> None:
        sheet = self.sheet
        for note in sheet.endnotes:
            self.notes.write(note.number, lambda p, note=note: self._source(p, note))  # type: ignore[misc]
        self._frame()
        self._letter_opening() if sheet.letter else self._opening()
        self._blocks(report)
        if sheet.letter:
            self._sentences(sheet.letter.closing, "Normal")
            self._words(sheet.letter.signature)
        for words in sheet.left_out:
            self._words(words).runs[0].bold = True
        if sheet.method:
            self._words(sheet.labels.method, "Heading 1")
            for words in sheet.method:
                self._words(words)
        if sheet.endnotes:
            self._words(sheet.labels.sources, "Heading 1")

    def _blocks(self, report: Callable[[int, int], None]) -> None:
        total, done = sum(len(block.items) for block in self.sheet.blocks), 0
        for number, block in enumerate(self.sheet.blocks):
            self._words(block.heading, "Heading 1")
            for place, item in enumerate(block.items):
                if isinstance(item, Drawing):
                    self._drawing(item, number, place)
                else:
                    self._item(item)
                done += 1
                report(done, total)

    def _frame(self) -> None:
        """Write the head and the foot of each page."""
        section, first = self.document.sections[0], True
        for line in masthead_lines(self.sheet):
            paragraph = section.header.paragraphs[0] if first else section.header.add_paragraph()
            if first and self.look.logo:
                self._logo(paragraph, self.look.logo)
            self._runs(paragraph, (Run(line, strong=first),))
            first = False
        foot = section.footer.paragraphs[0]
        foot.style.font.size = Pt(9)  # of the numbers of pages too, which are fields
        line, address = stamp_lines(self.sheet)
        self._runs(foot, (Run(f"{line}{self.sheet.labels.separator}"),))
        before, between, after = around(self.sheet.labels.page)
        for words, field in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
            self._runs(foot, (Run(words),))
            if field:
                add_field(foot, field)
        where = section.footer.add_paragraph(style=foot.style)
        self._runs(where, (Run(address),))
        for paragraph in (*section.header.paragraphs, foot, where):
            for run in paragraph.runs:
                run.font.size = Pt(9)

    def _logo(self, paragraph: Paragraph, logo: Logo) -> None:
        """Put the logo in, as large as on paper."""
        picture = paragraph.add_run().add_picture(io.BytesIO(as_png(logo)), height=Mm(11))
        if picture.width > Mm(70):
            picture.height = Emu(picture.height * Mm(70) // picture.width)
            picture.width = Mm(70)
        paragraph.add_run("  ")

    def _opening(self) -> None:
        subject = self.sheet.subject
        title = self._paragraph("Title")
        self._runs(title, subject.heading)
        self._early_notes(title)
        if subject.names:
            paragraph = self._paragraph("Subtitle")
            for place, name in enumerate(subject.names):
                self._runs(paragraph, (Run(self.sheet.labels.separator if place else ""), name))
        for said in (self.sheet.key_message, *self.sheet.headline):
            style = styles.KEY_MESSAGE if said is self.sheet.key_message else "Normal"
            self._opinion(said) if isinstance(said, Opinion) else self._sentence(said, style)

    def _letter_opening(self) -> None:
        letter = self.sheet.letter
        assert letter is not None
        for line in letter.to:
            self._runs(self._paragraph(), line)
        self._words(letter.day)
        self._early_notes(self._words(letter.subject, "Title"))
        self._words(letter.salutation)
        self._sentences(letter.opening, "Normal")

    def _early_notes(self, title: Paragraph) -> None:
        """Mention beside the title what the text mentions later than a note of a higher number.

        Word numbers notes by where each is first mentioned; so its numbers are ours. Usually
        it is note 1, this record itself, on which the title rests.
        """
        highest, early = 0, []
        for number in dict.fromkeys(n for said in self._said() for n in said.notes):
            early += [number] if number < highest else []
            highest = max(highest, number)
        self._refer(title, sorted(early))

    def _said(self) -> Iterator[Said]:
        return (said for said in self.sheet.everything_said() if not isinstance(said, Arrow))

    def _item(self, item: Item) -> None:
        if isinstance(item, Sentence):
            self._sentence(item, "List Bullet")
        elif isinstance(item, Entry):
            self._sentence(item.heading, "Heading 2")
            self._sentence(item.circumstances, "Normal").paragraph_format.keep_with_next = True
            self._sentences(item.said, "Normal")
            self._sentences(item.answers, styles.ANSWER)
        elif isinstance(item, Table):
            self._table(item)
        elif isinstance(item, Figure):
            words = Run(f"{item.number} {item.unit}", strong=True)
            paragraph = self._paragraph(styles.FIGURE)
            self._runs(paragraph, (words, Run(" – "), *item.about))
            self._marks(paragraph, item)
        elif isinstance(item, Opinion):
            self._opinion(item)
        elif isinstance(item, Action):
            paragraph = self._words(f"{item.text} ".rstrip() + (" " if item.url else ""))
            self._address(paragraph, item.url)
            self._sentences(item.quotes, "List Bullet")

    def _table(self, table: Table) -> None:
        if table.caption is not None:
            self._sentence(table.caption, "Normal").paragraph_format.keep_with_next = True
        grid = self.document.add_table(1, len(table.columns), style="Table Grid")
        if self.sheet.direction is Direction.RTL:
            grid._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        repeat_on_each_page(grid.rows[0])
        for cell, heading in zip(grid.rows[0].cells, table.columns, strict=True):
            self._runs(self._styled(cell.paragraphs[0]), (Run(heading, strong=True),))
        for row in table.rows:
            cells = grid.add_row().cells
            for cell, runs in zip(cells, row.cells, strict=True):
                self._runs(self._styled(cell.paragraphs[0]), runs)
            self._marks(cells[-1].paragraphs[0], row)
        self._paragraph()

    def _drawing(self, drawing: Drawing, block: int, place: int) -> None:
        """Put the picture of the chain in, with its words for those who cannot see it.

        Word has the fonts for a character that ours have not; the picture then stays out,
        and the table below says the same.
        """
        try:
            picture = io.BytesIO(set_drawing(self.sheet, self.look, block, place))
        except MissingGlyph:
            return
        shape = self._paragraph().add_run().add_picture(picture, width=Pt(PICTURE_WIDTH))
        shape._inline.docPr.set("descr", drawing.alternative)

    def _opinion(self, own: Opinion) -> None:
        paragraph = self._paragraph(styles.OPINION)
        self._runs(paragraph, (Run(f"{own.label} ", strong=True), Run(own.text)))

    def _sentences(self, sentences: Iterable[Sentence], style: str) -> None:
        for sentence in sentences:
            self._sentence(sentence, style)

    def _sentence(self, sentence: Sentence, style: str) -> Paragraph:
        paragraph = self._paragraph(style)
        self._runs(paragraph, sentence.runs)
        self._marks(paragraph, sentence)
        return paragraph

    def _words(self, words: str, style: str = "Normal") -> Paragraph:
        paragraph = self._paragraph(style)
        self._runs(paragraph, (Run(words),))
        return paragraph

    def _paragraph(self, style: str = "Normal") -> Paragraph:
        paragraph = self.document.add_paragraph()
        if style != "Normal":
            paragraph._p.style = self.style_ids[style]
        return self._styled(paragraph)

    def _styled(self, paragraph: Paragraph) -> Paragraph:
        if self.sheet.direction is Direction.RTL:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        return paragraph

    def _runs(self, paragraph: Paragraph, runs: Runs) -> None:
        for run in runs:
            written = paragraph.add_run(run.text)
            if run.strong:
                written.bold = True
            if run.language or self.sheet.direction is Direction.RTL:
                set_language(written._r, run.language or self.sheet.language)

    def _marks(self, paragraph: Paragraph, said: Any) -> None:
        self._refer(paragraph, said.notes)
        for status in getattr(said, "status", ()):
            paragraph.add_run(" ")
            paragraph.add_run(f"[{status.text}]")._r.style = self.style_ids[styles.STATUS]

    def _refer(self, paragraph: Paragraph, numbers: Iterable[int]) -> None:
        for place, number in enumerate(numbers):
            if place:
                paragraph.add_run(",")._r.style = self.style_ids["endnote reference"]
            self.notes.refer(paragraph, number)

    def _source(self, paragraph: Paragraph, note: Endnote) -> None:
        self._styled(paragraph)
        self._runs(paragraph, note.words)
        if note.remarks:
            paragraph.add_run(f" {note.remarks}")
        for before, url in (("", note.url), (f"{self.sheet.labels.archived} ", note.archive_url)):
            if url:
                paragraph.add_run(f" {before}")
                self._address(paragraph, url)

    def _address(self, paragraph: Paragraph, url: str) -> None:
        if "://" not in url:
            paragraph.add_run(url)
            return
        link = OxmlElement("w:hyperlink")
        to = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), to)
        link.append(paragraph.add_run(url)._r)
        paragraph._p.append(link)
