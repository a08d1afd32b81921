"""A sheet set by Typst from ``sheet.typ``: as PDF, or as the places where its pieces land.

The template reads the sheet as JSON and never as markup, so no text can change the layout.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache, lru_cache
from itertools import groupby
from math import inf
from pathlib import Path
from typing import Any

import typst

from campaign.factsheets.drawing import Drawing
from campaign.factsheets.fonts import OTHERS, SANS, SERIF, font_folders
from campaign.factsheets.glyphs import require_glyphs
from campaign.factsheets.look import Logo, Look
from campaign.factsheets.picture import lay_out
from campaign.factsheets.printed_values import printed_values
from campaign.factsheets.qr import qr_rows, qr_svg
from campaign.factsheets.sheet import Direction, Sheet
from campaign.factsheets.stamping import masthead_lines, stamp_lines
from campaign.factsheets.values import sheet_values
from campaign.factsheets.writing import writing_of

TEMPLATE = Path(__file__).with_name("sheet.typ")
TITLE_SIZES = ((28, 26), (60, 21), (120, 17))  # letters at most, and the size in points
SMALLEST_TITLE = 14
MOST_WHOLE = 1200  # letters that surely fit into a column
END = "end"
MIDDLE = 200  # points from the left, between the two columns
SHARPNESS = 220  # dots per inch of a drawing as a picture


@dataclass(frozen=True)
class Typesetting:
    """Where a sheet stands on paper.

    Attributes:
        columns: in the order of reading, the page of each column (from 1) and the names of
            the pieces that begin in it: ``b0`` is the heading of block 0, ``b0.2`` its third
            item, ``n4`` note 4.
        pages: how many pages there are.
        left: points that are free below the end, in its column and those after it on the page.
    """

    columns: tuple[tuple[int, tuple[str, ...]], ...]
    pages: int
    left: float = 0.0


def set_pdf(sheet: Sheet, look: Look) -> bytes:
    """Return a sheet as PDF/UA-1.

    Raises:
        MissingGlyph: no font has one of its characters.
    """
    compiled: bytes = typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs=_inputs(sheet, look),
    )
    return compiled


def set_drawing(sheet: Sheet, look: Look, block: int, place: int) -> bytes:
    """Return one drawing of a sheet as PNG, in the fonts of the PDF; the item at that place.

    Raises:
        MissingGlyph: no font has one of the sheet's characters.
    """
    picture: bytes = typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=SHARPNESS,
        sys_inputs={**_inputs(_only(sheet, block, place), look), "only": "0.0"},
    )
    return picture


def _only(sheet: Sheet, block: int, place: int) -> Sheet:
    """Return a sheet of which one drawing alone is left, so that Typst reads no more."""
    whole = sheet.blocks[block]
    return replace(sheet, blocks=(replace(whole, items=(whole.items[place],)),))


def set_pages(sheet: Sheet, look: Look) -> Typesetting:
    """Return where each piece of a sheet lands, without writing a PDF.

    Raises:
        MissingGlyph: no font has one of its characters.
    """
    return _set_pages(sheet, look.logo)


@lru_cache(maxsize=64)  # a sheet never changes, and is asked for its pages before it is shown
def _set_pages(sheet: Sheet, logo: Logo | None) -> Typesetting:
    pieces = _places(sheet, Look(logo=logo))  # no colour moves anything
    end = pieces[-1]
    return Typesetting(tuple(_columns(pieces)), end["page"], _left(sheet, end))


def _left(sheet: Sheet, end: dict[str, Any]) -> float:
    """Return what is free below the end; a column of which nothing is used counts as endless."""
    in_last = sheet.letter is not None or (end["x"] > MIDDLE) is (sheet.direction is Direction.LTR)
    return float(end["left"]) if in_last else inf


def _places(sheet: Sheet, look: Look) -> list[dict[str, Any]]:
    """Return name, page, distance from the left, and what is left below, of all pieces."""
    found = typst.query(
        _template(),
        "<places>",
        field="value",
        one=True,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={**_inputs(sheet, look), "places": "all"},
    )
    _forget_pages()
    places: list[dict[str, Any]] = json.loads(found)
    return places


def _forget_pages() -> None:
    """Let Typst drop what it remembers of earlier sheets: compiling does so, asking does not."""
    typst.compile(b"", font_paths=_fonts(), ignore_system_fonts=True)


def _columns(pieces: Iterable[dict[str, Any]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    named = (piece for piece in pieces if piece["name"] != END)
    for (page, _), column in groupby(named, key=lambda piece: (piece["page"], piece["x"] > MIDDLE)):
        yield page, tuple(piece["name"] for piece in column)


def _inputs(sheet: Sheet, look: Look) -> dict[str, str]:
    languages: set[str] = set()
    printed, _ = printed_values(sheet_values(sheet), languages)
    for block, printed_block in zip(sheet.blocks, printed["blocks"], strict=True):
        for item, printed_item in zip(block.items, printed_block["items"], strict=True):
            if isinstance(item, Drawing):
                printed_item["picture"], _ = printed_values(asdict(lay_out(item)), languages)
    words = json.dumps(printed, ensure_ascii=False)
    require_glyphs(words, printed, sheet.url)
    beside = _look(sheet, sorted(languages), look)
    return {"sheet": words, "look": json.dumps(beside, ensure_ascii=False)}


def _look(sheet: Sheet, languages: Iterable[str], look: Look) -> dict[str, Any]:
    """Return what the template needs beside the sheet: colour, logo, fonts, QR code."""
    own = writing_of(sheet.language)
    address = printed_address(sheet)
    logo = look.logo and {
        "form": look.logo.form,
        "content": look.logo.content.decode()
        if look.logo.form == "svg"
        else list(look.logo.content),
    }
    return {
        "accent": look.accent,
        "logo": logo,
        "serif": SERIF,
        "sans": SANS,
        "others": [own.font, *OTHERS] if own.font else OTHERS,
        "language": [own.language or "en", own.region or None],
        "languages": {tag: _setting(tag, sheet) for tag in languages},
        "title-size": _title_size(sheet.letter.subject if sheet.letter else sheet.subject.title),
        "italics": own.italics,
        "masthead": masthead_lines(sheet),
        "foot": stamp_lines(sheet),
        "most-whole": MOST_WHOLE,
        "qr": {"svg": qr_svg(address), "side": len(qr_rows(address))} if address else None,
        "qr-address": address,
    }


def printed_address(sheet: Sheet) -> str:
    """Return the address that the QR code holds; empty where only a path is known."""
    address = sheet.stamp.address if sheet.stamp else sheet.url
    return address if "://" in address else ""


def _title_size(title: str) -> int:
    return next((size for most, size in TITLE_SIZES if len(title) <= most), SMALLEST_TITLE)


def _setting(tag: str, sheet: Sheet) -> list[str | None]:
    writing, own = writing_of(tag), writing_of(sheet.language)
    language = writing.language or own.language or "en"
    return [language, writing.region or None, writing.font or None, writing.direction.value]


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in font_folders()],
    )
