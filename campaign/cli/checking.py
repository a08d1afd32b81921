"""`campaign check`: does everything that is derived or chained still agree?"""

from __future__ import annotations

from collections.abc import Iterator

import click
from flask import current_app
from sqlalchemy.orm import Session

from campaign.cli.evidence import evidence_problems, tidy_folder
from campaign.db import db
from campaign.editorial.altered import altered_records
from campaign.editorial.audit import broken_entries
from campaign.editorial.heads import disagreements
from campaign.editorial.revisions import broken_revisions
from campaign.editorial.sealing import broken_seals, count_sealed
from campaign.editorial.withheld import count_withheld, withheld_problems
from campaign.factsheets.issuing import broken_issues
from campaign.factsheets.numbering import numbering_gaps
from campaign.graph.refreshing import exposure_differences
from campaign.queries.independence import account_differences
from campaign.queries.schema import require_current_schema
from campaign.queries.words import plural
from campaign.search.differences import index_differences
from config import Config


@click.command()
def check() -> None:
    """Recompute what is derived beside what is there, and follow every chain of hashes.

    What an upload or removal that was cut off has left on the disk is ended.
    """
    require_current_schema(db.session.connection())
    config: Config = current_app.config["CAMPAIGN"]
    tidied = tidy_folder(db.session, config.kept_evidence)
    if tidied.moved or tidied.deleted:
        click.echo(f"Files of evidence: {tidied.moved} put in place, {tidied.deleted} left over.")
    problems = [
        *find_problems(db.session),
        *evidence_problems(db.session, config.kept_evidence),
    ]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} problems found.")
    _tell_withheld(db.session)
    click.echo(
        "Everything agrees: records, revisions, audit trail, issued sheets, independent "
        "accounts, exposure, search index, files of evidence."
    )


def _tell_withheld(session: Session) -> None:
    """Say what cannot be recomputed here, for it was left out of an export."""
    revisions, entries = count_withheld(session), count_sealed(session)
    if revisions or entries:
        click.echo(
            f"Withheld, hash kept: {plural(revisions, 'revision')} and "
            f"{plural(entries, 'entry', 'entries')} of the audit trail, about what was given in "
            "confidence. It was left out of the export from which this database was made."
        )


def find_problems(session: Session) -> Iterator[str]:
    """Yield a sentence for each thing that does not agree."""
    for record_id, number in broken_revisions(session):
        yield f"Revision {number} of record {record_id} does not follow from the one before."
    for entry_id in broken_entries(session):
        yield f"Audit entry {entry_id} does not follow from the one before."
    yield from disagreements(session)
    yield from withheld_problems(session)
    yield from broken_seals(session)
    for slug in altered_records(session):
        yield f"{slug}: the published tables differ from its newest revision."
    yield from broken_issues(session)
    yield from numbering_gaps(session)
    for difference in account_differences(session):
        yield f"Independent accounts: {difference}. Run: campaign exposure rebuild"
    for difference in exposure_differences(session):
        yield f"Exposure: {difference}"
    for difference in index_differences(session):
        yield f"Search index: {difference}"
