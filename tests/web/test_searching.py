"""The results page and its address: what was understood, marks, facets, order, related."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign import create_app
from campaign.errors import TookTooLong
from campaign.web.errors import show_campaign_error
from campaign.web.public.search_address import KNOWN, read_query
from config import Config
from tests.factories import (
    facility_values,
    make_company,
    make_facility,
    name_values,
    publish,
    source_values,
)
from tests.search.world import WORLD, make_named


class LinkReader(HTMLParser):
    """Gathers the links of a page with their words."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open = dict(attrs).get("href") or ""
            self.links.append((self._open, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            address, words = self.links.pop()
            self.links.append((address, words + data))


def read_links(page: str) -> list[tuple[str, str]]:
    """The addresses of a page with their words, in order."""
    reader = LinkReader()
    reader.feed(page)
    return [(address, " ".join(words.split())) for address, words in reader.links]


def links(page: str) -> dict[str, str]:
    """The words of the last link to each address."""
    return dict(read_links(page))


def words_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


@pytest.fixture
def world(app: Flask, session):
    """A client of the application on the invented world."""
    publish(session, *WORLD)
    session.commit()
    return app.test_client()


def test_the_page_says_what_it_understood(world):
    page = world.get("/search?q=桂洛工业").text

    assert "桂洛工业 → Quillow" in words_of(page)
    assert "<bdi><mark>桂洛工業</mark>股份有限公司</bdi>" in page


def test_a_mistyped_name_is_shown_with_what_it_may_mean(world):
    page = world.get("/search?q=quilow&kind=company").text

    assert links(page)["/search?q=quillow&kind=company"] == "quillow"
    assert "Did you mean quillow? Nothing has “quilow” as it is typed" in words_of(page)
    assert "quilow → quillow" not in words_of(page)


def test_each_hit_says_its_kind_place_reports_and_how_sure_a_report_is(world):
    text = words_of(world.get("/search?q=quillow").text)

    assert "Quillow East Works facility" in text
    assert "Zhengzhou · China · Quillow · 1 report" in text
    assert "Nights in the spinning hall report corroborated disputed" in text
    assert 'href="/method#corroborated"' in world.get("/search?q=quillow").text


def test_facets_are_links_that_keep_words_order_and_other_filters(world):
    page = world.get("/search?sort=date&country=CN&q=quillow").text

    assert links(page)["/search?q=quillow&kind=report&country=CN&sort=date"] == "report 1"
    assert links(page)["/search?q=quillow&sort=date"] == "China (chosen; take it off) 2"


def test_each_chosen_filter_can_be_taken_off_alone_or_all_together(world):
    page = world.get("/search?q=quillow&country=CN&kind=report").text

    chosen = links(page.split('class="chosen"')[1].split("</ul>")[0])
    assert chosen == {
        "/search?q=quillow&country=CN": "Take off Kind: report ×",
        "/search?q=quillow&kind=report": "Take off Country: China ×",
        "/search?q=quillow": "Clear all",
    }


def test_a_new_search_from_the_box_keeps_filters_and_order(world):
    page = world.get("/search?q=quillow&country=CN&sort=date&page=2").text

    kept = re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', page)
    assert kept == [("country", "CN"), ("sort", "date")]


def test_results_are_ordered_by_links(world):
    found = links(world.get("/search?q=quillow&page=1").text)

    assert found["/search?q=quillow&sort=date"] == "Date"
    assert found["/search?q=quillow&sort=reports"] == "Number of reports"
    assert found["/search?q=quillow"] == "Relevance"


def test_long_results_have_pages(app: Flask, session):
    sheds = (facility_values(name=f"Tarsk Shed {number}") for number in range(161))
    publish(session, source_values(), *sheds)
    session.commit()

    page = app.test_client().get("/search?q=tarsk&page=5").text
    last = app.test_client().get("/search?q=tarsk&page=9").text
    beyond = app.test_client().get("/search?q=tarsk&page=10").text

    pages = [words for _, words in read_links(page.split('class="pages"')[1].split("</nav>")[0])]
    assert pages == ["Previous", *(f"Page {n}" for n in (1, 3, 4, 6, 7, 9)), "Next"]
    assert 'start="81"' in page
    assert "Next" not in links(last).values()
    assert ("/search?q=tarsk&page=9", "Go to the last one") in read_links(beyond)


def test_long_facets_show_the_first_values_and_the_rest_on_demand(app: Flask, session):
    for code in ("AT", "BE", "CH", "DE", "ES", "FR", "GB", "HU"):
        make_facility(session, name=f"Tarsk {code}", country=code)
    session.commit()

    closed = app.test_client().get("/search?q=tarsk").text
    opened = app.test_client().get("/search?q=tarsk&country=CH").text

    countries = closed.split('id="facet-country"')[1].split("</details>")[0]
    assert countries.index("2 more") < countries.index("Switzerland")
    assert "<details>" in countries
    assert "<details open>" in opened.split('id="facet-country"')[1]


def test_the_types_of_an_abuse_are_shown_under_the_group_that_is_chosen(world):
    every = links(world.get("/search?q=nights").text)
    group = links(world.get("/search?q=nights&abuse=D").text)

    assert "/search?q=nights&abuse=D01" not in every
    assert "/search?q=nights&abuse=D01" in group


def test_a_search_for_a_brand_offers_its_facilities_with_reports_and_its_fact_sheet(world):
    page = world.get("/search?q=velmora").text

    beside = links(page.split('class="beside"')[1].split("</div>")[0])
    assert beside == {
        "/facilities/quillow-east-works": "Quillow East Works",
        "/companies/velmora/fact-sheet": "Fact sheet",
    }


@pytest.mark.parametrize("query", ["q=works", "q=velmora&sort=date", "q=velmora&kind=report", ""])
def test_nothing_is_offered_beside_when_no_company_was_meant(world, query):
    assert 'class="beside"' not in world.get(f"/search?{query}").text


def test_an_empty_result_offers_near_names_and_what_to_try(world):
    page = world.get("/search?q=quillow+qqqqqq&kind=report").text

    assert links(page)["/companies/quillow"] == "Quillow"
    assert ("/search?q=quillow+qqqqqq", "the same words without filters") in read_links(page)
    assert "another spelling or script" in page
    assert "Add a report" not in page


def test_an_empty_result_offers_the_words_less_one(world):
    page = world.get("/search?q=quillow+qqqqqq&kind=company").text
    values = world.get("/api/v1/search?q=quillow+qqqqqq&kind=company").json

    assert ("/search?q=quillow&kind=company", "quillow") in read_links(page)
    [fewer] = values["fewer_words"]
    assert (fewer["text"], fewer["left_out"]) == ("quillow", "qqqqqq")
    assert f"without “<bdi>qqqqqq</bdi>” · {fewer['total']} result" in page


def test_an_editor_can_add_what_was_not_found(newsroom):
    client = newsroom.client("editor")
    page = client.get("/search?q=Nobody’s Mill").text

    [address] = [href for href in links(page) if href.startswith("/editor/new/report")]
    assert 'value="Nobody’s Mill"' in unescape(client.get(unescape(address)).text)


@pytest.mark.parametrize("number", ["Q4242", "NYSE:VLM", "vlm"])
def test_an_identifier_goes_straight_to_the_record(app: Flask, session, number):
    identifiers = [
        {"scheme": "wikidata", "value": "Q4242"},
        {"scheme": "ticker", "value": "NYSE:VLM"},
    ]
    make_named(session, "velmora", "Velmora", identifiers=identifiers)
    session.commit()
    client = app.test_client()

    assert client.get("/search", query_string={"q": number}).location == "/companies/velmora"
    assert client.get("/search", query_string={"q": number, "kind": "company"}).status_code == 200
    assert client.get("/search", query_string={"q": f'"{number}"'}).status_code == 200


def test_a_ticker_that_is_also_a_name_leads_to_the_results(app: Flask, session):
    ticker = [{"scheme": "ticker", "value": "NYSE:VLM"}]
    make_named(session, "velmora", "Velmora", identifiers=ticker)
    make_named(session, "vlm", "VLM")
    session.commit()

    page = app.test_client().get("/search?q=vlm")

    assert page.status_code == 200
    assert {"/companies/velmora", "/companies/vlm"} <= set(links(page.text))


def test_a_title_in_another_script_has_its_language_and_direction(app: Flask, session):
    make_company(session, names=[name_values("شركة الخياطة", language="ar")], slug="khayata")
    session.commit()

    page = app.test_client().get("/search?q=الخياطة").text

    assert '<bdi lang="ar" dir="rtl">شركة <mark>الخياطة</mark></bdi>' in page


def test_markup_in_a_query_or_a_name_is_shown_as_text(app: Flask, session):
    make_company(session, name="<b>Bold</b> & Sons", slug="bold")
    session.commit()

    page = app.test_client().get("/search", query_string={"q": '<b>bold</b>"><script>'}).text

    assert "<script>" not in page.replace("<script src", "")
    assert "<b>Bold" not in page


def test_the_page_is_light_and_asks_nobody_else(seeded_app: Flask):
    for path in ("/", "/search?q=apple", "/search?kind=report", "/search?q=overtime"):
        response = seeded_app.test_client().get(path)

        tags = re.findall(r'<(?:link rel="(?:stylesheet|icon)"|script|img)[^>]*>', response.text)
        loaded = [re.findall(r'(?:href|src)="([^"]+)"', tag)[0] for tag in tags]
        assert len(response.data) <= 100_000, path
        assert len(loaded) <= 5, path
        assert all(address.startswith("/") for address in loaded)


def test_a_search_that_took_too_long_is_explained_and_keeps_what_was_typed(app: Flask):
    with app.test_request_context("/search?q=slow"):
        page, status = show_campaign_error(TookTooLong("It was stopped. Ask with more words."))

    assert status == 503
    assert "Ask with more words." in words_of(page)
    assert 'name="q" type="search" value="slow"' in page


TEXTS = st.text(max_size=40)
NO_DATABASE = create_app(Config("sqlite://", "key", testing=True))


@given(st.dictionaries(st.sampled_from(KNOWN) | TEXTS, TEXTS, max_size=6))
def test_an_address_of_a_search_is_read_as_it_is_written(arguments):
    query = read_query(arguments)
    with NO_DATABASE.test_request_context():
        address = query.url()

    with NO_DATABASE.test_request_context(address) as context:
        again = read_query(context.request.args)

        assert again == replace(query, ignored=())
        assert again.url() == address
        assert "=&" not in address


DOORS = ("/search", "/search.csv", "/search.json", "/api/v1/search", "/api/v1/suggest")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(DOORS),
    st.dictionaries(st.sampled_from(KNOWN), st.text(max_size=60), max_size=4),
)
def test_no_address_is_an_error_of_ours(seeded_app: Flask, door, arguments):
    answer = seeded_app.test_client().get(door, query_string=arguments)

    assert answer.status_code in (200, 302)
