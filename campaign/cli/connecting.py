"""`campaign connect`: how two records are connected, and when, from a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from campaign.db import db
from campaign.errors import InvalidPeriod, NotConnectable, UnknownEnd
from campaign.graph.chains import Chain, Connection, Hop, find_connection
from campaign.graph.ends import Ends, find_ends
from campaign.graph.timing import Period, parse_period
from campaign.graph.together import Together, ties_of_ends
from campaign.graph.values import chain_values, together_values
from campaign.queries.citations import read_citations
from campaign.queries.records import RecordReference, references
from campaign.queries.words import (
    BASIS_WORDS,
    HELD_WORDS,
    REACH_WORDS,
    TIE_WORDS,
    TOGETHER_WORDS,
    link_period_words,
    plural,
)


@click.command()
@click.argument("start", metavar="FROM")
@click.argument("end", metavar="TO")
@click.option("--on", "asked_on", default="", help="A day, month or year: 2022-10.")
@click.option("--limit", default=5, type=click.IntRange(1, 100), help="How many chains.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API gives it.")
def connect(start: str, end: str, asked_on: str, limit: int, as_json: bool) -> None:
    """Print the chains between two companies, facilities or organisations, by their slugs."""
    moment, ends = _read(asked_on, start, end)
    found = find_connection(db.session, ends.start.id, ends.end.id, event=moment, limit=limit)
    hops = [hop for chain in found.chains for hop in chain.hops]
    nodes = references(db.session, {node for hop in hops for node in (hop.from_id, hop.to_id)})
    together = ties_of_ends(db.session, ends.start, ends.end, event=moment)
    if as_json:
        click.echo(_json(found, nodes, together, asked_on))
    else:
        click.echo("\n".join([*_lines(found, nodes, moment), *map(_tied, together)]))


def _read(asked_on: str, start: str, end: str) -> tuple[Period | None, Ends]:
    try:
        return parse_period(asked_on), find_ends(db.session, start, end)
    except UnknownEnd as error:
        raise click.ClickException(f"{error} Try: campaign search {error.slug}") from None
    except (InvalidPeriod, NotConnectable) as error:
        raise click.ClickException(str(error)) from None


def _tied(row: Together) -> str:
    ours, theirs = TOGETHER_WORDS[row.part], TOGETHER_WORDS[row.other_part]
    words = f"{row.record.title}: {row.organization.title} {ours}, {row.other.title} {theirs}"
    return words if row.chain is None else f"{words}; a chain leads on from there"


def _json(
    found: Connection,
    nodes: dict[int, RecordReference],
    together: tuple[Together, ...],
    asked_on: str,
) -> str:
    records = {hop.tie.record_id for chain in found.chains for hop in chain.hops}
    citations = read_citations(db.session, records)
    values = {
        "chains": [chain_values(chain, nodes, citations) for chain in found.chains],
        "together": [together_values(row) for row in together],
        "complete": found.complete,
        "found": found.found,
        "hops_searched": found.hops_searched,
        "cut_off": found.cut_off,
        "on": asked_on or None,
    }
    return json.dumps(values, ensure_ascii=False, indent=2)


def _lines(
    found: Connection, nodes: dict[int, RecordReference], moment: Period | None
) -> Iterator[str]:
    if not found.chains:
        steps = plural(found.hops_searched, "step")
        yield f"No chain is documented, up to {steps} in either direction."
        if found.cut_off:
            yield "Further out there was too much to read in one go; a longer chain may exist."
        yield "A source that names a link on the way would be needed."
    for chain in found.chains:
        yield _sentence(chain, nodes, moment)
    if found.found > len(found.chains):
        yield f"{plural(found.found, 'chain')} found; the strongest {len(found.chains)} are shown."


def _sentence(chain: Chain, nodes: dict[int, RecordReference], moment: Period | None) -> str:
    words = nodes[chain.hops[0].from_id].title
    for hop in chain.hops:
        arrow = "←" if hop.forward else "→"
        words += f" {arrow} {_how(hop, moment)} {arrow} {nodes[hop.to_id].title}"
    about = [REACH_WORDS[chain.reach]] if chain.reach else []
    about += [HELD_WORDS[chain.timing]] if moment else []
    return f"{words}  [{'; '.join(about)}]" if about else words


def _how(hop: Hop, moment: Period | None) -> str:
    tie, period = hop.tie, hop.tie.period
    parts = [TIE_WORDS.get(tie.relation, tie.relation)]
    parts.append(link_period_words(period.from_date, period.to_date, period.as_of))
    parts += [BASIS_WORDS[tie.basis]] if tie.basis else []
    parts += ["denied"] if tie.denied else []
    parts += [HELD_WORDS[hop.timing]] if moment else []
    return ", ".join(parts)
