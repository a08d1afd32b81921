"""`campaign serve`: the application behind Granian, on this machine."""

from __future__ import annotations

import os
import sys

import click

from campaign.db import db
from campaign.errors import SchemaMismatch
from campaign.queries.schema import require_current_schema


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, workers: int) -> None:
    """Serve the application; stop it with Ctrl-C."""
    try:
        with db.engine.connect() as connection:
            require_current_schema(connection)
    except SchemaMismatch as error:
        raise click.ClickException(str(error)) from None
    db.engine.dispose()
    click.echo(f"Serving at http://{host}:{port} – stop with Ctrl-C.")
    sys.stdout.flush()
    command = [
        sys.executable,
        *("-m", "granian", "--interface", "wsgi", "--factory", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--log-level", "warning", "campaign:create_app"),
    ]
    os.execv(sys.executable, command)  # so that a signal reaches the server itself
