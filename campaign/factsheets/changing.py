"""What changed since: outcomes and remedies of the reports told, and demands that were met."""

from __future__ import annotations

from collections.abc import Iterable

from campaign.factsheets.answering import excerpt
from campaign.factsheets.material import Material
from campaign.factsheets.parts import Sentence
from campaign.factsheets.runs import Status
from campaign.queries.reports import ReportRow


def outcomes(material: Material, rows: Iterable[ReportRow]) -> Iterable[Sentence]:
    """Yield the latest outcome of each report told, newest first."""
    with_outcome = [row for row in rows if material.reports[row.id].outcome_text]
    newest = sorted(
        with_outcome, key=lambda row: material.reports[row.id].outcome_as_of or "", reverse=True
    )
    for row in newest[: material.limits.changes]:
        report = material.reports[row.id]
        runs = material.wording.say(
            "{title} – as of {date}: {text}",
            title=material.quote(report.title),
            date=material.wording.date(report.outcome_as_of),
            text=excerpt(material, report.outcome_text or ""),
        )
        remedied = Status("remedied", material.wording.term("status", "remedied"))
        yield Sentence(
            runs,
            material.notes.supporting(material.cited(row.id, "/outcome")),
            (remedied,) if report.remedied else (),
        )
