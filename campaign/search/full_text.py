"""What the two full-text indexes have in common, and the choice between them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from sqlalchemy import Select
from sqlalchemy.orm import Session

from campaign.search.batch import Batch
from campaign.search.words import Asked, Match, Phrase, Way

BOUNDARY = "¦"  # stands between two names, so that no phrase runs from one into the next
NOTHING = Phrase((BOUNDARY * 2,))  # is in no text
NAMES, ROMANISED, BODY = "names", "romanised", "body"

# Where words are looked for, and what a record found there fits like; best first.
SCOPES: tuple[tuple[Match, tuple[str, ...], bool], ...] = (
    (Match.NAME, (NAMES,), False),
    (Match.ROMANISED, (NAMES,), True),
    (Match.TEXT, (NAMES, BODY), True),
)


class FullText(Protocol):
    """The full-text index of one kind of database, over the rows of ``search_entry``.

    All calls are part of the caller's transaction.
    """

    def forget(self, batch: Batch) -> None:
        """Take entries out, before their rows in ``search_entry`` change or go."""

    def put(self, batch: Batch) -> None:
        """Put entries in, when their rows in ``search_entry`` are there."""

    def clear(self, session: Session) -> None:
        """Take everything out."""

    def finds(self, name: str) -> Select[Any]:
        """Return a query of ``record_id`` and ``match`` for all records that have some words.

        It is the same for all words: those come as the parameters of ``questions``, which
        carry the name. A record may come more than once.
        """

    def questions(self, asked: Asked, name: str) -> dict[str, str]:
        """Return the parameters of ``finds``."""

    def has(self, name: str) -> Select[Any]:
        """Return a query of the ids of all records that have a phrase anywhere.

        The phrase is the parameter of that name, as ``question`` writes it.
        """

    def question(self, phrase: Phrase) -> str:
        """Return the parameter of ``has``."""

    def faults(self, session: Session) -> list[str]:
        """Say where the index differs from ``search_entry``."""


def full_text(dialect: str) -> FullText:
    """Return the full-text index of a kind of database, as SQLAlchemy names it."""
    from campaign.search import postgresql, sqlite

    return postgresql.INDEX if dialect == "postgresql" else sqlite.INDEX


def dialect_of(session: Session) -> str:
    """Return SQLAlchemy's name of the kind of database."""
    return session.get_bind().dialect.name


def expression(
    asked: Asked,
    *,
    romanised: bool,
    phrase: Callable[[Phrase], str],
    every: str,
    some: str,
) -> str:
    """Write a query in a database's own language; one for ``NOTHING`` if none can fulfil it.

    Args:
        asked: what to look for.
        romanised: whether readings count.
        phrase: writes one phrase, with the places where it is looked for.
        every: stands between what must all be there.
        some: stands between what is enough alone.
    """
    parts = []
    for word in asked.words:
        ways = [way for way in word.ways if romanised or not _is_reading(way)]
        if not ways:
            return phrase(NOTHING)
        parts.append(some.join(f"({every.join(map(phrase, way))})" for way in ways))
    return every.join(f"({part})" for part in parts) or phrase(NOTHING)


def parameter(name: str, match: Match) -> str:
    """Return the name of the parameter for one scope of a query."""
    return f"{name}_{match.name.lower()}"


def _is_reading(way: Way) -> bool:
    return any(phrase.romanised for phrase in way)


def without_boundary(text: str) -> Iterable[str]:
    """Return the tokens of a stored text, less the signs between names."""
    return (token for token in text.split() if token != BOUNDARY)
