"""The chains of a sheet as one small drawing: who buys, who makes, where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Literal

from campaign.factsheets.connecting import joined_hops
from campaign.factsheets.drawing import Arrow, Drawing, Node
from campaign.factsheets.material import Material
from campaign.factsheets.runs import text_of
from campaign.factsheets.ties import basis_words, is_named, is_past, relation_words
from campaign.graph.chains import Chain, Hop
from campaign.models.vocabulary import Kind, Reach

MOST_NODES = 12
MOST_RANKS = 5
KINDS: dict[Kind, Literal["company", "facility"]] = {
    Kind.COMPANY: "company",
    Kind.FACILITY: "facility",
}


def drawing_of(material: Material, chains: Iterable[Chain], year: int) -> Iterable[Drawing]:
    """Yield one drawing of the chains that reach a site, strongest first, while there is room."""
    chosen: list[Chain] = []
    for chain in chains if material.limits.drawing else ():
        at_site = chain.reach is not Reach.GROUP and not chain.denied
        has_room = len(_nodes([*chosen, chain])) <= MOST_NODES and len(chain.hops) < MOST_RANKS
        if at_site and has_room:
            chosen.append(chain)
    if chosen:
        arrows = _arrows(material, chosen, year)
        yield Drawing(
            nodes=tuple(_node(material, node, rank) for node, rank in _ranks(chosen).items()),
            arrows=tuple(arrows),
            alternative=_in_words(material, arrows),
        )


def _nodes(chains: Sequence[Chain]) -> dict[int, None]:
    return dict.fromkeys(
        node for chain in chains for hop in chain.hops for node in (hop.from_id, hop.to_id)
    )


def _ranks(chains: Sequence[Chain]) -> dict[int, int]:
    """Return the column of each node: one further than the furthest that leads to it."""
    ranks = dict.fromkeys(_nodes(chains), 0)
    for _ in range(MOST_RANKS):
        for chain in chains:
            for hop in chain.hops:
                ranks[hop.to_id] = min(
                    max(ranks[hop.to_id], ranks[hop.from_id] + 1), MOST_RANKS - 1
                )
    return ranks


def _node(material: Material, record_id: int, rank: int) -> Node:
    record = material.nodes[record_id]
    return Node(
        key=record.slug,
        name=material.node(record_id),
        kind=KINDS[record.kind],
        rank=rank,
        subject=record_id == material.subject_id,
        about=material.wording.of(record.kind),
    )


def _arrows(material: Material, chains: Sequence[Chain], year: int) -> list[Arrow]:
    """Return an arrow for each tie; the second half of one that names a site says the rest."""
    found: dict[tuple[int, int], Arrow] = {}
    for chain in chains:
        for hop, ends in joined_hops(chain):
            for start, end in pairwise(ends):
                found.setdefault((start, end), _arrow(material, hop, start, end, year))
    return list(found.values())


def _arrow(material: Material, hop: Hop, start: int, end: int, year: int) -> Arrow:
    tie, wording = hop.tie, material.wording
    past = is_past(tie.period, year)
    basis = basis_words(wording, tie.basis)
    if is_named(tie):
        basis = wording.text("named by the report itself")
    return Arrow(
        start=material.nodes[start].slug,
        end=material.nodes[end].slug,
        relation=relation_words(wording, tie.relation, past=past),
        dates=wording.link_period(tie.period.from_date, tie.period.to_date, tie.period.as_of),
        basis=basis,
        notes=material.notes.leading(material.cited(tie.record_id, tie.pointer)),
        past=bool(tie.period.to_date),
    )


def _in_words(material: Material, arrows: Iterable[Arrow]) -> str:
    names = {node.slug: text_of(material.node(node.id)) for node in material.nodes.values()}
    said = [
        material.wording.text(
            "{buyer}: {relation}, {dates}: {maker}.",
            buyer=names[arrow.start],
            relation=arrow.relation,
            dates=arrow.dates,
            maker=names[arrow.end],
        )
        for arrow in arrows
    ]
    return material.wording.term("between sentences", " ").join(said)
