"""A sheet as a tagged PDF (PDF/UA-1), set by Typst from ``sheet.typ``.

The template reads the sheet as JSON and never as markup, so no text can change the layout.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import typst

from campaign.factsheets.glyphs import font_folders, printable
from campaign.factsheets.sheet import Sheet, note_marks
from campaign.factsheets.values import sheet_values
from campaign.queries.words import date_words

TEMPLATE = Path(__file__).with_name("sheet.typ")
MOST_PAGES = 2
SCALES = (1.0, 0.96, 0.92, 0.87)  # type sizes tried, until the sheet fits its two pages


@lru_cache(maxsize=32)  # a sheet never changes, and setting one takes a tenth of a second
def render_pdf(sheet: Sheet) -> bytes:
    """Return a sheet as PDF, in the largest type in which it fits on two pages.

    A sheet that fits in none is set in the smallest, on as many pages as it takes.
    """
    values = json.dumps(_for_print(sheet_values(sheet)), ensure_ascii=False)
    for scale in SCALES:
        pdf = _compile(values, scale)
        if count_pages(pdf) <= MOST_PAGES:
            break
    return pdf


def count_pages(pdf: bytes) -> int:
    """Return the number of pages of a PDF that Typst made."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def _compile(values: str, scale: float) -> bytes:
    compiled: bytes = typst.compile(
        _template(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        sys_inputs={"sheet": values, "scale": str(scale)},
    )
    return compiled


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=True,
        font_paths=[str(folder) for folder in font_folders()],
    )


def _for_print(value: Any) -> Any:
    """Give sentences their marks, endnotes dates in words, and texts what the fonts have."""
    if isinstance(value, dict):
        printed = {key: _for_print(item) for key, item in value.items()}
        if "publisher" in value:
            printed["date"] = date_words(value["date"])
            printed["accessed"] = value["accessed"] and date_words(value["accessed"])
        if isinstance(value.get("notes"), list):
            printed["marks"] = [{"text": t, "to": n} for t, n in note_marks(value["notes"])]
        return printed
    if isinstance(value, list):
        return [_for_print(item) for item in value]
    return printable(value) if isinstance(value, str) else value
