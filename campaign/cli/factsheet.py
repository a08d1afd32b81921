"""`campaign fact-sheet`: a fact sheet as a file."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click
from flask import current_app

from campaign.db import db
from campaign.factsheets.building import build_sheet
from campaign.factsheets.rendering import RENDERERS, file_name, render
from campaign.factsheets.sheet import Paper
from config import Config


@click.command("fact-sheet")
@click.argument("slug")
@click.option(
    "--format", "form", type=click.Choice(list(RENDERERS)), default="pdf", show_default=True
)
@click.option(
    "--paper", type=click.Choice([p.value for p in Paper]), default="a4", show_default=True
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, or - for standard output. By default SLUG-fact-sheet-DATE.FORMAT here.",
)
def fact_sheet(slug: str, form: str, paper: str, output: Path | None) -> None:
    """Write the fact sheet of the company or facility SLUG."""
    config: Config = current_app.config["CAMPAIGN"]
    sheet = build_sheet(
        db.session,
        slug,
        as_of=datetime.now(UTC).date(),
        paper=paper,
        site_url=config.site_url,
        site_title=config.site_title,
    )
    content = render(sheet, form)
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    target = output or Path(file_name(sheet, form))
    _write_whole(target, content)
    click.echo(f"{target}: {len(content):,} bytes", err=True)


def _write_whole(target: Path, content: bytes) -> None:
    """Put a file in place at once, so that nobody finds half of it."""
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    except OSError as error:
        raise click.ClickException(f"Cannot write {target}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except OSError as error:
        os.unlink(name)
        raise click.ClickException(f"Cannot write {target}: {error.strerror}") from None
