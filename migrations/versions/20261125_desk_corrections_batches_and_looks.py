"""public notes, requests for correction, drafts in batches, and when a record was looked at."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_desk"
down_revision = "20261125_replies"
branch_labels = None
depends_on = None

STATES = ("waiting", "taken_up", "answered", "closed")


def upgrade() -> None:
    op.add_column("draft", sa.Column("public_note", sa.Text()))
    op.add_column("revision", sa.Column("public_note", sa.Text()))
    op.add_column("record", sa.Column("looked_at", sa.DateTime(timezone=True)))
    op.create_index("ix_revision_origin_at", "revision", ["origin", "at"])
    op.create_index("ix_revision_author_id_at", "revision", ["author_id", "at"])
    _create_batches()
    _create_requests()


def downgrade() -> None:
    for table in ("correction_request", "batch_draft", "draft_batch"):
        op.drop_table(table)
    op.drop_index("ix_revision_author_id_at", "revision")
    op.drop_index("ix_revision_origin_at", "revision")
    op.drop_column("record", "looked_at")
    op.drop_column("revision", "public_note")
    op.drop_column("draft", "public_note")


def _create_batches() -> None:
    op.create_table(
        "draft_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_draft_batch_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_batch")),
    )
    op.create_index(op.f("ix_draft_batch_author_id"), "draft_batch", ["author_id"])
    op.create_table(
        "batch_draft",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_batch_draft_draft_id")),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["draft_batch.id"], name=op.f("fk_batch_draft_batch_id")
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_batch_draft")),
    )
    op.create_index(op.f("ix_batch_draft_batch_id"), "batch_draft", ["batch_id"])


def _create_requests() -> None:
    state = sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "correction_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("receipt", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("handler_id", sa.Integer(), nullable=True),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state IN ('answered', 'closed')) = (words IS NOT NULL)",
            name=op.f("ck_correction_request_words"),
        ),
        sa.CheckConstraint(
            "contact IS NULL OR state IN ('waiting', 'taken_up')",
            name=op.f("ck_correction_request_contact"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [target], name=op.f(f"fk_correction_request_{column}")
            )
            for column, target in (
                ("about_id", "record.id"),
                ("handler_id", "account.id"),
                ("draft_id", "draft.id"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
        sa.UniqueConstraint("receipt", name=op.f("uq_correction_request_receipt")),
    )
    for column in ("about_id", "at", "draft_id", "state"):
        op.create_index(op.f(f"ix_correction_request_{column}"), "correction_request", [column])
