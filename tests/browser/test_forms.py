"""Editors add a company and a supply link with a new source, without scripts and with."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.databases import Databases
from tests.support.forms import PASSWORD
from tests.support.pages import assert_accessible, open_page, sign_in
from tests.support.server import run_command, running_server

pytestmark = pytest.mark.browser
COMPANY = "Quillow Springs Works"
EDITOR = "editor@example.org"


@pytest.fixture
def site(databases: Databases, dialect: str, tmp_path: Path) -> Iterator[str]:
    """A running site of one's own with the opening data and an editor."""
    with databases.opening(dialect) as url:
        create = ["user", "create", EDITOR, "--role", "editor", "--password-stdin"]
        run_command(create, url, tmp_path, PASSWORD)
        with running_server(url, tmp_path) as address:
            yield address


def fill_new_source(page: Page) -> str:
    """Add a new source in the form that is open; return the slug by which it is cited."""
    page.get_by_role("button", name="Add a new source").click()
    page.locator("#sources-0-title").fill("Register of springs")
    page.locator("#sources-0-publisher").fill("Examplewatch")
    page.locator("#sources-0-published").fill("29/10/2022")
    page.locator("#sources-0-source_type").select_option("ngo_report")
    page.locator("#sources-0-grade").select_option("B")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#sources-0-published-understood")).to_contain_text("29 October 2022")
    return page.locator("#sources-0 code").inner_text()


def submit(page: Page, title: str) -> None:
    page.get_by_role("button", name="Submit for review").first.click()
    expect(page.get_by_text("to mend")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Editor’s desk")
    expect(page.locator("#mine")).to_contain_text(title)


def test_a_company_and_a_link_are_added_with_scripts_off(browser: Browser, site: str):
    for page in open_page(browser, site, scripts=False):
        sign_in(page, EDITOR)
        page.goto("/editor/new/company")
        page.get_by_label("Name", exact=True).fill(COMPANY)
        page.get_by_role("button", name="Start").click()
        slug = fill_new_source(page)
        page.locator("#country").select_option("US")
        page.locator("#sector").fill("electronics")
        page.locator("#citations-0-source").fill(slug)
        page.get_by_role("button", name="Add a name").click()
        expect(page.locator("#names-1-text")).to_be_visible()
        submit(page, COMPANY)

        page.goto("/editor/new/supply_link?buyer=apple")
        page.get_by_role("button", name="Start").click()
        page.locator("#supplier").fill("鴻海")
        page.get_by_role("button", name="Find Supplier").click()
        page.locator(".found button").first.click()
        expect(page.locator("#supplier")).to_have_value("foxconn")
        fill_link(page)
        submit(page, "supplies Apple")


def fill_link(page: Page) -> None:
    slug = fill_new_source(page)
    page.locator("#relation").select_option("component")
    page.locator("#product").fill("springs")
    page.locator("#statement").fill("Examplewatch reported in 2022 that it buys springs.")
    page.locator("#as_of").fill("Oct 2022")
    page.locator("#link_status").select_option("listed")
    page.locator("#basis").select_option("ngo")
    page.locator("#citations-0-source").fill(slug)


def test_a_link_is_added_by_keyboard_with_suggestions_and_saves_itself(browser: Browser, site: str):
    for page in open_page(browser, site, scripts=True):
        sign_in(page, EDITOR)
        page.goto("/editor/new/supply_link?buyer=apple")
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#buyer")).to_have_value("Apple")
        page.locator("#supplier").focus()
        page.keyboard.type("富士康")
        expect(page.locator("#supplier-list li").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator("input[type=hidden][name=supplier]")).to_have_value("foxconn")
        assert_accessible(page)
        page.evaluate("dispatchEvent(new Event('pagehide'))")
        expect(page.locator("#saved")).to_contain_text("Saved")

        fill_link(page)
        submit(page, "supplies Apple")


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_two_windows_lose_nothing_and_an_ended_session_neither(browser: Browser, site: str):
    for page in open_page(browser, site, scripts=True):
        sign_in(page, EDITOR)
        page.goto("/editor/new/company")
        page.get_by_label("Name", exact=True).fill(COMPANY)
        page.get_by_role("button", name="Start").click()
        other = page.context.new_page()
        other.goto(page.url)
        other.locator("#city").fill("Spring City")
        other.get_by_role("button", name="Save").first.click()

        page.locator("#sector").fill("tools")
        page.evaluate("dispatchEvent(new Event('pagehide'))")
        expect(page.locator("#saved")).to_contain_text("another window")
        page.get_by_role("button", name="Save").first.click()
        expect(page.locator("#both")).to_contain_text("Spring City")
        expect(page.locator("#sector")).to_have_value("tools")
        assert_accessible(page)

        page.get_by_role("button", name="Save").first.click()
        cookies = page.context.cookies()
        page.context.clear_cookies()
        page.locator("#sector").fill("electronics")
        page.evaluate("dispatchEvent(new Event('pagehide'))")
        expect(page.locator("#saved")).to_contain_text("signed out")
        expect(page.locator("#sector")).to_have_value("electronics")
        page.context.add_cookies(cookies)
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(page.locator("#saved")).to_contain_text("Saved")


@pytest.mark.parametrize("dialect", ["sqlite"])
def test_every_form_is_accessible_and_fits_a_phone(browser: Browser, site: str):
    for page in open_page(browser, site, scripts=True):
        sign_in(page, EDITOR)
        for kind in ("company", "facility", "source", "ownership", "response", "campaign"):
            page.goto(f"/editor/new/{kind}")
            page.get_by_role("button", name="Start").click()
            for width, scheme in ((360, "light"), (1280, "dark")):
                page.set_viewport_size({"width": width, "height": 800})
                page.emulate_media(color_scheme=scheme)

                assert_accessible(page)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, kind
