"""What the slugs and codes in some documents mean: titles, sources, types of abuse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Draft, Record, Source
from campaign.models.vocabulary import Kind
from campaign.queries.reports import abuse_types
from campaign.schemas.texts import texts_in
from campaign.schemas.types import is_confidential

LONGEST_SLUG = 120
MOST_AT_ONCE = 5_000  # slugs in one question
SHOWN = ("title", "publisher", "author", "published", "url", "archive_url", "language", "grade")


@dataclass(frozen=True)
class Meaning:
    """A record that a slug means, retracted or not."""

    kind: Kind
    slug: str
    title: str
    is_retracted: bool = False


@dataclass(frozen=True)
class Lookup:
    """Meanings by slug, what is known of sources by slug, and labels of abuse by code."""

    records: Mapping[str, Meaning] = field(default_factory=dict)
    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    abuse: Mapping[str, str] = field(default_factory=dict)
    new: frozenset[str] = frozenset()

    def title(self, slug: str) -> str:
        """Return the title behind a slug; the slug itself where there is none."""
        if slug in self.records:
            return self.records[slug].title
        if is_confidential(slug):
            return "a confidential source"
        return str(self.sources.get(slug, {}).get("title") or slug)


def read_lookup(
    session: Session, documents: Iterable[Mapping[str, Any]], attached: Iterable[Draft] = ()
) -> Lookup:
    """Return what all slugs in some documents mean.

    ``attached`` are unpublished drafts beside them: new sources, and the report of an answer.
    """
    wanted = sorted({slug for document in documents for slug in slugs_in(document)})
    chunks = [wanted[i : i + MOST_AT_ONCE] for i in range(0, len(wanted), MOST_AT_ONCE)]
    records = {
        row.slug: Meaning(row.kind, row.slug, row.title, row.retracted_at is not None)
        for chunk in chunks
        for row in session.execute(
            select(Record.slug, Record.kind, Record.title, Record.retracted_at).where(
                Record.slug.in_(chunk)
            )
        )
    }
    cited = [slug for slug, meaning in records.items() if meaning.kind is Kind.SOURCE]
    beside = {str(d.document["slug"]): d for d in attached if d.document.get("slug")}
    new = {slug: d.document for slug, d in beside.items() if d.kind is Kind.SOURCE}
    records |= {slug: Meaning(d.kind, slug, d.title) for slug, d in beside.items()}
    records = {slug: meaning for slug, meaning in records.items() if slug not in new}
    labels = {code: term.label for code, term in abuse_types(session).items()}
    return Lookup(records, _sources(session, cited) | new, labels, frozenset(new))


def slugs_in(value: Any) -> Iterator[str]:
    """Yield each text that could be a slug; those that are none find no record."""
    for text in texts_in(value):
        if 0 < len(text) <= LONGEST_SLUG and text.isascii() and " " not in text:
            yield text.replace("\0", "")


def _sources(session: Session, slugs: list[str]) -> dict[str, Mapping[str, Any]]:
    columns = [getattr(Source, name) for name in (*SHOWN, "source_type", "origin")]
    rows = session.execute(select(Source.slug, *columns).where(Source.slug.in_(slugs)))
    return {row.slug: dict(row._mapping) for row in rows}
