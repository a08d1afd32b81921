"""One sheet, several forms of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from campaign.factsheets.docx import render_docx
from campaign.factsheets.html import render_html
from campaign.factsheets.json import render_json
from campaign.factsheets.look import Look
from campaign.factsheets.markdown import render_markdown
from campaign.factsheets.pdf import render_pdf
from campaign.factsheets.sheet import Form, Sheet
from campaign.factsheets.text import render_text

RENDERERS: Mapping[str, Callable[[Sheet, Look], bytes]] = {
    "pdf": render_pdf,
    "docx": lambda sheet, look: render_docx(sheet, look),
    "html": render_html,
    "md": lambda sheet, _look: render_markdown(sheet),
    "txt": lambda sheet, _look: render_text(sheet),
    "json": lambda sheet, _look: render_json(sheet),
}
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
NAMES = {Form.SHEET: "fact-sheet", Form.LETTER: "letter", Form.REPLY: "request-for-reply"}
PLAIN = Look()


def render(sheet: Sheet, form: str, look: Look = PLAIN) -> bytes:
    """Return a sheet as ``pdf``, ``docx``, ``html``, ``md``, ``txt`` or ``json``.

    Args:
        form: one of ``RENDERERS``.
        look: the installation's logo and colour.

    Raises:
        KeyError: there is no such form.
        MissingGlyph: the PDF was asked for, and no font has one of the characters.
    """
    return RENDERERS[form](sheet, look)


def file_name(sheet: Sheet, form: str) -> str:
    """Return a good name for the file: ``apple-fact-sheet-2026-11-22.pdf``."""
    return f"{sheet.subject.slug}-{NAMES[sheet.form]}-{sheet.as_of.isoformat()}.{form}"
