"""Fixtures that every test may ask for: the real parts, started once for each test process."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.chromium import launch_chromium
from tests.support.postgresql import PostgresqlServer, running_postgresql

pytest_plugins = ["tests.support.assault"]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A running PostgreSQL server; make a database of your own with `create_database`."""
    with running_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A running Chromium; open a fresh context in it with `browser.new_context()`."""
    with sync_playwright() as playwright, launch_chromium(playwright) as chromium:
        yield chromium
