"""How often what people look for is found at 1, 3 and 10, by the sort of difficulty.

Run with ``make bench``; the queries are those of ``tests/search/queries.yaml``.
"""

from pathlib import Path

import yaml
from sqlalchemy.orm import Session

from campaign.search.comparing import SAME, compare_names
from campaign.search.query import search
from tests.search import recall
from tests.search.recall import (
    DEPTHS,
    MISSED,
    measure_recall,
    rank_of,
    read_empty_queries,
    read_queries,
)

PAIRS = Path(recall.__file__).with_name("pairs.yaml")


def bench_recall(seeded: Session, dialect: str) -> None:
    ranks = {query: rank_of(seeded, query) for query in read_queries()}
    empty = read_empty_queries()
    found = [typed for typed in empty if search(seeded, typed, per_page=1).total]

    print(f"\n{dialect}: recall of {len(ranks)} queries{'':12} number" + "   at 1   at 3  at 10")
    for difficulty, reached in measure_recall(ranks).items():
        shares = "".join(f"{reached.at(depth):7.0%}" for depth in DEPTHS)
        print(f"  {difficulty:36}{len(reached.ranks):7}{shares}")
    print(f"  {len(empty) - len(found)} of {len(empty)} queries for nothing find nothing")
    print("  missed: " + ", ".join(q.typed for q, rank in ranks.items() if rank == MISSED))
    print("  found and should not: " + ", ".join(found))


def bench_likeness() -> None:
    found = {
        kind: [compare_names(*map(str, pair)).score >= SAME for pair in pairs]
        for kind, pairs in yaml.safe_load(PAIRS.read_text(encoding="utf-8")).items()
    }
    right, wrong, wanted = sum(found["same"]), sum(found["different"]), len(found["same"])
    precision, recall = right / (right + wrong), right / wanted
    print(
        f"\nlikely the same: precision {precision:.0%}, recall {recall:.0%}"
        f" of {wanted} pairs that are and {len(found['different'])} that are not"
    )
