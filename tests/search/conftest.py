"""Searching commits nothing, so that the tests of a module share one database of each kind."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from tests.factories import publish
from tests.search.world import WORLD
from tests.support.databases import DIALECTS, Databases, open_engine


@pytest.fixture(scope="module", params=DIALECTS)
def engine(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    """A database with the current schema and the vocabularies."""
    with databases.ready(request.param) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session on the module's database; what a test writes is rolled back."""
    with Session(engine) as session:
        yield session


@pytest.fixture(scope="module", params=DIALECTS)
def peopled(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    """A database with the records of ``WORLD``."""
    with databases.ready(request.param) as url:
        engine = open_engine(url)
        with Session(engine) as session, session.begin():
            publish(session, *WORLD)
        yield engine
        engine.dispose()


@pytest.fixture
def world(peopled: Engine) -> Iterator[Session]:
    """A session on the records of ``WORLD``; what a test writes is rolled back."""
    with Session(peopled) as session:
        yield session
