"""answers with their report: which drafts of answers go the way of a report's draft."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_answers"
down_revision = "20261125_questions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let an answer go with a report; those that are there stand on their own."""
    op.create_table(
        "answer_draft",
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("report_draft_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "draft_id <> report_draft_id", name=op.f("ck_answer_draft_not_to_itself")
        ),
        sa.ForeignKeyConstraint(["draft_id"], ["draft.id"], name=op.f("fk_answer_draft_draft_id")),
        sa.ForeignKeyConstraint(
            ["report_draft_id"], ["draft.id"], name=op.f("fk_answer_draft_report_draft_id")
        ),
        sa.PrimaryKeyConstraint("draft_id", name=op.f("pk_answer_draft")),
    )
    op.create_index(op.f("ix_answer_draft_report_draft_id"), "answer_draft", ["report_draft_id"])


def downgrade() -> None:
    """Let all answers stand on their own again."""
    op.drop_table("answer_draft")
