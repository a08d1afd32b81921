"""How a company is tied to what is told, by which chains, and what of it is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from campaign.factsheets.buying import buyers_table
from campaign.factsheets.connecting import (
    chain_table,
    link_row,
    ownership_row,
    party_rows,
    table,
    tie_caption,
)
from campaign.factsheets.explaining import unknown_about
from campaign.factsheets.findings import Role
from campaign.factsheets.parts import Item, Row, Sentence, Table
from campaign.factsheets.picturing import drawing_of
from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.wording import in_context, message
from campaign.graph.brand import ExposedReport
from campaign.graph.chains import Chain
from campaign.models.vocabulary import Reach, Timing

if TYPE_CHECKING:
    from campaign.factsheets.company import Telling

# A whole sentence for each: how the tie was at the time of the report.
LINKED = {
    Timing.AT_THE_TIME: message(
        "A link ties {company} to this very site; it held at the time of the report."
    ),
    Timing.ENDED_BEFORE: message(
        "A link ties {company} to this very site; it ended before what is reported."
    ),
    Timing.BEGAN_AFTER: message(
        "A link ties {company} to this very site; it is documented only later."
    ),
    Timing.UNKNOWN: message(
        "A link ties {company} to this very site; whether it held at the time is not known."
    ),
}
NAMED_AT_LARGE = in_context("reach", "named by a source of the report")


def tie_of(telling: Telling, row: ExposedReport) -> Runs:
    """Return how a report is tied to the company; empty where it is the company's own place."""
    say = telling.material.wording.say
    if not row.tiers:
        return ()
    if row.reach is not Reach.NAMED:
        return say(LINKED[row.timing], company=telling.name)
    if len(row.report.sites) != 1:
        return say("{company} is named by a source of the report.", company=telling.name)
    return say("{company} is named for this site by a source of the report.", company=telling.name)


def connected(telling: Telling) -> Iterable[Item]:
    """Yield the drawing, and a table for each place told; without reports, the links."""
    found, material, year = telling.found, telling.material, telling.frame.year
    by_place: dict[int | None, list[ExposedReport]] = defaultdict(list)
    for row in telling.told:
        by_place[row.sites[0].id if row.sites else None].append(row)
    groups = list(by_place.items())[: material.limits.chains]
    chains = [chain for _, rows in groups if (chain := found.chain_to(rows[0])) is not None]
    sites = dict.fromkeys(site.id for row in telling.told for site in row.sites)
    all_buyers = [chain for site in sites for chain in found.buyers.get(site, {}).values()]
    buyers = all_buyers[: material.limits.buyers]
    yield from drawing_of(material, buyers or chains, year)
    for place, rows in () if buyers and material.limits.terse else groups:
        yield from _tie_table(telling, rows, found.chain_to(rows[0]) if place else None)
    yield from buyers_table(material, buyers, year)
    if not telling.told or (found.role is Role.SUPPLIER and not material.limits.terse):
        yield from _links_table(telling)


def _links_table(telling: Telling) -> Iterable[Table]:
    """Yield the links of the company that name no place told: never a tie to a place."""
    found, material, year = telling.found, telling.material, telling.frame.year
    told = {site.id for row in telling.told for site in row.sites}
    links = [link for link in found.links if link.facility_id not in told]
    rows = [link_row(material, link, year) for link in links[: material.limits.links]]
    room = max(material.limits.links - len(rows), 0)
    rows += [ownership_row(material, holding, year) for holding in found.holdings[:room]]
    if rows:
        caption = material.counted(
            material.wording.say(
                "Links of {company}; they say nothing about other places.", company=telling.name
            )
        )
        yield table(material, rows, caption)


def _tie_table(
    telling: Telling, told: Sequence[ExposedReport], chain: Chain | None
) -> Iterable[Table]:
    """Yield how a place is tied to the company: by a chain, or as the report itself names it."""
    material, first, year = telling.material, told[0], telling.frame.year
    if first.sites:
        where = material.place(first.sites[0], strong=True)
    else:
        where = (Run(material.wording.text("No single place named"), strong=True),)
    if chain is not None and chain.reach is not Reach.GROUP and not chain.denied:
        yield chain_table(material, where, chain, [row.report for row in told], year)
        return
    named = [row for report in told for row in _named_in_report(telling, report)]
    if named:
        at_large = first.reach is Reach.NAMED and len(first.report.sites) != 1
        wording = material.wording
        reach = wording.term("reach", NAMED_AT_LARGE) if at_large else wording.of(first.reach)
        yield table(material, named, tie_caption(material, where, reach, (first.timing,)))


def _named_in_report(telling: Telling, row: ExposedReport) -> Iterable[Row]:
    """Yield how the report names the company, or else a company that it holds."""
    found, material = telling.found, telling.material
    own = list(party_rows(material, row.report.id, found.company.id))
    yield from own
    for holding in found.holdings if not own else ():
        named = list(party_rows(material, row.report.id, holding.subsidiary_id))
        if named and holding.parent_id == found.company.id:
            yield ownership_row(material, holding, telling.frame.year)
            yield from named


def unknown_of(telling: Telling) -> Iterable[Sentence]:
    """Yield what is not known of a company's reports, as counts of this record."""
    tally, material, name = telling.found.tally, telling.material, telling.name
    say_many = material.wording.say_many
    yield from unknown_about(material, tally)
    if unplaced := tally.unplaced:
        yield material.counted(
            say_many(
                unplaced,
                "{n} report names several places; which of them concerns {company} is unknown.",
                "{n} reports name several places; which of them concern {company} is unknown.",
                company=name,
            )
        )
    if undated := tally.undated:
        yield material.counted(
            say_many(
                undated,
                "For {n} report it is unknown whether the tie to {company} held at the time.",
                "For {n} reports it is unknown whether the tie to {company} held at the time.",
                company=name,
            )
        )
    if outside := tally.outside:
        yield material.counted(
            say_many(
                outside,
                "For {n} report the tie ended before, or is documented only later.",
                "For {n} reports the tie ended before, or is documented only later.",
            )
        )
    yield from _not_counted(telling)


def _not_counted(telling: Telling) -> Iterable[Sentence]:
    tally, material = telling.found.tally, telling.material
    say_many = material.wording.say_many
    if group := tally.group:
        yield material.counted(
            say_many(
                group,
                "{n} further report concerns other places of the same groups; no source ties "
                "these to {company}, and they are not counted.",
                "{n} further reports concern other places of the same groups; no source ties "
                "these to {company}, and they are not counted.",
                company=telling.name,
            )
        )
    if bought := tally.bought:
        yield material.counted(
            say_many(
                bought,
                "{n} further report concerns those from whom it buys; it is not counted here.",
                "{n} further reports concern those from whom it buys; they are not counted here.",
            )
        )
    if denied := tally.denied:
        yield material.counted(
            say_many(
                denied,
                "{n} report is not counted, because the tie is denied.",
                "{n} reports are not counted, because the tie is denied.",
            )
        )
