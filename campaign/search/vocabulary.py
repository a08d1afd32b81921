"""The words that occur in names and titles, and how many entries have each.

Mistakes are looked for in the vocabulary and not in the records, so that their cost grows
with the number of different words only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from campaign.models import SearchTerm
from campaign.queries.lists import among
from campaign.search.batch import dialect_of
from campaign.search.folding import is_unspaced
from campaign.search.pinyin import is_syllable
from campaign.search.postings import BOUNDARY, LAST_CHARACTER
from campaign.search.quarters import QUARTERS, quarters_of

SHORTEST_TERM = 2


def terms_of(names: str, romanised: str) -> set[str]:
    """Return the words of an entry that can be mistyped: no single characters or syllables."""
    read = {token for token in _tokens(romanised) if not is_syllable(token)}
    tokens = read.union(_tokens(names))
    return {token for token in tokens if len(token) >= SHORTEST_TERM and not is_unspaced(token)}


def _tokens(text: str) -> Iterator[str]:
    return (token for token in text.split() if token != BOUNDARY)


def term_rows(uses: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the rows of terms with their uses."""
    return [
        {"term": term, "uses": number, **quarters_of(term)}
        for term, number in sorted(uses.items())
        if number
    ]


def count_terms(session: Session, changes: Mapping[str, int]) -> None:
    """Add to the uses of each term, or take from them; terms without uses go."""
    rows = term_rows(changes)
    if not rows:
        return
    dialect: Any = postgresql if dialect_of(session) == "postgresql" else sqlite
    new = dialect.insert(SearchTerm)
    uses = SearchTerm.uses + new.excluded.uses
    session.execute(new.on_conflict_do_update(index_elements=["term"], set_={"uses": uses}), rows)
    fewer = [row["term"] for row in rows if row["uses"] < 0]
    if fewer:
        session.execute(delete(SearchTerm).where(SearchTerm.term.in_(fewer), SearchTerm.uses <= 0))


def begins_with(column: InstrumentedAttribute[str], prefix: str) -> ColumnElement[bool]:
    """Return the condition that a column, sorted by code point, begins with a text."""
    return column.between(prefix, prefix + LAST_CHARACTER)


def read_uses(session: Session, terms: Iterable[str]) -> dict[str, int]:
    """Return the uses of those of the terms that are in the vocabulary."""
    wanted = sorted(set(terms))
    if not wanted:
        return {}
    query = select(SearchTerm.term, SearchTerm.uses).where(among(session, SearchTerm.term, wanted))
    return {row.term: row.uses for row in session.execute(query)}


def term_differences(session: Session, terms: Mapping[str, int]) -> list[str]:
    """Say where the vocabulary that is kept differs from these terms and their uses."""
    kept = {row.term: row for row in session.execute(select(SearchTerm.__table__))}
    uses = {term: row.uses for term, row in kept.items()}
    every = sorted(terms.keys() | kept.keys())
    counted = [
        f"word “{term}”: {uses.get(term, 0)} uses, not {terms.get(term, 0)}"
        for term in every
        if uses.get(term, 0) != terms.get(term, 0)
    ]
    misplaced = [
        f"word “{term}”: is not kept under its quarters"
        for term, row in sorted(kept.items())
        if {name: getattr(row, name) for name in QUARTERS} != quarters_of(term)
    ]
    return counted + misplaced
