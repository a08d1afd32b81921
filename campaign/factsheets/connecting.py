"""Who is connected to a place, and how: each hop of a chain as a row with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from campaign.factsheets.material import Material
from campaign.factsheets.sheet import Row, Run, Sentence, Table
from campaign.graph.chains import Chain, Hop
from campaign.graph.network import TieKind
from campaign.graph.timing import Period, timing_of, timing_of_chain
from campaign.models import Ownership, Party, SupplyLink
from campaign.models.vocabulary import LinkStatus, Reach, Timing
from campaign.queries.reports import ReportRow
from campaign.queries.words import (
    BASIS_WORDS,
    LINK_STATUS_WORDS,
    PARTY_ROLE_WORDS,
    REACH_WORDS,
    TIE_WORDS,
    TIMING_WORDS,
    link_period_words,
)

COLUMNS = ("Who", "What, and when", "On what basis")
NOT_STATED = "not stated on the list"


def chain_table(
    material: Material, place: Sequence[Run], chain: Chain, told: Iterable[ReportRow]
) -> Table:
    """Return a chain to a place: its hops; reach, and timing for the reports told, above.

    What a report itself names needs no timing: it was named for that report.
    """
    timings = dict.fromkeys(TIMING_WORDS[_timing(chain, report)] for report in told)
    when = "" if chain.reach is Reach.NAMED else f"; {' or '.join(timings)}"
    words = Run(f": {REACH_WORDS[chain.reach or Reach.GROUP]}{when}.")
    caption = Sentence((*place, words), material.notes.here, computed=True)
    return Table(COLUMNS, tuple(hop_rows(material, chain)), caption)


def hop_rows(material: Material, chain: Chain) -> Iterable[Row]:
    """Yield a row for each hop; a link that names a site makes one row of its two hops."""
    hops = list(chain.hops)
    while hops:
        first = hops.pop(0)
        ends = [first.from_id, first.to_id]
        while hops and hops[0].tie is first.tie:
            ends.append(hops.pop(0).to_id)
        yield _hop_row(material, first, ends)


def party_rows(material: Material, report_id: int, company_id: int) -> Iterable[Row]:
    """Yield how a report itself names a company: its role and on what that rests."""
    for party in material.parties_of(report_id):
        if party.actor_id == company_id:
            yield party_row(material, party)


def party_row(material: Material, party: Party) -> Row:
    """Return somebody's part in a report as a row."""
    who = party.actor.title if party.actor else party.actor_name or ""
    return Row(
        cells=(
            (Run(who, quoted=True),),
            (Run(f"named as {PARTY_ROLE_WORDS[party.role]}"),),
            (Run(party.basis, quoted=True),),
        ),
        notes=material.notes.supporting(
            material.cited(party.report_id, f"/parties/{party.position}")
        ),
    )


def link_row(material: Material, link: SupplyLink) -> Row:
    """Return a supply link as a row: its attributed statement is the basis."""
    how = _how(link.relation.value, link.product, link.from_date, link.to_date, link.as_of)
    ends = [link.buyer.title, link.supplier.title]
    if link.facility is not None:
        ends.append(link.facility.title)
    denied = link.link_status is LinkStatus.DENIED or bool(link.denials)
    return Row(
        cells=(
            _chain_of_names(ends),
            (Run(how),),
            (Run(f"{BASIS_WORDS[link.basis]}: "), Run(link.statement, quoted=True)),
        ),
        notes=material.notes.supporting(material.cited(link.id, "")),
        status=(LINK_STATUS_WORDS[LinkStatus.DENIED],) if denied else (),
    )


def ownership_row(material: Material, holding: Ownership) -> Row:
    """Return a holding as a row: its attributed statement is the basis."""
    how = _how(holding.ownership_type.value, "", holding.from_date, holding.to_date, holding.as_of)
    return Row(
        cells=(
            _chain_of_names([holding.parent.title, holding.subsidiary.title]),
            (Run(how),),
            (Run(f"{BASIS_WORDS[holding.basis]}: "), Run(holding.statement, quoted=True)),
        ),
        notes=material.notes.supporting(material.cited(holding.id, "")),
    )


def _timing(chain: Chain, report: ReportRow) -> Timing:
    happened = Period(report.from_date, report.to_date or report.from_date)
    return timing_of_chain(timing_of(hop.tie.period, happened) for hop in chain.hops)


def _hop_row(material: Material, hop: Hop, ends: Sequence[int]) -> Row:
    tie = hop.tie
    basis = (Run(BASIS_WORDS[tie.basis]),) if tie.basis else (Run("record of the place"),)
    period = tie.period
    how = _how(tie.relation, tie.product, period.from_date, period.to_date, period.as_of)
    if tie.kind is TieKind.NAMED:
        how = TIE_WORDS[tie.relation]
        party = material.parties[tie.record_id, int(tie.pointer.rsplit("/", 1)[1])]
        basis = (Run(party.basis, quoted=True),)
    return Row(
        cells=(_chain_of_names([material.nodes[end].title for end in ends]), (Run(how),), basis),
        notes=material.notes.supporting(material.cited(tie.record_id, tie.pointer)),
        status=(LINK_STATUS_WORDS[LinkStatus.DENIED],) if tie.denied else (),
    )


def _how(
    relation: str, product: str, from_date: str | None, to_date: str | None, as_of: str | None
) -> str:
    made = f" ({product})" if product and product != NOT_STATED else ""
    period = link_period_words(from_date, to_date, as_of)
    return f"{TIE_WORDS.get(relation, relation)}{made}, {period}"


def _chain_of_names(titles: Iterable[str]) -> tuple[Run, ...]:
    runs: list[Run] = []
    for title in titles:
        runs += [Run(" ← ")] if runs else []
        runs.append(Run(title, quoted=True))
    return tuple(runs)
