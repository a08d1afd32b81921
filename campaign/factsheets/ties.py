"""What one link, holding or operation says, in the tense that its dates allow."""

from __future__ import annotations

from campaign.factsheets.material import Material
from campaign.factsheets.runs import Runs, Status
from campaign.factsheets.wording import Part, Wording, in_context
from campaign.graph.network import Tie, TieKind
from campaign.graph.timing import Period
from campaign.models.vocabulary import Basis, LinkStatus, OwnershipType, Relation

NOT_STATED = "not stated on the list"
FRESH_YEARS = 1  # something seen longer ago is told in the past tense
# What each tie says, read from the buying side: while it holds, and when it is past.
SAYS: dict[str, tuple[str, str]] = {
    Relation.CONTRACT_MANUFACTURING: (
        in_context("tie", "buys contract manufacturing"),
        in_context("tie", "bought contract manufacturing"),
    ),
    Relation.COMPONENT: (
        in_context("tie", "buys components"),
        in_context("tie", "bought components"),
    ),
    Relation.FINISHED_GOODS: (
        in_context("tie", "buys finished goods"),
        in_context("tie", "bought finished goods"),
    ),
    Relation.LICENSED: (
        in_context("tie", "buys licensed goods"),
        in_context("tie", "bought licensed goods"),
    ),
    Relation.RAW_MATERIAL: (
        in_context("tie", "buys raw material"),
        in_context("tie", "bought raw material"),
    ),
    Relation.LABOUR_AGENCY: (
        in_context("tie", "uses as labour agency"),
        in_context("tie", "used as labour agency"),
    ),
    Relation.SANITATION_CONTRACTOR: (
        in_context("tie", "uses as sanitation contractor"),
        in_context("tie", "used as sanitation contractor"),
    ),
    Relation.SERVICES: (in_context("tie", "buys services"), in_context("tie", "bought services")),
    Relation.UNKNOWN: (
        in_context("tie", "buys (what is not stated)"),
        in_context("tie", "bought (what is not stated)"),
    ),
    OwnershipType.SUBSIDIARY: (in_context("tie", "owns"), in_context("tie", "owned")),
    OwnershipType.JOINT_VENTURE: (
        in_context("tie", "holds in a joint venture"),
        in_context("tie", "held in a joint venture"),
    ),
    OwnershipType.AFFILIATE: (
        in_context("tie", "is affiliated with"),
        in_context("tie", "was affiliated with"),
    ),
    OwnershipType.INVESTOR: (
        in_context("tie", "has invested in"),
        in_context("tie", "had invested in"),
    ),
    "operates": (in_context("tie", "operates"), in_context("tie", "operated")),
    "named as buyer": (
        in_context("tie", "is named as buyer in a report"),
        in_context("tie", "was named as buyer in a report"),
    ),
}


def is_past(period: Period, year: int) -> bool:
    """Tell whether something ended, or was last seen before the year before this one."""
    seen = period.as_of or period.from_date
    return bool(period.to_date) or (seen is not None and int(seen[:4]) < year - FRESH_YEARS)


def relation_words(wording: Wording, relation: str, *, past: bool) -> str:
    """Return what a tie says."""
    says = SAYS.get(relation)
    return relation if says is None else wording.term("tie", says[past])


def tie_words(material: Material, relation: str, product: str, period: Period, year: int) -> Runs:
    """Return what a tie says, of which goods, and since, until or as of when."""
    wording = material.wording
    parts: dict[str, Part] = {
        "relation": relation_words(wording, relation, past=is_past(period, year)),
        "period": wording.link_period(period.from_date, period.to_date, period.as_of),
    }
    if product and product != NOT_STATED:
        goods = material.quote(product)
        return wording.say("{relation} ({goods}), {period}", goods=goods, **parts)
    return wording.say("{relation}, {period}", **parts)


def basis_words(wording: Wording, basis: Basis | None) -> str:
    """Return on what a tie rests."""
    return wording.of(basis) if basis else wording.text("record of the place")


def denied(wording: Wording) -> tuple[Status, ...]:
    """Return the word for a tie that somebody denies."""
    return (Status(LinkStatus.DENIED.value, wording.of(LinkStatus.DENIED)),)


def is_named(tie: Tie) -> bool:
    """Tell whether a tie is no link, but a report that names a buyer."""
    return tie.kind is TieKind.NAMED
