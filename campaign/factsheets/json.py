"""A sheet as JSON: the values that are frozen when a sheet is issued."""

from __future__ import annotations

import json

from campaign.factsheets.sheet import Sheet
from campaign.factsheets.values import sheet_values


def render_json(sheet: Sheet) -> bytes:
    """Return a sheet as UTF-8 JSON; the same sheet gives the same bytes."""
    return json.dumps(sheet_values(sheet), ensure_ascii=False, indent=2).encode()
