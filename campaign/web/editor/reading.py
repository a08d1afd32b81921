"""A draft as it will read: its parts in order, with numbered sources, finished or not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy.orm import Session

from campaign.editorial.contents import beside_it
from campaign.editorial.references import references_in
from campaign.models import AbuseType, Draft, Source
from campaign.models.vocabulary import Kind
from campaign.queries.choices import Choice, choices_by_slug
from campaign.queries.drafts import sources_by_slug
from campaign.queries.reports import abuse_types
from campaign.web.editor.fields import labels_in
from campaign.web.editor.forms import FORMS

READ_FIRST = ("statements", "allegations", "denials", "parties", "action", "outcome")


@dataclass(frozen=True)
class ReadSource:
    """A source as the reviewer reads it."""

    number: int
    slug: str
    values: Mapping[str, Any]
    is_new: bool
    is_known: bool


@dataclass(frozen=True)
class Reading:
    """A document with what its slugs and codes mean.

    Attributes:
        document: spelled out, finished or not.
        records: by slug, what the document refers to.
        abuse: the vocabulary of abuse, by code.
        sources: numbered in the order in which a reader first meets them.
        anchor: begins the ids of the sources in the page.
    """

    document: Mapping[str, Any]
    records: Mapping[str, Choice]
    abuse: Mapping[str, AbuseType]
    sources: list[ReadSource]
    anchor: str = "note"

    def part(self, name: str) -> Mapping[str, Any]:
        """Return an embedded part of the document; empty where there is none."""
        value = self.document.get(name)
        return value if isinstance(value, Mapping) else {}

    def rows(self, name: str) -> list[Any]:
        """Return the rows of a list or of keyed parts of the document."""
        value = self.document.get(name)
        return list(value.values()) if isinstance(value, Mapping) else list(value or [])

    def label(self, name: str, within: str = "") -> str:
        """Return what the form calls a field of the document, or of a part of it."""
        return self._labels.get((within, name), name.replace("_", " "))

    def inside(self, name: str, within: str) -> str:
        """Return the part in which one is inside of a field; a row has a key and no name."""
        return name if (within, name) in self._labels else within

    @property
    def _labels(self) -> Mapping[tuple[str, str], str]:
        return labels(Kind(self.document["kind"]))

    def number(self, slug: str) -> int:
        """Return the number of a source."""
        return next((source.number for source in self.sources if source.slug == slug), 0)


@cache
def labels(kind: Kind) -> Mapping[tuple[str, str], str]:
    """Return what the form of a kind calls the fields of documents."""
    return dict(labels_in(FORMS[kind]))


def read_draft(session: Session, draft: Draft) -> Reading:
    """Return the reading of a draft, with the sources and the report that go with it."""
    beside = [each for each in beside_it(session, draft) if each.document.get("slug")]
    new = {d.document["slug"]: d.document for d in beside if d.kind is Kind.SOURCE}
    known = {
        d.document["slug"]: Choice(d.document["slug"], d.title, d.kind, "new here") for d in beside
    }
    reading = read_document(session, draft.document, new)
    return replace(reading, records={**reading.records, **known})


def read_document(
    session: Session,
    document: Mapping[str, Any],
    new: Mapping[str, Mapping[str, Any]],
    anchor: str = "note",
) -> Reading:
    """Return the reading of a document; ``new`` are the documents of sources still unpublished."""
    first = {name: document[name] for name in READ_FIRST if name in document}
    references = list(references_in({**first, **document}))
    cited = [reference.slug for reference in references if reference.path.endswith("/source")]
    published = sources_by_slug(session, cited)
    slugs = list(dict.fromkeys(cited)) + [slug for slug in new if slug not in cited]
    return Reading(
        document,
        choices_by_slug(session, [reference.slug for reference in references]),
        abuse_types(session),
        [_source(number, slug, new, published) for number, slug in enumerate(slugs, 1)],
        anchor,
    )


def _source(
    number: int,
    slug: str,
    new: Mapping[str, Mapping[str, Any]],
    published: Mapping[str, Source],
) -> ReadSource:
    if slug in new:
        return ReadSource(number, slug, new[slug], is_new=True, is_known=True)
    source = published.get(slug)
    if source is None:
        return ReadSource(number, slug, {"title": slug}, is_new=False, is_known=False)
    shown = ("title", "publisher", "author", "published", "url", "archive_url", "grade")
    values = {name: getattr(source, name) for name in (*shown, "source_type", "language", "origin")}
    return ReadSource(number, slug, values, is_new=False, is_known=True)
