"""mistyped words by their parts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261125_terms"
down_revision = "20261125_sign_in"
branch_labels = None
depends_on = None

PARTS = ("beginning", "middle", "ending")


def upgrade() -> None:
    rows = read()
    op.drop_table("search_term")
    table = op.create_table(
        "search_term",
        term_column(),
        sa.Column("uses", sa.Integer(), nullable=False),
        *(sa.Column(part, by_code_point(), nullable=False) for part in PARTS),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_search_term")),
        sqlite_with_rowid=False,
    )
    fill(table, [row | parts_of(row["term"]) for row in rows])
    for part in PARTS:
        op.create_index(f"ix_search_term_{part}", "search_term", [part, "term"])


def downgrade() -> None:
    rows = read()
    op.drop_table("search_term")
    table = op.create_table(
        "search_term",
        term_column(),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_search_term")),
    )
    fill(table, rows)


def term_column() -> sa.Column[str]:
    return sa.Column("term", by_code_point(), nullable=False)


def by_code_point() -> sa.Text:
    return sa.Text(collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def read() -> list[dict[str, Any]]:
    rows = op.get_bind().execute(sa.text("SELECT term, uses FROM search_term ORDER BY term"))
    return [dict(row) for row in rows.mappings()]


def fill(table: sa.Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(table.insert(), rows)


def parts_of(term: str) -> dict[str, str]:
    """Cut a term in three, as `campaign.search.nearest` does at this revision."""
    first = len(term) // 3
    second = first + (len(term) - first) // 2
    cuts = (term[:first], term[first:second], term[second:])
    return {part: f"{len(term)}{cut}" for part, cut in zip(PARTS, cuts, strict=True)}
