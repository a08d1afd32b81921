"""What is shown of the records on one page: the name or the sentence that matched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import (
    Allegation,
    Campaign,
    Demand,
    Record,
    SearchEntry,
    SearchName,
    Statement,
)
from campaign.models.vocabulary import Kind
from campaign.search.content import NAMED
from campaign.search.details import read_details
from campaign.search.folding import fold
from campaign.search.matching import Matching
from campaign.search.results import Hit, Suggestion
from campaign.search.words import Asked, Match, Phrase

COUNTED = (Kind.COMPANY, Kind.FACILITY)
LONGEST_PASSAGE = 280
LEAD = 80  # characters shown before the first word that matched


@dataclass(frozen=True)
class FoundRow:
    """A record on a page of results, before its names and details are read."""

    record_id: int
    match: Match
    kind: Kind
    slug: str
    title: str
    weight: int


@dataclass(frozen=True)
class KnownName:
    """One name of a record, as shown and in a form by which it is found."""

    text: str
    language: str
    folded: str
    romanised: bool


def read_rows(session: Session, matching: Matching, ids: Sequence[int]) -> list[FoundRow]:
    """Return what is known at once of the records of a page, in the order of the ids."""
    fits = {i: match for match, class_ids in matching.classes for i in ids if i in class_ids}
    rows = session.execute(
        select(Record.id, Record.kind, Record.slug, Record.title, SearchEntry.weight)
        .join(SearchEntry, SearchEntry.record_id == Record.id)
        .where(Record.id.in_(ids))
    )
    found = {row.id: FoundRow(row.id, fits[row.id], *row[1:]) for row in rows}
    return [found[record_id] for record_id in ids]


def describe_hits(session: Session, rows: Sequence[FoundRow], asked: Asked) -> tuple[Hit, ...]:
    """Return the hits of a page, in the order of the rows."""
    by_kind: dict[Kind, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.record_id)
    details = read_details(session, by_kind)
    names = _read_names(session, [record_id for kind in NAMED for record_id in by_kind[kind]])
    told = [row.record_id for row in rows if row.match == Match.TEXT]
    passages = _read_passages(session, told, asked)
    hits = []
    for row in rows:
        name = best_name(names[row.record_id], asked)
        hits.append(
            Hit(
                row.record_id,
                row.kind,
                row.slug,
                row.title,
                row.match,
                matched_name=name.text if name else None,
                matched_language=name.language if name else None,
                passage=passages.get(row.record_id),
                reports=row.weight if row.kind in COUNTED else None,
                **details.get(row.record_id, {}),
            )
        )
    return tuple(hits)


def describe_suggestions(
    session: Session, rows: Sequence[FoundRow], asked: Asked
) -> tuple[Suggestion, ...]:
    """Return what is offered while somebody types, with the name that begins so."""
    names = _read_names(session, [row.record_id for row in rows])
    suggestions = []
    for row in rows:
        name = best_name(names[row.record_id], asked)
        text, language = (name.text, name.language) if name else (row.title, "en")
        suggestions.append(Suggestion(row.record_id, row.kind, row.slug, row.title, text, language))
    return tuple(suggestions)


def best_name(names: Iterable[KnownName], asked: Asked) -> KnownName | None:
    """Return the name that fits a query best, or None when none has a word of it."""
    best: KnownName | None = None
    most = (int(Match.LISTED), 0)
    for name in names:
        fits = _fit(name, asked)
        if fits < most:
            best, most = name, fits
    return best


def _fit(name: KnownName, asked: Asked) -> tuple[int, int]:
    """Return how a name fits and how many words it lacks: the less, the better."""
    if asked.joined and name.folded == asked.joined:
        return (Match.READING if name.romanised else Match.EXACT), 0
    begins = asked.joined and name.folded.startswith(asked.joined)
    if begins and not name.romanised:
        return Match.PREFIX, 0
    lacking = len(asked.words) - _words_in(fold(name.text), asked, name)
    if begins or not lacking:
        return (Match.ROMANISED if name.romanised else Match.NAME), 0
    return (Match.LISTED if lacking == len(asked.words) else Match.TEXT), lacking


def _words_in(folded: str, asked: Asked, name: KnownName | None = None) -> int:
    """Return how many of the words are met in a text, or in a name and its reading."""
    return sum(
        any(all(_is_in(phrase, folded, name) for phrase in way) for way in word.ways)
        for word in asked.words
    )


def _is_in(phrase: Phrase, folded: str, name: KnownName | None = None) -> bool:
    if phrase.romanised:
        read = "".join(phrase.tokens)
        return name is not None and name.romanised and read in name.folded
    end = "" if phrase.prefix else " "
    return f" {' '.join(phrase.tokens)}{end}" in f" {folded} "


def _read_names(session: Session, record_ids: Sequence[int]) -> Mapping[int, list[KnownName]]:
    names: dict[int, list[KnownName]] = defaultdict(list)
    rows = session.execute(
        select(
            SearchName.record_id,
            SearchName.text,
            SearchName.language,
            SearchName.folded,
            SearchName.romanised,
        )
        .where(SearchName.record_id.in_(record_ids))
        .order_by(SearchName.id)
    )
    for row in rows:
        names[row.record_id].append(KnownName(row.text, row.language, row.folded, row.romanised))
    return names


def _read_passages(session: Session, record_ids: Sequence[int], asked: Asked) -> dict[int, str]:
    """Return the sentence with the most of the words, for reports and campaigns."""
    if not record_ids:
        return {}
    passages: dict[int, str] = {}
    most: dict[int, int] = {}
    campaign = Campaign.__table__.c
    for holder, text in (
        (Statement.report_id, Statement.text),
        (Allegation.report_id, Allegation.text),
        (campaign.id, campaign.summary),
        (Demand.campaign_id, Demand.text),
    ):
        query = select(holder, text).where(holder.in_(record_ids))
        for record_id, sentence in session.execute(query):
            fits = _words_in(fold(sentence), asked)
            if fits > most.get(record_id, 0):
                most[record_id] = fits
                passages[record_id] = _around(sentence, asked)
    return passages


def _around(sentence: str, asked: Asked) -> str:
    """Cut a long sentence to the part where the first word stands."""
    if len(sentence) <= LONGEST_PASSAGE:
        return sentence
    plain = sentence.casefold()
    found = [plain.find(word.typed) for word in asked.words if word.typed in plain]
    start = max(0, min(found, default=0) - LEAD)
    start = sentence.find(" ", start) + 1 if start else 0
    end = start + LONGEST_PASSAGE
    cut = sentence[start:end].rsplit(" ", 1)[0] if end < len(sentence) else sentence[start:]
    return f"{'… ' if start else ''}{cut}{' …' if end < len(sentence) else ''}"
