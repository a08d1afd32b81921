"""Over invented worlds: every form says the same words, with the same notes in the same order."""

import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pytest
from sqlalchemy.orm import Session

from campaign.factsheets.catalogues import languages
from campaign.factsheets.drawing import Arrow
from campaign.factsheets.fitting import PROMISED
from campaign.factsheets.parts import Figure, Row, Sentence
from campaign.factsheets.rendering import RENDERERS, file_name, render
from campaign.factsheets.runs import Runs, text_of
from campaign.factsheets.sheet import Form, Length, Paper, Sheet, note_marks
from tests.factories import make_company
from tests.factsheets.worlds import WORLDS
from tests.support.paper import (
    WORD,
    html_words,
    pdf_pages,
    pdf_words,
    squeezed,
    word_part,
    word_words,
)
from tests.support.sheets import sheet_of

one_database = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
each_world = pytest.mark.parametrize("world", WORLDS)
pytestmark = [one_database]


def all_words(sheet: Sheet) -> Iterator[str]:
    """Yield every stretch of words that a sheet prints, in the order of reading."""
    yield from (sheet.masthead.group, sheet.masthead.what, sheet.masthead.as_of)
    yield text_of(sheet.subject.heading)
    for said in sheet.everything_said():
        if not isinstance(said, Arrow):
            yield from map(text_of, cells_of(said))
            yield from (status.text for status in getattr(said, "status", ()))
    yield from (block.heading for block in sheet.blocks)
    yield from (own.text for own in sheet.opinions())
    yield from (*sheet.left_out, *sheet.method)
    for note in sheet.endnotes:
        yield from (text_of(note.words), note.url or "", note.archive_url or "", note.remarks)


def cells_of(said: Sentence | Row | Figure) -> tuple[Runs, ...]:
    if isinstance(said, Row):
        return said.cells
    return (said.about,) if isinstance(said, Figure) else (said.runs,)


def all_marks(sheet: Sheet) -> list[int]:
    """Return the number to which each mark leads, in the order of reading."""
    return [
        number
        for said in sheet.everything_said()
        if not isinstance(said, Arrow)
        for _, number in note_marks(said.notes)
    ]


def all_numbers(sheet: Sheet) -> list[int]:
    return [n for s in sheet.everything_said() if not isinstance(s, Arrow) for n in s.notes]


@each_world
def test_html_says_it_all_with_its_notes_in_order(session: Session, world: str):
    sheet = sheet_of(session, WORLDS[world](session))

    page = render(sheet, "html")

    words = squeezed(html_words(page))
    assert [w for w in all_words(sheet) if squeezed(w) not in words] == []
    assert [int(n) for n in re.findall(r'href="#note-(\d+)"', page.decode())] == all_marks(sheet)
    targets = re.findall(r'id="note-(\d+)"', page.decode())
    assert targets == [str(note.number) for note in sheet.endnotes]


@each_world
def test_word_says_it_all_with_its_notes_in_order(session: Session, world: str):
    sheet = sheet_of(session, WORLDS[world](session))

    file = render(sheet, "docx")

    words = squeezed(word_words(file) + word_words(file, "endnotes") + word_words(file, "header1"))
    assert [w for w in all_words(sheet) if squeezed(w) not in words] == []
    mentioned = []
    for element in word_part(file, "document").iter():
        if element.tag == f"{WORD}endnoteReference":
            mentioned.append(int(element.get(f"{WORD}id")))
        elif element.tag == f"{WORD}fldSimple":
            mentioned.append(int(re.findall(r"\d+", element.get(f"{WORD}instr"))[0]))
    numbers = all_numbers(sheet)
    assert mentioned[-len(numbers) :] == numbers


@each_world
def test_word_counts_its_notes_as_we_do(session: Session, world: str):
    """Word numbers a note by where it is first mentioned, so that must be our order."""
    sheet = sheet_of(session, WORLDS[world](session))

    document = word_part(render(sheet, "docx"), "document")

    references = [int(e.get(f"{WORD}id")) for e in document.iter(f"{WORD}endnoteReference")]
    assert references == sorted(references)


@each_world
def test_markdown_says_it_all_with_its_notes_in_order(session: Session, world: str):
    sheet = sheet_of(session, WORLDS[world](session))

    text = render(sheet, "md").decode()

    plain = squeezed(re.sub(r"\\(.)", r"\1", text.replace("**", "")))
    assert [w for w in all_words(sheet) if squeezed(w).replace("**", "") not in plain] == []
    body = text.split("\n[^1]: ")[0]
    assert [int(n) for n in re.findall(r"(?<!\\)\[\^(\d+)\]", body)] == all_numbers(sheet)


