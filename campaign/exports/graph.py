"""The published graph for analysts: companies, facilities and what ties them, with the sources.

A node is known by its slug. An edge says one thing that a record says, from the buying side to
the making side: ``supplies`` (buyer → supplier, with the ``facility`` that the link names, if
any), ``owns`` (parent → subsidiary), ``operates`` (operator → facility). It is no chain: that
a group buys from another ties nobody to each of its plants (DESIGN: a group is not a site).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import networkx as nx
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.exports.reading import READ_AT_ONCE, in_order, latest_change
from campaign.models import Record, Revision
from campaign.models.vocabulary import Kind
from campaign.schemas.privacy import public_content

Content = Mapping[str, Any]
DATED = ("from_date", "to_date", "as_of")
LINK = ("relation", "product", "share", "link_status", "basis", "facility", *DATED)
HOLDING = ("ownership_type", "share", "link_status", "basis", *DATED)


def read_graph(session: Session, licence: str) -> nx.MultiDiGraph[str]:
    """Return all published companies, facilities, links, holdings and operations as one graph.

    Held in memory as a whole; values are texts, numbers and truths, and what is not known is
    left out. ``sources`` are slugs with a space between.

    Args:
        session: in a transaction that sees one moment (``db.begin_reading``).
        licence: on what terms others may use it.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(licence=licence)
    graph.graph.update(_known(as_of=latest_change(session)))
    for kind in (Kind.COMPANY, Kind.FACILITY):
        for title, content in _documents(session, kind):
            country = content.get("country")
            graph.add_node(content["slug"], **_known(kind=kind.value, title=title, country=country))
            _operate(graph, content)
    for _, content in _documents(session, Kind.SUPPLY_LINK):
        _tie(graph, content["buyer"], content["supplier"], "supplies", content, LINK)
    for _, content in _documents(session, Kind.OWNERSHIP):
        _tie(graph, content["parent"], content["subsidiary"], "owns", content, HOLDING)
    return graph


def graphml(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    """Yield the lines of a graph as GraphML, which Gephi, yEd and Cytoscape read."""
    return (f"{line}\n" for line in nx.generate_graphml(graph))


def node_link(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    """Yield a graph as node-link JSON, which D3 and networkx read."""
    values = nx.node_link_data(graph, edges="edges")
    yield from json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(values)
    yield "\n"


def _documents(session: Session, kind: Kind) -> Iterator[tuple[str, dict[str, Any]]]:
    query = (
        select(Record.title, Revision.document)
        .join(Revision, (Revision.record_id == Record.id) & (Revision.number == Record.revision))
        .where(Record.kind == kind, Record.retracted_at.is_(None))
        .order_by(in_order(session, Record.slug))
    )
    for title, document in session.execute(query.execution_options(yield_per=READ_AT_ONCE)):
        yield title, public_content(document)


def _operate(graph: nx.MultiDiGraph[str], facility: Content) -> None:
    for operation in facility.get("operations") or ():
        values = {**operation, "citations": facility.get("citations", []), "slug": facility["slug"]}
        _tie(graph, operation["operator"], facility["slug"], "operates", values, DATED)


def _tie(
    graph: nx.MultiDiGraph[str],
    buying: str,
    making: str,
    says: str,
    content: Content,
    fields: tuple[str, ...],
) -> None:
    values = {name: content.get(name) for name in fields}
    sources = " ".join(dict.fromkeys(cited["source"] for cited in content.get("citations", ())))
    denied = bool(content.get("denials"))
    graph.add_edge(
        buying,
        making,
        **_known(says=says, record=content["slug"], denied=denied, sources=sources, **values),
    )


def _known(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
