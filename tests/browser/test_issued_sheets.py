"""An issued sheet from its preview to its withdrawal, in a real browser on the opening data."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from campaign.db import now
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.models import Report
from campaign.queries.records import document_of, get_record
from campaign.schemas import parse_document
from tests.support.databases import Databases, open_engine
from tests.support.forms import PASSWORD
from tests.support.pages import sign_in
from tests.support.server import run_command, running_server

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)  # milliseconds; a busy machine is no defect
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
REPORT = "zz-2022-exodus"


@pytest.fixture
def database(databases: Databases, dialect: str, tmp_path: Path) -> Iterator[str]:
    """The opening data, and an editor."""
    with databases.opening(dialect) as url:
        create = ["user", "create", "editor@example.org", "--role", "editor", "--password-stdin"]
        run_command(create, url, tmp_path, PASSWORD)
        yield url


@pytest.fixture
def page(browser: Browser, database: str, tmp_path: Path) -> Iterator[Page]:
    """A page without scripts on a site of one's own; it loads nothing from elsewhere."""
    with running_server(database, tmp_path) as site:
        context = browser.new_context(base_url=site, java_script_enabled=False)
        page = context.new_page()
        elsewhere: list[str] = []
        page.on("request", lambda r: None if r.url.startswith(site) else elsewhere.append(r.url))
        yield page
        context.close()
        assert elsewhere == []


def assert_good_to_use(page: Page) -> None:
    """Look at a page narrow and wide, light and dark: no rule broken, nothing cut off."""
    browser = page.context.browser
    assert browser is not None
    state = page.context.storage_state()
    context = browser.new_context(storage_state=state)  # axe needs scripts
    looked = context.new_page()
    for width, scheme in ((360, "dark"), (1280, "light")):
        looked.set_viewport_size({"width": width, "height": 900})
        looked.emulate_media(color_scheme=scheme)
        looked.goto(page.url)
        found = Axe().run(looked, options={"runOnly": list(RULES)})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
        assert looked.evaluate("document.documentElement.scrollWidth") <= width, page.url
    context.close()


def change_a_report(url: str) -> None:
    """Publish another wording of what a report says, as a reviewed draft would."""
    with Session(open_engine(url)) as session, session.begin():
        report = get_record(session, REPORT, Report)
        assert report is not None
        values = document_of(report).content()
        for statement in values["statements"].values():
            statement["text"] = f"{statement['text']} This was corrected later."
        signature = Signature(now(), "draft 1")
        publish_all(session, [parse_document(values)], signature=signature)


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"], indirect=True)
def test_a_sheet_is_issued_verified_overtaken_and_withdrawn(
    page: Page, database: str, tmp_path: Path, dialect: str
) -> None:
    # How good a page is to use does not depend on the kind of database.
    look = assert_good_to_use if dialect == "sqlite" else lambda _page: None
    sign_in(page, "editor@example.org")

    page.goto(f"/reports/{REPORT}/fact-sheet")
    page.get_by_role("link", name="Issue this sheet").click()
    expect(page.get_by_role("heading", name="What warns")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Issue this sheet").click()
    expect(page.locator(".state")).to_contain_text("Current.")
    look(page)
    issued = page.url
    number = re.search(r"CS-\d{4}-\d{4}", issued)
    assert number is not None
    expect(page.locator(".sheet").first).to_contain_text(number[0])

    paper = tmp_path / "paper.pdf"
    paper.write_bytes(page.request.get(f"{issued}.pdf").body())
    page.goto("/fact-sheets/verify")
    look(page)
    page.get_by_label("PDF, Word").set_input_files(paper)
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator("#answer")).to_contain_text("Ours, and unaltered.")
    expect(page.locator("#answer")).to_contain_text("It is current")

    forged = tmp_path / "forged.md"
    forged.write_bytes(page.request.get(f"{issued}.md").body().replace(b"report", b"rumour"))
    page.goto("/fact-sheets/verify")
    page.get_by_label("PDF, Word").set_input_files(forged)
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator("#answer")).to_contain_text("Altered.")
    expect(page.locator("#passages")).to_contain_text("rumour")

    change_a_report(database)
    page.goto(issued)
    expect(page.locator(".state")).to_contain_text("Changed since.")
    expect(page.locator("#changes ins").first).to_contain_text("This was corrected later.")
    look(page)
    page.goto("/editor/fact-sheets")
    expect(page.locator("#affected")).to_contain_text(number[0])
    look(page)

    page.locator("#affected").get_by_role("link", name="Withdraw").click()
    look(page)
    page.get_by_label("Reason").fill("The report was corrected; see the new version.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.locator(".state")).to_contain_text("The report was corrected")
    look(page)
    page.goto("/fact-sheets")
    expect(page.locator("main")).to_contain_text("withdrawn", ignore_case=True)
    look(page)
    feed = page.request.get("/fact-sheets/feed.atom").text()
    assert re.findall(r'<category term="(\w+)"', feed) == ["withdrawn", "changed", "issued"]
