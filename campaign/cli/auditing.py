"""`campaign audit`: the head of the trail, written down and compared."""

from __future__ import annotations

import json
from pathlib import Path

import click

from campaign.db import db
from campaign.editorial.audit import broken_entries
from campaign.editorial.heads import head_problems, read_head, trail_head


@click.group()
def audit() -> None:
    """Note the head of the audit trail, so that a later cut or a forgery shows."""


@audit.command()
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it here.")
def head(output: Path | None) -> None:
    """Print how many entries the trail has, with the hash and time of the last.

    Keep it where whoever runs the server cannot change it.
    """
    text = json.dumps(trail_head(db.session).values(), indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text)


@audit.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def compare(file: Path) -> None:
    """Say whether the trail still begins with the one whose head is in FILE (else exit code 1)."""
    try:
        noted = read_head(json.loads(file.read_text()))
    except ValueError:
        raise click.ClickException(f"{file} is not JSON.") from None
    problems = head_problems(db.session, noted)
    problems += [f"Audit entry {entry} is not whole." for entry in broken_entries(db.session)]
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise click.ClickException(f"The trail is not what it was at {noted.at or 'its start'}.")
    since = trail_head(db.session).entries - noted.entries
    click.echo(f"The trail goes on from there: {since:,} entries since {noted.at or 'its start'}.")
