"""How sure a report is, as far as its sources can tell; a person confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.errors import Problem
from campaign.models import Draft, Source
from campaign.models.vocabulary import Certainty, SourceType, Stance
from campaign.schemas import Document, Part
from campaign.schemas.report import ReportDocument

PRIMARY = frozenset(
    {SourceType.COURT, SourceType.GOVERNMENT, SourceType.COMPANY, SourceType.DATASET}
)
STRENGTH = {certainty: position for position, certainty in enumerate(Certainty)}


@dataclass(frozen=True)
class SourceFacts:
    """What of a source decides: the story that it goes back to, and its type."""

    origin: str
    source_type: SourceType


def proposed_certainty(document: ReportDocument, sources: Mapping[str, SourceFacts]) -> Certainty:
    """Return the most that the sources of a report bear out by themselves.

    What supports the allegations counts (the statements, where nothing is alleged): one
    origin is *reported*, two independent ones *corroborated*, a document of a court,
    authority or company or a data set *documented*. That a company acknowledges something
    or a court has established it, only a reader can tell.

    Args:
        document: its ``origins`` group the sources that go back to one account; a source
            in no group counts by its own origin.
        sources: what is known of each, by slug.
    """
    cited = supporting_sources(document)
    known = [sources[slug] for slug in cited if slug in sources]
    if any(source.source_type in PRIMARY for source in known):
        return Certainty.DOCUMENTED
    if count_origins(document, sources) > 1:
        return Certainty.CORROBORATED
    return Certainty.REPORTED


def count_origins(document: ReportDocument, sources: Mapping[str, SourceFacts]) -> int:
    """Return the number of independent accounts behind what a report alleges."""
    groups = {
        citation.source: f"group {number}"
        for number, origin in enumerate(document.origins)
        for citation in origin.citations
    }
    cited = supporting_sources(document)
    return len({groups.get(slug) or sources[slug].origin for slug in cited if slug in sources})


def supporting_sources(document: ReportDocument) -> set[str]:
    """Return the slugs of the sources that bear out what a report alleges."""
    parts: Iterable[Part] = document.allegations.values() or document.statements.values()
    return {
        citation.source
        for part in parts
        for citation in part.citations
        if citation.stance is Stance.SUPPORTS
    }


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


def certainty_problems(
    session: Session, document: Document, attached: Iterable[Draft]
) -> list[Problem]:
    """Return a problem when a report claims more than its sources show, without a reason."""
    if not isinstance(document, ReportDocument) or document.certainty_reason is not None:
        return []
    facts = source_facts(session, supporting_sources(document), attached)
    proposed = proposed_certainty(document, facts)
    if STRENGTH[document.certainty] <= STRENGTH[proposed]:
        return []
    message = f"the sources show “{proposed}”; say on what “{document.certainty}” rests"
    return [Problem("/certainty_reason", message)]
