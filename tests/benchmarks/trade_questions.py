"""The questions of ``bench_graph.py``, asked in a process of their own, so that its memory tells.

``python -m tests.benchmarks.trade_questions TASK URL SIZE`` prints one line of JSON.
"""

import itertools
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from random import Random
from typing import Any

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from campaign.db import begin_writing, configure_engine
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.graph.buyers import shared_buyers
from campaign.graph.chains import find_connection
from campaign.graph.listing import exposure_page, group_page
from campaign.graph.refreshing import exposure_differences, rebuild_exposure
from campaign.graph.timing import Period
from campaign.graph.tree import supply_tree
from campaign.models import Exposure, SupplyLink
from campaign.schemas import parse_document
from tests.benchmarks.trade import Trade
from tests.benchmarks.trade_stores import SEED

ROUNDS = 40
EVENT = Period("2020", "2020")


def main() -> None:
    task, url, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
    start = time.perf_counter()
    with Session(configure_engine(create_engine(url))) as session:
        answer = TASKS[task](session, Trade(size, SEED))
    answer["seconds"] = time.perf_counter() - start
    answer["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(answer))


def rebuild(session: Session, _trade: Trade) -> dict[str, Any]:
    rebuild_exposure(session)
    session.commit()
    return {"rows": session.scalar(select(func.count()).select_from(Exposure))}


def check(session: Session, _trade: Trade) -> dict[str, Any]:
    return {"differences": sum(1 for _ in exposure_differences(session))}


def first(session: Session, trade: Trade) -> dict[str, Any]:
    """Ask once, cold: the time is that of the whole process after its imports."""
    find_connection(session, trade.brand(3), trade.first_facility + 77, event=EVENT)
    return {}


def read(session: Session, trade: Trade) -> dict[str, Any]:
    middle, small = trade.shape.brands // 2, trade.shape.brands - 1
    brands = {"largest brand": 0, "middle brand": middle, "small brand": small}
    answers: dict[str, Any] = {
        f"connection: {name}": times(pairs, lambda ends: connect(session, *ends))
        for name, pairs in pairs_of(trade).items()
    }
    for name, rank in brands.items():
        ids = [trade.brand(rank)] * ROUNDS
        answers[f"exposure page: {name}"] = times(ids, lambda i: exposure_page(session, i))
        answers[f"group page: {name}"] = times(ids[:10], lambda i: group_page(session, i))
        answers[f"supply tree: {name}"] = times(ids[:10], lambda i: supply_tree(session, i))
    hub = [trade.hub] * ROUNDS
    busy = [trade.first_supplier] * ROUNDS
    answers["shared buyers: busiest place"] = times(hub, lambda i: buyers(session, i))
    answers["shared buyers: busiest supplier"] = times(busy, lambda i: buyers(session, i))
    return answers


def connect(session: Session, start: int, end: int) -> None:
    find_connection(session, start, end, event=EVENT)


def buyers(session: Session, record_id: int) -> None:
    shared_buyers(session, record_id, event=EVENT)


def pairs_of(trade: Trade) -> dict[str, list[tuple[int, int]]]:
    random = Random(SEED)

    def some(first: int, count: int) -> list[int]:
        return [first + random.randrange(count) for _ in range(ROUNDS)]

    shape = trade.shape
    brands = some(trade.first_brand, shape.brands)
    places = some(trade.first_facility, shape.facilities)
    suppliers = some(trade.first_supplier, shape.suppliers)
    return {
        "brand and place": list(zip(brands, places, strict=True)),
        "brand and brand": list(itertools.pairwise(brands)),
        "supplier and place": list(zip(suppliers, places, strict=True)),
        "place and place": list(itertools.pairwise(places)),
        "largest brand and place": [(trade.brand(0), place) for place in places],
        "brand and hub": [(brand, trade.hub) for brand in brands],
    }


def write(session: Session, trade: Trade) -> dict[str, Any]:
    random = Random(SEED)
    ordinary = [
        (trade.brand(random.randrange(trade.shape.brands)), trade.first_facility + 100 + number)
        for number in range(10)
    ]
    worst = [(trade.brand(0), trade.hub)] * 5
    return {
        f"{verb}: {name}": spread(seconds)
        for name, ends in (("ordinary place", ordinary), ("busiest place", worst))
        for verb, seconds in published_and_changed(session, trade, ends).items()
    }


def published_and_changed(
    session: Session, trade: Trade, ends: Iterable[tuple[int, int]]
) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {"publish a link": [], "deny a link": []}
    begun = session.scalar(select(func.count()).select_from(SupplyLink.__table__)) or 0
    for number, (buyer, place) in enumerate(ends):
        document = {
            "kind": "supply_link",
            "slug": f"measured-{begun}-{number}-{time.time_ns()}",
            "buyer": f"r{buyer}",
            "supplier": f"r{trade.first_supplier}",
            "facility": f"r{place}",
            "relation": "component",
            "product": "springs",
            "as_of": "2021",
            "link_status": "listed",
            "basis": "ngo",
            "statement": "A list names it.",
            "citations": ["r1"],
        }
        found["publish a link"].append(published(session, document))
        found["deny a link"].append(published(session, {**document, "link_status": "denied"}))
    return found


def published(session: Session, document: dict[str, Any]) -> float:
    start = time.perf_counter()
    begin_writing(session)
    signature = Signature(at=datetime.now(UTC), origin="bench")
    publish_all(session, [parse_document(document)], signature=signature)
    session.commit()
    session.expunge_all()
    return time.perf_counter() - start


def times(items: Iterable[Any], ask: Callable[[Any], object]) -> dict[str, float]:
    def seconds() -> Iterator[float]:
        for item in items:
            start = time.perf_counter()
            ask(item)
            yield time.perf_counter() - start

    measured = list(seconds())
    return spread(measured[1:] or measured)


def spread(seconds: list[float]) -> dict[str, float]:
    """Return median and 95th percentile in milliseconds."""
    slowest = statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else seconds[0]
    return {"median": statistics.median(seconds) * 1000, "p95": min(slowest, max(seconds)) * 1000}


TASKS = {"rebuild": rebuild, "check": check, "first": first, "read": read, "write": write}

if __name__ == "__main__":
    main()
