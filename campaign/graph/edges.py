"""From the published tables to edges: light ones to search among, whole ties for what is shown.

One statement reads all edges of some nodes on one side, so that a level of a search costs
one question, and never more rows than it may.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Dialect
from sqlalchemy.orm import Session

from campaign.graph.network import BASES, Tie, TieKind
from campaign.graph.statements import (
    Among,
    all_holdings,
    edges_from_some_to_others,
    edges_of_a_level,
    edges_of_records,
    ends_of_a_level,
    links_of_a_level,
    words_of_records,
)
from campaign.graph.timing import Period
from campaign.models.vocabulary import LinkStatus, OwnershipType
from campaign.queries.lists import as_text

NO_BASIS = -1  # of whoever runs a place: the strongest, for it stands in the record of the place
NAMED_BASIS = len(BASES)  # named in a report: weaker than any link with a basis of its own
CONTROLLING = ("", OwnershipType.SUBSIDIARY)
RANKS = {basis.value: rank for rank, basis in enumerate(BASES)}

LINKS = (TieKind.SUPPLIES, TieKind.SUPPLIES_FROM)
LISTS = {kind.value: kind.value for kind in TieKind} | {
    TieKind.SUPPLIES_FROM.value: TieKind.SUPPLIES.value
}
PARTS = {TieKind.OPERATES: "/operations", TieKind.NAMED: "/parties"}
RELATIONS = {TieKind.OPERATES: "operates", TieKind.NAMED: "named as buyer"}
UNSAID = ("", "", "", None)  # of what is no record of its own, but part of one
Ends = Sequence[Any]  # buying and making end, the word of ``TieKind``, the record that says so


class Side(StrEnum):
    """Where the edges of a node lead."""

    MAKING = "making"
    BUYING = "buying"


class Edge(NamedTuple):
    """An edge as a search needs it: its ends, what says so and how strongly.

    ``part`` is the position in the record's document (operations, parties), or for a supply
    link the facility that it names. ``rank`` is the basis, strongest first.
    """

    buying: int
    making: int
    kind: TieKind
    record_id: int
    part: int | None
    rank: int
    denied: bool
    controls: bool
    from_date: str | None
    to_date: str | None
    as_of: str | None

    @property
    def ends(self) -> tuple[int, int, str, int]:
        """Return what a search reads of it at first."""
        return self.buying, self.making, self.kind.value, self.record_id

    @property
    def hops(self) -> int:
        """Return in how many steps it is told: its supplier stands before a site."""
        return 2 if self.kind is TieKind.SUPPLIES_FROM else 1

    def tie(self) -> Tie:
        """Return what decides about exposure; ``read_ties`` gives what is shown."""
        return replace(self.bond(), record_id=self.record_id)

    def bond(self) -> Tie:
        """Return the same, of no record; see ``bond_of``."""
        return bond_of(self[2], *self[5:])


@lru_cache(maxsize=10_000)
def bond_of(kind: TieKind, rank: int, denied: bool, controls: bool, *dates: str | None) -> Tie:
    """Return what decides about exposure: one object for all edges that say the same."""
    basis = BASES[rank] if 0 <= rank < len(BASES) else None
    return Tie(kind, 0, period=Period(*dates), basis=basis, denied=denied, controls=controls)


@dataclass(frozen=True)
class Level:
    """The edges of some nodes on one side: all of them, or some where there were too many."""

    edges: tuple[Edge, ...]
    whole: bool


def read_level(session: Session, nodes: Collection[int], side: Side, limit: int) -> Level:
    """Return the edges of some nodes on one side, if there are no more than ``limit``.

    Of more, some are returned: those of whoever owns and runs before those of links.
    """
    rows = ask(
        session, edges_of_a_level, side is Side.MAKING, lists={"here": nodes}, limit=limit + 1
    )
    return Level(tuple(_edges(rows, both=side is Side.MAKING)), len(rows) <= limit)


def has_more_links(session: Session, nodes: Collection[int], side: Side, limit: int) -> bool:
    """Tell, without reading them, whether some nodes have more links on one side."""
    [[number]] = ask(
        session, links_of_a_level, side is Side.MAKING, lists={"here": nodes}, limit=limit + 1
    )
    return bool(number > limit)


def read_edges_between(
    session: Session, buying: Collection[int], making: Collection[int]
) -> list[Edge]:
    """Return the edges that lead from some nodes straight to others."""
    rows = ask(session, edges_from_some_to_others, lists={"here": buying, "there": making})
    return _edges(rows, both=False)


def read_holdings(session: Session, companies: Collection[int], side: Side) -> list[Edge]:
    """Return the holdings that lead from some companies to control, whole chains of them."""
    return _edges(
        ask(session, all_holdings, side is Side.MAKING, lists={"here": companies}), both=False
    )


def read_ends(session: Session, nodes: Collection[int], side: Side, limit: int) -> Sequence[Ends]:
    """Return what is tied to some nodes on one side, at most ``limit`` of it.

    Retracted links are among it: ``read_edges`` leaves them out.
    """
    return ask(session, ends_of_a_level, side is Side.MAKING, limit=limit, lists={"here": nodes})


def read_edges(session: Session, ends: Iterable[Ends]) -> list[Edge]:
    """Return the edges of which the ends were read, without those that were retracted."""
    wanted = {tuple(row) for row in ends}
    ids: dict[str, set[int]] = {name: set() for name in LISTS.values()}
    for _, _, kind, record_id in wanted:
        ids[LISTS[kind]].add(record_id)
    edges = _edges(ask(session, edges_of_records, lists=ids), both=True) if wanted else []
    return [edge for edge in edges if edge.ends in wanted]


def ask(
    session: Session,
    query: Callable[..., Any],
    *arguments: Any,
    lists: Mapping[str, Collection[int]],
    limit: int = 0,
) -> Sequence[Any]:
    """Ask a question whose statement is written once, for all nodes of some lists."""
    return list(ask_for_each(session, query, *arguments, lists=lists, limit=limit))


def ask_for_each(
    session: Session,
    query: Callable[..., Any],
    *arguments: Any,
    lists: Mapping[str, Collection[int]],
    limit: int = 0,
) -> Iterator[Any]:
    """Yield the rows of the same as the driver gives them: there can be 100,000."""
    session.flush()
    dialect = session.get_bind().dialect
    values = {name: as_text(sorted(nodes), dialect) for name, nodes in lists.items()}
    words, fixed, places = _written(dialect, query, arguments)
    parameters = fixed | values | {"limit": limit}
    named = parameters if places is None else tuple(parameters[name] for name in places)
    result = session.connection().exec_driver_sql(words, named)
    cursor: Any = result.cursor
    yield from cursor
    result.close()


@lru_cache(maxsize=100)
def _written(
    dialect: Dialect, query: Callable[..., Any], arguments: tuple[Any, ...]
) -> tuple[str, dict[str, Any], tuple[str, ...] | None]:
    """Return a statement's words, its own values, and the order of values without names.

    A search asks a dozen questions: to look each statement up by its parts would cost more
    than the answers do.
    """
    compiled: Any = query(Among(dialect.name), *arguments).compile(dialect=dialect)
    places = compiled.positiontup
    return str(compiled), compiled.params, None if places is None else tuple(places)


def read_ties(session: Session, edges: Iterable[Edge]) -> dict[Edge, Tie]:
    """Return in full what some edges say."""
    wanted = set(edges)
    links = {edge.record_id for edge in wanted if edge.kind in LINKS}
    holdings = {edge.record_id for edge in wanted if edge.kind is TieKind.OWNS}
    said: dict[int, Any] = {}
    if links or holdings:
        rows = ask(session, words_of_records, lists={"supplies": links, "owns": holdings})
        said = {record_id: words for record_id, *words in rows}
    return {edge: _told(edge, *said.get(edge.record_id, UNSAID)) for edge in wanted}


def _told(edge: Edge, relation: str, product: str, status: str, supplier: int | None) -> Tie:
    """Return what an edge says, with the words of its record."""
    return replace(
        edge.tie(),
        pointer=f"{PARTS[edge.kind]}/{edge.part}" if edge.kind in PARTS else "",
        relation=relation or RELATIONS[edge.kind],
        product=product,
        status=status,
        supplier_id=supplier if edge.kind is TieKind.SUPPLIES_FROM else None,
    )


KINDS = {kind.value: kind for kind in TieKind}


def _edges(rows: Iterable[Any], *, both: bool) -> list[Edge]:
    """Return the edges of rows; read from its buyer, a link that names a site makes two."""
    found = []
    for buying, making, word, record_id, part, basis, status, ownership, *dates in rows:
        kind, rank, denied, controls = said_by(word, basis, status, ownership)
        said = (rank, denied, controls, *dates)
        found.append(Edge(buying, making, kind, record_id, part, *said))
        if both and kind is TieKind.SUPPLIES and part is not None:
            found.append(Edge(buying, part, TieKind.SUPPLIES_FROM, record_id, part, *said))
    return found


@lru_cache(maxsize=1_000)
def said_by(word: str, basis: str, status: str, ownership: str) -> tuple[TieKind, int, bool, bool]:
    """Return of an edge what it is, its rank, and whether it is denied and controls."""
    kind = KINDS[word]
    rank = NAMED_BASIS if kind is TieKind.NAMED else RANKS.get(basis, NO_BASIS)
    return kind, rank, status == LinkStatus.DENIED, ownership in CONTROLLING
