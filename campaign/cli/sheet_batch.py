"""`campaign fact-sheets build`: many sheets as files, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy import select
from tqdm import tqdm

from campaign.cli.factsheet import Wishes, own_look, sheet_options, wished_sheet
from campaign.cli.files import write_whole
from campaign.cli.sheet_making import work
from campaign.db import db
from campaign.errors import CampaignError
from campaign.factsheets.rendering import RENDERERS, render
from campaign.factsheets.sheet import UnknownSubject
from campaign.models import Record
from campaign.models.vocabulary import Kind
from campaign.queries.words import plural

KINDS = {
    "company": Kind.COMPANY,
    "facility": Kind.FACILITY,
    "report": Kind.REPORT,
    "campaign": Kind.CAMPAIGN,
}


@click.command("build")
@click.argument("slugs", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Sheets of all that has one.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="With --all: only these."
)
@click.option("--out", "folder", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--format", "forms", multiple=True, type=click.Choice(list(RENDERERS)), default=["pdf"]
)
@sheet_options
@click.option("--again", is_flag=True, help="Write also what is there already.")
def build_sheets(
    slugs: tuple[str, ...],
    everything: bool,
    kinds: tuple[str, ...],
    folder: Path,
    forms: tuple[str, ...],
    again: bool,
    **wishes: str,
) -> None:
    """Write the fact sheets of SLUGS, or of --all, as SLUG.FORMAT into a folder.

    What is there already is left alone, so a run that was stopped goes on where it was.
    """
    if bool(slugs) == everything:
        raise click.UsageError("Name some slugs, or say --all.")
    folder.mkdir(parents=True, exist_ok=True)
    names = list(slugs or _all_slugs([KINDS[kind] for kind in kinds or KINDS]))
    made, failed = 0, 0
    with tqdm(names, unit="sheet", disable=None) as progress:
        for slug in progress:
            progress.set_postfix_str(slug[:30], refresh=False)
            targets = {form: folder / f"{slug}.{form}" for form in forms}
            wanted = {f: path for f, path in targets.items() if again or not path.exists()}
            try:
                _write(slug, wanted, Wishes(**wishes))
                made += 1
            except CampaignError as error:
                tqdm.write(f"{slug}: {error}")
                # Some records have no sheet: a report that alleges nothing, for one.
                failed += not (everything and isinstance(error, UnknownSubject))
    click.echo(f"{plural(made, 'sheet')} in {folder}", err=True)
    if failed:
        raise click.ClickException(f"{plural(failed, 'sheet')} could not be made; see above.")


def _all_slugs(kinds: list[Kind]) -> Iterator[str]:
    records = select(Record.slug).where(Record.kind.in_(kinds), Record.retracted_at.is_(None))
    yield from db.session.scalars(records.order_by(Record.kind, Record.slug))


def _write(slug: str, targets: dict[str, Path], wishes: Wishes) -> None:
    """Write one sheet in some forms, and let go of all that was read for it."""
    if not targets:
        return
    try:
        sheet = wished_sheet(slug, wishes)
        for form, target in targets.items():
            write_whole(target, render(sheet, form, own_look()))
    finally:
        db.session.expunge_all()


fact_sheets = click.Group(
    "fact-sheets", commands=[build_sheets, work], help="Many fact sheets at once, or large ones."
)
