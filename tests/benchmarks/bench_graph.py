"""What connections, exposure and publishing cost in a world of trade of any size.

``make bench`` takes a small world; the sizes in ``docs/graph.md`` were taken with
``SIZE=1000000``. Each task runs in a process of its own, so that its memory tells.
"""

import json
import os
import subprocess
import sys
from typing import Any

from config import ROOT
from tests.benchmarks.asking import drop_caches
from tests.benchmarks.storing import Stores
from tests.benchmarks.trade_stores import Store, open_store

SIZE = int(os.environ.get("SIZE", "20000"))
SMALL = min(10_000, SIZE // 2)
LIBRARIES = ("networkx", "rustworkx", "igraph")
WORKER_MB = 200


def ask(task: str, store: Store) -> dict[str, Any]:
    """Run a task in a process of its own; return what it measured."""
    command = [sys.executable, "-m", "tests.benchmarks.trade_questions"]
    arguments = [task, store.url, str(store.trade.shape.size)]
    output = subprocess.check_output([*command, *arguments], cwd=ROOT, text=True)
    return dict(json.loads(output.splitlines()[-1]))


def show(title: str, answers: dict[str, Any]) -> None:
    print(f"\n{title}: {answers.pop('seconds'):.1f} s, {answers.pop('peak_mb'):.0f} MB")
    for name, value in answers.items():
        if isinstance(value, dict):
            times = f"median {value['median']:8.1f} ms, 95th percentile {value['p95']:8.1f} ms"
            print(f"  {name:40} {times}, processor {value['cpu']:8.1f} ms")
        else:
            print(f"  {name:40} {value:,}")


def show_pages(answers: dict[str, Any]) -> None:
    print("\nwhole pages: the first request of a process, and later ones")
    for name, page in answers.items():
        if isinstance(page, dict):
            times = f"first {page['first']:8.0f} ms, median {page['median']:8.0f} ms"
            print(f"  {name:48} {times}, p95 {page['p95']:8.0f} ms, {page['kilobytes']:6.0f} KB")


def show_growth(answers: dict[str, Any]) -> None:
    print(f"\ngrowth from {SMALL:,} to {SIZE:,}, for brands and places with as much around them")
    for name, (small, large) in answers.pop("around").items():
        print(f"  {name:40} {small:8,.0f} {large:8,.0f}")
    for name, times in answers.items():
        for how in ("clock", "processor"):
            small, large, ratio = (times[f"{how} {what}"] for what in ("small", "large", "ratio"))
            print(f"  {name:40} {small:8.1f} {large:8.1f} ms of the {how}: {ratio:.2f} times")


def bench_the_graph(stores: Stores, dialect: str) -> None:
    store = open_store(dialect, SIZE, stores.server)
    print(f"\n== {dialect}, {SIZE:,} suppliers and places")
    show("all exposure computed", ask("rebuild", store))
    cold = ask_cold(store)
    show("first answer of a process, from a cold start", dict(cold))
    reading = ask("read", store)
    assert reading["peak_mb"] < WORKER_MB
    small = open_store(dialect, SMALL, stores.server)
    ask("rebuild", small)
    show("reading", reading)
    show_growth(grown(small, store))
    show_pages(ask("pages", store))
    show("publishing", ask("write", store))
    warm = ask("first", store)
    for library in LIBRARIES:
        for how, here, whole in (
            ("the file dropped from memory", cold, ask_cold(store, library)),
            ("the file in memory", warm, ask(library, store)),
        ):
            sooner = whole["load seconds"] / here["seconds"]
            show(f"{library}, {how}", whole)
            print(f"  a first answer here comes {sooner:,.0f} times sooner than this is loaded")


def ask_cold(store: Store, task: str = "first") -> dict[str, Any]:
    """Run a task in a process of its own, what the system holds of the file dropped."""
    drop_caches(store.url)
    return ask(task, store)


def grown(small: Store, large: Store) -> dict[str, Any]:
    """Return how many times as long like questions take in the larger world."""
    worlds = (small.url, str(SMALL), large.url, str(SIZE))
    command = [sys.executable, "-m", "tests.benchmarks.trade_growth", *worlds]
    return dict(json.loads(subprocess.check_output(command, cwd=ROOT, text=True)))
