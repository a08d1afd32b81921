"""makings: files of large sheets made in a row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_makings"
down_revision = "20261125_ended"
branch_labels = None
depends_on = None

STATES = ("waiting", "working", "done", "failed")


def upgrade() -> None:
    """Make room for files of large fact sheets and for those who wait for them."""
    op.create_table(
        "made_file",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_made_file")),
    )
    op.create_index(op.f("ix_made_file_made_at"), "made_file", ["made_at"])
    state = sa.Enum(*STATES, name="state", native_enum=False, create_constraint=True, length=40)
    moments = [sa.Column(f"{name}_at", sa.DateTime(timezone=True)) for name in ("begun", "beat")]
    op.create_table(
        "making",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("order", sa.JSON(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=32)),
        *moments,
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("doing", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.String(length=64)),
        sa.ForeignKeyConstraint(
            ["file_hash"], ["made_file.hash"], name=op.f("fk_making_file_hash")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_making")),
    )
    op.create_index(op.f("ix_making_state"), "making", ["state"])
    op.create_index(op.f("ix_making_file_hash"), "making", ["file_hash"])


def downgrade() -> None:
    """Forget the files; each can be made again."""
    op.drop_table("making")
    op.drop_table("made_file")
