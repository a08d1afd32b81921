"""The sources of a sentence: citations by record and by the part that they belong to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import Session

from campaign.models import Citation, Source
from campaign.models.vocabulary import Grade, SourceType, Stance
from campaign.queries.lists import among

# A report's own grouping of its sources; as the index has it, so that it is found there.
GROUPING: ColumnElement[bool] = literal_column("substr(citation.pointer, 1, 9) = '/origins/'")


@dataclass(frozen=True)
class SourceReference:
    """A source as an endnote gives it."""

    id: int
    slug: str
    title: str
    publisher: str
    author: str | None
    published: str
    url: str | None
    archive_url: str | None
    language: str
    source_type: SourceType
    grade: Grade
    grade_reason: str | None
    origin: str


@dataclass(frozen=True)
class Cited:
    """One citation: what a source does for a part of a record."""

    record_id: int
    pointer: str
    stance: Stance
    locator: str | None
    quotation: str | None
    source: SourceReference


class Citations:
    """The citations of some records, by record id and JSON Pointer."""

    def __init__(self, cited: Iterable[Cited]) -> None:
        self._by_part: dict[tuple[int, str], list[Cited]] = defaultdict(list)
        self._by_record: dict[int, list[Cited]] = defaultdict(list)
        for citation in cited:
            self._by_part[citation.record_id, citation.pointer].append(citation)
            self._by_record[citation.record_id].append(citation)

    def of(self, record_id: int, pointer: str = "") -> list[Cited]:
        """Return the citations of one part; of the whole document by default."""
        return self._by_part.get((record_id, pointer), [])

    def of_record(self, record_id: int) -> list[Cited]:
        """Return all citations of a record, in order."""
        return self._by_record.get(record_id, [])


def read_citations(session: Session, record_ids: Iterable[int]) -> Citations:
    """Return the citations of these records with their sources, in one query."""
    rows = session.execute(
        select(
            Citation.record_id,
            Citation.pointer,
            Citation.stance,
            Citation.locator,
            Citation.quotation,
            Source.id,
            Source.slug,
            Source.title,
            Source.publisher,
            Source.author,
            Source.published,
            Source.url,
            Source.archive_url,
            Source.language,
            Source.source_type,
            Source.grade,
            Source.grade_reason,
            Source.origin,
        )
        .join(Source, Source.id == Citation.source_id)
        .where(among(session, Citation.record_id, sorted(set(record_ids))))
        .order_by(Citation.record_id, Citation.position)
    )
    return Citations(_cited(tuple(row)) for row in rows)


def _cited(row: tuple[Any, ...]) -> Cited:
    record_id, pointer, stance, locator, quotation, *source = row
    return Cited(record_id, pointer, stance, locator, quotation, SourceReference(*source))
