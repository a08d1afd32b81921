"""questions of drafts: until when a company is asked to answer, to be found without reading."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261125_questions"
down_revision = "20261125_versions"
branch_labels = None
depends_on = None

DAY = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)

draft = sa.table(
    "draft",
    sa.column("id", sa.Integer),
    sa.column("document", sa.JSON),
    sa.column("asks_until", sa.String),
)


def upgrade() -> None:
    """Note for each draft the last day of its questions."""
    op.add_column("draft", sa.Column("asks_until", sa.String(length=10), nullable=True))
    op.create_index(op.f("ix_draft_asks_until"), "draft", ["asks_until"])
    connection = op.get_bind()
    rows = connection.execute(sa.select(draft.c.id, draft.c.document)).all()
    for draft_id, document in rows:
        if day := asks_until(document or {}):
            connection.execute(
                sa.update(draft).where(draft.c.id == draft_id).values(asks_until=day)
            )


def downgrade() -> None:
    """Forget the day; the questions stand in the documents."""
    op.drop_index(op.f("ix_draft_asks_until"), "draft")
    op.drop_column("draft", "asks_until")


def asks_until(document: dict[str, Any]) -> str | None:
    """Return the last day by which a question of a document is to be answered; of a month, 31."""
    replies = document.get("replies")
    entries = replies.values() if isinstance(replies, dict) else ()
    asked = [str(e.get("due_on")) for e in entries if isinstance(e, dict) and e.get("asked_on")]
    return max(
        (day + "0000-12-31"[len(day) :] for day in asked if DAY.fullmatch(day)), default=None
    )
