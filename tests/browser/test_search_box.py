"""The search box and its results in a real browser: keys, composition, no network, no scripts."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.support.pages import assert_accessible

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("library", ["sqlite"], indirect=True),
]
LOOKS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
RESULTS = {
    "many": "/search?q=apple",
    "Han": "/search?q=富士康",
    "narrowed": "/search?kind=report&country=CN&abuse=D&sort=date",
    "empty": "/search?q=qqqqqq+foxconn&kind=report",
    "mistyped": "/search?q=foxcnon",
}


@pytest.fixture
def asked(page: Page) -> list[str]:
    """What the page has asked suggestions for."""
    texts: list[str] = []

    def note(request) -> None:
        if "/suggest" in request.url:
            texts.append(parse_qs(urlsplit(request.url).query)["q"][0])

    page.on("request", note)
    return texts


def box(page: Page) -> Locator:
    return page.locator("main input[type=search]")


def options(page: Page) -> Locator:
    return page.get_by_role("option")


def type_in(page: Page, text: str, path: str = "/") -> Locator:
    """Type into the box of a page, and wait for suggestions."""
    page.goto(path)
    field = page.locator("input[type=search]").first
    field.fill("")
    field.press_sequentially(text)
    expect(options(page).first).to_be_visible()
    return field


def active(page: Page) -> str:
    return page.locator("[role=option][aria-selected=true]").inner_text()


def test_suggestions_are_walked_through_with_the_keyboard(page: Page):
    field = type_in(page, "foxc")
    names = options(page).all_inner_texts()

    assert field.get_attribute("aria-expanded") == "true"
    assert page.locator("form [role=status]").inner_text() == f"{len(names)} suggestions"
    assert field.get_attribute("aria-activedescendant") is None
    for key, expected in (
        ("ArrowDown", 0),
        ("ArrowDown", 1),
        ("End", -1),
        ("Home", 0),
        ("ArrowUp", None),
        ("ArrowUp", -1),
        ("ArrowDown", None),
        ("ArrowDown", 0),
    ):
        page.keyboard.press(key)
        if expected is None:
            assert field.get_attribute("aria-activedescendant") is None, key
        else:
            assert active(page) == names[expected], key

    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/companies/foxconn$"))


def test_escape_closes_the_suggestions_and_keeps_what_was_typed(page: Page):
    field = type_in(page, "foxc")

    page.keyboard.press("Escape")

    expect(page.get_by_role("listbox")).to_be_hidden()
    assert (field.input_value(), field.get_attribute("aria-expanded")) == ("foxc", "false")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()


def test_tab_leaves_the_box_and_closes_the_suggestions(page: Page):
    type_in(page, "foxc")

    page.keyboard.press("Tab")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.locator("main").get_by_role("button", name="Search")).to_be_focused()


def test_enter_without_a_choice_searches(page: Page):
    type_in(page, "foxc")

    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search\?q=foxc$"))


@pytest.mark.parametrize("path", ["/", "/companies/apple", "/search?q=nike"])
def test_a_suggestion_is_clicked_in_each_box(page: Page, path: str):
    type_in(page, "foxconn zheng", path)

    expect(options(page).first.locator("mark").first).to_have_text("Foxconn")
    expect(options(page).first.locator("small")).to_contain_text("facility · Zhengzhou")
    options(page).first.click()

    expect(page).to_have_url(re.compile("/facilities/foxconn-zhengzhou$"))


def test_one_han_character_is_enough_and_one_letter_is_not(page: Page, asked: list[str]):
    page.goto("/")
    box(page).press_sequentially("f")
    page.wait_for_timeout(400)
    assert asked == []

    box(page).fill("富")

    expect(options(page).first.locator("mark")).to_have_text("富")
    assert asked == ["富"]
    assert options(page).first.locator("bdi").first.get_attribute("lang").startswith("zh")


def test_a_composition_that_is_not_finished_sends_nothing(page: Page, asked: list[str]):
    page.goto("/")
    box(page).focus()
    method = page.context.new_cdp_session(page)
    for text in ("f", "fu", "fu shi", "fu shi kang"):
        end = {"selectionStart": len(text), "selectionEnd": len(text)}
        method.send("Input.imeSetComposition", {"text": text, **end})
        page.wait_for_timeout(200)
    assert box(page).input_value() == "fu shi kang"
    assert asked == []

    method.send("Input.insertText", {"text": "富士康"})

    expect(options(page).first).to_contain_text("富士康")
    assert asked == ["富士康"]


def test_enter_that_ends_a_composition_does_not_leave_the_page(page: Page):
    field = type_in(page, "foxc")
    page.keyboard.press("ArrowDown")
    field.dispatch_event("compositionstart")

    field.dispatch_event("keydown", {"key": "Enter", "keyCode": 229, "isComposing": True})

    page.wait_for_timeout(300)
    assert urlsplit(page.url).path == "/"


def test_an_answer_that_comes_late_is_dropped(page: Page, asked: list[str]):
    def delay(route: Route) -> None:
        if route.request.url.endswith("q=nike"):
            page.wait_for_timeout(1200)
        route.continue_()

    page.goto("/")
    page.route("**/suggest*", delay)
    box(page).fill("nike")
    page.wait_for_timeout(300)
    box(page).fill("foxconn")

    expect(options(page).first).to_contain_text("Foxconn")
    page.wait_for_timeout(1500)
    expect(options(page).first).to_contain_text("Foxconn")
    assert asked == ["nike", "foxconn"]


def test_without_a_network_typing_goes_on(page: Page):
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    type_in(page, "foxc")

    page.context.set_offline(True)
    box(page).press_sequentially("onn")

    expect(page.get_by_role("listbox")).to_be_hidden()
    assert (box(page).input_value(), errors) == ("foxconn", [])


def test_quick_typing_asks_once(page: Page, asked: list[str]):
    type_in(page, "zhengzhou")

    assert len(asked) <= 3
    assert asked[-1] == "zhengzhou"


def test_with_scripts_off_the_box_is_a_plain_search_field(plain_page: Page):
    page = plain_page
    page.goto("/")
    assert box(page).get_attribute("role") is None

    box(page).fill("郑州富士康")
    page.keyboard.press("Enter")

    expect(page.locator(".hits a").first).to_have_text("Foxconn Zhengzhou airport campus")
    page.locator(".facets a", has_text="report").first.click()
    expect(page.locator(".chosen")).to_have_text(re.compile("Kind: report"))
    page.locator(".facets summary").first.click()
    page.locator(".chosen a").first.click()
    expect(page).to_have_url(re.compile(r"/search\?q=[^&]+$"))


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_results_and_suggestions_break_no_rule_of_accessibility(page: Page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    for name, path in RESULTS.items():
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name

    for text in ("foxc", "富"):
        type_in(page, text)
        page.keyboard.press("ArrowDown")
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_at_four_hundred_per_cent_nothing_is_cut_off(page: Page):
    page.set_viewport_size({"width": 320, "height": 256})
    for path in RESULTS.values():
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    type_in(page, "foxconn zhengzhou")
    right = page.evaluate("document.querySelector('.suggestions').getBoundingClientRect().right")
    assert right <= 320


def test_the_chosen_suggestion_can_be_told_in_forced_colours(page: Page):
    page.emulate_media(forced_colors="active")
    type_in(page, "foxc")
    page.keyboard.press("ArrowDown")

    outline = "getComputedStyle(document.querySelector('[aria-selected=true]')).outlineStyle"
    assert page.evaluate(outline) == "solid"


def test_results_print_without_what_only_a_screen_needs(page: Page):
    page.goto("/search?q=apple")
    page.emulate_media(media="print")

    for hidden in ("form.searchbox", ".facets", ".pages", ".told nav"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".hits li").first).to_be_visible()


def test_a_page_of_results_asks_for_little(page: Page):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/search?q=apple")
    page.wait_for_load_state("networkidle")

    assert len(asked) <= 6
