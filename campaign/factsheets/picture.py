"""Who is connected, laid out: boxes and lines in points, for SVG and for the PDF alike.

Ranks run from top (who buys) to bottom (where it is made), as wide as a column of the paper
and as a telephone. An arrow alone between two ranks bears its words; where several run side
by side each bears the numbers of its sources, and the table below has the words.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from campaign.factsheets.drawing import Arrow, Drawing, Node
from campaign.factsheets.runs import Run, Runs, text_of

WIDTH = 238.0
GUTTER = 14.0  # at the left edge, for arrows that pass a rank by
BETWEEN = 8.0  # between boxes side by side
PADDING = 5.0
NAME, SMALL = 9.5, 8.5  # type sizes
LINE = 1.3  # of the type size
SHORT = 18.0  # of an arrow without words; each line of words makes it longer
OPENING, CLOSING = "([{（［【「『《〈“‘", ")]}）］】」』》〉，。、；：！？”’,.;:!?"
SIDE_BY_SIDE = 3  # boxes in one line at most
WORDS_AT, ROOM_FOR_NOTES = 34.0, 30.0  # beside an arrow, from the left and at the right edge


@dataclass(frozen=True)
class Line:
    """A line of type: its left edge, its baseline, its size."""

    x: float
    y: float
    size: float
    runs: Runs


@dataclass(frozen=True)
class Box:
    """A company or a place."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    subject: bool
    lines: tuple[Line, ...]

    @property
    def middle(self) -> float:
        """Return the middle, from the left."""
        return self.x + self.width / 2


@dataclass(frozen=True)
class Path:
    """An arrow: the corners of its line, its words, its notes.

    The numbers of the notes stand at ``notes_at``, or after the last of the words.
    """

    points: tuple[tuple[float, float], ...]
    past: bool
    lines: tuple[Line, ...]
    notes: tuple[int, ...]
    notes_at: tuple[float, float]


