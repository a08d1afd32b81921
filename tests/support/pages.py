"""Pages in a real browser: opened so that nothing comes from elsewhere, and judged by axe."""

from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def open_page(browser: Browser, site: str, *, scripts: bool) -> Iterator[Page]:
    """Give out a page of a fresh context; afterwards it must have asked nobody else."""
    context = browser.new_context(base_url=site, java_script_enabled=scripts)
    page = context.new_page()
    elsewhere: list[str] = []
    page.on("request", lambda r: None if r.url.startswith(site) else elsewhere.append(r.url))
    yield page
    context.close()
    assert elsewhere == []


def assert_accessible(page: Page) -> None:
    """Let axe look at the page as it is now."""
    found = Axe().run(page, options={"runOnly": list(RULES)})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