@each_world
def test_plain_text_says_it_all(session: Session, world: str):
    sheet = sheet_of(session, WORLDS[world](session))

    text = squeezed(render(sheet, "txt").decode())

    assert [w for w in all_words(sheet) if squeezed(w) not in text] == []


@each_world
def test_the_pdf_says_it_all_with_its_notes_in_order(session: Session, world: str):
    sheet = sheet_of(session, WORLDS[world](session))

    content = render(sheet, "pdf")

    words = pdf_words(content).lower()
    said = (w.replace("https://", "") for w in all_words(sheet))  # which paper leaves out
    missing = [w for w in said if not is_printed(squeezed(w).lower(), words)]
    # A line that mixes directions is read back in another order of letters than it is written.
    assert [w for w in missing if not re.search(r"[\u0590-\u08ff]", w)] == []
    assert Counter(notes_led_to(content, sheet)) == Counter(
        [*all_marks(sheet), *arrow_marks(sheet)]
    )


def is_printed(words: str, text: str) -> bool:
    """Tell whether words stand in a PDF, whole or in parts, where columns and pages break."""
    if words in text:
        return True
    longest = next((cut for cut in range(len(words), 9, -1) if words[:cut] in text), 0)
    return longest > 0 and (longest == len(words) or is_printed(words[longest:], text))


def arrow_marks(sheet: Sheet) -> list[int]:
    arrows = (said for said in sheet.everything_said() if isinstance(said, Arrow))
    return [number for arrow in arrows for _, number in note_marks(arrow.notes)]


def notes_led_to(content: bytes, sheet: Sheet) -> list[int]:
    """Return the note to which each link within a PDF leads, told by where it stands."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
        places = [
            (pages[link.Dest[0].objgen], link.Dest[2] > 250, -link.Dest[3])
            for page in pdf.pages
            for link in page.get("/Annots", [])
            if "/Dest" in link
        ]
    cited = sorted(
        {*all_numbers(sheet), *arrow_marks(sheet)} & {*all_marks(sheet), *arrow_marks(sheet)}
    )
    order = dict(zip(sorted(set(places)), cited, strict=True))
    return [order[place] for place in places]


@each_world
@pytest.mark.parametrize("length", PROMISED)
@pytest.mark.parametrize("paper", Paper)
def test_no_sheet_has_more_pages_than_promised(
    session: Session, world: str, length: Length, paper: Paper
):
    slug = WORLDS[world](session)

    sheets = [
        sheet_of(session, slug, length=length, paper=paper, language=lang) for lang in languages()
    ]

    pages = {sheet.language: pdf_pages(render(sheet, "pdf")) for sheet in sheets}
    # Names of 300 letters, in Spanish, take one page and a few lines however little is told.
    spill = 1 if (world, length) == ("long_names", Length.ONE) else 0
    assert max(pages.values()) <= PROMISED[length] + spill, pages


@pytest.mark.parametrize("form", [Form.LETTER, Form.REPLY])
def test_letters_come_in_every_form(session: Session, form: Form):
    sheet = sheet_of(session, WORLDS["one_report"](session), form=form)

    for name in RENDERERS:
        assert render(sheet, name)
    for words in (sheet.letter.subject, sheet.letter.salutation, sheet.letter.signature):
        assert squeezed(words) in pdf_words(render(sheet, "pdf"))
        assert squeezed(words) in squeezed(html_words(render(sheet, "html")))
        assert squeezed(words) in squeezed(word_words(render(sheet, "docx")))
    assert pdf_pages(render(sheet, "pdf")) <= 2


def test_a_file_has_a_name_that_says_what_and_when(session: Session):
    make_company(session, name="Brand")

    assert file_name(sheet_of(session, "brand"), "pdf") == "brand-fact-sheet-2026-11-22.pdf"


@each_world
def test_a_sheet_is_the_same_when_it_is_made_again(session: Session, world: str):
    slug = WORLDS[world](session)

    assert digests(session, slug) == digests(session, slug)


def digests(session: Session, slug: str) -> dict[str, str]:
    sheet = sheet_of(session, slug)
    return {form: hashlib.sha256(render(sheet, form)).hexdigest() for form in RENDERERS}
