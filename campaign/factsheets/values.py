"""A sheet as plain values and back, without loss: what is frozen when a sheet is issued."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from campaign.factsheets.sheet import Sheet


def sheet_values(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as dicts, lists, text and numbers, as JSON has them."""
    values: dict[str, Any] = _adapter().dump_python(sheet, mode="json")
    return values


def sheet_of_values(values: dict[str, Any]) -> Sheet:
    """Return the sheet of such values; equal to the one that gave them.

    Raises:
        UncitedSentence: something in the values has no source.
        pydantic.ValidationError: they are not the values of a sheet.
    """
    return _adapter().validate_python(values)


@cache
def _adapter() -> TypeAdapter[Sheet]:
    return TypeAdapter(Sheet)
