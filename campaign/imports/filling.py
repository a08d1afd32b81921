"""Filling the published tables from dossiers: rows follow from documents, as in publishing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.db import Base
from campaign.editorial.projection import project
from campaign.editorial.publishing import MOST_AT_ONCE, slugs_in
from campaign.editorial.retracting import leave_stub
from campaign.errors import InvalidDocument, Problem
from campaign.imports.dossiers import Dossier
from campaign.imports.rows import Tie, tie_rows
from campaign.models import ConfidentialSource, Record
from campaign.queries.confidential import confidential_sources
from campaign.queries.records import MODELS

LINES_AT_ONCE = 400  # records and revisions held in memory, or those of one record if more


def fill_records(session: Session, dossiers: Iterable[Dossier]) -> Iterator[int]:
    """Write records of one kind with their revisions; yield how many lines, some at a time.

    Into what they were merged is written last: it may come later than they do.

    Raises:
        InvalidDocument: a document refers to what is not there; names file and line.
    """
    merged: list[Tie] = []
    for some in _some_at_a_time(dossiers):
        merged += (_merger(dossier) for dossier in some)
        _fill(session, some)
        yield sum(map(_lines, some))
    tie_rows(session, Base.metadata.tables[Record.__tablename__], merged)


def _some_at_a_time(dossiers: Iterable[Dossier]) -> Iterator[list[Dossier]]:
    some: list[Dossier] = []
    for dossier in dossiers:
        some.append(dossier)
        if sum(map(_lines, some)) >= LINES_AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _lines(dossier: Dossier) -> int:
    return 1 + len(dossier.revisions)


def _merger(dossier: Dossier) -> Tie:
    row = dossier.record
    return Tie(dossier.where, row["id"], "merged_into_id", row["merged_into_id"])


def _fill(session: Session, dossiers: Sequence[Dossier]) -> None:
    try:
        _Filling(session, dossiers).write()
        for dossier in dossiers:
            session.add_all(dossier.revisions)
        session.flush()
    except IntegrityError as error:
        where = f"{dossiers[0].where}, to {dossiers[-1].where}"
        problem = Problem("", f"one of these does not fit to the others: {error.orig}")
        raise InvalidDocument([problem], where) from None
    session.expunge_all()


class _Filling:
    """Some dossiers, and the records to which their documents may refer."""

    def __init__(self, session: Session, dossiers: Sequence[Dossier]) -> None:
        self.session = session
        self.dossiers = dossiers
        documents = [dossier.document for dossier in dossiers]
        self.confidential = confidential_sources(session, (d.content() for d in documents))
        slugs = sorted(set(slugs_in(documents)))
        self.known = {
            record.slug: record
            for start in range(0, len(slugs), MOST_AT_ONCE)
            for record in session.scalars(
                select(Record).where(Record.slug.in_(slugs[start : start + MOST_AT_ONCE]))
            )
        }

    def write(self) -> None:
        """Write the records and their parts."""
        with self.session.no_autoflush:
            self.session.add_all([self._record(dossier) for dossier in self.dossiers])
        self.session.flush()

    def _record(self, dossier: Dossier) -> Record:
        row = dossier.record
        record = MODELS[row["kind"]](id=row["id"], kind=row["kind"], slug=row["slug"])
        problems: list[Problem] = []
        is_stub = row["retracted_at"] is not None

        def resolve(slug: str, model: type[Any], path: str) -> Any:
            found = self._find(slug, model)
            if found is None and not (is_stub and model is ConfidentialSource):
                problems.append(Problem(path, f"there is no “{slug}” in this export"))
            return found

        project(record, dossier.document, resolve)
        if problems:
            raise InvalidDocument(problems, dossier.where)
        if is_stub:
            leave_stub(record)
        for name, value in row.items():
            if name != "merged_into_id":
                setattr(record, name, value)
        return record

    def _find(self, slug: str, model: type[Any]) -> Any:
        if model is ConfidentialSource:
            return self.confidential.get(slug)
        found = self.known.get(slug)
        return found if isinstance(found, model) else None
