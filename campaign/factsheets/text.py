"""A sheet as plain text to send in a message: a sentence a line, numbers, and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from campaign.factsheets.parts import (
    Action,
    Endnote,
    Entry,
    Figure,
    Item,
    Opinion,
    Sentence,
    Table,
)
from campaign.factsheets.runs import text_of
from campaign.factsheets.sheet import Sheet, note_marks
from campaign.factsheets.stamping import masthead_lines, stamp_line


def render_text(sheet: Sheet) -> bytes:
    """Return a sheet as UTF-8 text; nothing is wrapped, for telephones do that."""
    return ("\n".join(_lines(sheet)).strip() + "\n").encode()


def _lines(sheet: Sheet) -> Iterator[str]:
    yield from masthead_lines(sheet)
    yield ""
    yield from _letter_opening(sheet) if sheet.letter else _opening(sheet)
    for block in sheet.blocks:
        yield from ("", f"— {block.heading} —")
        for item in block.items:
            yield from _item(item)
    if sheet.letter:
        yield from ("", *map(_said, sheet.letter.closing), "", sheet.letter.signature)
    yield from ("", *sheet.left_out)
    if sheet.endnotes:
        yield from ("", f"— {sheet.labels.sources} —")
    for note in sheet.endnotes:
        yield from _source(note, sheet)
    if sheet.method:
        yield from ("", f"— {sheet.labels.method} —", *sheet.method)
    yield from ("", stamp_line(sheet))


def _opening(sheet: Sheet) -> Iterator[str]:
    yield text_of(sheet.subject.heading)
    if sheet.subject.names:
        yield sheet.labels.separator.join(name.text for name in sheet.subject.names)
    yield ""
    for said in (sheet.key_message, *sheet.headline):
        yield _said(said) if isinstance(said, Sentence) else _opinion(said)


def _letter_opening(sheet: Sheet) -> Iterator[str]:
    letter = sheet.letter
    assert letter is not None
    yield from map(text_of, letter.to)
    yield from ("", letter.day, "", letter.subject, "", letter.salutation, "")
    yield from map(_said, letter.opening)


def _item(item: Item) -> Iterator[str]:
    if isinstance(item, Sentence):
        yield f"• {_said(item)}"
    elif isinstance(item, Entry):
        yield from ("", _said(item.heading), _said(item.circumstances))
        yield from (f"• {_said(said)}" for said in item.said)
        yield from (f"» {_said(said)}" for said in item.answers)
    elif isinstance(item, Table):
        yield from [_said(item.caption)] if item.caption else []
        for row in item.rows:
            yield f"• {' – '.join(map(text_of, row.cells))}{_marks(row)}"
    elif isinstance(item, Figure):
        yield f"• {item.text}{_marks(item)}"
    elif isinstance(item, Opinion):
        yield _opinion(item)
    elif isinstance(item, Action):
        yield f"• {item.text} {item.url}".rstrip()
        yield from (f"  » {_said(said)}" for said in item.quotes)


def _opinion(own: Opinion) -> str:
    return f"{own.label} {own.text}"


def _said(sentence: Sentence) -> str:
    return f"{sentence.text}{_marks(sentence)}"


def _marks(said: Any) -> str:
    notes = ",".join(text for text, _ in note_marks(said.notes))
    status = ", ".join(status.text for status in getattr(said, "status", ()))
    return f" [{notes}]" + (f" ({status})" if status else "")


def _source(note: Endnote, sheet: Sheet) -> Iterator[str]:
    words = f"{text_of(note.words)} {note.remarks}".rstrip()
    yield f"[{note.number}] {words}"
    if note.url:
        yield note.url
    if note.archive_url:
        yield f"{sheet.labels.archived} {note.archive_url}"
