"""Tables to take away."""

from __future__ import annotations

import csv
import io

from flask import Response, url_for

from campaign.db import db
from campaign.graph.brand import ExposedReport, what_stands_behind
from campaign.models import Company
from campaign.web.access import everyone
from campaign.web.public.routing import bp, load

COLUMNS = (
    "report",
    "address",
    "from",
    "to",
    "facilities",
    "countries",
    "abuses",
    "status",
    "disputed",
    "reach",
    "tiers",
    "timing",
    "counted",
    "answered",
    "sources",
    "independent_accounts",
)


@bp.get("/companies/<slug>/reports.csv")
@everyone
def company_reports_csv(slug: str) -> Response:
    """Give every report tied to a company as CSV (UTF-8), counted or not, and how."""
    record = load(Company, slug)
    upstream = what_stands_behind(db.session, record.id)
    rows = {row.report.id: row for row in (*upstream.counted, *upstream.denied)}
    rows |= {row.report.id: row for row in (*upstream.group_only, *upstream.context)}
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(csv_row(row) for row in rows.values())
    response = Response("\ufeff" + file.getvalue(), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{record.slug}-reports.csv"'
    return response


def csv_row(row: ExposedReport) -> list[str]:
    """Return one line; a cell that a spreadsheet would run as a formula is defused."""
    report = row.report
    cells = [
        report.title,
        url_for("public.report", slug=report.slug, _external=True),
        report.from_date,
        report.to_date or "",
        "; ".join(site.title for site in report.sites),
        "; ".join(sorted({site.country for site in report.sites})),
        "; ".join(report.abuses),
        report.certainty.value,
        "yes" if report.disputed else "no",
        row.reach.value,
        str(row.tiers),
        row.timing.value,
        "yes" if row.counted else "no",
        "yes" if row.is_answered else "no",
        str(report.sources),
        str(report.origins),
    ]
    return [f"'{cell}" if cell[:1] in "=+-@\t\r" and cell else cell for cell in cells]
