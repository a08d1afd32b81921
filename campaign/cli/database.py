"""`campaign db`: the schema, up, down and compared with the models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory

import click
from alembic import command
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from campaign.db import configure_engine, db, hold_more_pages
from campaign.editorial.withheld import seal_revisions
from campaign.graph.refreshing import rebuild_exposure
from campaign.queries.schema import ADVICE, SchemaState, alembic_config, schema_state
from campaign.search.index import ensure_index
from campaign.search.rules import is_outdated

UPGRADE_LOCK = 7_311_001  # any number that is ours alone, for PostgreSQL's advisory lock


@click.group("db")
def database() -> None:
    """Make, change and check the schema of the database."""


@database.command()
def upgrade() -> None:
    """Bring the schema up to this version; does nothing when it is."""
    upgrade_schema(db.engine)
    click.echo("The schema is current.")


@database.command()
@click.argument("revision", default="-1")
@click.confirmation_option(prompt="Going down can lose data. Is there a backup?")
def downgrade(revision: str) -> None:
    """Take the schema back by one migration, or to REVISION."""
    with alone(db.engine) as connection:
        settings = alembic_config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, revision)


@database.command()
def check() -> None:
    """Fail when the models say something that the migrations do not (tried on a new file)."""
    with TemporaryDirectory() as folder:
        engine = configure_engine(create_engine(f"sqlite:///{folder}/check.sqlite3"))
        upgrade_schema(engine)
        with alone(engine) as connection:
            settings = alembic_config()
            settings.attributes["connection"] = connection
            command.check(settings)
        engine.dispose()
    click.echo("The migrations match the models.")


def upgrade_schema(engine: Engine, revision: str = "head") -> None:
    """Run the migrations that are missing, in one transaction; a second process waits.

    A search index that is not there yet, or was written by other rules, is written.

    Raises:
        click.ClickException: a newer version of the application made this database.
    """
    with alone(engine) as connection:
        state = migrate(connection, revision)
        if schema_state(connection) is SchemaState.CURRENT:
            with Session(connection) as session:
                if state is SchemaState.OLDER:
                    rebuild_exposure(session)  # a migration may have emptied it
                    seal_revisions(session)  # older versions did not
                if state is not SchemaState.EMPTY and is_outdated(session):
                    click.echo("The search index is written anew, by this version's rules.")
                    hold_more_pages(session)
                ensure_index(session)


def migrate(connection: Connection, revision: str = "head") -> SchemaState:
    """Run the migrations that are missing, and return the state before; computes nothing.

    Raises:
        click.ClickException: a newer version of the application made this database.
    """
    state = schema_state(connection)
    if state is SchemaState.NEWER:
        raise click.ClickException(ADVICE[state])
    settings = alembic_config()
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)
    return state


@contextmanager
def alone(engine: Engine) -> Iterator[Connection]:
    """Hold the one place for changing the schema until the transaction ends."""
    with engine.connect() as plain:
        connection = plain.execution_options(sqlite_begin="IMMEDIATE")
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK}
                )
            yield connection
