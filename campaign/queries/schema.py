"""Whether the database fits this version of the application."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from campaign.errors import SchemaMismatch
from config import ROOT


class SchemaState(StrEnum):
    """How the schema of a database compares with the one that the code knows."""

    CURRENT = "current"
    EMPTY = "empty"
    OLDER = "older"
    NEWER = "newer"


ADVICE = {
    SchemaState.EMPTY: "The database is empty. Run: campaign db upgrade",
    SchemaState.OLDER: "The database has an older schema than this version of the application. "
    "Make a backup, then run: campaign db upgrade",
    SchemaState.NEWER: "The database was made by a newer version of the application. "
    "Install that version, or restore the backup made before the upgrade.",
}


def alembic_config() -> AlembicConfig:
    """Return Alembic's settings: the folder of our migrations."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(ROOT / "migrations"))
    return settings


@cache
def _revisions() -> tuple[str | None, frozenset[str]]:
    script = ScriptDirectory.from_config(alembic_config())
    return script.get_current_head(), frozenset(r.revision for r in script.walk_revisions())


def current_revision() -> str:
    """Return the revision of the newest migration at hand."""
    return _revisions()[0] or ""


def schema_state(connection: Connection) -> SchemaState:
    """Compare the revision that a database says it has with the migrations at hand."""
    head, known = _revisions()
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        return SchemaState.EMPTY
    if revision == head:
        return SchemaState.CURRENT
    return SchemaState.OLDER if revision in known else SchemaState.NEWER


def require_current_schema(connection: Connection) -> None:
    """Refuse to work on a database that does not fit.

    Raises:
        SchemaMismatch: with what to do about it.
    """
    state = schema_state(connection)
    if state is not SchemaState.CURRENT:
        raise SchemaMismatch(ADVICE[state])
