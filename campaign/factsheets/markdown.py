"""A sheet as Markdown, with footnotes; text is escaped, so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
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
from campaign.factsheets.runs import Runs
from campaign.factsheets.sheet import Sheet
from campaign.factsheets.stamping import masthead_lines, stamp_line


def render_markdown(sheet: Sheet) -> bytes:
    """Return a sheet as UTF-8 Markdown (CommonMark with tables and footnotes)."""
    return ("\n\n".join(part for part in _parts(sheet) if part) + "\n").encode()


def _parts(sheet: Sheet) -> Iterator[str]:
    yield "  \n".join(escaped(line) for line in masthead_lines(sheet))
    yield from _letter_opening(sheet) if sheet.letter else _opening(sheet)
    for block in sheet.blocks:
        yield f"## {escaped(block.heading)}"
        for bulleted, items in groupby(block.items, key=lambda item: isinstance(item, Sentence)):
            if bulleted:
                yield _list(items)
            else:
                yield from chain.from_iterable(map(_item, items))
    if sheet.letter:
        yield from map(_sentence, sheet.letter.closing)
        yield escaped(sheet.letter.signature)
    yield from (f"**{escaped(words)}**" for words in sheet.left_out)
    if sheet.endnotes:
        yield f"## {escaped(sheet.labels.sources)}"
        yield "\n".join(f"[^{note.number}]: {_source(note, sheet)}" for note in sheet.endnotes)
    if sheet.method:
        yield f"## {escaped(sheet.labels.method)}"
        yield from map(escaped, sheet.method)
    yield f"*{escaped(stamp_line(sheet))}*"


def _opening(sheet: Sheet) -> Iterator[str]:
    yield f"# {_runs(sheet.subject.heading)}"
    yield escaped(sheet.labels.separator).join(_runs((name,)) for name in sheet.subject.names)
    for said in (sheet.key_message, *sheet.headline):
        mark = "> " if said is sheet.key_message else ""
        yield mark + (_sentence(said) if isinstance(said, Sentence) else _opinion(said))


def _letter_opening(sheet: Sheet) -> Iterator[str]:
    letter = sheet.letter
    assert letter is not None
    yield "  \n".join(map(_runs, letter.to))
    yield escaped(letter.day)
    yield f"# {escaped(letter.subject)}"
    yield escaped(letter.salutation)
    yield from map(_sentence, letter.opening)


def _item(item: Item) -> Iterator[str]:
    if isinstance(item, Entry):
        yield f"### {_sentence(item.heading)}"
        yield _sentence(item.circumstances)
        yield _list(item.said)
        yield "\n>\n".join(f"> {_sentence(answer)}" for answer in item.answers)
    elif isinstance(item, Table):
        yield from _table(item)
    elif isinstance(item, Figure):
        number = f"**{escaped(item.number)} {escaped(item.unit)}**"
        yield f"{number} – {_runs(item.about)}{_marks(item)}"
    elif isinstance(item, Opinion):
        yield f"> {_opinion(item)}"
    elif isinstance(item, Action):
        yield f"{escaped(item.text)} {address(item.url)}".rstrip()
        yield _list(item.quotes)


def _opinion(own: Opinion) -> str:
    return f"**{escaped(own.label)}** {escaped(own.text)}"


def _table(table: Table) -> Iterator[str]:
    if table.caption is not None:
        yield _sentence(table.caption)
    lines = [_cells(map(escaped, table.columns)), _cells(["---"] * len(table.columns))]
    for row in table.rows:
        *cells, last = map(_runs, row.cells)
        lines.append(_cells([*cells, last + _marks(row)]))
    yield "\n".join(lines)


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _list(sentences: Iterable[Any]) -> str:
    return "\n".join(f"- {_sentence(sentence)}" for sentence in sentences)


def _sentence(sentence: Sentence) -> str:
    return f"{_runs(sentence.runs)}{_marks(sentence)}"


def _marks(said: Any) -> str:
    notes = "".join(f"[^{number}]" for number in said.notes)
    return " ".join([notes, *(f"**{escaped(s.text)}**" for s in getattr(said, "status", ()))])


def _runs(runs: Runs) -> str:
    return "".join(_strong(run.text) if run.strong else escaped(run.text) for run in runs)


def _strong(text: str) -> str:
    """Return bold words; the stars must touch them, so white space stays outside."""
    words = text.strip()
    if not words:
        return text
    before, after = text[: text.index(words)], text[text.index(words) + len(words) :]
    return f"{before}**{escaped(words)}**{after}"


def _source(note: Endnote, sheet: Sheet) -> str:
    parts = [_runs(note.words), escaped(note.remarks), address(note.url)]
    parts += [escaped(sheet.labels.archived), address(note.archive_url)] if note.archive_url else []
    return " ".join(part for part in parts if part)


def address(url: str | None) -> str:
    """Return an address as a link; anything that could end one early stays text."""
    if url and re.fullmatch(r"https?://[^\s<>\\]+", url):
        return f"<{url}>"
    return escaped(url or "")


def escaped(text: str) -> str:
    """Return text in which nothing is markup: no link, no emphasis, no HTML, one line."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"([\\`*_{}\[\]<>|~#&!$])", r"\\\1", text)
    return re.sub(r"^( ?)([-+]|\d+(?=[.)]))", _escaped_start, text)


def _escaped_start(match: re.Match[str]) -> str:
    """Return what would begin a list so that it does not: ``\\-``, ``1\\.``."""
    space, start = match.groups()
    return f"{space}\\{start}" if start in "-+" else f"{space}{start}\\"
