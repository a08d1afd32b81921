"""draft versions: which page saved a draft last, and which records it is told apart from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_versions"
down_revision = "20261125_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count the savings of each draft; nobody has told a draft from a record yet."""
    op.add_column(
        "draft", sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("draft", sa.Column("saved_by_page", sa.String(length=32), nullable=True))
    op.create_table(
        "distinction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_distinction_author_id")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_distinction_draft_id")),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_distinction_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinction")),
        sa.UniqueConstraint(
            "draft_id", "record_id", name=op.f("uq_distinction_draft_id_record_id")
        ),
    )
    op.create_index(op.f("ix_distinction_draft_id"), "distinction", ["draft_id"])


def downgrade() -> None:
    """Forget both; what the drafts say stays."""
    op.drop_table("distinction")
    op.drop_column("draft", "saved_by_page")
    op.drop_column("draft", "version")
