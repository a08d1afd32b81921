"""A chain as plain values, the same for the API and for the terminal."""

from __future__ import annotations

from typing import Any

from campaign.graph.chains import Chain, Hop
from campaign.graph.together import Together
from campaign.queries.citations import Citations
from campaign.queries.records import RecordReference


def chain_values(
    chain: Chain, nodes: dict[int, RecordReference], citations: Citations
) -> dict[str, Any]:
    """Return a chain with its hops and their citations, as JSON has it."""
    return {
        "reach": chain.reach.value if chain.reach else None,
        "basis": chain.basis.value if chain.basis else None,
        "timing": chain.timing.value,
        "denied": chain.denied,
        "hops": [_hop_values(hop, nodes, citations) for hop in chain.hops],
    }


def together_values(row: Together) -> dict[str, Any]:
    """Return a campaign or report that ties an organisation to the other end."""
    return {
        "kind": row.record.kind.value,
        "slug": row.record.slug,
        "title": row.record.title,
        "organization": row.organization.slug,
        "part": row.part,
        "other": row.other.slug,
        "other_part": row.other_part,
        "is_end": row.chain is None,
    }


def _hop_values(
    hop: Hop, nodes: dict[int, RecordReference], citations: Citations
) -> dict[str, Any]:
    tie = hop.tie
    cited = citations.of(tie.record_id, tie.pointer) or citations.of(tie.record_id)
    return {
        "from": nodes[hop.from_id].slug,
        "to": nodes[hop.to_id].slug,
        "relation": tie.relation,
        "product": tie.product,
        "basis": tie.basis.value if tie.basis else None,
        "timing": hop.timing.value,
        "from_date": tie.period.from_date,
        "to_date": tie.period.to_date,
        "as_of": tie.period.as_of,
        "status": tie.status,
        "denied": tie.denied,
        "forward": hop.forward,
        "citations": [
            {"source": c.source.slug, "stance": c.stance.value, "locator": c.locator} for c in cited
        ],
    }
