"""postings, sets and ties in place of the databases' own full-text indexes.

The new tables are empty; `campaign db upgrade` writes the index when it finds it so.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

revision = "20261125_postings"
down_revision = "20261125_issued"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DROP TABLE search_fts")
    op.create_table(
        "search_posting",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("segment", sa.Integer(), nullable=False),
        sa.Column("ids", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key", "segment", name=op.f("pk_search_posting")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_set",
        sa.Column("facet", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("stamp", sa.String(length=32), nullable=False),
        sa.Column("ids", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("facet", "value", name=op.f("pk_search_set")),
    )
    op.create_table(
        "search_tie",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["record.id"], name=op.f("fk_search_tie_report_id_record")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["record.id"], name=op.f("fk_search_tie_other_id_record")
        ),
        sa.PrimaryKeyConstraint("report_id", "other_id", name=op.f("pk_search_tie")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_search_tie_other_id"), "search_tie", ["other_id"])
    if op.get_bind().dialect.name == "postgresql":
        # Looked up by their beginnings, so keys sort by code point; bitmaps are dense already.
        op.execute('ALTER TABLE search_posting ALTER COLUMN key TYPE text COLLATE "C"')
        for table in ("search_posting", "search_set"):
            op.execute(f"ALTER TABLE {table} ALTER COLUMN ids SET STORAGE EXTERNAL")


def downgrade() -> None:
    for table in ("search_tie", "search_set", "search_posting"):
        op.drop_table(table)
    context.script.get_revision("20261122_search").module.upgrade()
