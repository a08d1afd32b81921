"""A sheet as a part of a page."""

from __future__ import annotations

from markupsafe import Markup

from campaign.factsheets.html import sheet_tree
from campaign.factsheets.look import Look
from campaign.factsheets.markup import html_of
from campaign.factsheets.sheet import Sheet


def sheet_markup(sheet: Sheet, look: Look) -> Markup:
    """Return a sheet as it prints, for a page that loads ``print-sheet.css``."""
    return Markup(html_of(sheet_tree(sheet, look)))
