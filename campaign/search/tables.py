"""Names of the tables that a database makes for its full-text index."""

from __future__ import annotations

FULL_TEXT = "search_fts"


def is_search_table(name: str | None) -> bool:
    """Tell whether a table belongs to SQLite's FTS5, which no model describes."""
    return name is not None and name.startswith(FULL_TEXT)
