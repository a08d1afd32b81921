"""Documents and their changes in words that an editor reads: no pointers, slugs or codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, get_args, get_origin

from campaign.editorial.changes import Change, Difference
from campaign.editorial.lookup import Lookup
from campaign.editorial.marking import Pieces, marked
from campaign.editorial.parts import KEYED, Steps, position_of
from campaign.models.vocabulary import Kind, Stance
from campaign.queries.dates import date_words
from campaign.queries.field_words import field_words, part_words, vocabulary_words
from campaign.schemas import DOCUMENTS
from campaign.schemas.base import Citation
from campaign.schemas.types import countries

_DATE = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-\d{2})?)?", re.ASCII)
REFERRING = frozenset(
    {
        *("buyer", "supplier", "facility", "parent", "subsidiary", "operator", "company"),
        *("record", "source", "report", "campaign", "sites", "reports"),
    }
)
SILENT = frozenset({"kind", "slug"})  # what a person has not written


@dataclass(frozen=True)
class Told:
    """A change in words.

    Attributes:
        headline: what changed and how: “Statement 2: text changed”.
        before: what it was, in words; None when it was not there.
        after: what it is now, in words; None when it is gone.
        steps: where it stands in the document.
    """

    headline: str
    before: str | None
    after: str | None
    steps: Steps

    def pieces(self, side: str) -> Pieces:
        """Return ``before`` or ``after`` in pieces, each with whether it differs."""
        if self.before is None or self.after is None:
            return [((self.before if side == "before" else self.after) or "", False)]
        was, becomes = marked(self.before, self.after)
        return was if side == "before" else becomes


def tell_changes(
    found: Iterable[Difference],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    lookup: Lookup,
) -> list[Told]:
    """Return the differences of two documents in words, in the same order."""
    return [
        Told(
            headline(change, before, after, lookup),
            *_values(change, Kind(str(after.get("kind") or before.get("kind"))), lookup),
            change.steps,
        )
        for change in found
        if change.steps and change.steps[0] not in SILENT
    ]


def headline(
    found: Difference, before: Mapping[str, Any], after: Mapping[str, Any], lookup: Lookup
) -> str:
    """Return what changed and how, as a line that begins with where."""
    here = before if found.change is Change.REMOVED else after
    names = list(place_words(found.steps, here, lookup))
    what = "put in another order" if found.change is Change.MOVED else found.change.value
    *where, last = names
    line = f"{', '.join(where)}: {last} {what}" if where else f"{last} {what}"
    return line[0].upper() + line[1:]


def place_words(steps: Steps, document: Mapping[str, Any], lookup: Lookup) -> Iterator[str]:
    """Yield a name for each part on the way to a place: “statement 2”, “text”."""
    depth = 0
    while depth < len(steps):
        name = steps[depth]
        if depth + 1 < len(steps) and _has_rows(name):
            yield _row_words(steps[: depth + 2], document, lookup)
            depth += 2
        else:
            yield field_words(name)
            depth += 1


def value_words(value: Any, steps: Steps, kind: Kind, lookup: Lookup) -> str:
    """Return a value in words; a part with several fields in several lines."""
    if isinstance(value, Mapping):
        return _part_in_words(value, steps, kind, lookup)
    if isinstance(value, list):
        return "\n".join(
            value_words(row, (*steps, str(i)), kind, lookup) for i, row in enumerate(value)
        )
    return _scalar_words(value, steps, kind, lookup)


def citation_words(citation: Mapping[str, Any], lookup: Lookup) -> str:
    """Return a citation as a line: title, page, quotation, and what it does."""
    source = lookup.sources.get(str(citation.get("source")), {})
    title = lookup.title(str(citation.get("source")))
    parts = [str(source["publisher"]) if source.get("publisher") else "", title]
    parts += [str(citation["locator"])] if citation.get("locator") else []
    line = ", ".join(filter(None, parts))
    if citation.get("quotation"):
        line += f": “{citation['quotation']}”"
    stance = citation.get("stance", "supports")
    return line if stance == "supports" else f"{line} ({vocabulary_words(Stance, stance)})"


def _values(found: Difference, kind: Kind, lookup: Lookup) -> tuple[str | None, str | None]:
    if isinstance(found.before, bool) or isinstance(found.after, bool):
        return _scalar_words(bool(found.before), (), kind, lookup), _scalar_words(
            bool(found.after), (), kind, lookup
        )
    before, after = (
        None if value is None else value_words(value, found.steps, kind, lookup)
        for value in (found.before, found.after)
    )
    return before, after


def _has_rows(name: str) -> bool:
    return name in KEYED or part_words(name) != field_words(name)


def _row_words(steps: Steps, document: Mapping[str, Any], lookup: Lookup) -> str:
    name, key = steps[-2:]
    words = part_words(name)
    if name in REFERRING:
        return f"{words} {lookup.title(key)}"
    if name == "citations":
        return f"{words} “{lookup.title(key.partition(' #')[0])}”"
    position = position_of(document, steps)
    return words if position is None else f"{words} {position}"


def _part_in_words(part: Mapping[str, Any], steps: Steps, kind: Kind, lookup: Lookup) -> str:
    if "source" in part and set(part) <= set(Citation.model_fields):
        return citation_words(part, lookup)
    if part and set(part) <= {"record", "name"}:
        return actor_words(part, lookup)
    lines = []
    for name, value in part.items():
        told = value_words(value, (*steps, name), kind, lookup)
        label = "sources" if name == "citations" else field_words(name)
        lines.append(f"{label[0].upper()}{label[1:]}: {told.replace(chr(10), '; ')}")
    return "\n".join(lines)


def actor_words(actor: Mapping[str, Any], lookup: Lookup) -> str:
    """Return somebody: the title of the record, the name that the source uses, or both."""
    title = lookup.title(str(actor["record"])) if actor.get("record") else ""
    name = str(actor.get("name") or "")
    return f"{title} (“{name}”)" if title and name and name != title else title or name


def _scalar_words(value: Any, steps: Steps, kind: Kind, lookup: Lookup) -> str:
    name = next(step for step in reversed(steps) if not step.isdigit()) if steps else ""
    field = steps[-2] if len(steps) > 1 and steps[-2] in REFERRING else name
    if isinstance(value, bool):
        return "yes" if value else "no"
    if field in REFERRING and isinstance(value, str):
        return lookup.title(value)
    if name == "abuse":
        return lookup.abuse.get(str(value), str(value))
    if name == "country":
        return countries().get(str(value), str(value))
    if isinstance(value, int):
        return f"{value:,}"
    enum = enum_at(kind, steps)
    if enum is not None:
        return vocabulary_words(enum, str(value))
    return date_words(value) if _is_date(name, value) else str(value)


def _is_date(name: str, value: Any) -> bool:
    named = name.endswith(("_date", "_on", "as_of", "deadline", "published"))
    return named and isinstance(value, str) and bool(_DATE.fullmatch(value))


def enum_at(kind: Kind, steps: Steps) -> type[StrEnum] | None:
    """Return the vocabulary of a field of a kind's documents, or None."""
    found: Any = DOCUMENTS[kind]
    is_row = False
    for step in steps:
        if is_row:
            is_row = False
        elif hasattr(found, "model_fields") and step in found.model_fields:
            annotation = found.model_fields[step].annotation
            found, is_row = _inner(annotation), get_origin(annotation) in (tuple, dict)
        else:
            return None
    return found if isinstance(found, type) and issubclass(found, StrEnum) else None


def _inner(annotation: Any) -> Any:
    """Return the type within lists, keyed parts and what may be missing."""
    arguments = [a for a in get_args(annotation) if a not in (type(None), Ellipsis)]
    if get_origin(annotation) is None or not arguments:
        return annotation
    return _inner(arguments[-1])
