"""`campaign connect`: how two records are connected, from a terminal."""

from __future__ import annotations

import json

import click

from campaign.db import db
from campaign.graph.chains import Chain, find_connection
from campaign.graph.values import chain_values
from campaign.queries.citations import read_citations
from campaign.queries.records import RecordReference, find_record, references
from campaign.queries.words import BASIS_WORDS, REACH_WORDS, TIE_WORDS


@click.command()
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API gives it.")
def connect(start: str, end: str, as_json: bool) -> None:
    """Print the chains between two companies or facilities, named by their slugs."""
    found = find_connection(db.session, _id_of(start), _id_of(end))
    hops = [hop for chain in found.chains for hop in chain.hops]
    nodes = references(db.session, {node for hop in hops for node in (hop.from_id, hop.to_id)})
    citations = read_citations(db.session, {hop.tie.record_id for hop in hops})
    if as_json:
        chains = [chain_values(chain, nodes, citations) for chain in found.chains]
        click.echo(json.dumps({"chains": chains}, ensure_ascii=False, indent=2))
    elif not found.chains:
        click.echo("No chain is documented.")
    for chain in () if as_json else found.chains:
        click.echo(_sentence(chain, nodes))


def _id_of(slug: str) -> int:
    record = find_record(db.session, slug)
    if record is None:
        raise click.ClickException(f"there is no record “{slug}”; try: campaign search {slug}")
    return record.id


def _sentence(chain: Chain, nodes: dict[int, RecordReference]) -> str:
    words = nodes[chain.hops[0].from_id].title
    for hop in chain.hops:
        how = TIE_WORDS.get(hop.tie.relation, hop.tie.relation)
        basis = f", {BASIS_WORDS[hop.tie.basis]}" if hop.tie.basis else ""
        arrow = "←" if hop.forward else "→"
        words += f" {arrow} {how}{basis} {arrow} {nodes[hop.to_id].title}"
    return f"{words}  [{REACH_WORDS[chain.reach]}]" if chain.reach else words
