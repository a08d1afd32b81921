"""Who buys from a place: named in a sentence, and hop by hop in a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from campaign.factsheets.connecting import hop_rows, table
from campaign.factsheets.material import Material
from campaign.factsheets.naming import listed_names
from campaign.factsheets.parts import Row, Table
from campaign.factsheets.runs import Runs
from campaign.graph.chains import Chain
from campaign.queries.citations import Cited


def first_buyers(
    material: Material, buyers: Mapping[int, Chain], most: int
) -> tuple[Runs, Sequence[Cited]]:
    """Return the buyers by the strongest chains as a list, and the sources that name them."""
    shown, more = list(buyers)[:most], len(buyers) - most
    names = [material.node(company) for company in shown]
    if more > 0:
        names.append(material.wording.say_many(more, "{n} other", "{n} others"))
    ties = [buyers[company].hops[-1].tie for company in shown]
    cited = [c for tie in ties for c in material.basis(tie.record_id, tie.pointer)]
    return listed_names(material.wording, names), cited


def buyers_table(
    material: Material, chains: Iterable[Chain], year: int, denied: Iterable[Row] = ()
) -> Iterable[Table]:
    """Yield the buyers hop by hop, with the links that are denied last."""
    rows = [row for chain in chains for row in hop_rows(material, chain, year)]
    rows += denied
    if rows:
        words = material.wording.say("Who buys, as far as sources name it.")
        yield table(material, rows, material.counted(words))
