"""One sheet, several forms of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campaign.factsheets.json import render_json
from campaign.factsheets.markdown import render_markdown
from campaign.factsheets.pdf import render_pdf
from campaign.factsheets.sheet import Sheet

RENDERERS: Mapping[str, Callable[[Sheet], bytes]] = {
    "pdf": render_pdf,
    "md": render_markdown,
    "json": render_json,
}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}


def render(sheet: Sheet, form: str) -> bytes:
    """Return a sheet as ``pdf``, ``md`` or ``json``.

    Raises:
        KeyError: there is no such form.
    """
    return RENDERERS[form](sheet)


def file_name(sheet: Sheet, form: str) -> str:
    """Return a good name for the file: ``apple-fact-sheet-2026-11-22.pdf``."""
    return f"{sheet.subject.slug}-fact-sheet-{sheet.as_of.isoformat()}.{form}"
