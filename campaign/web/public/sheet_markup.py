"""A sheet as a part of a page."""

from __future__ import annotations

from markupsafe import Markup

from campaign.factsheets.markdown import render_markdown
from campaign.factsheets.sheet import Sheet
from campaign.models import IssuedSheet


def sheet_markup(issue: IssuedSheet, sheet: Sheet) -> Markup:  # noqa: ARG001
    """Return an issued sheet as markup."""
    return Markup("<pre>{}</pre>").format(render_markdown(sheet).decode())
