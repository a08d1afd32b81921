"""`campaign exposure`: the table of what is tied to which company, computed anew or checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm

from campaign.db import begin_writing, db
from campaign.editorial.independence import count_all_accounts
from campaign.graph.refreshing import Progress, exposure_differences, rebuild_exposure
from campaign.queries.schema import require_current_schema


@click.group()
def exposure() -> None:
    """Compute the exposure of all companies anew, or compare it with what is kept."""


@exposure.command()
def rebuild() -> None:
    """Compute the whole table and put it in the place of the one that is there.

    Counts the independent accounts of each report, too.
    """
    require_current_schema(db.session.connection())
    db.session.rollback()
    begin_writing(db.session)
    count_all_accounts(db.session)
    with progress_bar("Computing exposure") as progress:
        rebuild_exposure(db.session, progress)
    db.session.commit()
    click.echo("The exposure of all companies was computed.")


@exposure.command()
def check() -> None:
    """Compute the whole table beside the one that is there, and report what differs."""
    require_current_schema(db.session.connection())
    with progress_bar("Checking exposure") as progress:
        found = list(exposure_differences(db.session, progress))
    for difference in found:
        click.echo(difference, err=True)
    if found:
        advice = "run: campaign exposure rebuild"
        raise click.ClickException(f"{len(found)} rows differ; {advice}")
    click.echo("The exposure table is what the records say.")


@contextmanager
def progress_bar(words: str) -> Iterator[Progress]:
    """Draw a bar of reports on a terminal, and nothing anywhere else."""
    with tqdm(desc=words, unit=" reports", disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
