"""How often what people look for is found at 1, 3 and 10, by the sort of difficulty.

Run with ``make bench``; the queries are those of ``tests/search/queries.yaml``.
"""

from sqlalchemy.orm import Session

from campaign.search.query import search
from tests.search.recall import (
    DEPTHS,
    MISSED,
    measure_recall,
    rank_of,
    read_empty_queries,
    read_queries,
)


def bench_recall(seeded: Session, dialect: str) -> None:
    ranks = {query: rank_of(seeded, query) for query in read_queries()}
    empty = read_empty_queries()
    found = [typed for typed in empty if search(seeded, typed, per_page=1).total]

    print(f"\n{dialect}: recall of {len(ranks)} queries{'':12} number" + "   at 1   at 3  at 10")
    for difficulty, recall in measure_recall(ranks).items():
        shares = "".join(f"{recall.at(depth):7.0%}" for depth in DEPTHS)
        print(f"  {difficulty:36}{len(recall.ranks):7}{shares}")
    print(f"  {len(empty) - len(found)} of {len(empty)} queries for nothing find nothing")
    print("  missed: " + ", ".join(q.typed for q, rank in ranks.items() if rank == MISSED))
    print("  found and should not: " + ", ".join(found))
