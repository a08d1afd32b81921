"""Drawings, trees, timelines and maps in a real browser: by keyboard, with scripts off and on."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.pages import assert_accessible

# On one database only: tests/web/test_same_pages.py holds that the bytes are the same on both.
pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("library", ["sqlite"], indirect=True),
]
CONNECTION = "/connections?from=apple&to=foxconn-zhengzhou&on=2022-10"
PATHS = [
    CONNECTION,
    "/connections?from=apple&to=amazon",
    "/connections?from=apple&to=foxconn-hengyang",
    "/connections?from=apple&to=foxc",
    "/connections?from=clb&to=apple",
    "/companies/apple",
    "/companies/apple/supply-chain?open=foxconn",
    "/companies/foxconn",
    "/facilities/foxconn-zhengzhou",
    "/reports/clw-zz-2025",
    "/map",
]


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_the_pages_with_pictures_break_no_rule_and_fit_the_screen(
    page: Page, width: int, scheme: str
):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    refused: list[str] = []
    page.on("console", lambda m: refused.append(m.text) if "Security Policy" in m.text else None)

    for path in PATHS:
        answer = page.goto(path)

        assert answer is not None, path
        assert answer.status == 200, path
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert refused == []


def test_with_scripts_off_a_chain_is_found_by_name_and_followed_to_its_source(plain_page: Page):
    page = plain_page
    page.goto("/connections")
    page.get_by_label("From: company, factory or organisation").fill("Apple")
    page.get_by_label("To", exact=True).fill("富士康")
    page.get_by_label("When").fill("2022-10")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("from=apple&to=foxconn&on=2022-10$"))
    expect(page.locator(".lead")).to_contain_text("Apple ← – Foxconn (Hon Hai)")
    drawing = page.locator("svg.drawing")
    expect(drawing).to_be_visible()
    expect(page.get_by_role("button", name="Move the drawing")).to_have_count(0)

    page.locator("svg a.line").first.press("Enter")
    expect(page).to_have_url(re.compile("#step-apple-foxconn$"))
    page.locator("#step-apple-foxconn sup a").first.press("Enter")
    expect(page).to_have_url(re.compile("#note-1$"))
    page.get_by_role("link", name="PNG").press("Enter")
    assert page.evaluate("document.images[0].naturalWidth") > 600


def test_boxes_and_lines_of_a_drawing_are_reached_and_read_by_keyboard(plain_page: Page):
    page = plain_page
    page.goto(CONNECTION)
    page.get_by_role("region", name=re.compile("^Drawing:")).focus()

    names = []
    for _ in range(8):
        page.keyboard.press("Tab")
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label') || ''"))

    assert any("admitted by the buyer" in name for name in names)
    assert "Company: Apple" in names
    assert "Facility: Foxconn Zhengzhou airport campus" in names


def test_a_supply_chain_unfolds_tier_by_tier_without_scripts(plain_page: Page):
    page = plain_page
    page.goto("/companies/apple")
    first = page.locator("#chain .tree > li").first
    first.locator("summary").click()
    expect(first.locator(".tree")).to_be_visible()

    page.locator("a.unfold").first.click()

    expect(page).to_have_url(re.compile(r"/companies/apple/supply-chain\?open=.*#branch-"))
    expect(page.locator("details[open] > .tree").first).to_be_visible()
    before = page.locator("details[open]").count()
    page.locator("a.unfold").first.click()
    expect(page.locator("details[open]")).to_have_count(before + 1)


def test_a_timeline_is_a_table_of_words_and_its_bars_keep_to_their_column(plain_page: Page):
    page = plain_page
    page.goto("/facilities/foxconn-zhengzhou")
    row = page.locator(".timeline tr", has_text="Closed-loop operation")

    expect(row.locator("td").first).to_have_text("13 October – 8 December 2022")
    cell, bar = row.locator("td").last.bounding_box(), row.locator("rect").first.bounding_box()
    assert cell["x"] <= bar["x"]
    assert bar["x"] + bar["width"] <= cell["x"] + cell["width"] + 1


def test_a_mark_on_the_map_leads_to_its_place(plain_page: Page):
    page = plain_page
    page.goto("/companies/apple")

    page.get_by_role("link", name=re.compile("^Foxconn Zhengzhou airport campus: ")).press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Foxconn Zhengzhou airport campus")


def test_the_buyers_of_a_place_are_told_for_the_time_of_a_report_and_for_today(plain_page: Page):
    page = plain_page
    page.goto("/facilities/foxconn-zhengzhou")

    page.get_by_label("At the time of").select_option(index=2)
    page.get_by_role("button", name="Show").click()

    expect(page).to_have_url(re.compile(r"\?report=.*#buyers$"))
    table = page.get_by_role("region", name=re.compile("^Buyers of"))
    expect(table).to_contain_text("Today")
    expect(table.get_by_role("row", name=re.compile("^Apple"))).to_contain_text("at the time")


def test_a_drawing_is_moved_unfolded_and_followed_by_keyboard(page: Page):
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(CONNECTION)
    page.get_by_role("button", name="Move the drawing").press("Enter")
    expect(page.locator(".movable canvas").first).to_be_visible()
    said = page.get_by_role("figure").get_by_role("status")
    expect(said).to_have_text("Company: Apple")
    assert_accessible(page)

    page.keyboard.press("ArrowRight")
    expect(said).to_have_text("Company: Foxconn (Hon Hai)")
    page.keyboard.press("e")
    expect(said).to_contain_text("more shown around Foxconn (Hon Hai)")
    page.keyboard.press("n")
    expect(said).to_contain_text("Foxconn (Hon Hai)")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("#step-|/connections"))
    assert refused == []


def test_a_moved_drawing_is_put_back_as_it_was_drawn(page: Page):
    page.goto(CONNECTION)
    page.get_by_role("button", name="Move the drawing").click()
    expect(page.locator(".movable canvas").first).to_be_visible()

    page.get_by_role("button", name="As it was drawn").click()

    expect(page.locator("svg.drawing")).to_be_visible()
    expect(page.locator(".movable")).to_have_count(0)
    expect(page.get_by_role("button", name="Move the drawing")).to_be_focused()


def test_the_pages_are_light_and_ask_for_little(page: Page):
    for path in ("/companies/apple", CONNECTION, "/facilities/foxconn-zhengzhou"):
        loaded: list[tuple[str, int]] = []
        page.on("response", lambda r, seen=loaded: seen.append((r.url, len(r.body()))))
        page.goto(path)
        page.wait_for_load_state("networkidle")

        needed = [url for url, _ in loaded if "drawing.js" not in url]
        assert len(needed) <= 6, needed
        assert loaded[0][1] <= 100_000
        assert not any("cytoscape" in url for url, _ in loaded)
        styles = [size for url, size in loaded if ".css" in url]
        assert sum(styles) <= 20_000


def test_on_paper_a_drawing_fits_the_sheet(page: Page):
    page.set_viewport_size({"width": 700, "height": 1000})
    page.goto(CONNECTION)

    page.emulate_media(media="print")

    box = page.locator("svg.drawing").bounding_box()
    assert box["x"] + box["width"] <= 701
