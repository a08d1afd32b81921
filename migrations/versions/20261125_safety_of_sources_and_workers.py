"""safety: confidential sources and what cites them; a day of publication; wishes of workers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "20261125_safety"
down_revision = "20261125_desk"
branch_labels = None
depends_on = None

GRADES = ("A", "B", "C", "D", "E", "F")
STANCES = ("supports", "denies", "context")
WISHES = ("yes", "no", "limited")


def upgrade() -> None:
    op.create_table(
        "confidential_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("received_on", sa.String(length=10), nullable=True),
        sa.Column("grade", words("grade", GRADES), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("slug LIKE 'confidential-%'", name=op.f("ck_confidential_source_slug")),
        sa.ForeignKeyConstraint(
            ["keeper_id"], ["account.id"], name=op.f("fk_confidential_source_keeper_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidential_source")),
        sa.UniqueConstraint("slug", name=op.f("uq_confidential_source_slug")),
    )
    op.create_index(op.f("ix_confidential_source_keeper_id"), "confidential_source", ["keeper_id"])
    op.create_table(
        "confidential_citation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("pointer", sa.String(length=200), nullable=False),
        sa.Column("stance", words("stance", STANCES), nullable=False),
        sa.Column("locator", sa.Text(), nullable=True),
        sa.Column("quotation", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "pointer = '' OR pointer LIKE '/%'", name=op.f("ck_confidential_citation_pointer")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_confidential_citation_record_id")
        ),
        sa.ForeignKeyConstraint(
            ["source_id"],
            ["confidential_source.id"],
            name=op.f("fk_confidential_citation_source_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidential_citation")),
    )
    for column in ("record_id", "source_id"):
        op.create_index(
            op.f(f"ix_confidential_citation_{column}"), "confidential_citation", [column]
        )
    op.add_column("report", sa.Column("publish_not_before", sa.String(length=10)))
    op.execute(  # SQLite takes a constraint with a new column only
        "ALTER TABLE report ADD COLUMN publicity_wish VARCHAR(40) "
        f"CONSTRAINT ck_report_publicity_wish CHECK (publicity_wish IN {WISHES})"
    )
    op.add_column("report", sa.Column("publicity_words", sa.Text()))


def downgrade() -> None:
    """Forget what the earlier version could not keep from readers."""
    op.drop_table("confidential_citation")
    op.drop_table("confidential_source")
    op.drop_column("report", "publicity_words")
    op.drop_column("report", "publicity_wish")
    op.drop_column("report", "publish_not_before")


def words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
