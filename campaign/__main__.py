"""The command `campaign`."""

from __future__ import annotations

import click

from campaign.cli.commands import COMMANDS, Commands
from campaign.errors import CampaignError


@click.group(cls=Commands)
@click.pass_context
def main(ctx: click.Context) -> None:
    """Supply Record: how brands are tied to what happens in the factories behind them."""
    from campaign import create_app

    try:
        app = create_app()
    except (ValueError, CampaignError) as error:
        raise click.ClickException(str(error)) from None
    ctx.with_resource(app.app_context())


for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()
