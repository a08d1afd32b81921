"""The written rules by which a sheet chooses what it tells, and in which order.

A report is chosen from those that count: a source names the company for the place, or a
link names the very place; somebody alleges abuse; the tie is not denied. Withdrawn reports
are neither counted nor chosen. Reports whose tie ended before them, or is documented only
later, come last. Then the surest comes first: established, acknowledged, documented,
corroborated, reported; then the one with more independent accounts; then the newest. Of one
facility at most two are told while others wait. What somebody disputes is marked and told in
the same way. Of each report the sheet quotes the first statement whose source carries an
allegation, and one more if it carries others. How many reports are left out is said, and
where to read them.

How much is told depends on the length. One and two pages have a ladder of limits: the first
with which the sheet is no heavier than its pages can bear is taken. A dossier tells all.
An editor may leave out sections and reports, and order sections anew (``Choices``); answers,
improvements and what is not known stay.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from campaign.factsheets.frames import Choices
from campaign.factsheets.limits import TWO_PAGES, Limits
from campaign.factsheets.parts import FIXED_BLOCKS, BlockKey
from campaign.factsheets.sheet import UnknownChoice
from campaign.models import Report, Statement
from campaign.models.vocabulary import Certainty, Stance
from campaign.queries.citations import Citations
from campaign.queries.reports import ReportRow

SUREST_FIRST = tuple(reversed(Certainty))
USUAL_ORDER = tuple(BlockKey)


def ordered_blocks(choices: Choices) -> tuple[BlockKey, ...]:
    """Return the sections to write, in the order that an editor chose.

    Raises:
        UnknownChoice: a section that may not be left out was.
    """
    for key in choices.left_out:
        if key in FIXED_BLOCKS:
            raise UnknownChoice(
                f"The section “{key.value}” cannot be left out: answers, improvements and what "
                "is not known stand on every sheet."
            )
    order = dict.fromkeys((*choices.order, *USUAL_ORDER))
    return tuple(key for key in order if key not in choices.left_out)


def choose_reports(
    rows: Iterable[ReportRow], limits: Limits = TWO_PAGES, *, out_of_time: Collection[int] = ()
) -> tuple[ReportRow, ...]:
    """Return the reports that a sheet tells, strongest first, by the rule of this module.

    Args:
        rows: the reports that count.
        limits: how many to choose at most, and of one facility.
        out_of_time: ids of those whose tie certainly ended before or began after.
    """
    chosen, waiting = _apart(rows, limits, out_of_time)
    return tuple(ranked_reports((chosen + waiting)[: limits.reports], out_of_time))


def are_enough_apart(
    rows: Iterable[ReportRow], limits: Limits, out_of_time: Collection[int] = ()
) -> bool:
    """Tell whether none is chosen that must wait; weaker reports then change nothing."""
    return len(_apart(rows, limits, out_of_time)[0]) >= limits.reports


def _apart(
    rows: Iterable[ReportRow], limits: Limits, out_of_time: Collection[int]
) -> tuple[list[ReportRow], list[ReportRow]]:
    """Return reports, strongest first: those to take, and those that wait for other places."""
    ranked = ranked_reports((row for row in rows if not row.withdrawn), out_of_time)
    taken: Counter[int] = Counter()
    chosen: list[ReportRow] = []
    waiting: list[ReportRow] = []
    for row in ranked:
        places = [site.id for site in row.sites[:1]]
        taken.update(places)
        crowded = any(taken[place] > limits.of_one_place for place in places)
        (waiting if crowded else chosen).append(row)
    return chosen, waiting


def ranked_reports(rows: Iterable[ReportRow], out_of_time: Collection[int] = ()) -> list[ReportRow]:
    """Return reports by the strength of what is known, strongest first."""
    newest_first = sorted(rows, key=lambda row: (row.from_date, row.slug), reverse=True)
    return sorted(
        newest_first,
        key=lambda row: (row.id in out_of_time, SUREST_FIRST.index(row.certainty), -row.origins),
    )


def telling_statements(
    report: Report, citations: Citations, limit: int = TWO_PAGES.statements
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
