"""Between a form's fields and a document: the same content in two shapes, nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any

from campaign.models.vocabulary import Stance

Values = dict[str, Any]

KEYED = {"statements": "s", "allegations": "a"}
ALWAYS_FILLED = ("key", "draft_id", "stance", "language")
REPORT_FIELDS = [
    "title",
    "from_date",
    "to_date",
    "sites",
    "statements",
    "allegations",
    "parties",
    "action",
    "outcome",
    "certainty",
    "certainty_reason",
    "disputed",
    "remedied",
    "withdrawn",
    "reply",
    "note",
]


def tidy(typed: Mapping[str, Any]) -> Values:
    """Return a form's values with the empty rows of each list at its end.

    So a row has the same number in the form as in the document.
    """
    return {name: _tidy_value(value) for name, value in typed.items()}


def is_blank(value: Any) -> bool:
    """Say whether nothing was typed into a field, row or list."""
    if isinstance(value, Mapping):
        return all(is_blank(item) for name, item in value.items() if name not in ALWAYS_FILLED)
    if isinstance(value, list):
        return all(is_blank(item) for item in value)
    return value in (None, False) or (isinstance(value, str) and not value.strip())


def report_document(typed: Mapping[str, Any], before: Mapping[str, Any]) -> Values:
    """Return the document that a filled form describes, finished or not.

    Args:
        typed: the form's values, tidied; new rows are given their keys.
        before: the document so far; what the form does not show is taken over from it.
    """
    shown = {name: typed.get(name) for name in REPORT_FIELDS}
    parts = {
        **shown,
        **{name: _keyed(shown[name] or [], before.get(name) or {}, name) for name in KEYED},
        "parties": [_with_actor(row) for row in shown["parties"] or [] if not is_blank(row)],
    }
    hidden = {name: value for name, value in before.items() if name not in REPORT_FIELDS}
    return {**hidden, **_filled(parts)}


def source_document(row: Mapping[str, Any]) -> Values:
    """Return the document of a new source, finished or not."""
    content = _filled({name: value for name, value in row.items() if name != "draft_id"})
    return {**content, "kind": "source"}


def report_values(document: Mapping[str, Any], sources: Iterable[tuple[int, Values]]) -> Values:
    """Return the form's values for a document, and for the drafts of its new sources.

    Args:
        document: spelled out, finished or not.
        sources: number of the draft and document of each new source.
    """
    values = {name: value for name, value in document.items() if name in REPORT_FIELDS}
    for name in KEYED:
        parts = values.get(name) or {}
        values[name] = [{**part, "key": key} for key, part in parts.items()]
    values["parties"] = [_without_actor(party) for party in values.get("parties") or []]
    values["sources"] = [{**source, "draft_id": str(number)} for number, source in sources]
    return values


def _tidy_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tidy(value)
    if isinstance(value, list):
        rows = [_tidy_value(row) for row in value]
        return sorted(rows, key=is_blank)
    return value


def _filled(value: Any) -> Any:
    """Return a value without what is empty, counts as numbers."""
    if isinstance(value, Mapping):
        rows = {name: _filled_field(name, item) for name, item in value.items()}
        return {name: item for name, item in rows.items() if item not in (None, "", [], {}, False)}
    if isinstance(value, list):
        return [_filled(item) for item in value if not is_blank(item)]
    return value.strip() if isinstance(value, str) else value


def _filled_field(name: str, value: Any) -> Any:
    if isinstance(value, Mapping) and is_blank(value):
        return None
    filled = _filled(value)
    if name == "stance" and filled == Stance.SUPPORTS:
        return None  # what a citation does when nothing else is said
    if name == "at_least" and isinstance(filled, str) and filled.isascii() and filled.isdigit():
        return int(filled)
    return filled


def _keyed(rows: Iterable[Values], before: Mapping[str, Any], name: str) -> Values:
    """Return rows by their keys; a new row gets the next free one, which it keeps."""
    parts: Values = {}
    for row in rows:
        if is_blank(row):
            continue
        if row.get("key") not in before or row["key"] in parts:
            row["key"] = _free_key(KEYED[name], {*before, *parts})
        parts[row["key"]] = {field: value for field, value in row.items() if field != "key"}
    return parts


def _free_key(letter: str, taken: set[str]) -> str:
    return next(key for n in count(1) if (key := f"{letter}{n}") not in taken)


def _with_actor(row: Mapping[str, Any]) -> Values:
    actor = {"record": row.get("record"), "name": row.get("name")}
    rest = {name: value for name, value in row.items() if name not in actor}
    return {"actor": actor, **rest}


def _without_actor(party: Mapping[str, Any]) -> Values:
    rest = {name: value for name, value in party.items() if name != "actor"}
    return {**(party.get("actor") or {}), **rest}
