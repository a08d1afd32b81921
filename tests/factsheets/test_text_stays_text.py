"""Whatever a record's text holds, each form prints it as text, and as nothing else."""

import io
import json
from collections import Counter
from functools import cache
from xml.etree import ElementTree

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from campaign.factsheets.docx import render_docx
from campaign.factsheets.glyphs import clusters, is_printed, printable
from campaign.factsheets.html import render_html
from campaign.factsheets.json import render_json
from campaign.factsheets.look import Look
from campaign.factsheets.markdown import escaped, render_markdown
from campaign.factsheets.plain_text import printable_text
from campaign.factsheets.text import render_text
from campaign.factsheets.typesetting import set_pdf
from campaign.schemas.texts import texts_in
from tests.support.paper import (
    html_tags,
    html_words,
    pdf_words,
    sheet_by_hand,
    squeezed,
    word_part,
    words_in,
)

LOOK = Look()
MARKUP = (
    "#", "$", "*", "_", "`", "@", "<", ">", "[", "](", "\\", "//", "/*", "~", "|", "&amp;", "&",
    "'", '"', "#import \"x\"", "#sys.inputs", "= a", "- b", "+ c", "1. d", "1) e", "> f", "{{ g }}",
    "{% h %}", "<script>", "</p>", "<!--", "]]>", "![i](j)", "[^1]", "[^1]: k", "http://l.example",
    "\n", "\r\n", "\t", "\x00", "\x07", "\x1b[2J", "\u202e", "\u2066", "\u2069", "\u200f", "\u200b",
    "\u2028", "\ufeff", "\ufffe", "\U000e0041", "---", "===", "***", "{page}", "%PDF", "&#60;",
)  # fmt: skip
WORDS = ("mill", "Wage", "纺织", "工厂", "ナイト", "مصنع", "โรงงาน", "মিল", "Nguyễn", "é", "–", "“")
HOSTILE = st.lists(st.sampled_from(MARKUP + WORDS) | st.characters(codec="utf-8"), max_size=12).map(
    "".join
)
# Some letters to each side, so that what is left of a text of controls is never nothing.
TEXTS = HOSTILE.map(lambda text: f"Aa{text}zZ")
PRINTED = TEXTS.filter(lambda text: all(map(is_printed, clusters(printable_text(text)))))
SIMPLE = "AaMillzZ"
COLUMNS = {"div", "ul", "ol"}  # longer text breaks columns elsewhere, and lists with them
RECORD = "https://record.example/"  # of the site itself, at the end of a sheet
each_place = pytest.mark.parametrize("place", ["title", "text"])


def expected(text: str) -> str:
    return printable_text(text)


@cache
def simple_tags() -> Counter[str]:
    return Counter(html_tags(render_html(sheet_by_hand(title=SIMPLE, text=SIMPLE), LOOK)))


@each_place
@given(text=PRINTED)
def test_html_prints_it_as_text(place: str, text: str) -> None:
    page = render_html(sheet_by_hand(**{"title": SIMPLE, "text": SIMPLE, place: text}), LOOK)

    assert squeezed_exactly(expected(text)) in squeezed_exactly(html_words(page))
    shown, simple = Counter(html_tags(page)), simple_tags()
    for tag in {*shown, *simple} - COLUMNS:
        assert shown[tag] == simple[tag], tag


@each_place
@given(text=TEXTS)
def test_markdown_prints_it_as_text(place: str, text: str) -> None:
    source = render_markdown(sheet_by_hand(**{"title": SIMPLE, "text": SIMPLE, place: text}))

    tokens = markdown(source.decode())
    kinds = Counter(token.type for token in flat(tokens))
    plain = Counter(token.type for token in flat(simple_markdown()))
    for kind in ("link_open", "image", "html_inline", "html_block", "code_inline", "fence",
                 "code_block", "em_open", "hr", "s_open", "heading_open", "list_item_open",
                 "blockquote_open", "table_open", "td_open", "footnote_ref"):  # fmt: skip
        assert kinds[kind] == plain[kind], kind
    words = "".join(token.content for token in flat(tokens) if not token.children)
    assert squeezed_exactly(expected(text)) in squeezed_exactly(words)


@each_place
@given(text=TEXTS)
def test_plain_text_keeps_it_on_its_line(place: str, text: str) -> None:
    lines = render_text(sheet_by_hand(**{"title": SIMPLE, "text": SIMPLE, place: text})).decode()

    simple = render_text(sheet_by_hand(title=SIMPLE, text=SIMPLE)).decode()
    assert expected(text).strip() in lines
    assert lines.count("\n") == simple.count("\n")


@each_place
@given(text=TEXTS)
def test_json_holds_it_as_one_text(place: str, text: str) -> None:
    values = json.loads(
        render_json(sheet_by_hand(**{"title": SIMPLE, "text": SIMPLE, place: text}))
    )

    assert any(expected(text) in found for found in texts_in(values))
    assert len(list(texts_in(values))) == simple_values()


@each_place
@given(text=TEXTS)
def test_word_prints_it_as_text(place: str, text: str) -> None:
    file = render_docx(sheet_by_hand(**{"title": SIMPLE, "text": SIMPLE, place: text}), LOOK)

    shown = expected(text)
    # A drawing under a title of which a character has no glyph stays out.
    without_drawing = place == "title" and printable(shown) != shown
    document = word_part(file, "document")
    assert squeezed_exactly(shown) in squeezed_exactly(words_in(document))
    assert paragraphs(document) == simple_paragraphs() - without_drawing


@each_place
@given(text=PRINTED)
def test_the_pdf_prints_it_as_text(place: str, text: str) -> None:
    file = set_pdf(sheet_by_hand(**{"title": SIMPLE, "text": SIMPLE, place: text}), LOOK)

    reader = pypdf.PdfReader(io.BytesIO(file))
    assert "/JavaScript" not in str(reader.trailer["/Root"])
    links = [
        note.get_object()["/A"]["/URI"]
        for page in reader.pages
        for note in page.get("/Annots") or ()
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert all(
        link.startswith(("https://example.org/", "https://archive.example/", RECORD))
        for link in links
    )
    # Text in one script is found again letter by letter; mixed scripts are reordered.
    if expected(text).isascii():
        assert squeezed(expected(text)) in pdf_words(file) or "&" in text


@given(text=HOSTILE)
def test_escaped_markdown_is_a_paragraph_of_that_text(text: str) -> None:
    tokens = markdown(f"x {escaped(text)}")

    assert [token.type for token in tokens][:1] == ["paragraph_open"]
    words = "".join(token.content for token in flat(tokens) if not token.children)
    assert squeezed_exactly(words) == squeezed_exactly("x" + text.replace("\x00", "\ufffd"))


def markdown(source: str):
    return (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
        .parse(source)
    )


@cache
def simple_markdown():
    return markdown(render_markdown(sheet_by_hand(title=SIMPLE, text=SIMPLE)).decode())


def flat(tokens):
    for token in tokens:
        yield token
        yield from flat(token.children or ())


@cache
def simple_values() -> int:
    values = json.loads(render_json(sheet_by_hand(title=SIMPLE, text=SIMPLE)))
    return len(list(texts_in(values)))


def paragraphs(document: ElementTree.Element) -> int:
    return sum(1 for element in document.iter() if element.tag.endswith("}p"))


@cache
def simple_paragraphs() -> int:
    file = render_docx(sheet_by_hand(title=SIMPLE, text=SIMPLE), LOOK)
    return paragraphs(word_part(file, "document"))


def squeezed_exactly(text: str) -> str:
    return "".join(text.split())
