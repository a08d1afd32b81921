"""A sheet as Markdown, with footnotes; text is escaped, so that it stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from campaign.factsheets.parts import Endnote, Entry, Item, Opinion, Row, Sentence, Table
from campaign.factsheets.runs import Run
from campaign.factsheets.sheet import Sheet
from campaign.queries.words import date_words


def render_markdown(sheet: Sheet) -> bytes:
    """Return a sheet as UTF-8 Markdown (CommonMark with tables and footnotes)."""
    return ("\n\n".join(_parts(sheet)) + "\n").encode()


def _parts(sheet: Sheet) -> Iterator[str]:
    yield escaped(f"{sheet.masthead.what} · {sheet.masthead.as_of} · {sheet.masthead.language}")
    yield f"# {escaped(sheet.subject.title)}"
    if sheet.subject.names:
        yield " · ".join(_run(name) for name in sheet.subject.names)
    for said in (sheet.key_message, *sheet.headline):
        yield f"> {_said(said)}"
    for block in sheet.blocks:
        yield f"## {escaped(block.heading)}"
        for item in block.items:
            yield from _item(item)
    yield from map(escaped, sheet.left_out)
    yield f"## {sheet.labels.sources}"
    yield "\n".join(f"[^{note.number}]: {endnote_text(note)}" for note in sheet.endnotes)
    for paragraph in sheet.method:
        yield f"*{escaped(paragraph)}*"


def _item(item: Item) -> Iterator[str]:
    if isinstance(item, Sentence | Opinion):
        yield _said(item)
    elif isinstance(item, Entry):
        yield f"### {_sentence(item.heading)}"
        yield _sentence(item.circumstances)
        if item.said:
            yield _list(item.said)
        if item.answers:
            yield "\n".join(f"> {_sentence(answer)}  " for answer in item.answers)
    elif isinstance(item, Table):
        yield from _table(item)


def _table(table: Table) -> Iterator[str]:
    if table.caption is not None:
        yield _sentence(table.caption)
    lines = [_cells([*table.columns, "Sources"]), _cells(["---"] * (len(table.columns) + 1))]
    lines += [_cells([*map(_runs, row.cells), _marks(row)]) for row in table.rows]
    yield "\n".join(lines)


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _list(sentences: Iterable[Sentence]) -> str:
    return "\n".join(f"- {_sentence(sentence)}" for sentence in sentences)


def _said(said: Sentence | Opinion) -> str:
    if isinstance(said, Sentence):
        return _sentence(said)
    return f"**{escaped(said.label)}** {escaped(said.text)}"


def _sentence(sentence: Sentence) -> str:
    return f"{_runs(sentence.runs)} {_marks(sentence)}"


def _marks(said: Sentence | Row) -> str:
    status = [f"**{escaped(word.text.upper())}**" for word in said.status]
    return " ".join([*status, "".join(f"[^{number}]" for number in said.notes)])


def _runs(runs: Iterable[Run]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    text = escaped(run.text)
    if not run.strong:
        return text
    words = text.rstrip()
    return f"**{words}**{text[len(words) :]}"


def endnote_text(note: Endnote) -> str:
    """Return a source as one line: publisher, title, author, date, addresses."""
    parts = [f"{escaped(note.publisher)}.", f"“{escaped(note.title)}”."]
    parts += [f"{escaped(note.author)}."] if note.author else []
    parts += [f"{date_words(note.date)}."]
    parts += [f"{escaped('; '.join(note.locators))}."] if note.locators else []
    parts += [f"({escaped(note.language)})"] if note.language != "en" else []
    parts += [f"Grade {note.grade}."] if note.grade else []
    parts += [f"<{note.url}>"] if note.url and "://" in note.url else [note.url or ""]
    parts += [f"Archived: <{note.archive_url}>"] if note.archive_url else []
    parts += [f"Accessed {date_words(note.accessed)}."] if note.accessed else []
    return " ".join(part for part in parts if part)


def escaped(text: str) -> str:
    """Return text in which nothing is markup: no link, no emphasis, no HTML, one line."""
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"([\\`*_{}\[\]<>|~#&])", r"\\\1", text)
    return re.sub(r"^([-+>]|\d+[.)])", r"\\\1", text)
