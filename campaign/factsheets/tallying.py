"""What a sheet counts of its reports, told or not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from campaign.graph.counted import CountedGroup, Standing, alleging, denied_reports
from campaign.graph.group import group_ties, ways_down
from campaign.models.vocabulary import Certainty, Timing
from campaign.queries.reports import ReportRow


@dataclass(frozen=True)
class Tally:
    """Counts of some reports.

    Attributes:
        number: how many there are.
        years: the first and the last, as they stand in the reports.
        by_certainty: by status.
        disputed: those that somebody disputes.
        single: those that rest on one independent account.
        nowhere: those that name no place.
    """

    number: int = 0
    years: tuple[str, str] = ("", "")
    by_certainty: Mapping[Certainty, int] = field(default_factory=dict)
    disputed: int = 0
    single: int = 0
    nowhere: int = 0


@dataclass(frozen=True)
class CompanyTally(Tally):
    """Counts of the reports that are tied to a company.

    Attributes:
        own: those about places that the company itself runs, owns or is named for.
        places: the places of all.
        answered: those that the company answered.
        unplaced: those about several places, of which none is known to be the company's.
        undated: those of which it is unknown whether the tie held at the time.
        outside: those whose tie certainly ended before, or began after.
        withdrawn: those that would count.
        bought: those about whom a supplier itself buys from.
        group: those at other places of the same groups, which do not count.
        denied: those that do not count, for the tie is denied.
    """

    own: int = 0
    places: int = 0
    answered: int = 0
    unplaced: int = 0
    undated: int = 0
    outside: int = 0
    withdrawn: int = 0
    bought: int = 0
    group: int = 0
    denied: int = 0


def tally_of(rows: Sequence[ReportRow]) -> Tally:
    """Count what some reports say."""
    if not rows:
        return Tally()
    return Tally(
        number=len(rows),
        years=(min(r.from_date for r in rows), max(r.to_date or r.from_date for r in rows)),
        by_certainty=Counter(row.certainty for row in rows),
        disputed=sum(row.disputed for row in rows),
        single=sum(row.origins <= 1 for row in rows),
        nowhere=sum(not row.sites for row in rows),
    )


def company_tally(standing: Standing, answered: set[int]) -> CompanyTally:
    """Count what is tied to a company; ``answered`` are the reports that it answered."""
    session, company_id, groups = standing.session, standing.company_id, standing.standing
    group, denied = _not_counted(session, company_id)
    withdrawn = sum(g.number for g in standing.groups if g.withdrawn)
    bought = sum(g.number for g in standing.groups if not g.own) * standing.own_only
    if not groups:
        return CompanyTally(withdrawn=withdrawn, bought=bought, group=group, denied=denied)
    return CompanyTally(
        number=standing.number,
        years=_years(groups),
        by_certainty=_by_certainty(groups),
        disputed=sum(g.number for g in groups if g.disputed),
        single=standing.single(),
        nowhere=standing.nowhere(),
        own=sum(g.number for g in groups if g.own),
        places=standing.places(),
        answered=standing.among(answered),
        unplaced=standing.unplaced(),
        undated=sum(g.number for g in groups if g.timing is Timing.UNKNOWN),
        outside=sum(g.number for g in groups if g.late),
        withdrawn=withdrawn,
        bought=bought,
        group=group,
        denied=denied,
    )


def _years(groups: Sequence[CountedGroup]) -> tuple[str, str]:
    if not groups:
        return "", ""
    return min(group.first for group in groups), max(group.last for group in groups)


def _by_certainty(groups: Sequence[CountedGroup]) -> Mapping[Certainty, int]:
    counts: Counter[Certainty] = Counter()
    for group in groups:
        counts[group.certainty] += group.number
    return counts


def _not_counted(session: Session, company_id: int) -> tuple[int, int]:
    """Count the reports that only others of the group are tied to, and those denied."""
    found = group_ties(session, company_id, ways_down(session, company_id))
    ties = found.of(alleging(session, found.strongest.keys())).values()
    denied = sum(tie.way.denied for tie in ties)
    return len(ties) - denied, denied + denied_reports(session, company_id)
