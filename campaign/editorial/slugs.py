"""Addresses of new records: made from their titles, promised to one draft at a time."""

from __future__ import annotations

import re
from itertools import count

from anyascii import anyascii
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from campaign.models import Draft, Record, SlugRedirect, SlugReservation

LONGEST = 80


def slugify(title: str) -> str:
    """Return a title in small Latin letters and hyphens, at most 80; empty when none is left."""
    words = re.sub(r"[^a-z0-9]+", "-", anyascii(title).lower()).strip("-")
    if len(words) <= LONGEST:
        return words
    whole_words, hyphen, _ = words[: LONGEST + 1].rpartition("-")
    return whole_words if hyphen else words[:LONGEST]


def reserve_slug(session: Session, draft: Draft, title: str) -> str | None:
    """Promise a draft an address made from a title; None while the title gives none.

    The address stays the same as long as the title makes the same words.
    """
    words = slugify(title)
    if not words:
        return None
    held = session.scalar(select(SlugReservation.slug).where(SlugReservation.draft_id == draft.id))
    if held is not None and re.fullmatch(rf"{re.escape(words)}(-\d+)?", held):
        return held
    release_slug(session, draft)
    slug = _free_slug(session, words)
    session.add(SlugReservation(slug=slug, draft_id=draft.id))
    session.flush()
    return slug


def release_slug(session: Session, draft: Draft) -> None:
    """Give back what was promised to a draft."""
    session.execute(delete(SlugReservation).where(SlugReservation.draft_id == draft.id))


def _free_slug(session: Session, words: str) -> str:
    columns = (Record.slug, SlugRedirect.slug, SlugReservation.slug)
    taken = {
        slug
        for column in columns
        for slug in session.scalars(select(column).where(column.startswith(words)))
    }
    return next(slug for number in count(1) if (slug := _numbered(words, number)) not in taken)


def _numbered(words: str, number: int) -> str:
    return words if number == 1 else f"{words}-{number}"
