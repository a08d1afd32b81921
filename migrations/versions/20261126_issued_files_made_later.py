"""made_later: of a file of an issued sheet, every hash that it ever had is noted."""

from __future__ import annotations

from alembic import op

revision = "20261126_made_later"
down_revision = "20261126_withheld"
branch_labels = None
depends_on = None

KEEP_ONE = """
DELETE FROM issued_file WHERE EXISTS (
    SELECT 1 FROM issued_file AS other WHERE other.sheet_id = issued_file.sheet_id
    AND other.form = issued_file.form AND other.hash < issued_file.hash
)
"""


def upgrade() -> None:
    """Make the hash a part of the key."""
    _key("sheet_id", "form", "hash")


def downgrade() -> None:
    """Keep one hash of each file."""
    op.execute(KEEP_ONE)
    _key("sheet_id", "form")


def _key(*columns: str) -> None:
    with op.batch_alter_table("issued_file") as table:
        table.drop_constraint("pk_issued_file", type_="primary")
        table.create_primary_key("pk_issued_file", list(columns))
