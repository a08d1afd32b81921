"""What is shown of the records on one page: the name or the sentence that matched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Record, SearchEntry
from campaign.models.vocabulary import Kind
from campaign.queries.lists import among
from campaign.search.content import NAMED, TITLE_LANGUAGE
from campaign.search.details import LANGUAGE, read_details
from campaign.search.known_names import KnownName, mark_name, read_names, says_more
from campaign.search.marking import Marked, mark
from campaign.search.matching import Matching
from campaign.search.passages import read_passages
from campaign.search.results import Hit, Suggestion
from campaign.search.words import Asked, Match

COUNTED = (Kind.COMPANY, Kind.FACILITY)


@dataclass(frozen=True)
class FoundRow:
    """A record on a page of results, before its names and details are read."""

    record_id: int
    match: Match
    kind: Kind
    slug: str
    title: str
    weight: int


def read_rows(session: Session, matching: Matching, ids: Sequence[int]) -> list[FoundRow]:
    """Return what is known at once of the records of a page, in the order of the ids."""
    fits = {i: match for match, class_ids in matching.classes for i in ids if i in class_ids}
    rows = session.execute(
        select(Record.id, Record.kind, Record.slug, Record.title, SearchEntry.weight)
        .join(SearchEntry, SearchEntry.record_id == Record.id)
        .where(among(session, Record.id, ids))
    )
    found = {row.id: FoundRow(row.id, fits[row.id], *row[1:]) for row in rows}
    return [found[record_id] for record_id in ids if record_id in found]


def describe_hits(
    session: Session, rows: Sequence[FoundRow], asked: Asked, near: Asked | None = None
) -> tuple[Hit, ...]:
    """Return the hits of a page, in the order of the rows.

    Args:
        session: is only read.
        rows: of the page.
        asked: the query.
        near: the query with mistakes put right, by which the mistyped were found.
    """
    by_kind = _by_kind(rows)
    details = read_details(session, by_kind)
    names = read_names(session, [record_id for kind in NAMED for record_id in by_kind[kind]])
    hits = [
        _describe(
            row,
            details.get(row.record_id, {}),
            names[row.record_id],
            near if near and row.match is Match.MISTYPED else asked,
        )
        for row in rows
    ]
    kinds = {hit.record_id: hit.kind for hit in hits}
    lacking = {hit.record_id: missing for hit in hits if (missing := _lacking(hit, asked))}
    passages = read_passages(session, kinds, lacking, asked)
    return tuple(replace(hit, sentence=passages.get(hit.record_id)) for hit in hits)


def describe_suggestions(
    session: Session, rows: Sequence[FoundRow], asked: Asked
) -> tuple[Suggestion, ...]:
    """Return what is offered while somebody types, with the name that begins so."""
    names = read_names(session, [row.record_id for row in rows])
    details = read_details(session, _by_kind(rows))
    return tuple(
        _suggest(row, details.get(row.record_id, {}), names[row.record_id], asked) for row in rows
    )


def _describe(
    row: FoundRow, details: Mapping[str, Any], names: Sequence[KnownName], asked: Asked
) -> Hit:
    title, name = _mark_title(row, details, names, asked), mark_name(names, asked)
    marked = {
        "name": name,
        "shows_name": name is not None and says_more(name, title, asked),
        "pieces": tuple(mark(piece, asked, TITLE_LANGUAGE) for piece in details.get("pieces", ())),
    }
    plain = {field: value for field, value in details.items() if field != LANGUAGE}
    return Hit(
        row.record_id,
        row.kind,
        row.slug,
        title,
        row.match,
        reports=row.weight if row.kind in COUNTED else None,
        **(plain | marked),
    )


def _suggest(
    row: FoundRow, details: Mapping[str, Any], names: Sequence[KnownName], asked: Asked
) -> Suggestion:
    title, name = _mark_title(row, details, names, asked), mark_name(names, asked)
    shown = name if name is not None and says_more(name, title, asked) else title
    pieces = details.get("pieces", ())
    return Suggestion(row.record_id, row.kind, row.slug, row.title, shown, pieces)


def _mark_title(
    row: FoundRow, details: Mapping[str, Any], names: Sequence[KnownName], asked: Asked
) -> Marked:
    languages = {name.text: name.language for name in names}
    language = details.get(LANGUAGE) or languages.get(row.title, TITLE_LANGUAGE)
    return mark(row.title, asked, language, is_name=True)


def _lacking(hit: Hit, asked: Asked) -> frozenset[int]:
    """Return the numbers of the words of which nothing that is shown yet has a trace."""
    if hit.match <= Match.PREFIX or hit.match is Match.MISTYPED:
        return frozenset()
    shown = [hit.heading, *hit.pieces, *([hit.name] if hit.name else [])]
    return frozenset(range(len(asked.words))).difference(*(marked.met for marked in shown))


def _by_kind(rows: Iterable[FoundRow]) -> dict[Kind, list[int]]:
    by_kind: dict[Kind, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.record_id)
    return by_kind
