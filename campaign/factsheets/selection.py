"""The written rule by which a sheet chooses its reports.

A report is chosen from those that count: a source names the company for the place, or a
link names the very place; somebody alleges abuse; the tie is not denied. Withdrawn reports
are not chosen. Reports whose tie ended before them, or is documented only later, come last.
Then the surest comes first: established, acknowledged, documented, corroborated, reported;
then the one with more independent accounts; then the newest. At most six are told, and of
one facility at most two while others wait. What somebody disputes is marked and told in the
same way. Of each report the sheet quotes the first statement whose source carries an
allegation, and one more if it carries others. How many reports are left out is said, and
where to read them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from campaign.models import Report, Statement
from campaign.models.vocabulary import Certainty, Stance
from campaign.queries.citations import Citations
from campaign.queries.reports import ReportRow

MOST_REPORTS = 6
MOST_OF_ONE_PLACE = 2
MOST_STATEMENTS = 2
SUREST_FIRST = tuple(reversed(Certainty))

RULE = (
    "How this sheet was made: only reports count for which a source names the company at the "
    "place, or a link names the very place. Told first are the surest (established, "
    "acknowledged, documented, corroborated, reported), then those with more independent "
    f"accounts, then the newest; at most {MOST_REPORTS}, and of one facility at most "
    f"{MOST_OF_ONE_PLACE} while others wait. Of each, the first statement is quoted whose "
    "source carries an allegation, and one more if it carries others. Counts are read “at "
    "least”. A report is not a verdict. Grades A to F say how reliable a source is: A is a "
    "court, an authority or somebody's own statement; F cannot be judged."
)


def choose_reports(
    rows: Iterable[ReportRow], *, out_of_time: Collection[int] = (), limit: int = MOST_REPORTS
) -> tuple[ReportRow, ...]:
    """Return the reports that a sheet tells, strongest first, by the rule of this module.

    Args:
        rows: the reports that count.
        out_of_time: ids of those whose tie certainly ended before or began after.
        limit: how many to choose at most.
    """
    ranked = ranked_reports((row for row in rows if not row.withdrawn), out_of_time)
    taken: Counter[int] = Counter()
    chosen: list[ReportRow] = []
    waiting: list[ReportRow] = []
    for row in ranked:
        places = [site.id for site in row.sites[:1]]
        taken.update(places)
        crowded = any(taken[place] > MOST_OF_ONE_PLACE for place in places)
        (waiting if crowded else chosen).append(row)
    return tuple(ranked_reports((chosen + waiting)[:limit], out_of_time))


def ranked_reports(rows: Iterable[ReportRow], out_of_time: Collection[int] = ()) -> list[ReportRow]:
    """Return reports by the strength of what is known, strongest first."""
    newest_first = sorted(rows, key=lambda row: (row.from_date, row.slug), reverse=True)
    return sorted(
        newest_first,
        key=lambda row: (row.id in out_of_time, SUREST_FIRST.index(row.certainty), -row.origins),
    )


def telling_statements(
    report: Report, citations: Citations, limit: int = MOST_STATEMENTS
) -> list[Statement]:
    """Return the statements to quote, in the report's order.

    The first that carries an allegation opens, for editors put the core of the matter
    first; then comes the one that carries most of the allegations not told yet, if one
    does. A statement carries the allegations with which it shares a source. One that can
    stand alone, because it names who speaks, is taken before one that cannot.
    """
    carried = {s.key: _allegations_carried(report, s, citations) for s in report.statements}
    opening = min(report.statements, key=lambda s: (not carried[s.key], not names_speaker(s)))
    chosen = [opening]
    told = set(carried[opening.key])
    while len(chosen) < limit:
        left = [s for s in report.statements if carried[s.key] - told]
        if not left:
            break
        best = min(left, key=lambda s: (-len(carried[s.key] - told), not names_speaker(s)))
        chosen.append(best)
        told |= carried[best.key]
    return sorted(chosen, key=lambda statement: statement.position)


def names_speaker(statement: Statement) -> bool:
    """Tell whether a statement says itself whose it is: "China Labor Watch reported …"."""
    speaker = re.findall(r"\w{3,}", statement.speaker)
    names = [word for word in speaker if word[0].isupper()] or speaker
    words = statement.text.lower()
    return any(name.lower() in words for name in names)


def _allegations_carried(report: Report, statement: Statement, citations: Citations) -> set[str]:
    own = _sources(citations, report.id, f"/statements/{statement.key}")
    return {
        allegation.key
        for allegation in report.allegations
        if own & _sources(citations, report.id, f"/allegations/{allegation.key}")
    }


def _sources(citations: Citations, record_id: int, pointer: str) -> set[int]:
    cited = citations.of(record_id, pointer)
    return {c.source.id for c in cited if c.stance is Stance.SUPPORTS}
