"""Hypothesis profiles, and the count of examples that closes `make assault`.

`make test` tries few examples, and always the same ones, so that it fails only for a reason;
`make assault` (`--hypothesis-profile=assault`) tries many more, and new ones every time.
"""

import re
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = "hypothesis-examples"
TRIED = "assault: "  # begins the name of a count, of what was tried and what got through
RESULT = re.compile(r"(\d+) passing, (\d+) failing, and \d+ invalid test cases")

# No deadline: the machines that run this are shared, and slow is not wrong.
settings.register_profile("default", deadline=None, max_examples=50, derandomize=True)
settings.register_profile(
    "assault",
    deadline=None,
    max_examples=5000,
    derandomize=False,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")


def is_assault() -> bool:
    """Tell whether everything shall be tried, or only enough to catch a mistake."""
    return settings.default is not None and settings.default.max_examples > 1_000


@dataclass(frozen=True)
class Assault:
    """How much a test shall try, and the record of what it tried."""

    item: pytest.Item

    def size(self, few: int, everything: int) -> int:
        """Return how many to try: few in `make test`, everything in `make assault`."""
        return everything if is_assault() else few

    def count(self, what: str, tried: int, through: int = 0) -> None:
        """Note how many were tried, and how many of them got through; call it before asserting."""
        self.item.user_properties.append((TRIED + what, (tried, through)))


@pytest.fixture
def assault(request: pytest.FixtureRequest) -> Assault:
    """What a test needs that comes in two sizes."""
    return Assault(request.node)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put the number of examples on a test's report, which travels from xdist's workers."""
    report = yield
    if call.when == "call" and hasattr(item, "hypothesis_statistics"):
        counts = RESULT.findall(item.hypothesis_statistics)
        tried = sum(int(passing) + int(failing) for passing, failing in counts)
        report.user_properties.append((EXAMPLES, tried))
    return report


class Progress:
    """Says of each test what it tried when it ends: a run of hours may be cut off."""

    def __init__(self, terminal: pytest.TerminalReporter) -> None:
        self.terminal = terminal

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print a line for a test that has run, with its counts below."""
        if report.when == "call" and is_assault():
            self.terminal.write_line(
                f"\n{report.outcome} in {report.duration:.0f} s: {report.nodeid}"
            )
            for line in summary([report]):
                self.terminal.write_line(f"  {line}")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Have progress printed where there is something to print on, and not in xdist's workers."""
    terminal = config.pluginmanager.get_plugin("terminalreporter")
    if terminal is not None:
        config.pluginmanager.register(Progress(terminal), "assault-progress")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many examples were tried, and of each attack how many got through."""
    ran = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for line in summary(report for report in ran if report.when == "call"):
        terminalreporter.write_line(line)


def summary(reports: Iterable[pytest.TestReport]) -> Iterator[str]:
    """Yield a line for each kind of attack of these tests, and one for their examples."""
    noted: list[tuple[str, Any]] = [pair for report in reports for pair in report.user_properties]
    attacks: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, value in noted:
        if name.startswith(TRIED):
            for position, number in enumerate(value):
                attacks[name.removeprefix(TRIED)][position] += number
    for name, (tried, through) in sorted(attacks.items()):
        yield f"{name}: {tried:,} tried, {through:,} got through"
    counts = [value for name, value in noted if name == EXAMPLES]
    if counts:
        yield f"{sum(counts):,} examples tried, property tests: {len(counts)}"
