"""From an invitation to a published report, in a real browser."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from campaign.editorial.drafts import start_draft, submit_draft
from tests.factories import make_source, make_user, report_values
from tests.support.databases import Databases, open_engine
from tests.support.forms import PASSWORD
from tests.support.pages import (
    assert_accessible,
    let_time_pass,
    open_page,
    set_up_authenticator,
    sign_in,
)
from tests.support.server import run_command, running_server

pytestmark = pytest.mark.browser
TITLE = "Nights at the Mill"
WAYS = {"scripts on": ("sqlite", True), "scripts off": ("postgresql", False)}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> tuple[str, bool]:
    """A kind of database, and whether the browser runs scripts: each is there once."""
    return WAYS[request.param]


@pytest.fixture
def database(databases: Databases, way: tuple[str, bool]) -> Iterator[str]:
    """A database with a report that waits for review."""
    with databases.ready(way[0]) as url:
        with Session(open_engine(url)) as session:
            make_source(session)
            editor = make_user(session, "editor")
            draft = start_draft(session, report_values(), author=editor)
            submit_draft(session, draft, author=editor)
            session.commit()
        yield url


@pytest.fixture
def site(database: str, tmp_path: Path) -> Iterator[str]:
    """A running site."""
    with running_server(database, tmp_path) as address:
        yield address


@pytest.fixture
def page(way: tuple[str, bool], browser: Browser, site: str) -> Iterator[Page]:
    """A page with scripts, and one without."""
    yield from open_page(browser, site, scripts=way[1])


@pytest.fixture
def look(page: Page, way: tuple[str, bool]):
    """Let axe look at a page, which needs scripts; and see that nothing is cut off."""
    _, scripts = way

    def look_at() -> None:
        page.set_viewport_size({"width": 360, "height": 800})
        page.wait_for_load_state()
        if scripts:
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
            assert_accessible(page)

    return look_at


def invite(database: str, folder: Path, email: str, role: str) -> str:
    """Invite somebody from the terminal; return the path of the link."""
    words = run_command(["user", "create", email, "--role", role], database, folder)
    return urlsplit(re.search(r"\S+/invitation/\S+", words)[0]).path


def set_passphrase(page: Page) -> None:
    page.get_by_label("Passphrase of at least").fill(PASSWORD)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")


def test_an_invited_reviewer_publishes(page: Page, look, database: str, tmp_path: Path):
    page.goto(invite(database, tmp_path, "rita@example.org", "reviewer"))
    look()
    set_passphrase(page)
    expect(page).to_have_url(re.compile("/login/set-up"))
    expect(page.locator("svg.qr")).to_be_visible()
    look()
    set_up_authenticator(page)
    expect(page).to_have_url(re.compile("/editor"))

    let_time_pass(page, minutes=16)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    look()
    expect(page.get_by_label("Passphrase, or a code")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/reports/nights-at-the-mill"))


def test_an_administrator_keeps_the_accounts(page: Page, look, database: str, tmp_path: Path):
    create = ["user", "create", "ada@example.org", "--role", "admin", "--password-stdin"]
    run_command(create, database, tmp_path, PASSWORD)
    sign_in(page, "ada@example.org")

    page.get_by_role("link", name="Accounts", exact=True).click()
    look()
    page.locator("#email").fill("bo@example.org")
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator("li.cite")).to_contain_text("/invitation/")
    look()
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="bo@example.org").click()
    look()
    page.get_by_role("button", name="Suspend the account").click()
    expect(page.locator(".notice")).to_contain_text("The account is suspended.")

    page.goto("/editor/")
    page.get_by_role("link", name="Export of everything").click()
    look()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export everything").click()
    assert zipfile.is_zipfile(download.value.path())

    page.goto("/account")
    look()
    page.get_by_role("button", name="Sign out on all devices").click()
    expect(page).to_have_url(re.compile("/login"))
