"""full-text search."""

from __future__ import annotations

from collections import defaultdict

import sqlalchemy as sa
from alembic import op

revision = "20261122_search"
down_revision = "20261122_records"
branch_labels = None
depends_on = None

# Looked up by their beginnings, so they sort by code point, as SQLite's text does anyway.
COLUMNS_BY_CODE_POINT = (("search_name", "folded"), ("search_term", "term"))


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE search_fts USING fts5(names, romanised, body, "
            "content='search_entry', content_rowid='record_id', columnsize=0, tokenize='ascii')"
        )
        op.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")
        return
    for table, column in COLUMNS_BY_CODE_POINT:
        op.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE text COLLATE "C"')
    op.execute(
        "CREATE TABLE search_fts ("
        "record_id integer CONSTRAINT pk_search_fts PRIMARY KEY "
        "CONSTRAINT fk_search_fts_record_id REFERENCES search_entry (record_id), "
        "document tsvector NOT NULL)"
    )
    fill()
    op.execute("CREATE INDEX ix_search_fts_document ON search_fts USING gin (document)")


def downgrade() -> None:
    op.execute("DROP TABLE search_fts")
    if op.get_bind().dialect.name != "sqlite":
        for table, column in COLUMNS_BY_CODE_POINT:
            op.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE text COLLATE "default"')


def fill() -> None:
    """Index the entries that are there, as `campaign.search.postgresql` does at this revision."""
    put = sa.text("INSERT INTO search_fts VALUES (:record_id, CAST(:document AS tsvector))")
    entries = op.get_bind().execute(
        sa.text("SELECT record_id, names, romanised, body FROM search_entry ORDER BY record_id")
    )
    for record_id, *texts in entries.all():
        op.get_bind().execute(put, {"record_id": record_id, "document": vector(*texts)})


def vector(*texts: str) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    position = 0
    for weight, content in zip("ABD", texts, strict=True):
        for token in content.split():
            position += 1
            if token != "¦" and len(places[token]) < 255:
                places[token].append(f"{min(position, 16_383)}{weight}")
        position += 1
    return " ".join(f"'{token}':{','.join(at)}" for token, at in places.items() if at)
