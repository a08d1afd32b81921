"""Chains as a drawing: what stands in each box and beside each line, and where."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from campaign.graph.chains import Chain, Hop
from campaign.graph.layout import Box, Key, Layout, Place, lay_out
from campaign.graph.network import Tie
from campaign.graph.wrapping import width_of, wrap
from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.queries.records import RecordReference
from campaign.queries.reports import ReportRow
from campaign.web.addresses import url_for_connection, url_for_page

MOST_BOXES = 40  # more than these are counted and left to the list
MOST_LABELS = 18  # lines with words on them; beyond, the words are in their titles
TEXT, NOTE = 13.0, 11.0  # sizes of type, CSS pixels
LEADING, NOTE_LEADING = 17.0, 14.0
BOX_WIDTH, LABEL_WIDTH, PADDING, CAPTION = 172.0, 128.0, 10.0, 14.0
RANKS = {Kind.FACILITY: 1, Kind.REPORT: 2}


@dataclass(frozen=True)
class Subject:
    """What a box stands for; ``key`` tells boxes apart, ``caption`` is printed above the title."""

    key: Key
    kind: Kind
    title: str
    url: str
    caption: str
    slug: str = ""
    start: bool = False


@dataclass(frozen=True)
class Strand:
    """What a line stands for: its ends, a few words, all the words, and where these lead.

    ``ties`` names what it rests on: more than one where several records say the same.
    """

    start: Key
    end: Key
    url: str
    label: str = ""
    title: str = ""
    denied: bool = False
    arrow: bool = True
    ties: frozenset[tuple[int, str]] = frozenset()

    def joined(self, other: Strand) -> Strand:
        """Return one line for two between the same ends; what stands hides what is denied."""
        first = other if self.denied and not other.denied else self
        return replace(first, ties=self.ties | other.ties)

    @property
    def more(self) -> str:
        """Return how many further ties lie behind the one that is told."""
        return f", and {len(self.ties) - 1} more" if len(self.ties) > 1 else ""


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


@dataclass
class Sketch:
    """What is to be drawn, gathered piece by piece; a piece without room is counted."""

    subjects: dict[Key, Subject] = field(default_factory=dict)
    strands: dict[tuple[Key, Key], Strand] = field(default_factory=dict)
    left_out: set[Key] = field(default_factory=set)

    def add(self, subjects: Iterable[Subject], strands: Iterable[Strand]) -> None:
        """Add boxes with their lines, all or none."""
        new = {s.key: s for s in subjects if s.key not in self.subjects}
        if len(self.subjects) + len(new) > MOST_BOXES:
            self.left_out |= new.keys()
            return
        self.subjects |= new
        self.left_out -= new.keys()
        for strand in strands:
            known = self.strands.get((strand.start, strand.end), strand)
            self.strands[strand.start, strand.end] = known.joined(strand)


EdgeUrl = Callable[[Hop, RecordReference, RecordReference], str]


Piece = tuple[list[Subject], list[Strand]]


def add_chains(
    sketch: Sketch,
    chains: Iterable[Chain],
    nodes: dict[int, RecordReference],
    url_of: EdgeUrl | None = None,
) -> None:
    """Add the boxes and lines of some chains, as far as there is room."""
    for chain in chains:
        sketch.add(*chain_piece(chain, nodes, url_of))


def chain_piece(
    chain: Chain, nodes: dict[int, RecordReference], url_of: EdgeUrl | None = None
) -> Piece:
    """Return the boxes and lines of a chain; without ``url_of`` a line leads to its connection."""
    ids = [chain.hops[0].from_id, *(hop.to_id for hop in chain.hops)]
    strands = list(_strands(chain, nodes, url_of or _connection))
    return [subject_of(nodes[node]) for node in ids], strands


def subject_of(record: RecordReference) -> Subject:
    """Return the box of a record."""
    return Subject(
        key=record.id,
        kind=record.kind,
        title=record.title,
        url=url_for_page(record.kind, record.slug),
        caption=words.KIND_WORDS[record.kind],
        slug=record.slug,
    )


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


def reports_piece(
    site: RecordReference, reports: Sequence[ReportRow], url: str, found: int | None = None
) -> Piece:
    """Return a box for the reports about a place, newest first, and its line.

    Args:
        site: the place.
        reports: one, which has its own title, or several, which are counted.
        url: where the list of several stands.
        found: how many there are, when more than these.
    """
    first, last, count = reports[0], reports[-1], found or len(reports)
    title, caption = first.title, "report"
    if count > 1:
        title, caption = words.plural(count, "report"), "reports"
        if count == len(reports):
            until = (first.to_date or first.from_date)[:4]
            title += f", {words.period_words(last.from_date[:4], until)}"
    else:
        url = url_for_page(Kind.REPORT, first.slug)
    box = Subject(("reports", site.id), Kind.REPORT, title, url, caption)
    words_of_line = f"{site.title} – reported – {title}"
    line = Strand(site.id, box.key, url, title=words_of_line, arrow=False)
    return [subject_of(site), box], [line]


def _strands(chain: Chain, nodes: dict[int, RecordReference], url_of: EdgeUrl) -> Iterator[Strand]:
    """Yield the lines of a chain, each from the buying to the making side."""
    for index, hop in enumerate(chain.hops):
        ends = nodes[hop.from_id], nodes[hop.to_id]
        start, end = ends if hop.forward else ends[::-1]
        same = index > 0 and hop.tie is chain.hops[index - 1].tie
        how = "this very site, by the same link" if same else tie_words(hop.tie)
        yield Strand(
            start.id,
            end.id,
            url_of(hop, *ends),
            label="this site" if same else how,
            title=f"{start.title} – {how} – {end.title}",
            denied=hop.tie.denied,
            ties=frozenset([(hop.tie.record_id, hop.tie.pointer)]),
        )


def tie_words(tie: Tie) -> str:
    """Return relation, dates, basis and denial of a tie in a few words."""
    period = tie.period
    dates = words.link_period_words(period.from_date, period.to_date, period.as_of)
    parts = [words.TIE_WORDS.get(tie.relation, tie.relation)]
    parts += [dates] if period.known_span else []
    parts += [words.BASIS_WORDS[tie.basis]] if tie.basis else []
    parts += ["denied"] if tie.denied else []
    return ", ".join(parts)


def _connection(_hop: Hop, start: RecordReference, end: RecordReference) -> str:
    return url_for_connection(start.slug, end.slug)


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
