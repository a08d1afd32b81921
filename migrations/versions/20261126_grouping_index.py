"""grouping: what a report says of reprints of one story is found without reading its citations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261126_grouping"
down_revision = "20261126_retracted"
branch_labels = None
depends_on = None

OF_A_GROUPING = sa.text("substr(pointer, 1, 9) = '/origins/'")


def upgrade() -> None:
    """Index the few citations that group a report's sources."""
    op.create_index(
        "ix_citation_grouping",
        "citation",
        ["record_id"],
        sqlite_where=OF_A_GROUPING,
        postgresql_where=OF_A_GROUPING,
    )


def downgrade() -> None:
    """Drop it: the same is found, more slowly."""
    op.drop_index("ix_citation_grouping", table_name="citation")
