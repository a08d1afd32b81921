"""withheld: revisions whose confidential words may be left out, and words beside the trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261126_withheld"
down_revision = "20261126_independent"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("revision", sa.Column("salt", sa.String(length=32), nullable=True))
    op.add_column(
        "revision",
        sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "confidential_deed",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entry.id"], name=op.f("fk_confidential_deed_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["account.id"], name=op.f("fk_confidential_deed_user_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_confidential_deed")),
    )
    op.create_index(op.f("ix_confidential_deed_user_id"), "confidential_deed", ["user_id"])


def downgrade() -> None:
    op.drop_table("confidential_deed")
    op.drop_column("revision", "withheld")
    op.drop_column("revision", "salt")
