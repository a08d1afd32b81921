"""A document as an editor reads it, of any kind: part by part, with the sources beside each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from campaign.editorial.lookup import Lookup
from campaign.editorial.parts import Steps, plain, unfolded
from campaign.editorial.telling import SILENT, place_words, value_words
from campaign.models.vocabulary import Kind, Stance
from campaign.queries.field_words import field_words, part_words, vocabulary_words
from campaign.queries.words import KIND_WORDS

ACTOR = frozenset({"record", "name"})


@dataclass(frozen=True)
class Row:
    """One field in words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Beside:
    """A source as it stands beside what it is cited for.

    Attributes:
        slug: of the source.
        title: of the publication.
        values: what else is known of it, by field; empty where it is not on record.
        citation: page, quotation and stance.
        stance: in words; empty where it supports.
        is_new: it is proposed together with the document.
    """

    slug: str
    title: str
    values: Mapping[str, Any]
    citation: Mapping[str, Any]
    stance: str
    is_new: bool


@dataclass(frozen=True)
class PartInWords:
    """A part of a document: its heading, its fields in words, and its sources."""

    steps: Steps
    heading: str
    rows: list[Row]
    sources: list[Beside]
    prefix: str = "part"

    @property
    def anchor(self) -> str:
        """Return the id of the part in a page."""
        return anchor_of(self.steps, self.prefix)


def anchor_of(steps: Steps, prefix: str = "part") -> str:
    """Return the id under which a part of a document stands in a page."""
    return "-".join((prefix, *map(_plain_id, steps)))


def outline(document: Mapping[str, Any], lookup: Lookup) -> list[PartInWords]:
    """Return the parts of a document in order, the document as a whole first."""
    content = plain(document)
    kind = Kind(str(document["kind"]))
    return list(_parts(content, (), content, kind, lookup))


def _parts(
    part: Mapping[str, Any], steps: Steps, whole: Mapping[str, Any], kind: Kind, lookup: Lookup
) -> Iterator[PartInWords]:
    rows = [
        Row(name, _label(name), value_words(value, (*steps, name), kind, lookup))
        for name, value in part.items()
        if name not in SILENT | {"citations"} and not _stands_alone(value)
    ]
    sources = [_beside(citation, lookup) for citation in part.get("citations", [])]
    if rows or sources:
        yield PartInWords(steps, _heading(steps, whole, kind, lookup), rows, sources)
    for name, value in part.items():
        if name == "citations" or not _stands_alone(value):
            continue
        if isinstance(value, Mapping) and not _is_rows(name):
            yield from _parts(value, (*steps, name), whole, kind, lookup)
            continue
        for key, row in (unfolded(value) or {}).items():
            yield from _parts(row, (*steps, name, key), whole, kind, lookup)


def _stands_alone(value: Any) -> bool:
    """Tell whether a value is a part, or parts, with a heading of its own."""
    if isinstance(value, Mapping):
        return not set(value) <= ACTOR
    return isinstance(value, list) and any(
        isinstance(row, Mapping) and not set(row) <= ACTOR for row in value
    )


def _is_rows(name: str) -> bool:
    return part_words(name) != field_words(name)


def _label(name: str) -> str:
    words = field_words(name)
    return words[0].upper() + words[1:]


def _heading(steps: Steps, whole: Mapping[str, Any], kind: Kind, lookup: Lookup) -> str:
    words = ", ".join(place_words(steps, whole, lookup)) if steps else KIND_WORDS[kind]
    return words[0].upper() + words[1:]


def _beside(citation: Mapping[str, Any], lookup: Lookup) -> Beside:
    slug = str(citation.get("source") or "")
    stance = str(citation.get("stance") or Stance.SUPPORTS)
    return Beside(
        slug,
        lookup.title(slug),
        lookup.sources.get(slug, {}),
        citation,
        "" if stance == Stance.SUPPORTS else vocabulary_words(Stance, stance),
        slug in lookup.new,
    )


def _plain_id(step: str) -> str:
    return "".join(char if char.isascii() and char.isalnum() else "_" for char in step)
