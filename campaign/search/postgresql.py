"""The full-text index of PostgreSQL: a ``tsvector`` for each row of ``search_entry``.

Vector and query are written out here, lexeme by lexeme, and not by ``to_tsvector``: its
parser would cut some words its own way, by the locale of the database. The weight tells
where a word stands: A names, B readings, D body. No extension is needed. See
https://www.postgresql.org/docs/15/datatype-textsearch.html.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    case,
    cast,
    column,
    delete,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from campaign.models import SearchEntry
from campaign.search.batch import Batch, batches
from campaign.search.full_text import (
    BODY,
    BOUNDARY,
    NAMES,
    ROMANISED,
    SCOPES,
    expression,
    parameter,
)
from campaign.search.tables import FULL_TEXT
from campaign.search.words import Asked, Phrase

INDEX_TABLE = table(FULL_TEXT, column("record_id", Integer), column("document", TSVECTOR))
WEIGHTS = {NAMES: "A", ROMANISED: "B", BODY: "D"}
LAST_POSITION = 16_383  # PostgreSQL counts no further; a phrase beyond is found as its words
POSITIONS = 255  # and keeps no more of one lexeme
ANYWHERE = (NAMES, BODY)

_PUT = text(
    f"INSERT INTO {FULL_TEXT} (record_id, document) SELECT record_id, CAST(document AS tsvector) "
    "FROM unnest(CAST(:ids AS integer[]), CAST(:documents AS text[])) AS row(record_id, document)"
)
_DIFFERING = text(
    f"SELECT count(*) FROM unnest(CAST(:ids AS integer[]), CAST(:documents AS text[])) "
    f"AS row(record_id, document) LEFT JOIN {FULL_TEXT} AS kept USING (record_id) "
    "WHERE kept.document IS DISTINCT FROM CAST(row.document AS tsvector)"
)
_STRAY = text(
    f"SELECT count(*) FROM {FULL_TEXT} WHERE record_id NOT IN (SELECT record_id FROM search_entry)"
)


class PostgresqlFullText:
    """A table of vectors with a GIN index, kept by explicit calls; see ``FullText``."""

    def forget(self, batch: Batch) -> None:
        """Delete the vectors of these records."""
        batch.session.execute(delete(INDEX_TABLE).where(batch.holds(INDEX_TABLE.c.record_id)))

    def put(self, batch: Batch) -> None:
        """Write the vectors of these rows."""
        batch.session.execute(_PUT, _vectors(batch))

    def clear(self, session: Session) -> None:
        """Delete all vectors."""
        session.execute(delete(INDEX_TABLE))

    def finds(self, name: str) -> Select[Any]:
        """Return ids by how they fit: one pass over the widest scope, which holds the others."""
        *narrower, (widest, _, _) = SCOPES
        better = [(_matching(parameter(name, m)), literal(int(m))) for m, _, _ in narrower]
        best = case(*better, else_=literal(int(widest)))
        return select(INDEX_TABLE.c.record_id, best.label("match")).where(
            _matching(parameter(name, widest))
        )

    def questions(self, asked: Asked, name: str) -> dict[str, str]:
        """Write the words as ``tsquery``, for each scope."""
        return {
            parameter(name, match): expression(
                asked,
                romanised=romanised,
                phrase=partial(_phrase, columns=columns),
                every=" & ",
                some=" | ",
            )
            for match, columns, romanised in SCOPES
        }

    def has(self, name: str) -> Select[Any]:
        """Return the ids of the records with a phrase."""
        return select(INDEX_TABLE.c.record_id).where(_matching(name))

    def question(self, phrase: Phrase) -> str:
        """Write the phrase as ``tsquery``."""
        return _phrase(phrase, columns=ANYWHERE)

    def faults(self, session: Session) -> list[str]:
        """Write every vector anew and compare."""
        ids = session.scalars(select(SearchEntry.record_id))
        wrong = sum(
            session.scalars(_DIFFERING, _vectors(batch)).one() for batch in batches(session, ids)
        )
        stray = session.scalars(_STRAY).one()
        total = wrong + stray
        return [f"the full-text index differs from {total} entries"] if total else []


def _matching(name: str) -> ColumnElement[bool]:
    query = cast(bindparam(name, type_=Text), TSQUERY)
    return INDEX_TABLE.c.document.bool_op("@@")(query)


def _vectors(batch: Batch) -> dict[str, Any]:
    rows = batch.session.execute(
        select(
            SearchEntry.record_id, SearchEntry.names, SearchEntry.romanised, SearchEntry.body
        ).where(batch.holds(SearchEntry.record_id))
    ).all()
    documents = [
        vector({NAMES: row.names, ROMANISED: row.romanised, BODY: row.body}) for row in rows
    ]
    return {"ids": [row.record_id for row in rows], "documents": documents}


def vector(texts: dict[str, str]) -> str:
    """Write folded texts as a ``tsvector``; positions leave a gap at every boundary."""
    places: dict[str, list[str]] = defaultdict(list)
    position = 0
    for name, content in texts.items():
        for token in content.split():
            position += 1
            if token != BOUNDARY and len(places[token]) < POSITIONS:
                places[token].append(f"{min(position, LAST_POSITION)}{WEIGHTS[name]}")
        position += 1
    return " ".join(f"{_quoted(token)}:{','.join(at)}" for token, at in places.items() if at)


def _phrase(phrase: Phrase, *, columns: Sequence[str]) -> str:
    """Write a phrase in PostgreSQL's language, each token with the weights it may have."""
    weights = WEIGHTS[ROMANISED] if phrase.romanised else "".join(WEIGHTS[c] for c in columns)
    tokens = [f"{_quoted(token)}:{weights}" for token in phrase.tokens]
    if phrase.prefix:
        tokens[-1] = f"{_quoted(phrase.tokens[-1])}:*{weights}"
    return f"({' <-> '.join(tokens)})"


def _quoted(token: str) -> str:
    """Quote a token. It is letters and digits; whatever else it might be stays a token."""
    escaped = token.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


INDEX = PostgresqlFullText()
