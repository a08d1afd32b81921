"""By which words an unfinished document is known, and its address made."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Record
from campaign.models.vocabulary import NameKind

Content = Mapping[str, Any]


def working_title(session: Session, content: Content, known: Mapping[str, str]) -> str:
    """Return the title of a document that is spelled out, finished or not; empty for none yet.

    As a record's: its title or primary name, the two ends of a link, who answered to what.
    ``known`` are titles of drafts, by slug, that will be published with it.
    """
    if title := _text(content.get("title")) or _first_name(content):
        return title
    if content.get("kind") == "supply_link":
        ends = content.get("supplier"), " supplies ", content.get("buyer")
        return _joined(session, *ends, beside=known)
    if content.get("kind") == "ownership":
        ends = content.get("parent"), " holds ", content.get("subsidiary")
        return _joined(session, *ends, beside=known)
    if content.get("kind") == "response":
        actor = content.get("actor") or {}
        who = _text(actor.get("name")) or actor.get("record")
        subject = content.get("report") or content.get("campaign")
        return _joined(session, who, " on “", subject, "”", known)
    return ""


def _first_name(content: Content) -> str:
    names = [name for name in content.get("names") or [] if isinstance(name, Mapping)]
    names.sort(key=lambda name: name.get("name_kind") != NameKind.PRIMARY)
    return _text(names[0].get("text")) if names else ""


def _joined(
    session: Session,
    left: Any,
    words: str,
    right: Any,
    end: str = "",
    beside: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """Return two records by their titles with words between; empty while one is missing."""
    slugs = [_text(left), _text(right)]
    rows = session.execute(select(Record.slug, Record.title).where(Record.slug.in_(slugs)))
    known = {row.slug: row.title for row in rows} | dict(beside)
    first, second = (known.get(slug, slug) for slug in slugs)
    return f"{first}{words}{second}{end}" if first and second else ""


def _text(value: Any) -> str:
    return str(value or "").strip()
