"""Databases of the size that is asked for: ``make bench SIZE=1000000``."""

import os
from collections.abc import Iterator

import pytest

from tests.benchmarks.storing import Stores, open_stores

USUAL_SIZE = 50_000


@pytest.fixture(scope="session")
def stores() -> Iterator[Stores]:
    """The kept databases of both kinds."""
    with open_stores() as stores:
        yield stores


@pytest.fixture(scope="session")
def size() -> int:
    """How many companies and facilities there are."""
    return int(os.environ.get("SIZE") or USUAL_SIZE)
