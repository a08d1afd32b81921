"""How often search finds what people look for, by the sort of difficulty (``queries.yaml``)."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from campaign.search.query import search

FILE = Path(__file__).with_name("queries.yaml")
NOTHING = "nothing"
DEPTHS = (1, 3, 10)
MISSED = 99


@dataclass(frozen=True)
class Query:
    """What somebody types, and the records of which any will do."""

    difficulty: str
    typed: str
    wanted: frozenset[str]


@dataclass(frozen=True)
class Recall:
    """The ranks at which what was wanted stood; ``MISSED`` when it was not on the page."""

    ranks: tuple[int, ...]

    def at(self, depth: int) -> float:
        """Return the share of queries whose record stood among the first ones."""
        return sum(rank <= depth for rank in self.ranks) / len(self.ranks)


def read_queries() -> list[Query]:
    """Return all queries that shall find something."""
    return [
        Query(difficulty, str(typed), frozenset(wanted))
        for difficulty, rows in _read().items()
        if difficulty != NOTHING
        for typed, *wanted in rows
    ]


def read_empty_queries() -> list[str]:
    """Return all queries that shall find nothing."""
    return list(map(str, _read()[NOTHING]))


def rank_of(session: Session, query: Query) -> int:
    """Return where the first wanted record stands, counted from 1."""
    slugs = [hit.slug for hit in search(session, query.typed, per_page=max(DEPTHS)).hits]
    found = (rank for rank, slug in enumerate(slugs, start=1) if slug in query.wanted)
    return next(found, MISSED)


def measure_recall(ranks: Mapping[Query, int]) -> dict[str, Recall]:
    """Return the recall for each difficulty, and for ``all``."""
    by_difficulty: dict[str, list[int]] = {}
    for query, rank in ranks.items():
        by_difficulty.setdefault(query.difficulty, []).append(rank)
    recalls = {difficulty: Recall(tuple(found)) for difficulty, found in by_difficulty.items()}
    return {**recalls, "all": Recall(tuple(ranks.values()))}


def _read() -> dict[str, list[list[str]]]:
    queries: dict[str, list[list[str]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return queries
