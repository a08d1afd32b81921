"""Milliseconds, their median and 95th percentile, and the table in which they are printed."""

import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Timed:
    """How long something took, again and again, in milliseconds."""

    samples: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.samples)

    @property
    def p95(self) -> float:
        if len(self.samples) < 2:
            return self.samples[0]
        return statistics.quantiles(self.samples, n=20, method="inclusive")[-1]


@dataclass(frozen=True)
class Cost:
    """What pieces of work took: time that passed, and time of processors.

    The second does not grow with what else the machine does.
    """

    passed: Timed
    processor: Timed


def measure(works: Iterable[Callable[[], object]], server: int | None = None) -> Cost:
    """Do pieces of work, one after the other, and time each.

    Args:
        works: what to do.
        server: the process that answers this one (Linux); its processor time is counted too.
    """
    passed, processor = [], []
    for work in works:
        start, begun = time.perf_counter(), _processor_seconds(server)
        work()
        passed.append((time.perf_counter() - start) * 1000)
        processor.append((_processor_seconds(server) - begun) * 1000)
    return Cost(Timed(tuple(passed)), Timed(tuple(processor)))


def peak_megabytes() -> float:
    """Return the most memory that this process has held (Linux).

    Not ``ru_maxrss``, which counts in the process that started this one.
    """
    status = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024


def _processor_seconds(server: int | None) -> float:
    if server is None:
        return time.process_time()
    ran = Path(f"/proc/{server}/schedstat").read_text().split()[0]
    return time.process_time() + int(ran) / 1e9


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def print_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under heads, the first column to the left and numbers to the right."""
    lines = [list(map(str, heads)), *([_shown(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    print(f"\n{title}")
    for line in lines:
        cells = [line[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True)]
        print("  ".join(cells))


def _shown(cell: object) -> str:
    if isinstance(cell, float):
        return f"{cell:,.2f}" if cell < 10 else f"{cell:,.1f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
