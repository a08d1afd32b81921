"""A sheet as HTML: the same pieces in the same columns and pages as on paper.

A large dossier is one long page instead, written piece by piece: it needs no layout of
paper, and can be sent while it is being written.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element

from campaign.factsheets.frames import Labels
from campaign.factsheets.glyphs import MissingGlyph
from campaign.factsheets.html_parts import (
    paragraph,
    printed_item,
    printed_runs,
    printed_sentence,
    source,
)
from campaign.factsheets.largeness import is_large
from campaign.factsheets.look import Look
from campaign.factsheets.markup import Child, element, fill, html_of
from campaign.factsheets.parts import Entry, Item, Opinion, Sentence
from campaign.factsheets.sheet import Sheet
from campaign.factsheets.stamping import masthead_lines, page_words, stamp_line
from campaign.factsheets.svg import draw_qr
from campaign.factsheets.typesetting import Typesetting, printed_address, set_pages

# Beside the site's own style sheets, so that the preview's page loads it as a file.
STYLE = Path(__file__).parents[1] / "web" / "static" / "print-sheet.css"
LONG_TITLE = 28
HERE = element("i", id="pieces")  # text is escaped, so its markup stands once


def render_html(sheet: Sheet, look: Look) -> bytes:
    """Return a sheet as a page that needs no other file and asks nobody for one."""
    if is_large(sheet):
        return "".join(stream_html(sheet, look)).encode()
    return _whole_page(sheet, look, sheet_tree(sheet, look)).encode()


def stream_html(sheet: Sheet, look: Look) -> Iterator[str]:
    """Yield a sheet as one long page, piece by piece, each when it is written."""
    pieces = _pieces(sheet, look)
    _, top = next(pieces)
    spread = element("div", element("div", HERE, class_="column"), class_="spread")
    leaf = element("div", top, spread, _foot(sheet, 1, 1), class_="leaf")
    head, _, foot = _whole_page(sheet, look, _article(sheet, leaf)).partition(html_of(HERE))
    yield head
    column = element("div")
    for _, piece in pieces:
        _place(column, piece)
        while len(column) > 1:  # a list is written when it has ended
            yield html_of(column[0])
            column.remove(column[0])
    yield from map(html_of, column)
    yield foot


def _whole_page(sheet: Sheet, look: Look, tree: Element) -> str:
    page = element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", f"{sheet.subject.title}: {sheet.labels.sheet}"),
            element("style", style_of(look)),
        ),
        element("body", tree),
        lang=sheet.language,
        dir=sheet.direction.value,
    )
    return f"<!DOCTYPE html>\n{html_of(page)}"


def style_of(look: Look) -> str:
    """Return the style sheet of a page that stands alone."""
    return STYLE.read_text() + accent_style(look)


def accent_style(look: Look) -> str:
    """Return the installation's colour as a style; on dark screens the usual light one stays."""
    rule = f":root {{ --sheet-accent: {look.accent}; }}"
    return f"@media print, (prefers-color-scheme: light) {{ {rule} }}\n"


