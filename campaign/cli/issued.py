"""`campaign fact-sheet verify FILE`, and `campaign fact-sheets list|issue|withdraw`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click
from flask import current_app
from sqlalchemy.orm import Session

from campaign.accounts.users import find_user
from campaign.cli.factsheet import Wishes, own_look, sheet_options, wished_sheet
from campaign.cli.factsheet import fact_sheet as write_fact_sheet
from campaign.cli.sheet_batch import fact_sheets
from campaign.db import begin_writing, db
from campaign.factsheets.checking import check_sheet
from campaign.factsheets.issuing import issue_sheet, withdraw_sheet
from campaign.factsheets.largeness import is_frozen_large
from campaign.factsheets.numbering import parse_number
from campaign.factsheets.recognising import LARGEST_SENT
from campaign.factsheets.standing import Examination, examine
from campaign.factsheets.verifying import Verdict, Verification, verify_file
from campaign.models import IssuedSheet, User
from campaign.queries.issued import SheetState, find_standings, get_number
from config import Config

NOT_OURS, NOT_CURRENT = 1, 3  # exit codes; 0 is ours, unaltered and current
WORDS = {
    Verdict.OURS: "ours",
    Verdict.UNALTERED: "ours, and unaltered, byte for byte",
    Verdict.SAME_WORDS: "not proved: each word is ours, but another program has saved it anew",
    Verdict.ALTERED: "ALTERED: it says that it is this sheet, and is not the file that we issued",
    Verdict.WRONG_HASH: "NOT OURS as it stands: we never gave this number to a sheet with its hash",
    Verdict.UNKNOWN: "NOT OURS: we have issued no sheet with its number",
    Verdict.UNMARKED: "not known: it bears no number of ours that can be read",
}


class SlugOrVerb(click.Group):
    """`campaign fact-sheet SLUG` writes a sheet; `campaign fact-sheet verify FILE` checks one.

    The word `verify` alone, or before another option than a file, is still a slug.
    """

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take whatever is no verb for the slug, or an option, of the command that writes."""
        if len(args) >= 2 and args[0] in self.commands and not args[1].startswith("--"):
            return super().resolve_command(ctx, args)
        return "", write_fact_sheet, args

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Leave all options to the commands, but for help about this one itself."""
        own = not args or args[0] == "--help"
        return super().parse_args(ctx, args if own else ["--", *args])


@click.group("fact-sheet", cls=SlugOrVerb)
def fact_sheet() -> None:
    """Write the fact sheet of SLUG as a file, or verify one.

    \b
    campaign fact-sheet SLUG [OPTIONS]     see: campaign fact-sheet SLUG --help
    campaign fact-sheet verify FILE
    """


@fact_sheet.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """Say whether FILE is ours, unaltered (else exit code 1) and current (else 3)."""
    with file.open("rb") as opened:
        found = verify_file(db.session, opened.read(LARGEST_SENT + 1))
    click.echo(f"{file}: {WORDS[found.verdict]}")
    if found.issue is not None:
        click.echo(f"{_marks(found.issue)}: {found.issue.title}")
    for passage in found.passages:
        click.echo(f"  issued: {passage.issued or '(nothing)'}")
        click.echo(f"  found:  {passage.found or '(nothing)'}")
    raise click.exceptions.Exit(_exit_code(found))


@fact_sheets.command("list")
def list_issued() -> None:
    """Print what was issued, newest first, with the state of each."""
    for standing in find_standings(db.session):
        issue, state = standing.issue, standing.state.value
        if standing.state is SheetState.CHANGED:
            counts = (standing.retracted, standing.edited, standing.fresh)
            state += " ({} retracted, {} edited, {} new)".format(*counts)
        click.echo(f"{_marks(issue)}  {issue.issued_at.date()}  {state}  {issue.title}")


@fact_sheets.command()
@click.argument("slug")
@click.option("--by", "email", required=True, help="Account of the person who issues it.")
@sheet_options
@click.option("--campaign", default="", help="Slug of the campaign whose demands are the ask.")
def issue(slug: str, email: str, **wishes: str) -> None:
    """Issue the fact sheet of SLUG; what blocks is refused, what warns is printed."""
    session, editor = _begin(email)
    config: Config = current_app.config["CAMPAIGN"]
    if not config.site_url:
        raise click.ClickException("Set CAMPAIGN_SITE_URL: the address stands on the paper.")
    build = partial(wished_sheet, slug, Wishes(**wishes))
    issued = issue_sheet(
        session,
        build,
        editor=editor,
        site_url=config.site_url,
        look=own_look(),
        role=wishes["role"] or "",
    )
    for finding in check_sheet(session, build()):
        click.echo(f"warning: {finding.message}", err=True)
    click.echo(f"{_marks(issued)}: {config.site_url}/fact-sheets/{issued.number.text}")
    session.commit()
    if is_frozen_large(issued.content):
        click.echo("Its PDF and Word file are made by the server, or by: campaign fact-sheets work")


@fact_sheets.command()
@click.argument("number")
@click.argument("version", type=int)
@click.option("--by", "email", required=True, help="Account of the person who withdraws it.")
@click.option("--reason", required=True, help="Shown in public, for ever.")
def withdraw(number: str, version: int, email: str, reason: str) -> None:
    """Withdraw VERSION of the sheet NUMBER in public; it stays readable."""
    session, editor = _begin(email)
    parsed = parse_number(number)
    found = get_number(session, *parsed) if parsed else None
    issued = next((i for i in found.issues if i.version == version), None) if found else None
    if issued is None:
        raise click.ClickException(f"No fact sheet {number}, version {version}, was issued.")
    withdraw_sheet(session, issued, editor=editor, reason=reason)
    click.echo(f"{_marks(issued)} is withdrawn.")
    session.commit()


def _begin(email: str) -> tuple[Session, User]:
    begin_writing(db.session)
    user = find_user(db.session, email)
    if user is None:
        raise click.ClickException(f"There is no account {email}.")
    return db.session, user


def _exit_code(found: Verification) -> int:
    if not found.good or found.issue is None:
        return NOT_OURS
    standing = examine(db.session, found.issue, whole=True)
    click.echo(_state_words(standing))
    return 0 if standing.state is SheetState.CURRENT else NOT_CURRENT


def _state_words(found: Examination) -> str:
    issue = found.standing.issue
    if found.state is SheetState.WITHDRAWN:
        return f"withdrawn: {issue.withdrawal_reason}"
    if found.state is SheetState.SUPERSEDED:
        return f"superseded by version {found.standing.newest}"
    if found.state is SheetState.CHANGED:
        return f"changed since: {len(found.differences)} sentences or sources differ today"
    return "current"


def _marks(issue: IssuedSheet) -> str:
    return f"{issue.number.text} version {issue.version}"
