"""Building a fact sheet in a test, and finding something in it."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from campaign.factsheets.building import build_sheet
from campaign.factsheets.parts import BlockKey, Item
from campaign.factsheets.sheet import Sheet

AS_OF = date(2026, 11, 22)


def sheet_of(session: Session, record: Any, **wishes: str) -> Sheet:
    """Return the sheet of a record, or of a slug."""
    return build_sheet(session, getattr(record, "slug", record), as_of=AS_OF, **wishes)


def block(sheet: Sheet, heading: str) -> tuple[Item, ...]:
    """Return what stands in a section; nothing where there is none."""
    return next((b.items for b in sheet.blocks if b.heading == heading), ())


def unknown(sheet: Sheet) -> tuple[Item, ...]:
    """Return what the sheet says is not known."""
    found = sheet.block(BlockKey.UNKNOWN)
    return found.items if found else ()


def texts(sheet: Sheet) -> str:
    """Return all that is said, a sentence a line."""
    return "\n".join(said.text for said in sheet.everything_said())
