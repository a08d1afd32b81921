"""How two records are connected: chains of links, strongest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import networkx as nx
from sqlalchemy.orm import Session

from campaign.graph.exposure import BASES, weakest
from campaign.graph.network import MAX_HOPS, Network, Tie, TieKind, read_making_side
from campaign.graph.timing import Period, timing_of, timing_of_chain
from campaign.models.vocabulary import Basis, Reach, Timing

MOST_PATHS = 2_000  # looked at before ranking; more than this is said, not hidden


@dataclass(frozen=True)
class Hop:
    """One step of a chain, from the buying to the making side; node ids are record ids."""

    from_id: int
    to_id: int
    tie: Tie
    timing: Timing


@dataclass(frozen=True)
class Chain:
    """A path of links: as strong as its weakest hop, as near as its reach says."""

    hops: tuple[Hop, ...]
    reach: Reach

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
        )


@dataclass(frozen=True)
class Connection:
    """The chains between two records; ``complete`` is false where there were too many to rank."""

    chains: tuple[Chain, ...]
    complete: bool


def find_connection(
    session: Session, start: int, end: int, *, event: Period | None = None, limit: int = 5
) -> Connection:
    """Return the strongest chains from one record to another, or else the other way round.

    Args:
        start: id of a company (or of the making side; both directions are tried).
        end: id of a company or facility.
        event: when something happened; without it timings are unknown.
        limit: how many chains to return.
    """
    for here, there in ((start, end), (end, start)):
        found = chains_between(read_making_side(session, here), here, there, event)
        if found.chains:
            return Connection(found.chains[:limit], found.complete)
    return Connection((), complete=True)


def chains_between(
    network: Network, start: int, end: int, event: Period | None = None
) -> Connection:
    """Return all chains of up to ``MAX_HOPS`` hops in a graph, strongest first."""
    graph = network.graph
    if start not in graph or end not in graph or start == end:
        return Connection((), complete=True)
    paths = nx.all_simple_edge_paths(graph, start, end, cutoff=MAX_HOPS)
    taken = list(islice(paths, MOST_PATHS + 1))
    chains = [_chain(graph, path, event or Period()) for path in taken[:MOST_PATHS]]
    ranked = sorted(_without_echoes(chains), key=lambda chain: chain.strength)
    return Connection(tuple(ranked), complete=len(taken) <= MOST_PATHS)


def _chain(graph: nx.MultiDiGraph[int], path: Iterable[Any], event: Period) -> Chain:
    edges = [(a, b, graph.edges[a, b, key]["tie"]) for a, b, key in path]
    hops = [hop for a, b, tie in edges for hop in _hops(a, b, tie, event)]
    return Chain(tuple(hops), _reach([tie for _, _, tie in edges]))


def _hops(a: int, b: int, tie: Tie, event: Period) -> Iterator[Hop]:
    """Yield the steps of one edge: a link that names a site has its supplier in between."""
    timing = timing_of(tie.period, event)
    if tie.kind is TieKind.SUPPLIES_FROM and tie.supplier_id is not None:
        yield Hop(a, tie.supplier_id, tie, timing)
        yield Hop(tie.supplier_id, b, tie, timing)
    else:
        yield Hop(a, b, tie, timing)


def _reach(ties: list[Tie]) -> Reach:
    *before, last = ties
    own = all(tie.kind is TieKind.OWNS and tie.controls for tie in before)
    if own and last.kind is TieKind.NAMED:
        return Reach.NAMED
    if own and last.kind in (TieKind.SUPPLIES_FROM, TieKind.OPERATES):
        return Reach.SITE
    return Reach.GROUP


def _without_echoes(chains: list[Chain]) -> Iterator[Chain]:
    """Drop the group chain that a link makes beside the site chain of the same link."""
    at_site = {
        chain.hops[0].tie.record_id
        for chain in chains
        if chain.hops[-1].tie.kind is TieKind.SUPPLIES_FROM
    }
    for chain in chains:
        first = chain.hops[0].tie
        if not (first.kind is TieKind.SUPPLIES and first.record_id in at_site):
            yield chain
