"""Alembic's way into our database: the caller hands over a connection in a transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask_security import AsaList

import campaign.models  # noqa: F401  (fills the metadata)
from campaign.db import Base, UtcDateTime


def render_plainly(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our column types into migrations as what they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AsaList):
        return "sa.Text()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_item=render_plainly,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
