"""The files of an issued sheet: always made from what was frozen, never from today's data."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.factsheets.freezing import thaw
from campaign.factsheets.look import Logo, Look, mark_of
from campaign.factsheets.rendering import RENDERERS, render
from campaign.models import IssuedLook, IssuedSheet


def render_issued(issue: IssuedSheet, form: str) -> bytes:
    """Return an issued sheet in a form; its JSON is the frozen text itself.

    Raises:
        KeyError: there is no such form.
    """
    if form == "json":
        return issue.content.encode()
    return render(thaw(issue.content), form, issued_look(issue))


def issued_look(issue: IssuedSheet) -> Look:
    """Return the logo and colour with which a sheet was issued, whatever the settings are now."""
    kept = issue.look
    logo = Logo(kept.logo_form, kept.logo) if kept.logo_form and kept.logo else None
    return Look(kept.accent, logo)


def keep_look(session: Session, look: Look) -> IssuedLook:
    """Keep a logo and colour, or return them as they are kept already."""
    form, logo = (look.logo.form, look.logo.content) if look.logo else (None, None)
    mark = mark_of(look)
    kept = session.scalar(select(IssuedLook).where(IssuedLook.hash == mark))
    if kept is None:
        kept = IssuedLook(hash=mark, accent=look.accent, logo_form=form, logo=logo)
        session.add(kept)
    return kept


def issued_file_name(issue: IssuedSheet, form: str) -> str:
    """Return a good name for a file: ``CS-2026-0042-v1.pdf``; the number must be loaded."""
    return f"{issue.number.text}-v{issue.version}.{form}"


def issued_forms() -> list[str]:
    """Return the forms in which an issued sheet can be had."""
    return list(RENDERERS)
