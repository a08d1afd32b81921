"""Pages in a real browser: opened so that nothing comes from elsewhere, and judged by axe."""

import re
from collections.abc import Iterator

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, Page, expect

from tests.support.authenticator import Phone
from tests.support.forms import PASSWORD
from tests.support.server import SECRET_KEY

PHONES: dict[str, Phone] = {}  # by whose authenticator it is; a database of one's own each time
AXE = Axe()
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
    page.wait_for_load_state()  # without its style sheet no page is
    # Only what breaks a rule is told node by node; every rule is tried all the same.
    found = AXE.run(page, options={"runOnly": list(RULES), "resultTypes": ["violations"]})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def sign_in(page: Page, email: str) -> None:
    """Sign in with the password of all test accounts; set up an authenticator where one is due."""
    page.goto("/login")
    page.get_by_label("Mail address").fill(email)
    page.get_by_label("Passphrase", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    if page.url.endswith("/login/set-up"):
        PHONES[email] = set_up_authenticator(page)
    elif page.url.endswith("/login/code"):
        page.get_by_label("Code", exact=True).fill(PHONES[email].code())
        page.get_by_role("button", name="Go on").click()
    expect(page).to_have_url(re.compile("/editor"))


def set_up_authenticator(page: Page) -> Phone:
    """Do what the page asks for that sets up a second factor; return the authenticator."""
    phone = Phone(page.locator(".cite").text_content() or "")
    page.get_by_label("Code", exact=True).fill(phone.code())
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("link", name="I have kept them").click()
    return phone


def let_time_pass(page: Page, minutes: int) -> None:
    """Make a session as old as if so much time had gone by since the passphrase was shown."""
    [cookie] = [c for c in page.context.cookies() if c["name"] == "campaign"]
    app = Flask(__name__)
    app.secret_key = SECRET_KEY
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    kept = signer.loads(cookie["value"])
    kept["fs_paa"] -= minutes * 60
    page.context.add_cookies([{**cookie, "value": signer.dumps(kept)}])
