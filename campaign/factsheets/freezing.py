"""Freezing a sheet: its values as canonical JSON, their SHA-256, and back to a sheet.

Canonical means as in RFC 8785 for what a sheet holds (text, whole numbers, no fractions):
keys sorted, no white space, UTF-8. The JSON file of an issued sheet is this very text, so
that ``sha256sum`` alone proves it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from campaign.factsheets.sheet import Sheet
from campaign.factsheets.values import sheet_of_values, sheet_values

SHORT = 12  # hex digits on the paper; the number stands beside them


def freeze(sheet: Sheet) -> str:
    """Return a sheet as canonical JSON; the short hash, which follows from it, is left out."""
    if sheet.stamp is not None:
        sheet = replace(sheet, stamp=replace(sheet.stamp, short_hash=""))
    return canonical_text(sheet_values(sheet))


def thaw(content: str) -> Sheet:
    """Return the sheet of a frozen text, with the short hash in its stamp."""
    sheet = sheet_of_values(json.loads(content))
    if sheet.stamp is None:
        return sheet
    return replace(sheet, stamp=replace(sheet.stamp, short_hash=short_hash(hash_of(content))))


def canonical_text(values: Mapping[str, Any]) -> str:
    """Return plain values as canonical JSON."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(content: str | bytes) -> str:
    """Return the SHA-256 of a text's UTF-8, or of bytes, in hex."""
    data = content.encode() if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()


def short_hash(whole: str) -> str:
    """Return the beginning of a hash as it is printed: ``3f2a-91c0-77de``."""
    return "-".join(whole[start : start + 4] for start in range(0, SHORT, 4))
