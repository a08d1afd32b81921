"""Hypothesis profiles, and the count of examples that closes `make assault`.

`make test` tries few examples, and always the same ones, so that it fails only for a reason;
`make assault` (`--hypothesis-profile=assault`) tries many more, and new ones every time.
"""

import re
from collections.abc import Generator

import pytest
from hypothesis import HealthCheck, settings

EXAMPLES = "hypothesis-examples"
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


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many examples were tried, where a property test ran."""
    counts = [
        value
        for state in ("passed", "failed")
        for report in terminalreporter.getreports(state)
        for name, value in report.user_properties
        if name == EXAMPLES
    ]
    if counts:
        terminalreporter.write_line(f"{sum(counts)} examples tried, property tests: {len(counts)}")
