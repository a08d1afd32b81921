"""independent: how many independent accounts a report rests on is kept with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261126_independent"
down_revision = "20261126_grouping"
branch_labels = None
depends_on = None

COUNT = """
UPDATE report SET independent_accounts = coalesce(
    (SELECT nullif(count(DISTINCT citation.pointer), 0) FROM citation
     WHERE citation.record_id = report.id AND substr(citation.pointer, 1, 9) = '/origins/'),
    (SELECT count(DISTINCT source.origin) FROM citation
     JOIN source ON source.id = citation.source_id WHERE citation.record_id = report.id)
)
"""


def upgrade() -> None:
    """Count the groups that a report makes of its sources, or the stories of its sources."""
    number = sa.Column("independent_accounts", sa.Integer(), server_default="0", nullable=False)
    op.add_column("report", number)
    op.execute(COUNT)


def downgrade() -> None:
    """Forget the numbers: they can be counted."""
    op.drop_column("report", "independent_accounts")
