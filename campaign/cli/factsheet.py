"""`campaign fact-sheet SLUG`: a fact sheet as a file."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from flask import current_app

from campaign.cli.files import write_whole
from campaign.cli.progress import work_in_steps
from campaign.db import db
from campaign.factsheets.building import build_sheet
from campaign.factsheets.catalogues import languages
from campaign.factsheets.findings import Role
from campaign.factsheets.frames import Choices
from campaign.factsheets.largeness import is_large
from campaign.factsheets.look import Look, read_look
from campaign.factsheets.making import render_slowly
from campaign.factsheets.rendering import RENDERERS, file_name, render
from campaign.factsheets.sheet import Form, Length, Paper, Sheet
from config import Config


@dataclass(frozen=True)
class Wishes:
    """How sheets are asked for at the terminal; as in ``build_sheet``."""

    lang: str
    paper: str
    length: str
    campaign: str = ""
    role: str | None = None
    what: str = Form.SHEET.value


def sheet_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the choices of a sheet."""
    for name, values, usual in (
        ("--length", [length.value for length in Length], Length.TWO.value),
        ("--paper", [paper.value for paper in Paper], Paper.A4.value),
        ("--lang", list(languages()), languages()[0]),
    ):
        kind = click.Choice(values, case_sensitive=False)  # A4 is a4
        command = click.option(name, type=kind, default=usual, show_default=True)(command)
    roles = click.Choice([role.value for role in Role])
    return click.option(
        "--role",
        type=roles,
        help="As what a company is told; else as what it mostly is.",
    )(command)


@click.command("fact-sheet")
@click.argument("slug")
@click.option(
    "--format", "form", type=click.Choice(list(RENDERERS)), default="pdf", show_default=True
)
@sheet_options
@click.option("--campaign", default="", help="Slug of the campaign whose demands are the ask.")
@click.option(
    "--what",
    type=click.Choice([form.value for form in Form]),
    default="sheet",
    show_default=True,
    help="The sheet, or of a company a letter with the demands, or a request for a reply.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write, or - for standard output. By default SLUG-fact-sheet-DATE.FORMAT here.",
)
def fact_sheet(slug: str, form: str, output: Path | None, **wishes: Any) -> None:
    """Write the fact sheet of the company, facility, report or campaign SLUG."""
    sheet = wished_sheet(slug, Wishes(**wishes))
    look = own_look()
    if is_large(sheet):
        content = work_in_steps(lambda report: render_slowly(sheet, form, look, report))
    else:
        content = render(sheet, form, look)
    if output == Path("-"):
        sys.stdout.buffer.write(content)
        return
    target = output or Path(file_name(sheet, form))
    write_whole(target, content)
    click.echo(f"{target}: {len(content):,} bytes", err=True)


def wished_sheet(slug: str, wishes: Wishes) -> Sheet:
    """Return the sheet that is asked for."""
    config: Config = current_app.config["CAMPAIGN"]
    return build_sheet(
        db.session,
        slug,
        as_of=datetime.now(UTC).date(),
        paper=wishes.paper,
        length=wishes.length,
        form=wishes.what,
        language=wishes.lang,
        role=wishes.role or "",
        choices=Choices(campaign=wishes.campaign),
        site_url=config.site_url,
        site_title=config.site_title,
        contact=config.contact,
        logo=own_look().logo,
    )


def own_look() -> Look:
    """Return the logo and colour of this installation."""
    config: Config = current_app.config["CAMPAIGN"]
    return read_look(config.accent, config.logo)
