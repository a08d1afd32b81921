"""A running site with the opening data, and pages on it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.databases import DIALECTS, Databases
from tests.support.pages import open_page
from tests.support.server import running_server

expect.set_options(timeout=30_000)  # milliseconds; a busy machine is no defect


@pytest.fixture(scope="module", params=DIALECTS)
def library(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """A running site with the opening data, for those who only read."""
    with running_server(
        databases.seeded(request.param), tmp_path_factory.mktemp("site")
    ) as address:
        yield address


@pytest.fixture
def page(browser: Browser, library: str) -> Iterator[Page]:
    """A page with scripts; it refuses to load anything from elsewhere."""
    yield from open_page(browser, library, scripts=True)


@pytest.fixture
def plain_page(browser: Browser, library: str) -> Iterator[Page]:
    """A page in a browser with scripts off."""
    yield from open_page(browser, library, scripts=False)
