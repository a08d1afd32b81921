"""Building a fact sheet in a test, and finding something in it."""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from campaign.factsheets.building import build_sheet
from campaign.factsheets.drawing import Arrow
from campaign.factsheets.parts import BlockKey, Entry, Figure, Item, Row, Sentence, Table
from campaign.factsheets.runs import Run
from campaign.factsheets.sheet import Sheet

AS_OF = date(2026, 11, 22)
T = TypeVar("T")


def sheet_of(session: Session, record: Any, **wishes: Any) -> Sheet:
    """Return the sheet of a record, or of a slug."""
    return build_sheet(session, getattr(record, "slug", record), as_of=AS_OF, **wishes)


def block(sheet: Sheet, key: BlockKey | str) -> tuple[Item, ...]:
    """Return what stands in a section (by key or heading); nothing where there is none."""
    return next((b.items for b in sheet.blocks if key in (b.key, b.heading)), ())


def items(sheet: Sheet, key: BlockKey, kind: type[T]) -> list[T]:
    """Return the items of one kind in a section."""
    return [item for item in block(sheet, key) if isinstance(item, kind)]


def entries(sheet: Sheet, key: BlockKey = BlockKey.REPORTED) -> list[Entry]:
    """Return the reports told; or the campaigns, by another key."""
    return items(sheet, key, Entry)


def tables(sheet: Sheet, key: BlockKey = BlockKey.CONNECTED) -> list[Table]:
    """Return the tables of a section."""
    return items(sheet, key, Table)


def unknown(sheet: Sheet) -> tuple[Item, ...]:
    """Return what the sheet says is not known."""
    return block(sheet, BlockKey.UNKNOWN)


def texts(sheet: Sheet) -> str:
    """Return all that is said, a sentence a line."""
    return "\n".join(said.text for said in sheet.everything_said())


def runs(sheet: Sheet) -> Iterator[Run]:
    """Yield each stretch of text that has a source."""
    for said in sheet.everything_said():
        if isinstance(said, Sentence):
            yield from said.runs
        elif isinstance(said, Row):
            yield from (run for cell in said.cells for run in cell)
        elif isinstance(said, Figure):
            yield from said.about
        else:
            assert isinstance(said, Arrow)
