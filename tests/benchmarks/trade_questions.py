"""The questions of ``bench_graph.py``, asked in a process of their own, so that its memory tells.

``python -m tests.benchmarks.trade_questions TASK URL SIZE`` prints one line of JSON.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from random import Random
from typing import Any

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from campaign.db import begin_writing, configure_engine
from campaign.editorial.publishing import publish_all
from campaign.editorial.retracting import retract
from campaign.editorial.revisions import Signature
from campaign.graph.buyers import shared_buyers
from campaign.graph.chains import find_connection
from campaign.graph.listing import exposure_page, group_page
from campaign.graph.refreshing import (
    Touched,
    exposure_differences,
    rebuild_exposure,
    refresh_exposure,
)
from campaign.graph.timing import Period
from campaign.graph.tree import supply_tree
from campaign.models import Exposure
from campaign.queries.records import find_record
from campaign.schemas import parse_document
from tests.benchmarks.timing import peak_megabytes
from tests.benchmarks.trade import Trade
from tests.benchmarks.trade_stores import SEED, settle

ROUNDS = 40
FEW = 10  # of a library that takes a second for each
REPORTS = 5  # published at the busiest place, and retracted
EVENT = Period("2020", "2020")


def main() -> None:
    task, url, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
    start = time.perf_counter()
    with Session(configure_engine(create_engine(url))) as session:
        answer = TASKS[task](session, Trade(size, SEED))
    answer["seconds"] = time.perf_counter() - start
    answer["peak_mb"] = peak_megabytes()
    print(json.dumps(answer))


def rebuild(session: Session, _trade: Trade) -> dict[str, Any]:
    rebuild_exposure(session)
    session.commit()
    settle(session.get_bind())
    return {"rows": session.scalar(select(func.count()).select_from(Exposure))}


def some(session: Session, trade: Trade) -> dict[str, Any]:
    """Compute the rows of the brands that are asked about, and of nobody else."""
    brands = {trade.brand(rank) for rank in brands_of(trade).values()}
    refresh_exposure(session, Touched(companies=brands))
    session.commit()
    return {"rows": session.scalar(select(func.count()).select_from(Exposure))}


def check(session: Session, _trade: Trade) -> dict[str, Any]:
    return {"differences": sum(1 for _ in exposure_differences(session))}


def first(session: Session, trade: Trade) -> dict[str, Any]:
    """Ask once, cold: the time is that of the whole process after its imports."""
    find_connection(session, trade.brand(3), trade.first_facility + 77, event=EVENT)
    return {}


def whole(library: str) -> Callable[[Session, Trade], dict[str, Any]]:
    """Return the task of asking a library that holds the whole graph in memory."""

    def ask(session: Session, trade: Trade) -> dict[str, Any]:
        from tests.benchmarks.whole_graphs import loaded

        connect, expose, cost = loaded(library, session, trade)
        answers: dict[str, Any] = {name: round(value, 1) for name, value in cost.items()}
        for name, pairs in pairs_of(trade).items():
            answers[f"connection: {name}"] = times(pairs[:FEW], lambda ends: connect(*ends))
        for name, rank in brands_of(trade).items():
            answers[f"exposure: {name}"] = times([trade.brand(rank)] * FEW, expose)
        return answers

    return ask


def brands_of(trade: Trade) -> dict[str, int]:
    middle, small = trade.shape.brands // 2, trade.shape.brands - 1
    return {"largest brand": 0, "middle brand": middle, "small brand": small}


def read(session: Session, trade: Trade) -> dict[str, Any]:
    find_connection(session, trade.brand(3), trade.hub)
    gc.collect()
    gc.freeze()  # as a server does after its imports; what is asked makes no cycles
    answers: dict[str, Any] = {
        f"connection: {name}": times(pairs, lambda ends: connect(session, *ends))
        for name, pairs in pairs_of(trade).items()
    }
    for name, rank in brands_of(trade).items():
        ids = [trade.brand(rank)] * ROUNDS
        answers[f"reports alone: {name}"] = times(ids, lambda i: reports_of(session, i))
        answers[f"exposure page: {name}"] = times(ids, lambda i: exposure_page(session, i))
        answers[f"group page: {name}"] = times(ids[:10], lambda i: group_page(session, i))
        answers[f"supply tree: {name}"] = times(ids[:10], lambda i: supply_tree(session, i))
    hub = [trade.hub] * ROUNDS
    busy = [trade.first_supplier] * ROUNDS
    answers["shared buyers: busiest place"] = times(hub, lambda i: buyers(session, i))
    answers["shared buyers: busiest supplier"] = times(busy, lambda i: buyers(session, i))
    return answers


def pages(session: Session, trade: Trade) -> dict[str, Any]:
    """Ask for whole pages, each in a process of its own."""
    from tests.benchmarks.trade_pages import ask_for_all

    url = session.get_bind().engine.url.render_as_string(hide_password=False)
    return ask_for_all(url, trade)


def reports_of(session: Session, company_id: int) -> list[int]:
    """Return what a library in memory answers with: the reports that count, and no page."""
    counted = select(Exposure.report_id).where(Exposure.company_id == company_id, Exposure.counted)
    return list(session.scalars(counted))


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
        "brand and brand": list(pairwise(brands)),
        "supplier and place": list(zip(suppliers, places, strict=True)),
        "place and place": list(pairwise(places)),
        "largest brand and place": [(trade.brand(0), place) for place in places],
        "brand and hub": [(brand, trade.hub) for brand in brands],
        "small brand and place": [(trade.brand(shape.brands - 1), place) for place in places],
    }


def write(session: Session, trade: Trade) -> dict[str, Any]:
    gc.freeze()
    random = Random(SEED)
    places = [trade.first_facility + 100 + number for number in range(ROUNDS)]
    buyers = [trade.brand(random.randrange(trade.shape.brands)) for _ in places]
    busiest = [trade.hub] * (ROUNDS // 2)
    ordinary_links = (link_values(trade, *ends) for ends in zip(buyers, places, strict=True))
    busy_links = (link_values(trade, trade.brand(0), place) for place in busiest)
    documents = {
        "a link: ordinary place": ordinary_links,
        "a link: busiest place": busy_links,
        "a report: ordinary place": map(report_values, places),
        "a report: busiest place": map(report_values, busiest[:REPORTS]),
    }
    return {
        f"{verb} {name}": spread(*zip(*measured, strict=True))
        for name, values in documents.items()
        for verb, measured in published_and_retracted(session, values).items()
    }


def published_and_retracted(
    session: Session, documents: Iterable[dict[str, Any]]
) -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {"publish": [], "retract": []}
    for values in documents:
        document = parse_document(values)
        signature = Signature(at=datetime.now(UTC), origin="bench")
        found["publish"].append(
            committed(session, partial(publish_all, session, [document], signature=signature))
        )
        record = find_record(session, document.slug)
        taking_back = partial(retract, session, record, reason="Measured.", signature=signature)
        session.rollback()
        found["retract"].append(committed(session, taking_back))
    return found


def link_values(trade: Trade, buyer: int, place: int) -> dict[str, Any]:
    return {
        "kind": "supply_link",
        "slug": f"measured-{time.time_ns()}",
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


def report_values(place: int) -> dict[str, Any]:
    said = {"text": "Shifts ran all night.", "speaker": "Examplewatch", "citations": ["r1"]}
    return {
        "kind": "report",
        "slug": f"measured-{time.time_ns()}",
        "title": "Measured",
        "from_date": "2021",
        "sites": [f"r{place}"],
        "statements": {"s1": said},
        "allegations": {"a1": said | {"abuse": "E01", "certainty": "reported"}},
        "certainty": "reported",
        "reply": {"state": "not_asked", "reason": "Measured."},
    }


def committed(session: Session, work: Callable[[], object]) -> tuple[float, float]:
    """Do something in a transaction of its own; return seconds, and those of the processor."""
    started, spent = time.perf_counter(), time.process_time()
    begin_writing(session)
    work()
    session.commit()
    return time.perf_counter() - started, time.process_time() - spent


def times(items: Iterable[Any], ask: Callable[[Any], object]) -> dict[str, float]:
    wall, processor = [], []
    for item in items:
        started, spent = time.perf_counter(), time.process_time()
        ask(item)
        wall.append(time.perf_counter() - started)
        processor.append(time.process_time() - spent)
    return spread(wall[1:] or wall, processor[1:] or processor)


def spread(wall: list[float], processor: list[float]) -> dict[str, float]:
    """Return median, 95th percentile and the median of processor time, in milliseconds."""
    slowest = statistics.quantiles(wall, n=20)[-1] if len(wall) > 1 else wall[0]
    busiest = statistics.quantiles(processor, n=20)[-1] if len(wall) > 1 else processor[0]
    return {
        "median": statistics.median(wall) * 1000,
        "p95": min(slowest, max(wall)) * 1000,
        "cpu": statistics.median(processor) * 1000,
        "cpu_p95": min(busiest, max(processor)) * 1000,
    }


TASKS = {
    **{
        "rebuild": rebuild,
        "some": some,
        "check": check,
        "first": first,
        "read": read,
        "pages": pages,
        "write": write,
    },
    **{library: whole(library) for library in ("networkx", "rustworkx", "igraph")},
}

if __name__ == "__main__":
    main()
