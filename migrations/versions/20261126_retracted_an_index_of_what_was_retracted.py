"""retracted: an index of the records that were retracted, which are few."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261126_retracted"
down_revision = "20261126_ties"
branch_labels = None
depends_on = None


def upgrade() -> None:
    gone = sa.text("retracted_at IS NOT NULL")
    op.create_index(
        "ix_record_retracted", "record", ["id"], sqlite_where=gone, postgresql_where=gone
    )


def downgrade() -> None:
    op.drop_index("ix_record_retracted", table_name="record")
