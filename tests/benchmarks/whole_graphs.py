"""The same questions, answered by libraries that hold the whole graph in memory."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import igraph
import networkx as nx
import rustworkx as rx
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.benchmarks.timing import peak_megabytes
from tests.benchmarks.trade import Trade

EDGES = (
    "SELECT buyer_id, supplier_id FROM supply_link",
    "SELECT buyer_id, facility_id FROM supply_link WHERE facility_id IS NOT NULL",
    "SELECT parent_id, subsidiary_id FROM ownership",
    "SELECT operator_id, facility_id FROM operation",
)
SITES = "SELECT facility_id, report_id FROM report_site"
Ask = Callable[[int, int], object]


def edges(session: Session) -> Iterator[tuple[int, int]]:
    """Yield all edges, in the order of the tables."""
    for query in EDGES:
        for row in session.execute(text(query).execution_options(yield_per=10_000)):
            yield row[0], row[1]


def load_networkx(session: Session, trade: Trade) -> tuple[Ask, Callable[[int], object]]:
    graph = nx.DiGraph()
    graph.add_nodes_from(range(trade.first_link))
    graph.add_edges_from(edges(session))
    reports = sites_of(session)

    def connect(start: int, end: int) -> object:
        return nx.has_path(graph, start, end) and nx.shortest_path(graph, start, end)

    def expose(brand: int) -> object:
        near = nx.single_source_shortest_path_length(graph, brand, cutoff=2)
        return [reports[node] for node in near if node in reports]

    return connect, expose


def load_rustworkx(session: Session, trade: Trade) -> tuple[Ask, Callable[[int], object]]:
    graph = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(trade.first_link))
    graph.add_edges_from_no_data(list(edges(session)))
    reports = sites_of(session)

    def connect(start: int, end: int) -> object:
        return rx.dijkstra_shortest_paths(graph, start, end, default_weight=1.0)

    def expose(brand: int) -> object:
        near = {brand, *graph.successor_indices(brand)}
        near |= {node for first in tuple(near) for node in graph.successor_indices(first)}
        return [reports[node] for node in near if node in reports]

    return connect, expose


def load_igraph(session: Session, trade: Trade) -> tuple[Ask, Callable[[int], object]]:
    graph = igraph.Graph(n=trade.first_link, edges=list(edges(session)), directed=True)
    reports = sites_of(session)

    def connect(start: int, end: int) -> object:
        return graph.get_shortest_path(start, end, mode="out")

    def expose(brand: int) -> object:
        near = graph.neighborhood(brand, order=2, mode="out")
        return [reports[node] for node in near if node in reports]

    return connect, expose


def sites_of(session: Session) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for facility, report in session.execute(text(SITES)):
        found.setdefault(facility, []).append(report)
    return found


LOADERS = {"networkx": load_networkx, "rustworkx": load_rustworkx, "igraph": load_igraph}


def loaded(library: str, session: Session, trade: Trade) -> tuple[Ask, Any, dict[str, float]]:
    """Load the whole graph; return how to ask, and seconds and megabytes of loading."""
    before = peak_megabytes()
    start = time.perf_counter()
    connect, expose = LOADERS[library](session, trade)
    megabytes = peak_megabytes() - before
    cost = {"load seconds": time.perf_counter() - start, "load megabytes": megabytes}
    return connect, expose, cost
