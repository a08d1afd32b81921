"""What connections, exposure and publishing cost in a world of trade of any size.

``make bench`` takes a small world; the sizes in ``docs/graph.md`` were taken with
``SIZE=1000000``. Each task runs in a process of its own, so that its memory tells.
"""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from config import ROOT
from tests.benchmarks.trade_stores import Store, open_store
from tests.support.postgresql import PostgresqlServer

SIZE = int(os.environ.get("SIZE", "20000"))
SMALL = 10_000
LIBRARIES = ("networkx", "rustworkx", "igraph")
WORKER_MB = 200
# The largest brand has 2,000 suppliers at any size that has as many.
GROWING = ("exposure page: largest brand", "connection: largest brand and place")


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


@pytest.fixture
def store(dialect: str, request: pytest.FixtureRequest) -> Store:
    return open_store(dialect, SIZE, lambda: server(request))


def server(request: pytest.FixtureRequest) -> PostgresqlServer:
    return request.getfixturevalue("postgresql")


def bench_the_graph(store: Store, dialect: str, request: pytest.FixtureRequest) -> None:
    print(f"\n== {dialect}, {SIZE:,} suppliers and places")
    show("all exposure computed", ask("rebuild", store))
    cold = ask("first", store)
    show("first answer of a process", dict(cold))
    reading = ask("read", store)
    assert reading["peak_mb"] < WORKER_MB
    small = ask_small(dialect, request)
    growth = {name: reading[name]["cpu"] / small[name]["cpu"] for name in GROWING}
    show("reading", reading)
    for name, ratio in growth.items():
        print(f"  growth from {SMALL:,} to {SIZE:,}: {name} {ratio:.2f}")
    show("publishing", ask("write", store))
    for library in LIBRARIES if dialect == "sqlite" else ():
        show(library, ask(library, store))


def ask_small(dialect: str, request: pytest.FixtureRequest) -> dict[str, Any]:
    small = open_store(dialect, SMALL, lambda: server(request))
    ask("rebuild", small)
    return ask("read", small)
