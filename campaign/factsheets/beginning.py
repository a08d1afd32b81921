"""The first pages of a large dossier, to be looked at before its files are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from campaign.factsheets.parts import Item
from campaign.factsheets.sheet import Block, Sheet, said_in


def beginning_of(sheet: Sheet, most_items: int) -> Sheet:
    """Return a sheet of which only the beginning is left, and the endnotes cited there.

    Its first pages are those of the whole, as long as ``most_items`` fill more than these.
    """
    blocks = tuple(_first(sheet, most_items))
    cited = [n for said in (sheet.key_message, *sheet.headline) for n in getattr(said, "notes", ())]
    cited += [n for block in blocks for item in block.items for n in _notes(item)]
    last = max((1, *cited))
    return replace(
        sheet, blocks=blocks, endnotes=sheet.endnotes[:last], left_out=(), method=(), records=()
    )


def _first(sheet: Sheet, room: int) -> Iterator[Block]:
    for block in sheet.blocks:
        if room <= 0:
            return
        yield replace(block, items=block.items[:room])
        room -= len(block.items)


def _notes(item: Item) -> Iterator[int]:
    return (number for said in said_in(item) for number in said.notes)
