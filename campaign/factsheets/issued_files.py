"""The files of an issued sheet: always made from what was frozen, never from today's data."""

from __future__ import annotations

from campaign.factsheets.freezing import thaw
from campaign.factsheets.rendering import RENDERERS, render
from campaign.models import IssuedSheet


def render_issued(issue: IssuedSheet, form: str) -> bytes:
    """Return an issued sheet in a form; its JSON is the frozen text itself.

    Raises:
        KeyError: there is no such form.
    """
    if form == "json":
        return issue.content.encode()
    return render(thaw(issue.content), form)


def issued_file_name(issue: IssuedSheet, form: str) -> str:
    """Return a good name for a file: ``CS-2026-0042-v1.pdf``; the number must be loaded."""
    return f"{issue.number.text}-v{issue.version}.{form}"


def issued_forms() -> list[str]:
    """Return the forms in which an issued sheet can be had."""
    return list(RENDERERS)
