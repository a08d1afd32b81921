"""`campaign serve`: the application behind Granian, on this machine."""

from __future__ import annotations

import click
from flask import current_app
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy.orm import Session

from campaign.accounts.users import find_users
from campaign.cli.database import upgrade
from campaign.cli.evidence import tidy_folder
from campaign.cli.seeds import SEEDS, seed_command
from campaign.db import db
from campaign.errors import SchemaMismatch
from campaign.queries.schema import require_current_schema
from campaign.search.rules import OUTDATED, is_outdated
from config import Config

THREADS = 4  # of each worker

host = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
port = click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
workers = click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))


@click.command()
@host
@port
@workers
@click.pass_context
def start(context: click.Context, host: str, port: int, workers: int) -> None:
    """Bring the schema up to date, load the opening data, and serve."""
    context.invoke(upgrade)
    context.invoke(seed_command, folder=SEEDS)
    click.echo(first_steps(db.session), nl=False)
    context.invoke(serve, host=host, port=port, workers=workers)


def first_steps(session: Session) -> str:
    """Return what to do where nobody has an account yet; nothing where somebody has."""
    if find_users(session):
        return ""
    return (
        "Nobody can write yet. Invite yourself from a second terminal, and open the link:\n"
        "  .venv/bin/campaign user create you@example.org --role admin\n"
    )


@click.command()
@host
@port
@workers
def serve(host: str, port: int, workers: int) -> None:
    """Serve the application; stop it with Ctrl-C."""
    try:
        with db.engine.connect() as connection:
            require_current_schema(connection)
    except SchemaMismatch as error:
        raise click.ClickException(str(error)) from None
    if is_outdated(db.session):
        click.echo(f"The search index may miss names: {OUTDATED}", err=True)
    config: Config = current_app.config["CAMPAIGN"]
    tidy_folder(db.session, config.kept_evidence)
    db.session.close()
    db.engine.dispose()  # so that no worker inherits an open connection
    click.echo(f"Serving at http://{host}:{port} – stop with Ctrl-C.")
    Granian(
        "campaign:create_worker",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()
