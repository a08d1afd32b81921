"""Rows of a table as plain values for a line of JSON, and back, checked column by column."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from enum import Enum as PythonEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Date, Float, Integer, LargeBinary, String
from sqlalchemy import Enum as EnumColumn

from campaign.db import UtcDateTime
from campaign.errors import InvalidDocument, Problem
from campaign.schemas.carried import Carried

Reader = Callable[[Any, Column[Any]], Any]


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row as JSON can hold them."""
    return {name: _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value.value if isinstance(value, PythonEnum) else value


def read_row(carried: Carried, values: Any, where: str) -> dict[str, Any]:
    """Return the values of a row for the database, from those of a line.

    Args:
        carried: the table and its columns.
        values: what the line holds.
        where: file and line, to begin an error with.

    Raises:
        InvalidDocument: with a problem for each field that is missing, unknown or wrong.
    """
    if not isinstance(values, dict):
        raise InvalidDocument([Problem("", "is not an object")], where)
    problems = [
        Problem(f"/{name}", "is not known here")
        for name in values.keys() - {column.name for column in carried.columns}
    ]
    row: dict[str, Any] = {}
    for column in carried.columns:
        try:
            row[column.name] = _read(column, values)
        except ValueError as error:
            problems.append(Problem(f"/{column.name}", str(error)))
    if problems:
        raise InvalidDocument(sorted(problems, key=lambda problem: problem.path), where)
    return row


def _read(column: Column[Any], values: Mapping[str, Any]) -> Any:
    if column.name not in values:
        raise ValueError("is missing")
    value = values[column.name]
    if value is None:
        if not column.nullable:
            raise ValueError("is empty")
        return None
    for kinds, read in READERS:
        if isinstance(column.type, kinds):
            return read(value, column)
    raise TypeError(f"nobody knows how to read {column}")


def _moment(value: Any, _column: Column[Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("is not a moment such as 2026-11-25T12:00:00+00:00") from None
    if moment.tzinfo is None:
        raise ValueError("lacks its time zone")
    return moment


def _day(value: Any, _column: Column[Any]) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("is not a day such as 2026-11-25") from None


def _word(value: Any, column: Column[Any]) -> Any:
    enum: Any = column.type.enum_class  # type: ignore[attr-defined]
    try:
        return enum(value)
    except ValueError:
        raise ValueError(f"{str(value)[:40]!r} is none of {', '.join(enum)}") from None


def _text(value: Any, column: Column[Any]) -> str:
    if not isinstance(value, str):
        raise ValueError("is not a text")
    longest = column.type.length  # type: ignore[attr-defined]
    if longest is not None and len(value) > longest:
        raise ValueError(f"has more than {longest} characters")
    if "\0" in value or not _is_unicode(value):
        raise ValueError("contains characters that no database can keep")
    return value


def _is_unicode(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _number(value: Any, column: Column[Any]) -> int:
    bits = 63 if isinstance(column.type, BigInteger) else 31
    if type(value) is not int or not -(2**bits) <= value < 2**bits:
        raise ValueError("is not a whole number that fits")
    return value


def _decimal(value: Any, _column: Column[Any]) -> float:
    if type(value) not in (int, float):
        raise ValueError("is not a number")
    return float(value)


def _truth(value: Any, _column: Column[Any]) -> bool:
    if not isinstance(value, bool):
        raise ValueError("is neither true nor false")
    return value


def _bytes(value: Any, _column: Column[Any]) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (TypeError, ValueError):
        raise ValueError("is not base64") from None


def _json(value: Any, _column: Column[Any]) -> Any:
    if not isinstance(value, dict | list):
        raise ValueError("is neither an object nor a list")
    return value


READERS: tuple[tuple[Any, Reader], ...] = (
    (UtcDateTime, _moment),
    (EnumColumn, _word),  # before texts, of which it is one to SQLAlchemy
    (Date, _day),
    (Boolean, _truth),
    (Integer, _number),
    (Float, _decimal),
    (LargeBinary, _bytes),
    (JSON, _json),
    (String, _text),
)
