"""campaigns: what they did, and what was promised to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_campaigns"
down_revision = "20261125_reach"
branch_labels = None
depends_on = None

KINDS = (
    *("petition", "protest", "strike", "letter", "meeting"),
    *("shareholder", "complaint", "publication", "other"),
)
STATES = ("open", "kept", "partly_kept", "broken", "unknown")


def upgrade() -> None:
    op.create_table(
        "campaign_action",
        *part_columns(),
        sa.Column("on_date", sa.String(length=10), nullable=False),
        sa.Column("kind", words("kind", KINDS), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        *part_constraints("campaign_action"),
    )
    op.create_table(
        "commitment",
        *part_columns(),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on_date", sa.String(length=10), nullable=False),
        sa.Column("due_on", sa.String(length=10), nullable=True),
        sa.Column("demand", sa.String(length=60), nullable=True),
        sa.Column("state", words("state", STATES), nullable=False),
        sa.Column("evidence_text", sa.Text(), nullable=True),
        sa.Column("evidence_on_date", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "actor_id IS NOT NULL OR actor_name IS NOT NULL", name=op.f("ck_commitment_someone")
        ),
        sa.CheckConstraint(
            "(evidence_text IS NULL) = (evidence_on_date IS NULL)",
            name=op.f("ck_commitment_whole_evidence"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'unknown') OR evidence_text IS NOT NULL",
            name=op.f("ck_commitment_shown_by_evidence"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["record.id"], name=op.f("fk_commitment_actor_id")),
        *part_constraints("commitment"),
    )
    op.create_index(op.f("ix_campaign_action_campaign_id"), "campaign_action", ["campaign_id"])
    for column in ("campaign_id", "actor_id", "due_on"):
        op.create_index(op.f(f"ix_commitment_{column}"), "commitment", [column])


def downgrade() -> None:
    op.drop_table("commitment")
    op.drop_table("campaign_action")


def part_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
    ]


def part_constraints(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f(f"fk_{table}_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("campaign_id", "key", name=op.f(f"uq_{table}_campaign_id_key")),
    ]


def words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
