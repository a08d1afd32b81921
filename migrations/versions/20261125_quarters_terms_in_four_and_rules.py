"""terms cut in four, with an index for every two quarters; by which rules the index was made.

Whole names are found by an index alone.

The vocabulary and the index were written by older rules; `campaign db upgrade` writes them
anew afterwards, and `campaign index rebuild` does.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "20261125_quarters"
down_revision = "20261125_safety"
branch_labels = None
depends_on = None

QUARTERS = ("first", "second", "third", "fourth")
PARTS = ("beginning", "middle", "ending")
PAIRS = (
    *(("first", "second"), ("first", "third"), ("fourth", "first")),
    *(("second", "third"), ("second", "fourth"), ("third", "fourth")),
)


def upgrade() -> None:
    replace_terms(QUARTERS, cut_in_four)
    for pair in PAIRS:
        op.create_index(f"ix_search_term_{'_'.join(pair)}", "search_term", list(pair))
    replace_name_index(["folded", "romanised", "record_id"])
    op.create_table(
        "search_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rules", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_state")),
    )
    if op.get_bind().execute(sa.text("SELECT 1 FROM search_set LIMIT 1")).first():
        op.execute("INSERT INTO search_state (id, rules) VALUES (1, 'before there was a hash')")


def downgrade() -> None:
    op.drop_table("search_state")
    replace_name_index(["folded"])
    replace_terms(PARTS, cut_in_three)
    for part in PARTS:
        op.create_index(f"ix_search_term_{part}", "search_term", [part, "term"])


def replace_name_index(columns: list[str]) -> None:
    op.drop_index("ix_search_name_folded", "search_name")
    op.create_index("ix_search_name_folded", "search_name", columns)


def replace_terms(columns: tuple[str, ...], cut: Any) -> None:
    """Keep the terms and their uses, with other columns beside them."""
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT term, uses FROM search_term ORDER BY term")).all()
    op.drop_table("search_term")
    table = op.create_table(
        "search_term",
        sa.Column("term", by_code_point(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        *(sa.Column(column, by_code_point(), nullable=False) for column in columns),
        sa.PrimaryKeyConstraint("term", name=op.f("pk_search_term")),
        sqlite_with_rowid=False,
    )
    cuts = [{"term": row.term, "uses": row.uses, **keys(columns, cut, row.term)} for row in rows]
    if cuts:
        bind.execute(table.insert(), cuts)


def by_code_point() -> sa.Text:
    return sa.Text(collation="C" if op.get_bind().dialect.name == "postgresql" else None)


def keys(columns: tuple[str, ...], cut: Any, term: str) -> dict[str, str]:
    return {column: f"{len(term)}{piece}" for column, piece in zip(columns, cut(term), strict=True)}


def cut_in_four(term: str) -> tuple[str, ...]:
    """Cut a term as `campaign.search.quarters` does at this revision."""
    at = [len(term) * number // 4 for number in range(5)]
    return tuple(term[at[number] : at[number + 1]] for number in range(4))


def cut_in_three(term: str) -> tuple[str, ...]:
    """Cut a term as `campaign.search.nearest` did before."""
    first = len(term) // 3
    second = first + (len(term) - first) // 2
    return term[:first], term[first:second], term[second:]
