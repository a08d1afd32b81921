"""How much longer the same takes in a larger world: both are asked in turn, in one process.

So what else the machine does meanwhile falls on both. ``python -m
tests.benchmarks.trade_growth URL SIZE URL SIZE`` prints milliseconds of the clock and of
this process's processor, their ratio, and how much lies around what was asked about.
"""

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from campaign.db import configure_engine
from campaign.graph.listing import exposure_page
from tests.benchmarks.trade import Trade
from tests.benchmarks.trade_alike import Alike, alike, told
from tests.benchmarks.trade_questions import connect
from tests.benchmarks.trade_stores import SEED

ROUNDS = 5  # of all questions, so that each finds what the others left in memory
WORLDS = (0, 1)
Question = tuple[Callable[[], object], Callable[[], object]]  # in the small world, in the large


def main(small_url: str, small: str, large_url: str, large: str) -> None:
    """Print, for each question, both medians and their ratio."""
    with opened(small_url) as first, opened(large_url) as second:
        sessions = first, second
        trades = Trade(int(small), SEED), Trade(int(large), SEED)
        pairs = alike((first, trades[0]), (second, trades[1]))
        answers: dict[str, object] = {
            "connection: brand and place": compared(connections(sessions, pairs)),
            "exposure page: brand": compared(exposures(sessions, pairs)),
            "around": told(pairs),
        }
        print(json.dumps(answers))


def opened(url: str) -> Session:
    """Return a session as a worker has it."""
    return Session(configure_engine(create_engine(url)))


def connections(sessions: tuple[Session, Session], pairs: list[Alike]) -> Iterator[Question]:
    """Yield what is asked of a brand and a place."""
    for pair in pairs:
        one, other = (
            partial(connect, sessions[at], pair.brands[at].record_id, pair.places[at].record_id)
            for at in WORLDS
        )
        yield one, other


def exposures(sessions: tuple[Session, Session], pairs: list[Alike]) -> Iterator[Question]:
    """Yield what is asked of a brand alone."""
    for brands in {pair.brands[0].record_id: pair.brands for pair in pairs}.values():
        one, other = (partial(exposure_page, sessions[at], brands[at].record_id) for at in WORLDS)
        yield one, other


def compared(questions: Iterator[Question]) -> dict[str, float]:
    """Ask in turn; return the medians in milliseconds, and how many times the second is."""
    clock: list[list[float]] = [[], []]
    processor: list[list[float]] = [[], []]
    asked = list(questions)
    for question in asked:
        for ask in question:
            ask()
    gc.collect()
    gc.freeze()
    for question in asked * ROUNDS:
        for at, ask in enumerate(question):
            passed, spent = timed(ask)
            clock[at].append(passed)
            processor[at].append(spent)
    return spread("clock", clock) | spread("processor", processor)


def timed(ask: Callable[[], object]) -> tuple[float, float]:
    """Return milliseconds of the clock, and of this process's processor."""
    started, spent = time.perf_counter(), time.process_time()
    ask()
    return (time.perf_counter() - started) * 1000, (time.process_time() - spent) * 1000


def spread(name: str, samples: list[list[float]]) -> dict[str, float]:
    """Return both medians and their ratio."""
    small, large = map(statistics.median, samples)
    return {f"{name} small": small, f"{name} large": large, f"{name} ratio": large / small}


if __name__ == "__main__":
    main(*sys.argv[1:])
