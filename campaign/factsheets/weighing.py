"""How much room a sheet will take, by its letters: the same on every machine and in every font."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from campaign.factsheets.drawing import Drawing
from campaign.factsheets.parts import Action, Entry, Figure, Item, Table
from campaign.factsheets.sheet import Sheet, said_in

A_LINE = 95  # letters in a line of 10.5 pt
SMALL = 0.45  # sources and method are set smaller


def weight(sheet: Sheet) -> int:
    """Return the weight of a sheet: letters, with headings and half-empty lines as such."""
    head = (sheet.key_message.text, *(said.text for said in sheet.headline))
    body = 6 * A_LINE + sum(map(_lines, head))
    body += sum(2 * A_LINE + sum(map(_item, block.items)) for block in sheet.blocks)
    small = [
        f"{note.number} {note.publisher}{note.title}{note.url}{note.archive_url}"
        for note in sheet.endnotes
    ]
    return int(body + SMALL * sum(_lines(text) for text in (*small, *sheet.method)))


def _item(item: Item) -> int:
    if isinstance(item, Drawing):
        return 9 * A_LINE
    if isinstance(item, Figure):
        return _lines(item.text) + A_LINE
    own = sum(_lines(said.text) for said in said_in(item))
    if isinstance(item, Action):
        return own + _lines(f"{item.text} {item.url}")
    if isinstance(item, Entry):
        return own + A_LINE
    return own + (A_LINE if isinstance(item, Table) else 0)


def _lines(text: str) -> int:
    """Return the letters of the lines that a text fills; wide letters count twice."""
    letters = sum(map(_width, text))
    return -(-letters // A_LINE) * A_LINE


@lru_cache(maxsize=4096)
def _width(letter: str) -> int:
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
