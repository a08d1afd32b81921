"""How much longer the same takes in a larger world: both are asked in turn, in one process.

So what else the machine does meanwhile falls on both. ``python -m
tests.benchmarks.trade_growth URL SIZE URL SIZE`` prints milliseconds of the processor.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from campaign.db import configure_engine
from campaign.graph.listing import exposure_page
from tests.benchmarks.trade import Trade
from tests.benchmarks.trade_questions import ROUNDS, connect, pairs_of
from tests.benchmarks.trade_stores import SEED

Asking = Callable[[int], object]
LARGEST = "largest brand and place"


def main(small_url: str, small: str, large_url: str, large: str) -> None:
    """Print, for each question, both medians and their ratio."""
    worlds = [questions(small_url, int(small)), questions(large_url, int(large))]
    for world in worlds:
        for ask in world.values():
            for number in range(ROUNDS):
                ask(number)
    gc.collect()
    gc.freeze()
    print(json.dumps({name: compared([w[name] for w in worlds]) for name in worlds[0]}))


def questions(url: str, size: int) -> dict[str, Asking]:
    """Return what is asked: of the brand that has 2,000 suppliers in both worlds."""
    session, trade = Session(configure_engine(create_engine(url))), Trade(size, SEED)
    pairs = pairs_of(trade)[LARGEST]
    return {
        f"connection: {LARGEST}": lambda number: connect(session, *pairs[number]),
        "exposure page: largest brand": lambda _: exposure_page(session, trade.brand(0)),
    }


def compared(asking: list[Asking]) -> dict[str, float]:
    """Ask in turn; return both medians in milliseconds, and how many times the second is."""
    spent: list[list[float]] = [[], []]
    for number in range(ROUNDS):
        for ask, samples in zip(asking, spent, strict=True):
            samples.append(processor(partial(ask, number)))
    small, large = map(statistics.median, spent)
    return {"small": small, "large": large, "ratio": large / small}


def processor(work: Callable[[], object]) -> float:
    """Return the milliseconds of the processor that a piece of work takes."""
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main(*sys.argv[1:])
