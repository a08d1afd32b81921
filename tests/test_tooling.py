import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Browser

from tests.support.postgresql import PostgresqlServer

ROOT = Path(__file__).parents[1]
PINS = sorted((ROOT / "requirements").glob("*.txt"))
REQUIREMENT = re.compile(
    r"[a-z0-9-]+==[\w.]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+", re.MULTILINE
)
PROPERTY_TEST = """
from hypothesis import given, strategies as st

@given(st.integers())
def test_a_number_is_itself(number):
    assert number == number
"""


@pytest.mark.parametrize("pins", PINS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_by_hash_and_nothing_else_is_said(pins: Path) -> None:
    text = re.sub(r"^#.*\n", "", pins.read_text(), flags=re.MULTILINE)

    rest = REQUIREMENT.sub("", text)

    assert rest.strip() == ""


def test_the_tests_run_the_versions_that_users_get() -> None:
    run, test = (
        set(re.findall(r"^\S+==.*", (ROOT / "requirements" / name).read_text(), re.M))
        for name in ("run.txt", "test.txt")
    )

    assert run
    assert run <= test


def test_a_postgresql_server_answers(postgresql: PostgresqlServer) -> None:
    url = postgresql.create_database("tooling")
    engine = sa.create_engine(url)

    with engine.connect() as connection:
        version = connection.scalar(sa.text("SELECT version()"))
    engine.dispose()
    postgresql.drop_database("tooling")

    assert version.startswith("PostgreSQL 1")


def test_a_database_is_copied_from_its_template(postgresql: PostgresqlServer) -> None:
    template = sa.create_engine(postgresql.create_database("template"), poolclass=sa.NullPool)
    with template.begin() as connection:
        connection.execute(sa.text("CREATE TABLE copied AS SELECT 'here' AS word"))

    copy = sa.create_engine(
        postgresql.create_database("copy", template="template"), poolclass=sa.NullPool
    )

    with copy.connect() as connection:
        assert connection.scalar(sa.text("SELECT word FROM copied")) == "here"
    postgresql.drop_database("template")
    postgresql.drop_database("copy")


@pytest.mark.browser
def test_chromium_opens_a_page(browser: Browser) -> None:
    page = browser.new_page()

    page.goto("data:text/html;charset=utf-8,<h1>%E9%B4%BB%E6%B5%B7</h1>")

    assert page.get_by_role("heading").inner_text() == "鴻海"
    page.close()


def test_the_examples_of_property_tests_are_counted(tmp_path: Path) -> None:
    (tmp_path / "test_property.py").write_text(PROPERTY_TEST)
    command = [sys.executable, "-m", "pytest", "-p", "tests.support.assault", str(tmp_path)]

    output = subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout

    assert "50 examples tried, property tests: 1" in output
