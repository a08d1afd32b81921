"""replies by company: who was asked, how, until when, and the rejoinder."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from campaign.db import change_sqlite_table

revision = "20261125_replies"
down_revision = "20261125_postings"
branch_labels = None
depends_on = None

CHANNELS = ("email", "post", "web_form", "lawyer", "public_letter")
REASONS = ("endangers_workers", "public_already", "no_way_to_reach")
FILLED, EMPTY = "reply_state VARCHAR(40) NOT NULL", "reply_state VARCHAR(40)"
SAID_BY_COMPANY = "Said for each company in a later version of the record."


def upgrade() -> None:
    """Leave what reports say of all companies as it is; entries by company come beside it."""
    let_reply_state_be_empty()
    op.add_column("response", sa.Column("full_text", sa.Text(), nullable=True))
    op.create_table(
        "company_reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=True),
        sa.Column("asked_on", sa.String(length=10), nullable=True),
        sa.Column("channel", words("channel", CHANNELS), nullable=True),
        sa.Column("due_on", sa.String(length=10), nullable=True),
        sa.Column("reminders", sa.JSON(), nullable=False),
        sa.Column("because", words("because", REASONS), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("rejoinder_text", sa.Text(), nullable=True),
        sa.Column("rejoinder_on_date", sa.String(length=10), nullable=True),
        sa.CheckConstraint(
            "actor_id IS NOT NULL OR actor_name IS NOT NULL", name=op.f("ck_company_reply_someone")
        ),
        sa.CheckConstraint(
            "(asked_on IS NULL) = (due_on IS NULL) AND (asked_on IS NULL) = (channel IS NULL)",
            name=op.f("ck_company_reply_whole_question"),
        ),
        sa.CheckConstraint(
            "asked_on IS NOT NULL OR because IS NOT NULL OR reason IS NOT NULL",
            name=op.f("ck_company_reply_asked_or_why_not"),
        ),
        sa.CheckConstraint(
            "(rejoinder_text IS NULL) = (rejoinder_on_date IS NULL)",
            name=op.f("ck_company_reply_whole_rejoinder"),
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_company_reply_report_id")
        ),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["record.id"], name=op.f("fk_company_reply_actor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_company_reply")),
        sa.UniqueConstraint("report_id", "key", name=op.f("uq_company_reply_report_id_key")),
    )
    for column in ("report_id", "actor_id", "due_on"):
        op.create_index(op.f(f"ix_company_reply_{column}"), "company_reply", [column])


def downgrade() -> None:
    """Say of reports that speak by company only that the earlier version cannot tell."""
    op.drop_table("company_reply")
    op.drop_column("response", "full_text")
    op.execute(
        sa.text(
            "UPDATE report SET reply_state = 'not_asked', reply_reason = :reason "
            "WHERE reply_state IS NULL"
        ).bindparams(reason=SAID_BY_COMPANY)
    )
    if op.get_bind().dialect.name == "sqlite":
        change_sqlite_table(op.get_bind(), "report", EMPTY, FILLED)
    else:
        op.alter_column("report", "reply_state", nullable=False)


def let_reply_state_be_empty() -> None:
    if op.get_bind().dialect.name == "sqlite":
        change_sqlite_table(op.get_bind(), "report", FILLED, EMPTY)
    else:
        op.alter_column("report", "reply_state", nullable=True)


def words(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
