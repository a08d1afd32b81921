"""Both ends of a connection picked by typing, in any script; and without scripts by choosing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.pages import assert_accessible

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("library", ["sqlite"], indirect=True),
]


def pick(page: Page, field_id: str, text: str, name: str) -> None:
    """Type into a field and take the suggestion of a name with the keyboard."""
    field = page.locator(field_id)
    field.fill("")
    field.press_sequentially(text)
    options = page.get_by_role("option")
    expect(options.filter(has_text=name).first).to_be_visible()
    titles = options.all_inner_texts()
    for _ in range(1 + next(n for n, title in enumerate(titles) if name in title)):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_both_ends_are_picked_by_typing_in_any_script(page: Page):
    page.goto("/connections")

    pick(page, "#from", "appl", "Apple")
    pick(page, "#to", "富士康", "Foxconn (Hon Hai)")

    assert page.locator("#from").input_value() == "Apple"
    assert page.locator("#to").input_value() == "Foxconn (Hon Hai)"
    page.get_by_role("button", name="Show the connection").click()
    expect(page).to_have_url(re.compile(r"from=apple\b.*to=foxconn\b|to=foxconn\b.*from=apple\b"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Apple and Foxconn (Hon Hai)")


def test_only_what_can_be_an_end_is_offered(page: Page):
    page.goto("/connections")

    field = page.locator("#from")
    field.press_sequentially("foxconn")

    expect(page.get_by_role("option").first).to_be_visible()
    kinds = {
        text.splitlines()[-1].split(" · ")[0]
        for text in page.get_by_role("option").all_inner_texts()
    }
    assert kinds <= {"company", "facility", "organisation"}


def test_what_is_typed_after_a_choice_counts(page: Page):
    page.goto("/connections?from=apple&to=foxconn")

    pick(page, "#from", "nike", "Nike")
    field = page.locator("#from")
    field.fill("amazon")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Show the connection").click()

    expect(page).to_have_url(re.compile(r"from=amazon\b"))


def test_without_scripts_names_are_searched(plain_page: Page):
    plain_page.goto("/connections")
    plain_page.locator("#from").fill("Apple")
    plain_page.locator("#to").fill("富士康")
    plain_page.get_by_role("button", name="Show the connection").click()

    expect(plain_page).to_have_url(re.compile(r"from=apple&to=foxconn\b"))
    expect(plain_page.get_by_role("heading", level=1)).to_have_text("Apple and Foxconn (Hon Hai)")


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1280, "light")])
def test_open_suggestions_are_accessible(page: Page, width: int, scheme: str):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto("/connections")
    page.locator("#to").press_sequentially("富士康")
    expect(page.get_by_role("option").first).to_be_visible()

    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
