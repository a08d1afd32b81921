"""Who is tied to a place, gathered by the database: all who are tied alike in one row.

A place can have a hundred thousand buyers, but there are only so many bases and dates.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.graph.edges import ask, bond_of, said_by
from campaign.graph.network import Bond, Tie
from campaign.graph.statements import Among, edges_at_sites

# Of the columns of an edge, those on which exposure rests: the making end, the kind, basis,
# status, type of ownership and three dates.
DECIDING = (1, 2, 5, 6, 7, 8, 9, 10)


@cache
def bonds_at_sites(among: Among) -> Any:
    """Select who runs the places ``here``, and whom a link ties to them, by what says so."""
    edges = edges_at_sites(among).subquery().c
    gather = func.array_agg if among.dialect == "postgresql" else func.json_group_array
    deciding = [edges[number] for number in DECIDING]
    return select(*deciding, gather(edges[0])).group_by(*deciding)


def read_bonds(session: Session, sites: Collection[int]) -> list[Bond]:
    """Return who runs some places, and whom a link ties to the very place."""
    rows = ask(session, bonds_at_sites, lists={"here": sites})
    return [Bond(_ids(row[-1]), row[0], _tie(*row[1:-1])) for row in rows]


def _ids(value: str | list[int]) -> list[int]:
    return list(json.loads(value)) if isinstance(value, str) else value


@lru_cache(maxsize=10_000)
def _tie(word: str, basis: str, status: str, ownership: str, *dates: str | None) -> Tie:
    return bond_of(*said_by(word, basis, status, ownership), *dates)
