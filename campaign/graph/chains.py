"""How two records are connected: chains of links, strongest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.orm import Session

from campaign.graph.edges import Edge, read_ties
from campaign.graph.meeting import Search, Searching
from campaign.graph.network import AT_A_PLACE, BASES, MAX_HOPS, Tie, TieKind, weakest
from campaign.graph.paths import Arc, Path, State, arcs_of, strongest_paths
from campaign.graph.timing import Period, timing_of_chain
from campaign.models.vocabulary import Basis, Reach, Timing

MOST_CHAINS = 100  # looked for; that there are more is said, not hidden


@dataclass(frozen=True)
class Hop:
    """One step of a chain; node ids are record ids.

    ``forward`` tells the direction: ``from_id`` buys from, owns, runs or is named for
    ``to_id``. Only a chain that turns has steps the other way.
    """

    from_id: int
    to_id: int
    tie: Tie
    timing: Timing
    forward: bool = True


@dataclass(frozen=True)
class Chain:
    """A path of links: as strong as its weakest hop, as near as its reach says.

    ``reach`` is None for a chain that leads to no place, but from one company to another,
    or that turns.
    """

    hops: tuple[Hop, ...]
    reach: Reach | None

    @property
    def basis(self) -> Basis | None:
        """Return the weakest basis of the hops that have one."""
        return weakest(hop.tie.basis for hop in self.hops)

    @property
    def timing(self) -> Timing:
        """Return the timing of the least certain hop."""
        return timing_of_chain(hop.timing for hop in self.hops)

    @property
    def denied(self) -> bool:
        """Tell whether somebody denies one of the links."""
        return any(hop.tie.denied for hop in self.hops)

    @property
    def returns(self) -> bool:
        """Tell whether it passes somebody twice: a link to a site is told with its supplier."""
        nodes = [self.hops[0].from_id, *(hop.to_id for hop in self.hops)]
        return len(set(nodes)) < len(nodes)

    @property
    def turns(self) -> bool:
        """Tell whether the ends only have somebody in common: a supplier, a buyer, an owner."""
        return len({hop.forward for hop in self.hops}) > 1

    @property
    def strength(self) -> tuple[object, ...]:
        """Return a key that sorts the strongest first: denial, group or not, basis, hops, newest.

        Being named in a report is a tie to the very place, but weaker than any link with a
        basis of its own.
        """
        named = any(hop.tie.kind is TieKind.NAMED for hop in self.hops)
        known = -1 if self.basis is None else BASES.index(self.basis)
        basis = len(BASES) if named else known
        newest = max((hop.tie.period.as_of or "" for hop in self.hops), default="")
        return (
            self.denied,
            self.reach is Reach.GROUP,
            basis,
            len(self.hops),
            tuple(-ord(char) for char in newest),
            tuple(hop.tie.record_id for hop in self.hops),
        )


@dataclass(frozen=True)
class Connection:
    """The chains between two records, and how far was looked.

    Attributes:
        chains: the strongest, as many as were asked for.
        found: how many were found in all, at most about ``MOST_CHAINS``.
        more: whether there are, or may be, more than ``found``.
        hops_searched: every chain of up to so many links was looked at (``MAX_HOPS`` is
            all that is ever looked for). Through somebody in common, nothing is looked for
            that is further off than the nearest.
        cut_off: whether there was too much to look further.
    """

    chains: tuple[Chain, ...]
    found: int
    more: bool
    hops_searched: int
    cut_off: bool = False

    @property
    def complete(self) -> bool:
        """Tell whether nothing was cut off: neither longer chains nor further ones."""
        return self.hops_searched >= MAX_HOPS and not self.more


def find_connection(
    session: Session, start: int, end: int, *, event: Period | None = None, limit: int = 5
) -> Connection:
    """Return the strongest chains between two records.

    A chain runs one way, from the buying to the making side, and is told from its buying
    end, whichever of the two that is. Where none does, the chains are given that turn once,
    at somebody whom both have in common (``Chain.turns``).

    Args:
        session: only read.
        start: id of a company, facility or organisation.
        end: id of another.
        event: when something happened; without it timings are unknown.
        limit: how many chains to return.
    """
    searching = Searching(session, start, end)
    one_way = searching.both_ways()
    found = _strongest(one_way)
    if not found.paths:
        turning = searching.turning()
        found = _strongest(turning)
        one_way = (*one_way, *turning)
    strongest = sorted(found.paths, key=_strength)[:limit]
    chains = _chains(session, strongest, event or Period())
    searched = min(search.hops_searched for search in one_way)
    cut_off = any(search.cut_off for search in one_way)
    return Connection(chains, len(found.paths), found.more, searched, cut_off)


def site_chains(
    session: Session, company_id: int, events: Mapping[int, Period], edges: Iterable[Edge]
) -> dict[int, tuple[Chain, ...]]:
    """Return the chains to very places that lie among some edges, strongest first, by place.

    Args:
        session: only read.
        company_id: where the chains begin.
        events: for each place, when something happened there.
        edges: holdings of the company, and what ties those that it controls to the places.
    """
    holdings: list[Edge] = []
    at: dict[int, list[Edge]] = {site: [] for site in events}
    for edge in edges:
        (holdings if edge.kind is TieKind.OWNS else at.get(edge.making, [])).append(edge)
    found = {site: _close_paths(company_id, site, [*holdings, *at[site]]) for site in events}
    ties = read_ties(session, (arc.edge for paths in found.values() for p in paths for arc in p))
    return {
        site: _ranked(_chain(path, ties, events[site]) for path in paths)
        for site, paths in found.items()
    }


def chains_of_edges(session: Session, edges: Iterable[Edge], event: Period) -> tuple[Chain, ...]:
    """Return each edge as a chain of its own, strongest first."""
    ones: list[Path] = [(arc,) for arc in arcs_of(edges)]
    return _chains(session, ones, event)


def edge_strength(edge: Edge) -> tuple[object, ...]:
    """Return the key that sorts edges as the chains of which each is the only one."""
    return _strength(tuple(arcs_of([edge])))


def _close_paths(company_id: int, site_id: int, edges: Iterable[Edge]) -> list[Path]:
    arcs = filter(_is_close, arcs_of(edges))
    return strongest_paths(arcs, State(company_id), State(site_id), MOST_CHAINS).paths


@dataclass
class _Found:
    paths: list[Path]
    more: bool = False


def _strongest(searches: Iterable[Search]) -> _Found:
    """Return the strongest paths of some searches."""
    found = _Found([])
    for search in searches:
        arcs = [a for a in arcs_of(search.edges, below=search.below) if not _is_echo(a, search)]
        ends = State(search.start), State(search.end, search.below is not None)
        paths: list[Path] = []
        for allowed, wanted in _classes(search):
            if len(paths) < MOST_CHAINS:
                result = strongest_paths(filter(allowed, arcs), *ends, MOST_CHAINS, wanted)
                paths += result.paths
                found.more = found.more or result.stopped
        found.paths += paths
        found.more = found.more or len(paths) >= MOST_CHAINS
    return found


def _strength(path: Path) -> tuple[object, ...]:
    """Return the key of ``Chain.strength``, before what is shown of a chain was read."""
    edges = [arc.edge for arc in path]
    turns = len({arc.forward for arc in path}) > 1
    to_place = path[-1].edge.kind in AT_A_PLACE and not turns
    newest = max(edge.as_of or "" for edge in edges)
    return (
        any(edge.denied for edge in edges),
        to_place and not _is_close_path(path),
        max(edge.rank for edge in edges),
        sum(edge.hops for edge in edges),
        tuple(-ord(char) for char in newest),
        tuple(edge.record_id for edge in edges for _ in range(edge.hops)),
    )


def _classes(search: Search) -> list[tuple[Callable[[Arc], bool], Callable[[Path], bool]]]:
    """Return which steps and paths come first: to the very place, then others, then denied."""
    to_place = search.leads_to_place
    others = (_stands, lambda path: not (to_place and _is_close_path(path)))
    denied = (lambda _arc: True, lambda path: any(arc.edge.denied for arc in path))
    first = (lambda arc: _is_close(arc) and _stands(arc), lambda _path: True)
    return [first, others, denied] if to_place else [others, denied]


def _is_echo(arc: Arc, search: Search) -> bool:
    """Tell whether a link to the company repeats what the same link says of the very place."""
    return arc.edge.kind is TieKind.SUPPLIES and arc.edge.part == search.end


def _stands(arc: Arc) -> bool:
    return not arc.edge.denied


def _is_close(arc: Arc) -> bool:
    edge = arc.edge
    return edge.kind in AT_A_PLACE or (edge.kind is TieKind.OWNS and edge.controls)


def _is_close_path(path: Path) -> bool:
    return all(map(_is_close, path)) and path[-1].edge.kind in AT_A_PLACE


def _chains(session: Session, paths: list[Path], event: Period) -> tuple[Chain, ...]:
    ties = read_ties(session, (arc.edge for path in paths for arc in path))
    chains = (_chain(path, ties, event) for path in paths)
    return _ranked(chain for chain in chains if not chain.returns)


def _ranked(chains: Iterable[Chain]) -> tuple[Chain, ...]:
    return tuple(sorted(chains, key=lambda chain: chain.strength))


def _chain(path: Path, ties: dict[Edge, Tie], event: Period) -> Chain:
    hops = tuple(hop for arc in path for hop in _hops(arc, ties[arc.edge], event))
    turns = len({arc.forward for arc in path}) > 1
    if turns or path[-1].edge.kind not in AT_A_PLACE:
        return Chain(hops, None)
    if not _is_close_path(path):
        return Chain(hops, Reach.GROUP)
    named = path[-1].edge.kind is TieKind.NAMED
    return Chain(hops, Reach.NAMED if named else Reach.SITE)


def _hops(arc: Arc, tie: Tie, event: Period) -> Iterator[Hop]:
    """Yield the steps of one edge: a link that names a site has its supplier in between."""
    timing = tie.timing(event)
    stations = [arc.start.node, arc.end.node]
    if tie.supplier_id is not None:
        stations.insert(1, tie.supplier_id)
    for here, there in pairwise(stations):
        yield Hop(here, there, tie, timing, arc.forward)
