"""evidence: files that were uploaded for a source, and what was removed of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_evidence"
down_revision = "20261125_makings"
branch_labels = None
depends_on = None

TYPES = ("application/pdf", "image/png", "image/jpeg", "image/webp")
OF_ONE = (
    "(source_id IS NOT NULL AND draft_id IS NULL AND confidential_id IS NULL) OR "
    "(source_id IS NULL AND draft_id IS NOT NULL AND confidential_id IS NULL) OR "
    "(source_id IS NULL AND draft_id IS NULL AND confidential_id IS NOT NULL)"
)


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column(
            "media_type",
            sa.Enum(
                *TYPES, name="media_type", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_sha256", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("confidential_id", sa.Integer(), nullable=True),
        sa.Column("uploader_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_evidence_size")),
        sa.CheckConstraint(OF_ONE, name=op.f("ck_evidence_of_one")),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_evidence_source_id")),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_evidence_draft_id")),
        sa.ForeignKeyConstraint(
            ["confidential_id"],
            ["confidential_source.id"],
            name=op.f("fk_evidence_confidential_id"),
        ),
        sa.ForeignKeyConstraint(
            ["uploader_id"], ["account.id"], name=op.f("fk_evidence_uploader_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("name", name=op.f("uq_evidence_name")),
    )
    for column in ("source_id", "draft_id", "confidential_id"):
        op.create_index(op.f(f"ix_evidence_{column}"), "evidence", [column])
    op.create_table(
        "removed_evidence",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("remover_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_removed_evidence_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["remover_id"], ["account.id"], name=op.f("fk_removed_evidence_remover_id")
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_removed_evidence")),
    )
    op.create_index(op.f("ix_removed_evidence_source_id"), "removed_evidence", ["source_id"])


def downgrade() -> None:
    """Forget which files there are; the files themselves stay on the disk."""
    op.drop_table("removed_evidence")
    op.drop_table("evidence")
