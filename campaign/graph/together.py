"""What ties an organisation to others: campaigns and reports that name both.

A union, a movement group or a public body buys, owns and runs nothing, so no chain of supply
runs through it. It stands in campaigns, which address companies and places, and in reports,
which are about them; from those a chain may lead on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, literal, select, type_coerce, union_all
from sqlalchemy.orm import Session, aliased

from campaign.graph.chains import Chain, find_connection
from campaign.graph.timing import Period
from campaign.models import CampaignParty, Demand, Party, ReportSite
from campaign.models.vocabulary import CampaignPartyRole, Kind, Reach
from campaign.queries.records import RecordReference, references

MOST_OTHERS = 500  # read, of whom the same campaigns and reports name
MOST_WAYS = 8  # of them from which a chain is looked for
PLACE = "place"


@dataclass(frozen=True)
class Together:
    """A campaign or report that names an organisation and somebody else.

    Attributes:
        record: the campaign or report.
        organization: the organisation.
        part: what it is in that: ``organiser`` or ``target``, or its role in the report.
        other: who else is named: the other end, or somebody tied to it.
        other_part: ``target``, a role, or ``place``.
        chain: how the other is tied to the end; None where it is the end itself.
    """

    record: RecordReference
    organization: RecordReference
    part: str
    other: RecordReference
    other_part: str
    chain: Chain | None = None


Named = tuple[int, str, int, str]


def named_together(
    session: Session, organization_id: int, end_id: int, *, event: Period | None = None
) -> tuple[Together, ...]:
    """Return the campaigns and reports that tie an organisation to another record.

    Those that name both come first; then those that name somebody from whom a chain to the
    very place, or to the company, is documented.

    Args:
        session: only read.
        organization_id: whose ties are asked for.
        end_id: a company, facility or another organisation.
        event: when something happened, for the chains.
    """
    rows = _named(session, organization_id)
    direct = [row for row in rows if row[2] == end_id]
    chains = dict(_chains(session, (row[2] for row in rows if row[2] != end_id), end_id, event))
    found = [*direct, *(row for row in rows if row[2] in chains)]
    ids = {organization_id, *(row[0] for row in found), *(row[2] for row in found)}
    nodes = references(session, ids)
    return tuple(
        Together(
            nodes[record], nodes[organization_id], part, nodes[other], other_part, chains.get(other)
        )
        for record, part, other, other_part in found
    )


def ties_of_ends(
    session: Session, start: RecordReference, end: RecordReference, *, event: Period | None = None
) -> tuple[Together, ...]:
    """Return what ties an organisation among two ends to the other; nothing for other ends."""
    if start.kind is not Kind.ORGANIZATION:
        start, end = end, start
    if start.kind is not Kind.ORGANIZATION:
        return ()
    return named_together(session, start.id, end.id, event=event)


def _named(session: Session, organization_id: int) -> list[Named]:
    """Return whom the same campaigns and reports name, each with its part."""
    parties = aliased(CampaignParty)
    roles = aliased(Party)
    target = literal(CampaignPartyRole.TARGET.value, Text)
    part, role = type_coerce(CampaignParty.part, Text), type_coerce(Party.role, Text)
    queries = (
        select(CampaignParty.campaign_id, part, parties.actor_id, type_coerce(parties.part, Text))
        .join(parties, parties.campaign_id == CampaignParty.campaign_id)
        .where(CampaignParty.actor_id == organization_id),
        select(CampaignParty.campaign_id, part, Demand.actor_id, target)
        .join(Demand, Demand.campaign_id == CampaignParty.campaign_id)
        .where(CampaignParty.actor_id == organization_id),
        select(Party.report_id, role, roles.actor_id, type_coerce(roles.role, Text))
        .join(roles, roles.report_id == Party.report_id)
        .where(Party.actor_id == organization_id),
        select(Party.report_id, role, ReportSite.facility_id, literal(PLACE, Text))
        .join(ReportSite, ReportSite.report_id == Party.report_id)
        .where(Party.actor_id == organization_id),
    )
    rows: Any = session.execute(union_all(*queries).limit(MOST_OTHERS))
    ours = (CampaignPartyRole.ORGANISER.value,)
    named = {tuple(row) for row in rows if row[2] not in (None, organization_id)}
    beside = {row for row in named if row[1] in ours and row[3] in ours}
    return sorted(named - beside)  # who organises together is tied to nobody by that


def _chains(
    session: Session, others: Iterable[int], end_id: int, event: Period | None
) -> Iterator[tuple[int, Chain]]:
    """Yield those of some records from which a chain leads to the end, with the strongest."""
    for other in list(dict.fromkeys(others))[:MOST_WAYS]:
        found = find_connection(session, other, end_id, event=event, limit=1).chains
        if found and not (found[0].reach is Reach.GROUP or found[0].denied or found[0].turns):
            yield other, found[0]