@dataclass(frozen=True)
class Picture:
    """A drawing with every measure in points."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]


def lay_out(drawing: Drawing) -> Picture:
    """Return where everything stands; the same drawing gives the same picture."""
    ranks = {node.key: node.rank for node in drawing.nodes}
    passing = any(ranks[a.end] - ranks[a.start] != 1 for a in drawing.arrows)
    left = GUTTER if passing else 0.0
    crowds = Counter((ranks[a.start], ranks[a.end]) for a in drawing.arrows)
    alone = [
        arrow
        for arrow in drawing.arrows
        if ranks[arrow.end] - ranks[arrow.start] == 1
        and crowds[(ranks[arrow.start], ranks[arrow.end])] == 1
    ]
    boxes: dict[str, Box] = {}
    y = 1.0
    for rank in sorted(set(ranks.values())):
        for nodes in _lines_of([n for n in drawing.nodes if n.rank == rank]):
            row = list(_row(nodes, left, y))
            boxes.update(row)
            y += max(box.height for _, box in row) + BETWEEN
        words = [line for a in alone if ranks[a.start] == rank for line in _words(a)]
        y += max(SHORT, len(words) * SMALL * LINE + 8) - BETWEEN
    height = max((box.y + box.height for box in boxes.values()), default=0.0) + 1
    paths = [_path(arrow, boxes, alone=arrow in alone) for arrow in drawing.arrows]
    return Picture(WIDTH, height, tuple(boxes.values()), tuple(paths))


def _lines_of(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    for start in range(0, len(nodes), SIDE_BY_SIDE):
        yield nodes[start : start + SIDE_BY_SIDE]


def _row(nodes: Sequence[Node], left: float, y: float) -> Iterator[tuple[str, Box]]:
    """Yield boxes side by side, all as high as the highest."""
    width = (WIDTH - 1 - left - BETWEEN * (len(nodes) - 1)) / len(nodes)
    inner = width - 2 * PADDING
    texts = [_text(node, inner) for node in nodes]
    height = max(sum(size * LINE for size, _ in text) for text in texts) + 2 * PADDING
    for place, (node, text) in enumerate(zip(nodes, texts, strict=True)):
        x = left + 0.5 + place * (width + BETWEEN)
        lines = tuple(_stacked(text, x + PADDING, y + PADDING))
        yield node.key, Box(x, y, width, height, node.kind, node.subject, lines)


def _text(node: Node, width: float) -> list[tuple[float, Runs]]:
    """Return the lines of a box: its name, and what it is on the same line where that fits."""
    names = [(NAME, line) for line in wrapped(node.name, width, NAME)]
    if not node.about:
        return names
    *before, (_, last) = names
    together = (*last, Run(f" · {node.about}"))
    if wide(text_of(together)) * NAME <= width:
        return [*before, (NAME, together)]
    return [*names, *((SMALL, line) for line in wrapped((Run(node.about),), width, SMALL))]


def _stacked(text: Iterable[tuple[float, Runs]], x: float, y: float) -> Iterator[Line]:
    for size, runs in text:
        y += size * LINE
        yield Line(x, y - size * 0.3, size, runs)


def _path(arrow: Arrow, boxes: dict[str, Box], *, alone: bool) -> Path:
    start, end = boxes[arrow.start], boxes[arrow.end]
    below = end.y > start.y + start.height
    if not below or (not alone and end.y - start.y - start.height > SHORT + BETWEEN):
        return _around(arrow, start, end)
    x = start.x + 12 if alone else None
    top = (x or _foot(start, end), start.y + start.height)
    tip = (x or end.middle, end.y)
    lines: tuple[Line, ...] = ()
    if alone:
        text = [(SMALL, line) for line in _words(arrow)]
        lines = tuple(_stacked(text, WORDS_AT, top[1] + 2))
    return Path((top, tip), arrow.past, lines, arrow.notes, (tip[0] + 5, tip[1] - 7))


def _words(arrow: Arrow) -> list[Runs]:
    """Return the words of an arrow that stands alone, in lines."""
    words = ", ".join(part for part in (arrow.relation, arrow.dates) if part)
    return wrapped((Run(words),), WIDTH - WORDS_AT - ROOM_FOR_NOTES, SMALL)


def _foot(start: Box, end: Box) -> float:
    """Return where an arrow leaves a box: above its end where it can be straight."""
    return min(max(end.middle, start.x + 8), start.x + start.width - 8)


def _around(arrow: Arrow, start: Box, end: Box) -> Path:
    """Return an arrow through the gutter, past the ranks between."""
    from_y, to_y, x = start.y + start.height / 2, end.y + end.height / 2, 3.0
    points = ((start.x, from_y), (x, from_y), (x, to_y), (end.x, to_y))
    return Path(points, arrow.past, (), arrow.notes, (x + 3, (from_y + to_y) / 2))


def wrapped(runs: Runs, width: float, size: float) -> list[Runs]:
    """Return runs broken into lines of at most a width, between words or Han characters."""
    lines: list[list[Run]] = [[]]
    left = width
    for unit in _units(runs, width / size):
        if wide(text_of(unit).rstrip()) * size > left and lines[-1]:
            lines.append([])
            left, unit = width, _without_space_before(unit)
        lines[-1] += unit
        left -= wide(text_of(unit)) * size
    return [tuple(_joined(line)) for line in lines if line]


def _units(runs: Runs, ems: float) -> list[Runs]:
    """Return what may not be divided; it may reach over runs: a bracket stays with its word."""
    units: list[Runs] = []
    for run in runs:
        for piece in _pieces(run.text, ems):
            new = Run(piece, run.language, run.strong)
            before = text_of(units[-1]) if units else ""
            if before and _belongs(before[-1], piece[0]) and wide(before + piece) <= ems:
                units[-1] = (*units[-1], new)
            else:
                units.append((new,))
    return units


def _belongs(before: str, after: str) -> bool:
    """Tell whether no line may end between two characters (as in JIS X 4051 and GB/T 15834)."""
    if before in OPENING or after in CLOSING:
        return True
    return not (before == " " or after == " " or _is_han(before) or _is_han(after))


def _without_space_before(unit: Runs) -> Runs:
    first, *others = unit
    return (replace(first, text=first.text.lstrip()), *others)


def _is_han(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"


def wide(text: str) -> float:
    """Return about how wide a text is, in ems, rather too much than too little."""
    return sum(_width_of(char) for char in text)


@cache
def _width_of(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    return 0.68 if char.isupper() or char in "mwMW@%—" else 0.3 if char in " .,:;'ilj|" else 0.54


def _pieces(text: str, ems: float) -> Iterator[str]:
    """Yield what may stand at the start of a line: words, Han characters, parts of long words."""
    piece = ""
    for char in text:
        between = piece[-1:] == " " or (_is_han(char) and not _belongs(piece[-1:] or " ", char))
        if piece and (between or wide(piece + char) > ems):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _joined(pieces: Iterable[Run]) -> Iterator[Run]:
    joined: list[Run] = []
    for piece in pieces:
        if joined and (joined[-1].language, joined[-1].strong) == (piece.language, piece.strong):
            joined[-1] = Run(joined[-1].text + piece.text, piece.language, piece.strong)
        else:
            joined.append(piece)
    yield from joined
