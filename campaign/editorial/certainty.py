"""How sure a report is, as far as its sources can tell; a person confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.errors import Problem
from campaign.models import Draft, Source
from campaign.models.vocabulary import Certainty, Kind, SourceType, Stance
from campaign.schemas.types import is_confidential

PRIMARY = frozenset(
    {SourceType.COURT, SourceType.GOVERNMENT, SourceType.COMPANY, SourceType.DATASET}
)
STRENGTH = {certainty.value: position for position, certainty in enumerate(Certainty)}
Content = Mapping[str, Any]


@dataclass(frozen=True)
class SourceFacts:
    """What of a source decides: the story that it goes back to, and its type."""

    origin: str
    source_type: SourceType


@dataclass(frozen=True)
class Proposal:
    """The most that sources bear out, and how many independent accounts they give."""

    certainty: Certainty
    accounts: int


def proposed_certainty(document: Content, sources: Mapping[str, SourceFacts]) -> Proposal:
    """Return the most that the sources of a report bear out by themselves.

    What supports the allegations counts (the statements, where nothing is alleged): one
    origin is *reported*, two independent ones *corroborated*, a document of a court,
    authority or company or a data set *documented*. That a company acknowledges something
    or a court has established it, only a reader can tell.

    Args:
        document: plain values, spelled out, finished or not. Its ``origins`` group the
            sources that go back to one account; a source in no group counts by its own.
        sources: what is known of each, by slug.
    """
    groups = {
        citation["source"]: f"group {number}"
        for number, origin in enumerate(document.get("origins") or [])
        for citation in origin["citations"]
    }
    known = {slug: sources[slug] for slug in supporting_sources(document) if slug in sources}
    accounts = len({groups.get(slug) or facts.origin for slug, facts in known.items()})
    if any(facts.source_type in PRIMARY for facts in known.values()):
        return Proposal(Certainty.DOCUMENTED, accounts)
    certainty = Certainty.CORROBORATED if accounts > 1 else Certainty.REPORTED
    return Proposal(certainty, accounts)


def supporting_sources(document: Content) -> set[str]:
    """Return the slugs of the sources that bear out what a report alleges.

    Confidential ones bear out nothing: no reader could weigh them.
    """
    parts = document.get("allegations") or document.get("statements") or {}
    return {
        citation["source"]
        for part in parts.values()
        for citation in part.get("citations") or []
        if citation.get("source")
        and citation.get("stance", Stance.SUPPORTS) == Stance.SUPPORTS
        and not is_confidential(str(citation["source"]))
    }


def propose_for(session: Session, draft: Draft) -> Proposal | None:
    """Return what the sources of a report's draft bear out; None while it cites none."""
    slugs = supporting_sources(draft.document) if draft.kind is Kind.REPORT else set()
    facts = source_facts(session, slugs, draft.attached) if slugs else {}
    return proposed_certainty(draft.document, facts) if facts else None


def source_facts(
    session: Session, slugs: Iterable[str], attached: Iterable[Draft] = ()
) -> dict[str, SourceFacts]:
    """Return what decides of these sources: published ones, and those added to a draft."""
    wanted = sorted(set(slugs))
    rows = session.execute(
        select(Source.slug, Source.origin, Source.source_type).where(Source.slug.in_(wanted))
    )
    facts = {slug: SourceFacts(origin, source_type) for slug, origin, source_type in rows}
    for draft in attached:
        values = draft.document
        if values.get("slug") in wanted and values.get("source_type") in tuple(SourceType):
            origin = str(values.get("origin") or values["slug"])
            facts[values["slug"]] = SourceFacts(origin, SourceType(values["source_type"]))
    return facts


def certainty_problems(session: Session, draft: Draft) -> list[Problem]:
    """Return a problem when a report claims more than its sources show, without a reason."""
    claimed = draft.document.get("certainty")
    proposal = propose_for(session, draft)
    if proposal is None or claimed not in STRENGTH or draft.document.get("certainty_reason"):
        return []
    if STRENGTH[claimed] <= STRENGTH[proposal.certainty]:
        return []
    message = f"the sources show “{proposal.certainty}”; say on what “{claimed}” rests"
    return [Problem("/certainty_reason", message)]
