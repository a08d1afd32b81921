"""The three jobs from start to end, in a real browser, on the opening data."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.databases import Databases
from tests.support.forms import PASSWORD
from tests.support.pages import assert_accessible, open_page, sign_in
from tests.support.server import run_command, running_server

pytestmark = pytest.mark.browser
PATHS = [
    "/method",
    "/connections?from=apple&to=foxconn-zhengzhou",
    "/connections?from=apple&to=nobody",
    "/campaigns/apple-foxconn-accountability-2022",
    "/organizations/clb",
    "/sources/src-clw-hengyang-2018",
    "/search?q=&kind=report",
    "/search?q=qqqqqq",
    "/companies/nobody",
    "/login",
    "/companies/apple/fact-sheet",
    "/facilities/foxconn-zhengzhou/fact-sheet",
]
TITLE = "Test report: unpaid overtime at the Yantai plant"


@pytest.fixture
def site(databases: Databases, dialect: str, tmp_path: Path) -> Iterator[str]:
    """A running site of one's own with the opening data, an editor and a reviewer."""
    with databases.opening(dialect) as url:
        for role in ("editor", "reviewer"):
            create = ["user", "create", f"{role}@example.org", "--role", role, "--password-stdin"]
            run_command(create, url, tmp_path, PASSWORD)
        with running_server(url, tmp_path) as address:
            yield address


@pytest.fixture
def desk_page(browser: Browser, site: str) -> Iterator[Page]:
    """A page on a site where one may write."""
    yield from open_page(browser, site, scripts=True)


def test_search_in_chinese_leads_to_the_brand_the_factory_and_the_report(page: Page):
    page.goto("/")
    assert_accessible(page)

    page.keyboard.type("苹果")  # the box has the focus
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/search"))
    assert_accessible(page)
    page.locator("ol.plain a").first.click()

    expect(page).to_have_url(re.compile("/companies/apple$"))
    expect(page.locator(".lead")).to_contain_text("At least")
    assert_accessible(page)
    page.get_by_role("link", name="Foxconn Zhengzhou airport campus").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Foxconn Zhengzhou airport campus")
    assert_accessible(page)
    page.locator("#reported").get_by_role("link", name=re.compile("Closed-loop operation")).click()
    expect(page.locator("#answers")).to_contain_text("Foxconn")
    assert_accessible(page)


# The pages are the same on the other database: tests/web/test_same_pages.py.
@pytest.mark.parametrize("library", ["sqlite"], indirect=True)
def test_no_page_breaks_a_rule_of_accessibility(page: Page):
    for width, scheme in ((360, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        for path in PATHS:
            page.goto(path)

            assert_accessible(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_fact_sheet_is_made_with_scripts_off(plain_page: Page):
    page = plain_page
    page.goto("/search?q=fushikang")
    page.locator("ol.plain a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Foxconn (Hon Hai)")

    page.get_by_role("link", name="Fact sheet", exact=True).click()
    expect(page.locator("main")).to_contain_text("富士康")
    address = page.get_by_role("link", name=re.compile("PDF")).first.get_attribute("href")
    response = page.request.get(address)

    assert response.headers["content-type"] == "application/pdf"
    assert response.body().startswith(b"%PDF-")


def test_an_editor_adds_a_report_and_a_second_one_publishes_it(desk_page: Page, browser: Browser):
    page = desk_page
    write_and_submit(page)
    expect(page.get_by_role("button", name=re.compile("Approve"))).to_have_count(0)
    assert_accessible(page)
    assert_unreachable(browser, page)

    page.context.clear_cookies()
    sign_in(page, "reviewer@example.org")
    page.get_by_role("link", name=TITLE).click()
    assert_accessible(page)
    page.get_by_role("button", name="Approve and publish").click()
    page.context.clear_cookies()

    page.goto("/search?q=unpaid overtime test report")
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("#statements")).to_contain_text("Examplewatch reported")
    page.goto("/companies/apple")
    expect(page.locator("#reported")).to_contain_text(TITLE)
    sheet = page.request.get("/facilities/foxconn-yantai/fact-sheet.md").text()
    assert "Examplewatch reported unpaid overtime in May 2024." in sheet
    chain = page.request.get("/api/v1/connections?from=apple&to=foxconn-yantai").json()
    assert chain["chains"][0]["reach"] == "named"
    answer = page.request.get("/api/v1/companies/apple").json()
    assert TITLE in [row["title"] for row in answer["reports"]["counted"]]


def assert_unreachable(browser: Browser, page: Page) -> None:
    """Look for the draft as a stranger does."""
    stranger = browser.new_context(base_url=page.url.split("/editor")[0])
    for path in ("/search?q=Test+report", "/companies/apple", "/api/v1/search?q=Hours+plant"):
        seen = stranger.request.get(path).text()
        assert TITLE not in seen
        assert "Hours at the plant" not in seen
    assert "/login" in stranger.request.get(page.url).url
    stranger.close()


def write_and_submit(page: Page) -> None:
    """Write a whole report with a new source, with the buttons that need no script."""
    sign_in(page, "editor@example.org")
    page.get_by_role("link", name="Add a report").first.click()
    page.get_by_label("Title").fill(TITLE)
    start = page.get_by_role("button", name=re.compile("Begin|Start|Create|Add"))
    if start.count():
        start.first.click()
    assert_accessible(page)
    page.get_by_label("From", exact=True).first.fill("2024-05")
    page.locator("#sites-0").fill("foxconn-yantai")
    page.get_by_role("button", name="Add a new source").click()
    page.locator("#sources-0-title").fill("Hours at the plant")
    page.locator("#sources-0-publisher").fill("Examplewatch")
    page.locator("#sources-0-published").fill("2024-06")
    page.locator("#sources-0-language").fill("en")
    page.locator("#sources-0-source_type").select_option("ngo_report")
    page.locator("#sources-0-grade").select_option("B")
    page.locator("#sources-0-origin").fill("examplewatch-2024")
    page.get_by_role("button", name="Save").first.click()
    slug = page.locator("#sources-0 code").inner_text()
    page.locator("#statements-0-text").fill("Examplewatch reported unpaid overtime in May 2024.")
    page.locator("#statements-0-speaker").fill("Examplewatch")
    page.locator("#statements-0-citations-0-source").fill(slug)
    page.get_by_role("button", name="Add an allegation").click()
    page.locator("#allegations-0-abuse").select_option("D03")
    page.locator("#allegations-0-text").fill("overtime not paid")
    page.locator("#allegations-0-speaker").fill("Examplewatch")
    page.locator("#allegations-0-certainty").select_option("reported")
    page.locator("#allegations-0-citations-0-source").fill(slug)
    page.get_by_role("button", name="Add a party").click()
    page.locator("#parties-0-actor-record").fill("apple")
    page.locator("#parties-0-role").select_option("buyer")
    page.locator("#parties-0-basis").fill("named by Examplewatch")
    page.locator("#parties-0-citations-0-source").fill(slug)
    page.get_by_label("How sure").last.select_option("reported")
    page.locator("#reply-state").select_option("not_asked")
    page.locator("#reply-reason").fill("The account is already public.")
    page.get_by_role("button", name="Submit for review").first.click()
    expect(page.get_by_text("to mend")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text("Editor’s desk")
    page.get_by_role("link", name=TITLE).click()
    expect(page).to_have_url(re.compile("/review"))
