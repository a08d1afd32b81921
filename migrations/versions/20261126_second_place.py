"""second_place: the few reports about several places are found without reading the others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261126_second_place"
down_revision = "20261126_made_later"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Index the second place of reports."""
    second = sa.text("position = 1")
    op.create_index(
        "ix_report_site_second",
        "report_site",
        ["report_id"],
        sqlite_where=second,
        postgresql_where=second,
    )


def downgrade() -> None:
    """Drop it: the same is found, more slowly."""
    op.drop_index("ix_report_site_second", table_name="report_site")
