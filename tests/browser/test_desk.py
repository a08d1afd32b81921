"""Review and history in a real browser: by keyboard alone, and with scripts off."""

import re
import time
from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from sqlalchemy.orm import Session

from campaign.editorial.drafts import start_draft, submit_draft
from campaign.models import User
from tests.factories import make_report, make_source, make_user, report_values
from tests.support.databases import Databases, open_engine
from tests.support.forms import PASSWORD, give_second_factor
from tests.support.pages import assert_accessible, let_time_pass
from tests.support.server import SECRET_KEY, running_server

pytestmark = pytest.mark.browser
TITLE = "Nights at the Mill"
MOST_TABS = 120
WAYS = {"by keyboard": ("sqlite", True), "scripts off": ("postgresql", False)}


class Desk:
    """A running site, and a browser of each person who works there, signed in."""

    def __init__(self, browser: Browser, site: str, users: dict[str, User], scripts: bool) -> None:
        self.contexts = {
            name: browser.new_context(
                base_url=site,
                java_script_enabled=scripts,
                viewport={"width": 360, "height": 800},
            )
            for name in users
        }
        for name, user in users.items():
            admit(self.contexts[name], site, user)
        self.pages = {name: context.new_page() for name, context in self.contexts.items()}
        self.scripts = scripts

    def open(self, name: str, path: str = "/editor/") -> Page:
        """Open a page as somebody; nothing of it is cut off, and axe finds no fault."""
        self.pages[name].goto(path)
        return self.look(name)

    def look(self, name: str) -> Page:
        page = self.pages[name]
        page.wait_for_load_state()
        if self.scripts:
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, page.url
            assert_accessible(page)
        return page

    def press(self, target: Locator) -> None:
        """Go to a control with the Tab key, and press it; without scripts, click on it."""
        if self.scripts:
            go_to(target)
        with target.page.expect_navigation():
            if self.scripts:
                target.page.keyboard.press("Enter")
            else:
                target.click()

    def write(self, target: Locator, words: str) -> None:
        if self.scripts:
            go_to(target)
            target.page.keyboard.press("ControlOrMeta+A")
            target.page.keyboard.type(words)
        else:
            target.fill(words)


def go_to(target: Locator) -> None:
    """Press Tab until a control has the focus, as somebody without a mouse does."""
    for _ in range(MOST_TABS):
        if target.evaluate("it => it === document.activeElement"):
            return
        target.page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {target}")


def admit(context: BrowserContext, site: str, user: User) -> None:
    """Give a browser the cookie of somebody who has signed in just now."""
    app = Flask(__name__)
    app.secret_key = SECRET_KEY
    at = time.time()
    kept = {"_user_id": user.fs_uniquifier, "_fresh": True, "_id": "", "mark": user.email}
    kept |= {"began": at, "seen": at, "fs_paa": at}
    value = SecureCookieSessionInterface().get_signing_serializer(app).dumps(kept)
    context.add_cookies([{"name": "campaign", "value": value, "url": site}])


@pytest.fixture(scope="module", params=WAYS)
def desk(
    request: pytest.FixtureRequest,
    browser: Browser,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Desk]:
    """A report that waits for review, one with two revisions, an editor and a reviewer."""
    dialect, scripts = WAYS[request.param]
    with databases.ready(dialect) as url:
        with Session(open_engine(url), expire_on_commit=False) as session:
            hashed = PasswordHasher().hash(PASSWORD)
            users = {
                role: make_user(session, role, password=hashed) for role in ("editor", "reviewer")
            }
            give_second_factor(users["reviewer"])
            make_source(session)
            for note in ("What was said first.", "What was said later."):
                make_report(session, slug="old", title="Old nights", note=note)
            draft = start_draft(session, report_values(title=TITLE), author=users["editor"])
            submit_draft(session, draft, author=users["editor"])
            start_draft(session, report_values(title="Nights elsewhere"), author=users["editor"])
            session.commit()
        with running_server(url, tmp_path_factory.mktemp("desk")) as site:
            desk = Desk(browser, site, users, scripts)
            yield desk
            for context in desk.contexts.values():
                context.close()


def test_a_report_is_returned_mended_and_published_after_a_confirmation(desk):
    page = desk.open("reviewer")
    desk.press(page.get_by_role("link", name=TITLE))
    desk.look("reviewer")
    desk.write(page.get_by_label("Words to the author"), "Who counted?")
    desk.press(page.get_by_role("button", name="Return to the author"))
    expect(page.get_by_text("Your verdict is kept: returned.")).to_be_visible()

    page = desk.open("editor")
    expect(page.locator("#returned")).to_contain_text("Who counted?")
    desk.press(page.locator("#returned").get_by_role("link", name=TITLE))
    expect(page.locator("main")).to_contain_text("Who counted?")
    desk.press(page.get_by_role("button", name="Submit for review").first)
    expect(page.get_by_text("Submitted. A second person reviews it now.")).to_be_visible()

    page = desk.pages["reviewer"]
    let_time_pass(page, minutes=16)
    desk.open("reviewer")
    desk.press(page.get_by_role("link", name=TITLE))
    desk.press(page.get_by_role("button", name="Approve and publish"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    desk.look("reviewer")
    desk.write(page.get_by_label("Passphrase, or a code"), PASSWORD)
    desk.press(page.get_by_role("button", name="Go on"))
    expect(page).to_have_url(re.compile("/reports/nights-at-the-mill"))


def test_two_revisions_are_compared_and_the_older_one_is_restored(desk):
    page = desk.open("editor", "/editor/reports/old/history")
    desk.press(page.get_by_role("button", name="Compare"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Revision 1 beside revision 2")
    expect(page.locator(".changes")).to_contain_text("What was said first.")
    desk.look("editor")

    desk.press(page.get_by_role("link", name="History of"))
    desk.press(page.get_by_role("button", name="Restore revision 1, by a draft"))
    expect(page.get_by_text("A draft now says what revision 1 said.")).to_be_visible()
    desk.look("editor")
    desk.press(page.get_by_role("button", name="Submit for review"))

    page = desk.open("reviewer")
    desk.press(page.locator("#to-review").get_by_role("link", name="Old nights"))
    desk.look("reviewer")
    desk.press(page.get_by_role("button", name="Approve and publish"))
    expect(page).to_have_url(re.compile("/reports/old"))
    expect(page.locator("main")).to_contain_text("What was said first.")


def test_a_place_that_is_not_on_record_is_added_from_the_field_that_misses_it(desk):
    page = desk.open("editor")
    desk.press(page.locator("#mine").get_by_role("link", name="Nights elsewhere"))
    desk.write(page.locator("input[name='sites-0']"), "Southern Mill")
    desk.press(page.get_by_role("button", name="Find Site 1"))
    desk.look("editor")
    desk.press(page.get_by_role("button", name="Add “Southern Mill” as a new facility"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Southern Mill")
    desk.look("editor")

    desk.press(page.get_by_role("button", name="Done: back to the report").first)

    expect(page.locator("input[name='sites-0']")).to_have_value("southern-mill")
    expect(page.locator("#newcomers")).to_contain_text("to mend · facility")
    desk.open("editor", "/editor/days")
    desk.open("reviewer", "/data")
