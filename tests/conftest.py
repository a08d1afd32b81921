"""Fixtures that every test may ask for: the real parts, started once for each test process.

A test that asks for a database runs twice, on SQLite and on PostgreSQL; one that needs a
single dialect says ``@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)``.
"""

import gc
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import event
from sqlalchemy.orm import Session

from campaign import create_app
from campaign.db import db
from config import Config
from tests.support.carrying import export_busy_desk
from tests.support.chromium import launch_chromium
from tests.support.clients import FreshClient, FreshCliRunner
from tests.support.databases import DIALECTS, Databases
from tests.support.postgresql import PostgresqlServer, running_postgresql

pytest_plugins = ["tests.support.assault"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add what `make doors` asks for."""
    parser.addoption("--write-doors", action="store_true", help="write tests/web/doors.txt anew")


def pytest_collection_finish() -> None:
    """Let garbage be looked for among what tests make, and not in all that was loaded for them."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """A running PostgreSQL server; make a database of your own with `create_database`."""
    with running_postgresql() as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A running Chromium; open a fresh context in it with `browser.new_context()`.

    Not longer than a module: an event loop runs meanwhile, and Flask takes down no
    application context beside one. Tests of the same module ask for no `app` or `session`.
    """
    with sync_playwright() as playwright, launch_chromium(playwright) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def databases(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    """Makes databases; PostgreSQL starts when a test first wants it."""
    folder = tmp_path_factory.mktemp("databases")
    return Databases(folder, lambda: request.getfixturevalue("postgresql"))


@pytest.fixture(params=DIALECTS)
def dialect(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    return request.param


@pytest.fixture
def bare_database_url(databases: Databases, dialect: str) -> Iterator[str]:
    """A database with nothing in it, not even the schema."""
    with databases.bare(dialect) as url:
        yield url


@pytest.fixture
def database_url(databases: Databases, dialect: str) -> Iterator[str]:
    """A database of one's own, with the current schema and the vocabularies."""
    with databases.ready(dialect) as url:
        yield url


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a database of its own, with a folder for evidence of its own."""
    for app in _application(database_url):
        config: Config = app.config["CAMPAIGN"]
        app.config["CAMPAIGN"] = replace(
            config, evidence_folder=tmp_path / "evidence", exports_folder=tmp_path / "exports"
        )
        yield app


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """`db.session` on a database of its own; commit what a client or command shall see."""
    with app.app_context():
        yield db.session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a screen; forms need their CSRF token here too."""
    return app.test_client()


@pytest.fixture
def seeded_app(databases: Databases, dialect: str) -> Iterator[Flask]:
    """The application on the opening data, which all tests of a process share: it never commits."""
    yield from _application(databases.seeded(dialect), shared=True)


@pytest.fixture
def seeded_apps(databases: Databases) -> Iterator[tuple[Flask, ...]]:
    """The application on the opening data, on each kind of database."""
    with ExitStack() as running:
        give = contextmanager(_application)
        yield tuple(
            running.enter_context(give(databases.seeded(dialect), shared=True))
            for dialect in DIALECTS
        )


@pytest.fixture
def seeded(seeded_app: Flask) -> Iterator[Session]:
    """`db.session` on the opening data; what a test writes is rolled back."""
    with seeded_app.app_context():
        yield db.session
        db.session.rollback()


@pytest.fixture(scope="session")
def busy_export(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of a desk on which everything has happened once; made once, never changed."""
    folder = tmp_path_factory.mktemp("busy")
    with databases.ready("sqlite") as url:
        return export_busy_desk(url, folder)


def _application(url: str, *, shared: bool = False) -> Iterator[Flask]:
    """Give out the application of a database; its settings are put back afterwards."""
    app = _wired_application(url, shared=shared)
    settings = dict(app.config)
    yield app
    app.config.clear()
    app.config.update(settings)
    with app.app_context():
        db.engine.dispose()


@cache
def _wired_application(url: str, *, shared: bool) -> Flask:
    """Wire an application once for each address: what it has compiled serves the next test."""
    app = create_app(Config(url, secret_key="test", testing=True))
    app.test_client_class = FreshClient
    app.test_cli_runner_class = FreshCliRunner
    if shared:
        with app.app_context():
            event.listen(db.sessionmaker, "before_commit", _refuse_to_commit)
    return app


def _refuse_to_commit(session: Session) -> None:
    if session.in_nested_transaction():
        return  # only a savepoint ends
    raise AssertionError("the opening data is shared by many tests; use `session` to commit")
