"""Who is connected to a place, and how: each hop of a chain as a row with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.factsheets.material import Material
from campaign.factsheets.naming import joined
from campaign.factsheets.parts import Row, Sentence, Table
from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.ties import basis_words, denied, is_named, tie_words
from campaign.graph.chains import Chain, Hop
from campaign.graph.timing import Period, timing_of_chain
from campaign.models import Ownership, Party, SupplyLink
from campaign.models.vocabulary import LinkStatus, Reach, Timing
from campaign.queries.reports import ReportRow

ARROW = " ← "


def table(material: Material, rows: Iterable[Row], caption: Sentence | None = None) -> Table:
    """Return rows under the headings that all tables of ties have."""
    text = material.wording.text
    columns = (text("Who"), text("What, and when"), text("On what basis"))
    return Table(columns, tuple(rows), caption)


def chain_table(
    material: Material, place: Runs, chain: Chain, told: Iterable[ReportRow], year: int
) -> Table:
    """Return a chain to a place: its hops; reach, and timing for the reports told, above.

    What a report itself names needs no timing: it was named for that report.
    """
    timings = () if chain.reach is Reach.NAMED else tuple(_timing(chain, row) for row in told)
    caption = tie_caption(material, place, material.wording.of(chain.reach or Reach.GROUP), timings)
    return table(material, hop_rows(material, chain, year), caption)


def tie_caption(material: Material, place: Runs, reach: str, timings: Sequence[Timing]) -> Sentence:
    """Return how a place is tied, and whether the tie held at the time of the reports."""
    wording = material.wording
    words = dict.fromkeys(wording.of(timing) for timing in timings)
    if not words:
        return material.counted(wording.say("{place}: {reach}.", place=place, reach=reach))
    timing = wording.row(words)
    return material.counted(
        wording.say("{place}: {reach}; {timing}.", place=place, reach=reach, timing=timing)
    )


def hop_rows(material: Material, chain: Chain, year: int) -> Iterable[Row]:
    """Yield a row for each hop; a link that names a site makes one row of its two hops."""
    for hop, ends in joined_hops(chain):
        yield _hop_row(material, hop, ends, year)


def joined_hops(chain: Chain) -> Iterable[tuple[Hop, list[int]]]:
    """Yield each tie of a chain with the nodes that it joins, two or three."""
    hops = list(chain.hops)
    while hops:
        first = hops.pop(0)
        ends = [first.from_id, first.to_id]
        while hops and hops[0].tie is first.tie:
            ends.append(hops.pop(0).to_id)
        yield first, ends


def party_rows(material: Material, report_id: int, company_id: int) -> Iterable[Row]:
    """Yield how a report itself names a company: its role and on what that rests."""
    for party in material.parties_of(report_id):
        if party.actor_id == company_id:
            yield party_row(material, party)


def party_row(material: Material, party: Party) -> Row:
    """Return somebody's part in a report as a row."""
    title = party.actor.title if party.actor else party.actor_name or ""
    wording = material.wording
    return Row(
        cells=(
            material.name(party.actor_id, title),
            wording.say("named as {role}", role=wording.of(party.role)),
            (material.quote(party.basis),),
        ),
        notes=material.notes.leading(material.cited(party.report_id, f"/parties/{party.position}")),
    )


def link_row(material: Material, link: SupplyLink, year: int) -> Row:
    """Return a supply link as a row: its attributed statement is the basis."""
    ends = [material.name(link.buyer_id, link.buyer.title)]
    ends.append(material.name(link.supplier_id, link.supplier.title))
    if link.facility is not None:
        ends.append(material.name(link.facility_id, link.facility.title))
    period = Period(link.from_date, link.to_date, link.as_of)
    is_denied = link.link_status is LinkStatus.DENIED or bool(link.denials)
    return Row(
        cells=(
            joined(ends, ARROW),
            tie_words(material, link.relation.value, link.product, period, year),
            _stated(material, link),
        ),
        notes=material.notes.leading(material.cited(link.id, "")),
        status=denied(material.wording) if is_denied else (),
    )


def ownership_row(material: Material, holding: Ownership, year: int) -> Row:
    """Return a holding as a row: its attributed statement is the basis."""
    ends = [material.name(holding.parent_id, holding.parent.title)]
    ends.append(material.name(holding.subsidiary_id, holding.subsidiary.title))
    period = Period(holding.from_date, holding.to_date, holding.as_of)
    return Row(
        cells=(
            joined(ends, ARROW),
            tie_words(material, holding.ownership_type.value, "", period, year),
            _stated(material, holding),
        ),
        notes=material.notes.leading(material.cited(holding.id, "")),
    )


def _stated(material: Material, link: SupplyLink | Ownership) -> Runs:
    return material.wording.say(
        "{basis}: {statement}",
        basis=material.wording.of(link.basis),
        statement=material.quote(link.statement),
    )


def _timing(chain: Chain, report: ReportRow) -> Timing:
    happened = Period(report.from_date, report.to_date or report.from_date)
    return timing_of_chain(hop.tie.timing(happened) for hop in chain.hops)


def _hop_row(material: Material, hop: Hop, ends: Sequence[int], year: int) -> Row:
    tie = hop.tie
    basis: Runs = (Run(basis_words(material.wording, tie.basis)),)
    how = tie_words(material, tie.relation, tie.product, tie.period, year)
    if is_named(tie):
        party = material.parties[tie.record_id, int(tie.pointer.rsplit("/", 1)[1])]
        how = material.wording.say("named as {role}", role=material.wording.of(party.role))
        basis = (material.quote(party.basis),)
    return Row(
        cells=(joined([material.node(end) for end in ends], ARROW), how, basis),
        notes=material.notes.leading(material.cited(tie.record_id, tie.pointer)),
        status=denied(material.wording) if tie.denied else (),
    )
