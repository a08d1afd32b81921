"""The full-text index of SQLite: FTS5 over the folded text of ``search_entry``.

The table holds no text of its own (``content='search_entry'``), so an entry must be taken
out before its row changes. FTS5's ``ascii`` tokenizer parts folded text at its spaces and
touches nothing else. See https://www.sqlite.org/fts5.html, sections 3 and 4.4.3.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import (
    Select,
    Text,
    bindparam,
    column,
    insert,
    literal,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.orm import Session

from campaign.models import SearchEntry
from campaign.search.batch import Batch
from campaign.search.full_text import BODY, NAMES, ROMANISED, SCOPES, expression, parameter
from campaign.search.tables import FULL_TEXT
from campaign.search.words import Asked, Phrase

COLUMNS = ["rowid", NAMES, ROMANISED, BODY]
INDEX_TABLE = table(FULL_TEXT, column(FULL_TEXT, Text), *map(column, COLUMNS))
ENTRY = (SearchEntry.record_id, SearchEntry.names, SearchEntry.romanised, SearchEntry.body)
ANYWHERE = (NAMES, BODY)


class SqliteFullText:
    """FTS5, kept by explicit calls; see ``FullText``."""

    def forget(self, batch: Batch) -> None:
        """Tell FTS5 to forget the words that the rows still hold."""
        rows = select(literal("delete"), *ENTRY).where(batch.holds(SearchEntry.record_id))
        columns = [FULL_TEXT, *COLUMNS]
        batch.session.execute(insert(INDEX_TABLE).from_select(columns, rows))

    def put(self, batch: Batch) -> None:
        """Index the words of these rows."""
        rows = select(*ENTRY).where(batch.holds(SearchEntry.record_id))
        batch.session.execute(insert(INDEX_TABLE).from_select(COLUMNS, rows))

    def clear(self, session: Session) -> None:
        """Empty the index without reading a row."""
        session.execute(text(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}) VALUES ('delete-all')"))

    def finds(self, name: str) -> Select[Any]:
        """Return ids by how they fit, one branch for each scope."""
        branches = [
            _matching(parameter(name, match)).add_columns(literal(int(match)).label("match"))
            for match, _, _ in SCOPES
        ]
        found = union_all(*branches).subquery(name)
        return select(found.c.record_id, found.c.match)

    def questions(self, asked: Asked, name: str) -> dict[str, str]:
        """Write the words in FTS5's language, for each scope."""
        return {
            parameter(name, match): expression(
                asked,
                romanised=romanised,
                phrase=partial(_phrase, columns=columns),
                every=" AND ",
                some=" OR ",
            )
            for match, columns, romanised in SCOPES
        }

    def has(self, name: str) -> Select[Any]:
        """Return the ids of the records with a phrase."""
        return _matching(name)

    def question(self, phrase: Phrase) -> str:
        """Write the phrase in FTS5's language."""
        return _phrase(phrase, columns=ANYWHERE)

    def faults(self, session: Session) -> list[str]:
        """Let FTS5 compare itself with ``search_entry``."""
        check = text(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}, rank) VALUES ('integrity-check', 1)")
        try:
            with session.connection().begin_nested():
                session.execute(check)
        except OperationalError:  # locked, and not corrupt
            raise
        except DatabaseError:
            return ["the full-text index differs from the entries"]
        return []


def _matching(name: str) -> Select[Any]:
    rows = INDEX_TABLE.c
    query = rows[FULL_TEXT].op("MATCH")(bindparam(name, type_=Text))
    return select(rows.rowid.label("record_id")).where(query)


def _phrase(phrase: Phrase, *, columns: Sequence[str]) -> str:
    """Write a phrase in FTS5's language. Tokens are letters and digits; quoted all the same."""
    names = ROMANISED if phrase.romanised else " ".join(columns)
    words = " ".join(phrase.tokens).replace('"', '""')
    return f'{{{names}}} : "{words}"{" *" if phrase.prefix else ""}'


INDEX = SqliteFullText()
