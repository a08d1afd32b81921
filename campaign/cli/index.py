"""`campaign index`: the search index, made anew or compared with the records."""

from __future__ import annotations

import click

from campaign.cli.progress import progress_bar
from campaign.db import begin_writing, db, hold_more_pages
from campaign.queries.schema import require_current_schema
from campaign.queries.words import plural
from campaign.search.differences import index_differences
from campaign.search.index import rebuild_index

MOST_SHOWN = 40  # differences; with more the index is simply made anew


@click.group()
def index() -> None:
    """Make the search index anew, or compare it with the records."""


@index.command()
def rebuild() -> None:
    """Write the whole search index anew.

    Nobody can publish meanwhile. It is one transaction: whoever stops it (Ctrl-C) leaves the
    index as it was.
    """
    begin_writing(db.session)
    require_current_schema(db.session.connection())
    hold_more_pages(db.session)
    with progress_bar("Indexing", elsewhere="Indexing every record.") as progress:
        number = rebuild_index(db.session, progress)
    db.session.commit()
    click.echo(f"The search index holds {plural(number, 'record')}.")


@index.command("check")
def check_index() -> None:
    """Compute the search index beside the one that is kept, and print what differs."""
    require_current_schema(db.session.connection())
    differences = index_differences(db.session)
    for difference in differences[:MOST_SHOWN]:
        click.echo(difference, err=True)
    if len(differences) > MOST_SHOWN:
        click.echo(f"… and {len(differences) - MOST_SHOWN:,} more", err=True)
    if differences:
        count = plural(len(differences), "difference")
        raise click.ClickException(f"{count} found. Run: campaign index rebuild")
    click.echo("The search index agrees with the records.")
