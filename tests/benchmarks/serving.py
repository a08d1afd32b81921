"""Servers beside one another on loopback, and clients that ask them at once."""

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path

from config import ROOT
from tests.benchmarks.timing import Timed
from tests.support.server import PATIENCE, ServerError, free_port

CLIENTS = 8
REQUESTS = 400  # for each class, shared by the clients
WARMING = 24  # before them, by as many clients at once, so that each worker gets some
SECONDS = 20  # and no longer than this
DATASETTE = ROOT / "build" / "bench" / "datasette" / "bin" / "datasette"


@dataclass(frozen=True)
class Load:
    """What a server bore: requests a second, and how long each took."""

    rate: float
    timed: Timed


@contextmanager
def serving(
    command: Sequence[str], environment: dict[str, str], path: str
) -> Iterator[tuple[int, int]]:
    """Run a server that takes ``--port``; give out its port and process id, then stop it."""
    port = free_port()
    process = subprocess.Popen(
        [*command, "--port", str(port)],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(port, process, path)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait(port: int, process: "subprocess.Popen[bytes]", path: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
                _get(connection, path)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise ServerError(f"the server on port {port} did not start")


def load(port: int, paths: Sequence[str]) -> Load:
    """Ask for pages in turn, by as many clients as there are, and time each answer.

    Some requests before, by the same number of clients, let every worker load what it needs.
    """
    _ask(port, paths, WARMING)
    start = time.perf_counter()
    samples = _ask(port, paths, REQUESTS)
    return Load(len(samples) / (time.perf_counter() - start), Timed(tuple(samples)))


def _ask(port: int, paths: Sequence[str], requests: int) -> list[float]:
    numbers, until = count(), time.monotonic() + SECONDS
    addresses = cycle(paths)

    def client() -> list[float]:
        samples = []
        with closing(HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
            while next(numbers) < requests and time.monotonic() < until:
                start = time.perf_counter()
                _get(connection, next(addresses))
                samples.append((time.perf_counter() - start) * 1000)
        return samples

    with ThreadPoolExecutor(CLIENTS) as pool:
        running = [pool.submit(client) for _ in range(CLIENTS)]
        return [sample for one in running for sample in one.result()]


def _get(connection: HTTPConnection, path: str) -> None:
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise ServerError(f"{path} answered {answer.status}")


def resident_megabytes(pid: int) -> list[float]:
    """Return the resident memory of the children of a process (Linux)."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    lines = [Path(f"/proc/{child}/status").read_text().splitlines() for child in children]
    return [int(line.split()[1]) / 1024 for status in lines for line in status if "VmRSS" in line]
