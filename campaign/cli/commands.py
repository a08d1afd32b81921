"""All commands together: `campaign <noun> <verb>`, one transaction for each."""

from __future__ import annotations

from typing import Any

import click
from sqlalchemy.exc import OperationalError

from campaign.cli.auditing import audit
from campaign.cli.carrying import export_command, import_command
from campaign.cli.checking import check
from campaign.cli.connecting import connect
from campaign.cli.database import database
from campaign.cli.exposure import exposure
from campaign.cli.index import index
from campaign.cli.issued import fact_sheet
from campaign.cli.links import workshop
from campaign.cli.search import search_command
from campaign.cli.seeds import seed_command
from campaign.cli.server import serve, start
from campaign.cli.sheet_batch import fact_sheets
from campaign.cli.undoing import retract, undo
from campaign.cli.users import user
from campaign.errors import CampaignError


class Commands(click.Group):
    """The commands; what the application refuses is said in a line, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and turn our own errors into messages with exit code 1."""
        try:
            return super().invoke(ctx)
        except CampaignError as error:
            raise click.ClickException(str(error)) from None
        except OperationalError as error:
            text = "The database does not answer, or has no tables yet (campaign db upgrade)"
            raise click.ClickException(f"{text}: {error.orig}") from None


COMMANDS = (
    audit,
    check,
    connect,
    database,
    export_command,
    exposure,
    fact_sheet,
    fact_sheets,
    import_command,
    index,
    retract,
    search_command,
    seed_command,
    serve,
    start,
    undo,
    user,
    workshop,
)
