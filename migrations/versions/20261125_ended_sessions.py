"""ended sessions: a copied cookie of a session that was signed out opens nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_ended"
down_revision = "20261125_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make room for them; sessions of before have no mark, and end."""
    op.create_table(
        "ended_session",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_ended_session")),
    )
    op.create_index(op.f("ix_ended_session_until"), "ended_session", ["until"])


def downgrade() -> None:
    """Forget them: a copied cookie works again until it is too old."""
    op.drop_table("ended_session")
