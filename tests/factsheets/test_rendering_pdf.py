"""The PDF: tagged, named, in its language, whole on its page, large enough to read."""

import io
import resource
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from pathlib import Path

import pikepdf
import pypdf
import pypdfium2
import pytest

from campaign.factsheets.look import Look, read_logo
from campaign.factsheets.parts import BlockKey, Entry, Sentence
from campaign.factsheets.runs import Run
from campaign.factsheets.sheet import Block, Direction, Paper, Sheet
from campaign.factsheets.typesetting import set_pages, set_pdf
from tests.support.accessible import elements
from tests.support.paper import DRAWING, STAMP, pdf_words, said, sheet_by_hand, squeezed

SIZES = {Paper.A4: (595, 842), Paper.LETTER: (612, 792)}
LONG = "Northern and Southern Mill and Weaving and Dyeing and Finishing Works " * 5
BODY, FINE = 10.5, 7.0  # points: what is read in full, and the numbers of notes
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<rect width="9" height="9"/></svg>'
)


def opened(sheet: Sheet, look: Look = Look()) -> pikepdf.Pdf:  # noqa: B008
    return pikepdf.open(io.BytesIO(set_pdf(sheet, look)))


def kinds(pdf: pikepdf.Pdf) -> Counter[str]:
    return Counter(str(element.S) for element in elements(pdf.Root.StructTreeRoot))


def test_it_says_title_language_group_and_that_it_is_accessible():
    pdf = opened(sheet_by_hand())

    assert pdf.Root.Lang == "en"
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    about = pdf.open_metadata()
    assert about["dc:title"] == "Northern Mill: Fact sheet"
    assert about["dc:creator"] == ["Union of Testers"]
    assert about["pdfuaid:part"] == "1"


def test_headings_lists_and_drawings_are_tagged_in_the_order_of_reading():
    sheet = sheet_by_hand()
    pdf = opened(sheet)

    found = kinds(pdf)
    assert found["/H1"] == 1
    assert found["/H2"] == len(sheet.blocks) + 2  # sources, method
    assert found["/H3"] == 1
    assert found["/LI"] >= 2
    figures = [e for e in elements(pdf.Root.StructTreeRoot) if e.S == "/Figure"]
    alternatives = [str(figure.Alt) for figure in figures if "/Alt" in figure]
    assert DRAWING.alternative in alternatives
    assert any(sheet.url in words for words in alternatives)


def test_there_is_a_bookmark_for_each_section():
    sheet = sheet_by_hand()
    pdf = opened(sheet)

    with pdf.open_outline() as outline:
        titles = [child.title for item in outline.root for child in item.children]
    assert [block.heading for block in sheet.blocks] == titles[: len(sheet.blocks)]


def test_every_link_is_part_of_the_structure_and_says_where_it_leads():
    pdf = opened(sheet_by_hand())

    links = [note for page in pdf.pages for note in page.get("/Annots", [])]
    assert links
    for link in links:
        assert "/StructParent" in link
        assert "/Contents" in link


def test_names_in_other_scripts_are_marked_with_their_language():
    pdf = opened(sheet_by_hand())

    tagged = list(languages_of(pdf.Root.StructTreeRoot))

    assert any(language.startswith("zh") for language in tagged)


def languages_of(element: pikepdf.Object) -> Iterator[str]:
    """Yield the language of each element of a structure tree that states one."""
    if isinstance(element, pikepdf.Array):
        for child in element:
            yield from languages_of(child)
    elif isinstance(element, pikepdf.Dictionary):
        yield from (str(element[name]) for name in ("/Lang",) if name in element)
        yield from languages_of(element.get("/K"))


@pytest.mark.parametrize("paper", Paper)
def test_the_page_has_the_size_of_the_paper(paper: Paper):
    for page in opened(sheet_by_hand(paper=paper)).pages:
        assert (round(page.mediabox[2]), round(page.mediabox[3])) == SIZES[paper]


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("title", ["Mill", LONG, "W" * 300, "纺" * 300])
def test_no_letter_stands_outside_the_margins(paper: Paper, title: str):
    content = set_pdf(sheet_by_hand(title=title, text=title, paper=paper), Look())

    width, height = SIZES[paper]
    for page in pypdfium2.PdfDocument(content):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(index)
            assert 40 < left <= right < width - 40, (index, left, right)
            assert 15 < bottom <= top < height - 30, (index, bottom, top)


