"""The parts of a sheet in HTML: sentences with their marks, entries, tables, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

from campaign.factsheets.drawing import Drawing
from campaign.factsheets.frames import Labels
from campaign.factsheets.markup import Child, element, fill
from campaign.factsheets.parts import (
    Action,
    Endnote,
    Figure,
    Item,
    Opinion,
    Row,
    Sentence,
    Table,
)
from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.sheet import note_marks
from campaign.factsheets.svg import draw
from campaign.factsheets.writing import direction_of


def printed_item(item: Item, labels: Labels) -> Element:
    """Return an item of a block; a sentence comes as an item of a list."""
    printers: dict[type, Callable[[Any, Labels], Element]] = {
        Sentence: _list_item,
        Opinion: _opinion,
        Table: _table,
        Figure: _figure,
        Drawing: _drawing,
        Action: _action,
    }
    return printers[type(item)](item, labels)


def printed_runs(runs: Runs) -> Iterator[Child]:
    """Yield text with its languages and weights."""
    for run in runs:
        inner: Child = element("b", run.text) if run.strong else run.text
        yield _in_its_language(run, inner) if run.language else inner


def _in_its_language(run: Run, inner: Child) -> Element:
    return element("bdi", inner, lang=run.language, dir=direction_of(run.language).value)


def printed_sentence(said: Sentence, labels: Labels) -> list[Child]:
    """Return a sentence, its marks and its words of certainty."""
    return [*printed_runs(said.runs), *_marks(said, labels)]


def paragraph(said: Sentence, labels: Labels, kind: str = "") -> Element:
    """Return a sentence as a paragraph of a class."""
    return element("p", *printed_sentence(said, labels), class_=kind)


def source(note: Endnote, labels: Labels) -> Element:
    """Return an endnote as an item of the list of sources."""
    words: list[Child] = [*printed_runs(note.words)]
    words += [f" {note.remarks}"] if note.remarks else []
    words += [" ", link_to(note.url)] if note.url else []
    words += [f" {labels.archived} ", link_to(note.archive_url)] if note.archive_url else []
    number = str(note.number)
    return element("li", *words, id=f"note-{number}", value=number, data_list="endnotes")


def link_to(url: str) -> Child:
    """Return an address as a link; a path alone leads nowhere from a paper, and stays text."""
    if not url.startswith(("https://", "http://")):
        return url
    return element("a", url, href=url, rel="noreferrer external")


def _marks(said: Any, labels: Labels) -> Iterator[Child]:
    links: list[Child] = []
    for text, number in note_marks(said.notes):
        label = f"{labels.source} {text}"
        links += [","] if links else []
        links.append(element("a", text, href=f"#note-{number}", aria_label=label))
    yield element("sup", *links)
    for status in getattr(said, "status", ()):
        yield " "
        alert = " alert" if status.code in ("disputed", "denied") else ""
        yield element("span", status.text, class_=f"status{alert}")


def _list_item(said: Sentence, labels: Labels) -> Element:
    return element("li", *printed_sentence(said, labels), data_list="said-list")


def _opinion(own: Opinion, _labels: Labels) -> Element:
    return element("p", element("b", own.label), " ", element("i", own.text), class_="opinion")


def _table(table: Table, labels: Labels) -> Element:
    """Return a table whose roles are said, for the style sheet sets its rows as sentences."""
    caption = None
    if table.caption is not None:
        caption = element("caption", *printed_sentence(table.caption, labels))
    columns = [element("th", name, scope="col", role="columnheader") for name in table.columns]
    head = element("thead", element("tr", *columns, role="row"), role="rowgroup")
    body = element("tbody", *(_row(row, labels) for row in table.rows), role="rowgroup")
    return element("table", caption, head, body)


def _row(row: Row, labels: Labels) -> Element:
    cells = [element("td", *printed_runs(cell), role="cell") for cell in row.cells]
    fill(cells[-1], _marks(row, labels))
    return element("tr", *cells, role="row")


def _figure(figure: Figure, labels: Labels) -> Element:
    number = element("b", figure.number, class_="number")
    unit = element("b", figure.unit)
    about = [*printed_runs(figure.about), *_marks(figure, labels)]
    return element("p", number, " ", unit, " – ", *about, class_="figure")


def _drawing(drawing: Drawing, _labels: Labels) -> Element:
    return element("div", draw(drawing), class_="drawn")


def _action(action: Action, labels: Labels) -> Element:
    quotes = [paragraph(said, labels) for said in action.quotes]
    return element(
        "div",
        element("p", action.text, *([" ", link_to(action.url)] if action.url else [])),
        element("div", *quotes, class_="answers") if quotes else None,
        class_="action",
    )
