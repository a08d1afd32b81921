"""What a drawing shows, gathered piece by piece: boxes for records and lines for what ties them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from campaign.graph.chains import Chain, Hop
from campaign.graph.layout import Key
from campaign.graph.network import Tie
from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.queries.records import RecordReference
from campaign.queries.reports import ReportRow
from campaign.web.addresses import url_for_connection, url_for_page

MOST_BOXES = 40  # more than these are counted and left to the list


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

    def leave_out(self, keys: Iterable[Key]) -> None:
        """Count what is not drawn, without its words."""
        self.left_out |= set(keys) - self.subjects.keys()


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