def test_what_is_read_in_full_is_large_enough_at_arms_length():
    sheet = sheet_by_hand()
    sizes: Counter[tuple[float, bool]] = Counter()
    sentences = (s.text for s in sheet.everything_said() if isinstance(s, Sentence))
    body = squeezed("".join(sentences))

    def note(text: str, _cm: list[float], tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            real = round(size * abs(tm[3] or tm[0]), 1)
            sizes[(real, len(text.strip()) > 14 and squeezed(text) in body)] += 1

    for page in pypdf.PdfReader(io.BytesIO(set_pdf(sheet, Look()))).pages:
        page.extract_text(visitor_text=note)
    assert min(size for size, _ in sizes) >= FINE, sizes
    assert min(size for size, is_body in sizes if is_body) >= BODY, sizes
    assert any(is_body for _, is_body in sizes)


def test_a_stamp_stands_on_every_page_and_in_the_code():
    pdf = set_pdf(sheet_by_hand(stamp=STAMP, title=LONG, text=LONG), Look())

    words = [squeezed(page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(words) > 1
    for page in words:
        assert "CS-2026-0042" in page
        assert "check9f3c" in page


def test_without_a_public_address_there_is_no_code():
    pdf = opened(sheet_by_hand(url="/facilities/northern-mill"))

    alternatives = [str(e.Alt) for e in elements(pdf.Root.StructTreeRoot) if "/Alt" in e]
    assert alternatives == [DRAWING.alternative]


def test_the_logo_is_printed_with_the_name_of_the_group(tmp_path):
    (tmp_path / "logo.svg").write_text(SVG)

    pdf = opened(sheet_by_hand(), Look("#123456", read_logo(tmp_path / "logo.svg")))

    alternatives = [str(e.Alt) for e in elements(pdf.Root.StructTreeRoot) if "/Alt" in e]
    assert "Union of Testers" in alternatives


def test_a_sheet_can_run_from_right_to_left():
    sheet = sheet_by_hand(
        language="ar",
        direction=Direction.RTL,
        title="مصنع الشمال",
        text="أفاد المراقبون بالعمل ليلا.",
    )

    pdf = opened(sheet)

    assert pdf.Root.Lang == "ar"
    assert "مصنع" in pdf_words(set_pdf(sheet, Look()))


def test_where_each_piece_stands_is_known():
    sheet = sheet_by_hand()

    layout = set_pages(sheet, Look())

    names = [name for _, column in layout.columns for name in column]
    assert names[:3] == ["top", "b0", "b0.0"]
    assert names.index("sources") < names.index("n1") < names.index("n4") < names.index("method")
    assert len(set(names)) == len(names)
    assert layout.pages == len(opened(sheet).pages)


def test_every_page_of_a_long_sheet_is_counted():
    many = tuple(said(f"Sentence {n}. " * 12, 2) for n in range(120))
    sheet = sheet_by_hand(blocks=(Block(BlockKey.REPORTED, "What is reported", many),))

    pages = len(opened(sheet).pages)
    assert set_pages(sheet, Look()).pages == pages > 2


def test_room_below_the_end_is_known_and_shrinks_with_what_is_said():
    short, long = (
        set_pages(sheet_by_hand(method=("A report is not a verdict. " * times,) * 3), Look())
        for times in (20, 40)
    )

    assert short.pages == long.pages == 1
    assert 0 < long.left < short.left < inf


def test_asking_for_pages_over_and_over_keeps_the_memory():
    sheets = [sheet_by_hand(title=f"Example Works {number}") for number in range(70)]
    for sheet in sheets[:20]:
        set_pages(sheet, Look())
    before = resident_mebibytes()

    for sheet in sheets[20:]:
        set_pages(sheet, Look())

    assert resident_mebibytes() - before < 50


def resident_mebibytes() -> float:
    """Return how much memory this process has in use."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() / 2**20


def test_the_same_sheet_gives_the_same_bytes():
    assert set_pdf(sheet_by_hand(), Look()) == set_pdf(sheet_by_hand(), Look())
    other = replace(sheet_by_hand(), method=("Another rule.",))
    assert set_pdf(other, Look()) != set_pdf(sheet_by_hand(), Look())


def test_runs_in_one_heading_keep_their_own_language():
    subject = replace(
        sheet_by_hand().subject,
        heading=(Run("富士康", language="zh-Hans"), Run(" (Foxconn)")),
    )

    words = pdf_words(set_pdf(sheet_by_hand(subject=subject), Look()))

    assert "富士康(Foxconn)" in words


def test_an_address_in_a_spanish_sheet_is_broken_without_a_hyphen_of_its_own():
    url = "https://example.org/" + "-".join(["pay"] * 40)
    note = replace(sheet_by_hand().endnotes[0], url=url)
    sheet = sheet_by_hand(language="es", endnotes=(note, *sheet_by_hand().endnotes[1:]))

    reader = pypdf.PdfReader(io.BytesIO(set_pdf(sheet, Look())))
    whole = squeezed("".join(page.extract_text() for page in reader.pages))
    words = whole.replace("\u200b", "").replace("\u2060", "")

    assert "pay-pay" in words
    assert "--" not in words


def test_an_address_is_whole_when_it_is_copied_from_the_paper():
    url = "https://news.example.org/business/mill-workers-went-home-without-pay-929189.html"
    note = replace(sheet_by_hand().endnotes[0], url=url)
    sheet = sheet_by_hand(endnotes=(note, *sheet_by_hand().endnotes[1:]), left_out=(f"At {url}",))

    pages = pypdfium2.PdfDocument(set_pdf(sheet, Look()))
    words = "".join(page.get_textpage().get_text_range() for page in pages)

    # pdfium reads a hyphen at the end of a line as U+FFFE
    joined = words.replace("\ufffe", "-").replace("\r\n", "")
    assert joined.count(url.removeprefix("https://")) == 2


@pytest.mark.parametrize("place", ["title", "text"])
def test_an_address_in_the_words_of_a_record_leads_nowhere(place):
    sheet = sheet_by_hand(**{place: "See http://elsewhere.example/ for it"})

    with pikepdf.open(io.BytesIO(set_pdf(sheet, Look()))) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", ())]
        links = [str(note["/A"]["/URI"]) for note in notes if "/URI" in note.get("/A", {})]

    assert links
    assert not [link for link in links if "elsewhere" in link]


@pytest.mark.parametrize("lines", range(0, 40, 4))
def test_when_and_where_of_a_report_never_end_a_column(lines):
    sheet = sheet_by_hand()
    [reported] = [b for b in sheet.blocks if isinstance(b.items[0], Entry)]
    said = sheet.key_message
    above = tuple(replace(said, runs=(Run(f"Line {n}."),), status=()) for n in range(lines))
    block = replace(reported, items=(*above, reported.items[0], reported.items[0]))

    columns = set_pages(replace(sheet, blocks=(block,)), Look()).columns

    for _, names in columns:
        assert not names[-1].endswith(".when"), names


@pytest.mark.parametrize("filling", [24, 25, 33, 34, 35])  # so that a hyphen ends the line
def test_an_address_here_in_a_spanish_sentence_gets_no_second_hyphen(filling):
    said = sheet_by_hand()
    words = f"{'a ' * filling}/facilities/foxglove-zhengzhou-mill-mill"
    message = replace(said.key_message, runs=(Run(words),))

    shown = pdf_words(set_pdf(replace(said, language="es", key_message=message), Look()))

    assert squeezed(words) in shown


def test_two_names_in_the_language_of_the_sheet_stand_apart():
    names = (Run("Northern Textile Group"), Run("Northern Spinners"), Run("北方", language="zh"))
    subject = replace(sheet_by_hand().subject, names=names)

    words = pdf_words(set_pdf(sheet_by_hand(subject=subject), Look()))

    assert "NorthernTextileGroup·NorthernSpinners·北方" in words
