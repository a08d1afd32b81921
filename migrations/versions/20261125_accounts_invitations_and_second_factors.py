"""accounts: invitations and second factors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_accounts"
down_revision = "20261125_campaigns"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("ends_on", sa.Date(), nullable=True))
    op.add_column("account", sa.Column("tf_last_counter", sa.BigInteger(), nullable=True))
    # Not in a batch: on SQLite that would make the table anew, under those who refer to it.
    op.execute("ALTER TABLE account DROP COLUMN mf_recovery_codes")
    op.create_table(
        "account_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_link_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
        sa.UniqueConstraint("hash", name=op.f("uq_account_link_hash")),
    )
    op.create_index(op.f("ix_account_link_account_id"), "account_link", ["account_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_recovery_code_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("account_id", "hash", name=op.f("uq_recovery_code_account_id_hash")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])


def downgrade() -> None:
    op.drop_table("recovery_code")
    op.drop_table("account_link")
    op.add_column("account", sa.Column("mf_recovery_codes", sa.Text(), nullable=True))
    op.execute("ALTER TABLE account DROP COLUMN tf_last_counter")
    op.execute("ALTER TABLE account DROP COLUMN ends_on")
