"""From a query to the records that it means, each with how well it fits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    bindparam,
    case,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from campaign.models import Identifier, Record, SearchEntry, SearchName
from campaign.models.vocabulary import IdentifierScheme
from campaign.search.content import NAMED, TOLD, is_live
from campaign.search.folding import is_unspaced
from campaign.search.full_text import FullText, dialect_of, full_text
from campaign.search.vocabulary import LAST_CHARACTER
from campaign.search.words import Asked, Match

SHORTEST_PREFIX = 2


class Mode(StrEnum):
    """The sorts of query, each with a statement of its own."""

    LISTED = "listed"
    ADDRESS = "address"
    WORDS = "words"
    CORRECTED = "corrected"


@dataclass(frozen=True)
class Matching:
    """The records that a query finds, and the parameters that belong to it.

    ``matched`` has ``record_id`` and ``match`` of public records, each once.
    """

    matched: CTE
    values: dict[str, Any]


def match_records(session: Session, asked: Asked, corrected: Asked | None = None) -> Matching:
    """Return what a query finds.

    Args:
        session: tells the kind of database; nothing is read yet.
        asked: the query; when it is empty, everything is listed.
        corrected: the same with typing mistakes put right; the names that only this finds
            come as mistyped, below other names and above texts.
    """
    dialect = dialect_of(session)
    index = full_text(dialect)
    values: dict[str, Any] = {
        _excluded(number): index.question(phrase) for number, phrase in enumerate(asked.excluded)
    }
    mode = Mode.LISTED
    if asked.address is not None:
        mode, values = Mode.ADDRESS, {"address": asked.address}
    elif asked.words:
        mode = Mode.WORDS if corrected is None else Mode.CORRECTED
        values |= index.questions(asked, "typed") | _name_values(asked)
        values |= {} if corrected is None else index.questions(corrected, "near")
        values |= {} if corrected is None else _name_values(corrected, "near_")
    return Matching(_matched(dialect, mode, len(asked.excluded)), values)


def can_begin(joined: str) -> bool:
    """Tell whether typed text is enough to look for names that begin so."""
    return len(joined) >= SHORTEST_PREFIX or (joined != "" and is_unspaced(joined))


def _name_values(asked: Asked, name: str = "") -> dict[str, str]:
    """Return what names are compared with; nothing begins with the empty text, by order."""
    begins = asked.joined if can_begin(asked.joined) and not asked.is_literal else ""
    return {
        f"{name}identifier": asked.identifier,
        f"{name}whole": asked.joined,
        f"{name}begins": begins,
        f"{name}ends": begins and begins + LAST_CHARACTER,
    }


def _excluded(number: int) -> str:
    return f"excluded_{number}"


@lru_cache(maxsize=256)
def _matched(dialect: str, mode: Mode, excluded: int) -> CTE:
    """Make the statement; it is the same for all queries of a sort."""
    index = full_text(dialect)
    found = union_all(*_branches(index, mode)).subquery("found")
    query = (
        select(found.c.record_id, func.min(_by_kind(found.c.match)).label("match"))
        .join(Record, Record.id == found.c.record_id)
        .where(is_live())
        .group_by(found.c.record_id)
    )
    for number in range(excluded):
        query = query.where(found.c.record_id.not_in(index.has(_excluded(number))))
    return query.cte("matched")


def _branches(index: FullText, mode: Mode) -> list[Select[Any]]:
    """Return the ways in which records are found, as queries of id and match."""
    if mode is Mode.LISTED:
        return [_fitting(SearchEntry.record_id, Match.LISTED)]
    if mode is Mode.ADDRESS:
        at_address = SearchName.folded == bindparam("address")
        return [_fitting(SearchName.record_id, Match.IDENTIFIER).where(at_address)]
    typed = [index.finds("typed"), *_known_names()]
    if mode is Mode.WORDS:
        return typed
    near = union_all(index.finds("near"), *_known_names("near_")).subquery("near_found")
    by_name = near.c.match < int(Match.ABOUT)
    return [*typed, _fitting(near.c.record_id, Match.MISTYPED).where(by_name)]


def _known_names(name: str = "") -> list[Select[Any]]:
    """Return the branches for identifiers, whole names and beginnings of names."""
    numbers = Identifier.scheme.in_(list(IdentifierScheme))
    whole = case((SearchName.romanised, int(Match.READING)), else_=int(Match.EXACT))
    begins = case((SearchName.romanised, int(Match.ROMANISED)), else_=int(Match.PREFIX))
    names = SearchName.folded
    return [
        _fitting(Identifier.record_id, Match.IDENTIFIER).where(
            numbers, Identifier.value == bindparam(f"{name}identifier")
        ),
        select(SearchName.record_id, whole.label("match")).where(
            names == bindparam(f"{name}whole")
        ),
        select(SearchName.record_id, begins.label("match")).where(
            names.between(bindparam(f"{name}begins"), bindparam(f"{name}ends"))
        ),
    ]


def _fitting(record_id: Any, match: Match) -> Select[Any]:
    return select(record_id.label("record_id"), literal(int(match)).label("match"))


def _by_kind(match: ColumnElement[int]) -> ColumnElement[int]:
    """Set a match right by what was found.

    Words in the title of a report or a source are not the name of somebody; words in what
    is told of a company or facility tell who it is, and come before reports.
    """
    whole = match <= Match.READING
    return case(
        (whole, match),
        (match == Match.LISTED, match),
        (Record.kind.in_(NAMED) & (match == Match.TEXT), int(Match.ABOUT)),
        (Record.kind.in_(TOLD) & (match <= Match.ROMANISED), int(Match.TITLE)),
        (Record.kind.not_in((*NAMED, *TOLD)), int(Match.SOURCE)),
        else_=match,
    )