def style_policy(look: Look) -> str:
    """Return the Content-Security-Policy under which such a page works, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style_of(look).encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'"


def sheet_tree(sheet: Sheet, look: Look, pages: int | str = "") -> Element:
    """Return the sheet as an element: its pages, their columns, and the pieces in them.

    Args:
        sheet: what it says.
        look: the installation's logo and colour.
        pages: how many there are, where the sheet is the beginning of a longer one.
    """
    pieces = dict(_pieces(sheet, look))
    layout = _layout(sheet, look, pieces)
    article = _article(sheet)
    for number, columns in groupby(layout.columns, key=lambda column: column[0]):
        foot = _foot(sheet, number, pages or layout.pages)
        article.append(_leaf([names for _, names in columns], pieces, foot))
    return article


def _article(sheet: Sheet, *leaves: Element) -> Element:
    return element(
        "article",
        *leaves,
        class_=f"sheet {sheet.paper.value}{' letter-form' if sheet.letter else ''}",
        lang=sheet.language,
        dir=sheet.direction.value,
    )


def _layout(sheet: Sheet, look: Look, pieces: dict[str, Element]) -> Typesetting:
    """Return where the pieces stand on paper; one long page, where no font could set them."""
    try:
        return set_pages(sheet, look)
    except MissingGlyph:
        return Typesetting(((1, tuple(pieces)),), 1)


def _leaf(columns: list[tuple[str, ...]], pieces: dict[str, Element], foot: Element) -> Element:
    leaf, spread = element("div", class_="leaf"), element("div", class_="spread")
    for names in columns:
        column = element("div", class_="column")
        for name in names:
            if name == "top":
                leaf.append(pieces[name])
            else:
                _place(column, pieces[name])
        if len(column):
            spread.append(column)
    fill(leaf, (spread, foot))
    return leaf


def _foot(sheet: Sheet, page: int, pages: int | str) -> Element:
    words = (stamp_line(sheet), page_words(sheet, page, pages))
    return element("p", sheet.labels.separator.join(words), class_="foot")


def _place(column: Element, piece: Element) -> None:
    """Add a piece; items of a list join the list that is open."""
    if piece.tag != "li":
        column.append(piece)
        return
    kind = piece.attrib.pop("data-list")
    if not len(column) or column[-1].get("class") != kind:
        column.append(element("ol" if kind == "endnotes" else "ul", class_=kind))
    column[-1].append(piece)


def _pieces(sheet: Sheet, look: Look) -> Iterator[tuple[str, Element]]:
    """Yield each piece by the name that it has in ``sheet.typ``."""
    yield "top", _letter_top(sheet, look) if sheet.letter else _top(sheet, look)
    for index, block in enumerate(sheet.blocks):
        yield f"b{index}", element("h2", block.heading)
        for place, item in enumerate(block.items):
            yield from _item_pieces(f"b{index}.{place}", item, sheet.labels)
    if sheet.letter:
        yield "closing", _letter_end(sheet)
    for index, words in enumerate(sheet.left_out):
        yield f"l{index}", element("p", words, class_="left-out")
    if sheet.endnotes:
        yield "sources", element("h2", sheet.labels.sources)
    for note in sheet.endnotes:
        yield f"n{note.number}", source(note, sheet.labels)
    if sheet.method:
        yield "method", element("h2", sheet.labels.method)
    for index, words in enumerate(sheet.method):
        yield f"m{index}", element("p", words, class_="method")


def _item_pieces(name: str, item: Item, labels: Labels) -> Iterator[tuple[str, Element]]:
    """Yield an item; one of several paragraphs may break between them."""
    if not isinstance(item, Entry):
        yield name, printed_item(item, labels)
        return
    yield name, element("h3", *printed_sentence(item.heading, labels))
    yield f"{name}.when", paragraph(item.circumstances, labels, "circumstances")
    for place, said in enumerate(item.said):
        yield f"{name}.s{place}", paragraph(said, labels)
    for place, said in enumerate(item.answers):
        yield f"{name}.a{place}", paragraph(said, labels, "answers")


def _masthead(sheet: Sheet, look: Look) -> Element:
    first, second = masthead_lines(sheet)
    address = printed_address(sheet)
    logo = None
    if look.logo:
        logo = element("img", src=look.logo.address, alt=sheet.masthead.group)
    return element(
        "div",
        logo,
        element("p", element("b", first), element("br"), second),
        draw_qr(address, f"{sheet.labels.scan} {address}") if address else None,
        class_="imprint",
    )


def _top(sheet: Sheet, look: Look) -> Element:
    subject = sheet.subject
    names: list[Child] = []
    for name in subject.names:
        names += [sheet.labels.separator if names else None, *printed_runs((name,))]
    return element(
        "header",
        _masthead(sheet, look),
        element(
            "h1",
            *printed_runs(subject.heading),
            class_="long" if len(subject.title) > LONG_TITLE else "",
        ),
        element("p", *names, class_="other-names") if names else None,
        element("div", _said(sheet, sheet.key_message), class_="key-message"),
        *(_said(sheet, said) for said in sheet.headline),
        class_="top",
    )


def _said(sheet: Sheet, said: Sentence | Opinion) -> Element:
    if isinstance(said, Opinion):
        return printed_item(said, sheet.labels)
    return paragraph(said, sheet.labels)


def _letter_top(sheet: Sheet, look: Look) -> Element:
    letter = sheet.letter
    assert letter is not None
    lines: list[Child] = []
    for line in letter.to:
        lines += [element("br") if lines else None, *printed_runs(line)]
    return element(
        "header",
        _masthead(sheet, look),
        element("p", *lines, class_="to"),
        element("p", letter.day, class_="day"),
        element("h1", letter.subject, class_="long"),
        element("p", letter.salutation),
        *(paragraph(said, sheet.labels) for said in letter.opening),
        class_="top",
    )


def _letter_end(sheet: Sheet) -> Element:
    letter = sheet.letter
    assert letter is not None
    closing = [paragraph(said, sheet.labels) for said in letter.closing]
    return element("div", *closing, element("p", letter.signature, class_="signature"))
