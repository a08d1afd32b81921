"""A drawing: what was sketched, with every box, line and word in its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from campaign.graph.layout import Box, Key, Layout, Place, lay_out
from campaign.graph.wrapping import width_of, wrap
from campaign.models.vocabulary import Kind
from campaign.web.public.sketching import Sketch, Strand, Subject

MOST_LABELS = 18  # lines with words on them; beyond, the words are in their titles
TEXT, NOTE = 13.0, 11.0  # sizes of type, CSS pixels
LEADING, NOTE_LEADING = 17.0, 14.0
BOX_WIDTH, LABEL_WIDTH, PADDING, CAPTION = 172.0, 128.0, 10.0, 14.0
RANKS = {Kind.FACILITY: 1, Kind.REPORT: 2}


@dataclass(frozen=True)
class DrawnBox:
    """A box with its lines of text in place."""

    subject: Subject
    place: Place
    lines: tuple[str, ...]


@dataclass(frozen=True)
class DrawnLine:
    """A line with its path, and its words in place where there is room for words."""

    strand: Strand
    path: str
    tip: str
    label: tuple[str, ...] = ()
    place: Place | None = None


@dataclass(frozen=True)
class Drawing:
    """A drawing for a template; ``left_out`` counts the boxes that had no room."""

    title: str
    width: float
    height: float
    boxes: tuple[DrawnBox, ...]
    lines: tuple[DrawnLine, ...]
    left_out: int = 0

    @property
    def description(self) -> str:
        """Return what the lines say, one after the other."""
        return ". ".join(line.strand.title for line in self.lines)


def draw(sketch: Sketch, title: str, start: Key | None = None) -> Drawing | None:
    """Return the drawing of what was gathered; None where there is no line to draw."""
    if not sketch.strands:
        return None
    if start in sketch.subjects:
        sketch.subjects[start] = replace(sketch.subjects[start], start=True)
    labelled = len(sketch.strands) <= MOST_LABELS
    texts = {key: wrap(s.title, _room(BOX_WIDTH, TEXT), 4) for key, s in sketch.subjects.items()}
    labels = {
        pair: wrap(strand.label + strand.more, LABEL_WIDTH / NOTE, 6)
        for pair, strand in sketch.strands.items()
        if strand.label and (labelled or strand.denied)
    }
    layout = lay_out(_boxes(sketch, texts, labels), _edges(sketch, labels))
    return Drawing(
        title,
        layout.width,
        layout.height,
        tuple(DrawnBox(s, layout.places[k], texts[k]) for k, s in sketch.subjects.items()),
        tuple(_drawn(strand, layout, labels) for strand in sketch.strands.values()),
        len(sketch.left_out),
    )


def _room(width: float, size: float) -> float:
    return (width - 2 * PADDING) / size


def _boxes(
    sketch: Sketch,
    texts: dict[Key, tuple[str, ...]],
    labels: dict[tuple[Key, Key], tuple[str, ...]],
) -> dict[Key, Box]:
    boxes: dict[Key, Box] = {
        key: Box(
            BOX_WIDTH,
            len(texts[key]) * LEADING + CAPTION + 1.5 * PADDING,
            RANKS.get(subject.kind, 0),
        )
        for key, subject in sketch.subjects.items()
    }
    for pair, lines in labels.items():
        boxes["label", *pair] = Box(_width(lines), len(lines) * NOTE_LEADING)
    return boxes


def _width(lines: Iterable[str]) -> float:
    """Return how wide a label is, with a little air on both sides."""
    return max(map(width_of, lines)) * NOTE + 8


def _edges(sketch: Sketch, labels: dict[tuple[Key, Key], tuple[str, ...]]) -> list[tuple[Key, Key]]:
    edges: list[tuple[Key, Key]] = []
    for start, end in sketch.strands:
        if (start, end) in labels:
            label = ("label", start, end)
            edges += [(start, label), (label, end)]
        else:
            edges.append((start, end))
    return edges


def _drawn(
    strand: Strand, layout: Layout, labels: dict[tuple[Key, Key], tuple[str, ...]]
) -> DrawnLine:
    pair = (strand.start, strand.end)
    if pair not in labels:
        points = layout.lines[pair]
        return DrawnLine(strand, curve(points), tip(points))
    label = ("label", *pair)
    before, after = layout.lines[strand.start, label], layout.lines[label, strand.end]
    path = f"{curve(before)} {curve(after)}"
    return DrawnLine(strand, path, tip(before), labels[pair], layout.places[label])


def tip(points: Sequence[tuple[float, float]]) -> str:
    """Return the SVG path of an arrowhead at the buying end, where the goods arrive."""
    (x, y), (next_x, _) = points[:2]
    return f"M{x:.0f} {y:.0f}l{8 if next_x >= x else -8} -4v8z"


def curve(points: Sequence[tuple[float, float]]) -> str:
    """Return the SVG path of a line through some points, level where it meets them."""
    (x, y), *rest = points
    path = f"M{x:.0f} {y:.0f}"
    for next_x, next_y in rest:
        middle = (x + next_x) / 2
        path += (
            f"H{next_x:.0f}"
            if round(y) == round(next_y)
            else f"C{middle:.0f} {y:.0f} {middle:.0f} {next_y:.0f} {next_x:.0f} {next_y:.0f}"
        )
        x, y = next_x, next_y
    return path
