"""The parts of a document by keys that stay when their neighbours come, go or move."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from typing import Any, get_origin

from campaign.editorial.references import spell_out
from campaign.errors import InvalidDocument
from campaign.models.vocabulary import NameKind
from campaign.schemas import DOCUMENTS, parse_document

Steps = tuple[str, ...]
# By what one row of a list is known; the first of these fields that it has decides.
TELLING = ("source", "scheme", "operator", "role", "as_of", "record", "name", "text", "url")
KEYED = frozenset(
    name
    for schema in DOCUMENTS.values()
    for name, field in schema.model_fields.items()
    if get_origin(field.annotation) is dict
)
EMPTY: tuple[Any, ...] = (None, False, "", [], {}, ())


def plain(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document, finished or not, in the one form in which two can be compared."""
    try:
        content = parse_document(document).content()
    except InvalidDocument:
        content = dict(document)
    return dict(_filled(spell_out(content)))


def by_key(rows: Sequence[Any]) -> dict[str, Any]:
    """Return the rows of a list by what each is known by; equal ones are numbered."""
    keyed: dict[str, Any] = {}
    for row in rows:
        key = _key(row)
        numbered = (key if n == 1 else f"{key} #{n}" for n in count(1))
        keyed[next(name for name in numbered if name not in keyed)] = row
    return keyed


def unfolded(value: Any) -> dict[str, Any] | None:
    """Return the named or keyed parts of a value; None when it has none."""
    if isinstance(value, Mapping):
        return dict(value)
    return by_key(value) if isinstance(value, list | tuple) else None


def value_at(value: Any, steps: Iterable[str]) -> Any:
    """Return what stands in a document at some steps, or None."""
    for step in steps:
        value = (unfolded(value) or {}).get(step)
    return value


def position_of(document: Any, steps: Steps) -> int | None:
    """Return the place of a row among its neighbours, from 1; None when it is not there."""
    keys = list(unfolded(value_at(document, steps[:-1])) or {})
    return keys.index(steps[-1]) + 1 if steps[-1] in keys else None


def _key(row: Any) -> str:
    if not isinstance(row, Mapping):
        return str(row)
    if row.get("name_kind") == NameKind.PRIMARY:
        return "primary"
    actor = row.get("actor")
    if isinstance(actor, Mapping):
        return f"{_key(actor)} {row.get('role') or ''}".strip()
    if set(row) == {"citations"}:
        return " ".join(_key(citation) for citation in row["citations"][:1])
    told = next((str(row[field]) for field in TELLING if row.get(field)), "")
    return f"{told} {row['speaker']}" if "as_of" in row and "speaker" in row else told


def _filled(value: Any) -> Any:
    if isinstance(value, Mapping):
        rows = {name: _filled(item) for name, item in value.items()}
        return {name: item for name, item in rows.items() if item not in EMPTY}
    if isinstance(value, list | tuple):
        return [_filled(item) for item in value]
    return value
