"""A sheet as a tagged PDF (PDF/UA-1)."""

from __future__ import annotations

from functools import lru_cache

from campaign.factsheets.look import Look
from campaign.factsheets.sheet import Sheet
from campaign.factsheets.typesetting import set_pdf


@lru_cache(maxsize=16)  # a sheet never changes
def render_pdf(sheet: Sheet, look: Look) -> bytes:
    """Return a sheet as PDF.

    Raises:
        MissingGlyph: no font has one of its characters.
    """
    return set_pdf(sheet, look)
