"""A sheet as JSON: the values that are frozen when a sheet is issued."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from campaign.factsheets.sheet import Entry, Sentence, Sheet, Table

TYPES = {Sentence: "sentence", Entry: "entry", Table: "table"}


def render_json(sheet: Sheet) -> bytes:
    """Return a sheet as UTF-8 JSON; the same sheet gives the same bytes."""
    return json.dumps(plain_values(sheet), ensure_ascii=False, indent=2).encode()


def plain_values(value: Any) -> Any:
    """Return a dataclass as dicts, lists and text; what can stand in a block says its type."""
    if is_dataclass(value) and not isinstance(value, type):
        own = {field.name: plain_values(getattr(value, field.name)) for field in fields(value)}
        return {"type": TYPES[type(value)], **own} if type(value) in TYPES else own
    if isinstance(value, tuple):
        return [plain_values(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
