"""Between a form's values and a document: the same content in two shapes, nothing lost.

The schema says what the shape of each field is, so that one walk serves every kind of record:
parts by key are rows with a hidden key, numbers are what was typed, and what is empty or goes
without saying is left out.
"""

from __future__ import annotations

import math
import re
import types
from collections.abc import Iterable, Mapping
from itertools import count
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from campaign.models.vocabulary import Kind
from campaign.schemas import DOCUMENTS
from campaign.schemas.base import Model
from campaign.schemas.source import SourceDocument
from campaign.search.addresses import without_tracking

Values = dict[str, Any]

# What a row has before anything is typed into it.
ALWAYS_FILLED = ("key", "draft_id", "stance", "language")
_WHOLE = re.compile(r"\d+|\d{1,3}([,.  \N{NARROW NO-BREAK SPACE}]\d{3})+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d+)?", re.ASCII)


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


def document_from(kind: Kind, typed: Mapping[str, Any], before: Mapping[str, Any]) -> Values:
    """Return the document that a filled form describes, finished or not.

    Args:
        kind: of the record.
        typed: the form's values, tidied; new rows are given their keys.
        before: the document so far; what the form does not show is taken over from it.
    """
    hidden = {name: value for name, value in before.items() if name not in typed}
    document = {**hidden, **_part(DOCUMENTS[kind], typed, before)}
    return _without_tracking(document, before) if kind is Kind.SOURCE else document


def source_document(row: Mapping[str, Any]) -> Values:
    """Return the document of a new source, finished or not."""
    return _without_tracking({**_part(SourceDocument, row, {}), "kind": Kind.SOURCE.value}, {})


def _without_tracking(source: Values, before: Mapping[str, Any]) -> Values:
    """Take from an address that is new what tells who followed the link that was copied."""
    address = source.get("url")
    if not address or address == before.get("url"):
        return source
    return source | {"url": without_tracking(address.strip())}


def form_values(document: Mapping[str, Any], sources: Iterable[tuple[int, Values]]) -> Values:
    """Return the form's values for a document, and for the drafts of its new sources.

    Args:
        document: spelled out, finished or not, with its ``kind``.
        sources: number of the draft and document of each new source.
    """
    fields = DOCUMENTS[Kind(document["kind"])].model_fields
    values = {
        name: _rows_by_key(value) if keyed(fields[name]) else value
        for name, value in document.items()
        if name in fields
    }
    values["sources"] = [{**source, "draft_id": str(number)} for number, source in sources]
    return values


def keyed(field: FieldInfo) -> bool:
    """Say whether a document's field holds parts by their keys."""
    return get_origin(_bare(field.annotation)) is dict


def _part(schema: type[Model], typed: Mapping[str, Any], before: Mapping[str, Any]) -> Values:
    part = {}
    for name, field in schema.model_fields.items():
        if name not in typed:
            continue
        value = _value(_bare(field.annotation), typed[name], before.get(name), name)
        said = value is not False and value not in (None, "", [], {})  # 0.0 is the equator
        if said and value != field.default:
            part[name] = value
    return part


def _value(shape: Any, typed: Any, before: Any, name: str) -> Any:
    """Return one field's value as documents have it, or nothing when nothing was typed."""
    if is_blank(typed):
        return None
    if isinstance(typed, list):
        inner = get_args(shape)[-1 if get_origin(shape) is dict else 0]
        rows = [row for row in typed if not is_blank(row)]
        if get_origin(shape) is dict:
            return _by_key(_bare(inner), rows, before or {}, name[0])
        return [_value(_bare(inner), row, None, name) for row in rows]
    if isinstance(shape, type) and issubclass(shape, Model):
        return _part(shape, typed, {})
    return _number(shape, typed.strip()) if isinstance(typed, str) else typed


def _by_key(
    schema: type[Model], rows: Iterable[Values], before: Mapping[str, Any], letter: str
) -> Values:
    """Return rows by their keys; a new row gets the next free one, which it keeps."""
    parts: Values = {}
    for row in rows:
        if row.get("key") not in before or row["key"] in parts:
            row["key"] = _free_key(letter, {*before, *parts})
        parts[row["key"]] = _part(schema, row, {})
    return parts


def _free_key(letter: str, taken: set[str]) -> str:
    return next(key for n in count(1) if (key := f"{letter}{n}") not in taken)


def _rows_by_key(parts: Any) -> list[Values]:
    return [{**part, "key": key} for key, part in (parts or {}).items()]


def _number(shape: Any, text: str) -> Any:
    """Return a number as documents have it; what is none, as it was typed."""
    if shape is int and _WHOLE.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    if shape is float and _DECIMAL.fullmatch(text):
        number = float(text.replace(",", "."))
        return number if math.isfinite(number) else text
    return text


def _bare(annotation: Any) -> Any:
    """Return a type without what is said about it, and without None."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return _bare(next(arg for arg in get_args(annotation) if arg is not type(None)))
    return annotation


def _tidy_value(value: Any) -> Any:
    if isinstance(value, Mapping):
        return tidy(value)
    if isinstance(value, list):
        return sorted((_tidy_value(row) for row in value), key=is_blank)
    return value
