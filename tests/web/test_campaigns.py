"""The page of a campaign says what was asked, of whom, until when, and what came of it."""

import re

import pytest

from tests.factories import SOURCE, make_campaign, make_company, make_response

CITED = {"citations": [SOURCE]}


@pytest.fixture
def client(app, session):
    brand = make_company(session, name="Brand")
    demand = {"text": "Rest at night.", "actor": brand, "on_date": "2024-01", **CITED}
    promise = {"actor": brand, "text": "To end it.", "on_date": "2024-05", "demand": "d1", **CITED}
    shown = {"text": "Night shifts went on.", "on_date": "2025-02", **CITED}
    campaign = make_campaign(
        session,
        slug="sleep",
        target=brand,
        demands={
            "d1": {**demand, "deadline": "2024-06", "state": "open"},
            "d2": {**demand, "text": "Pay for it.", "state": "refused"},
        },
        actions={"a1": {"on_date": "2024-03", "kind": "protest", "text": "At the gate.", **CITED}},
        commitments={"c1": {**promise, "state": "broken", "evidence": shown}},
    )
    make_response(
        session, actor=brand, campaign=campaign, demand="d2", on_date="2024-05-03", text="Never."
    )
    session.commit()
    return app.test_client()


def words_of(page):
    page = re.sub(r"<sup>.*?</sup>", "", page).replace("</p>", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_each_demand_stands_with_its_state_answers_and_commitments(client):
    words = words_of(client.get("/campaigns/sleep").text)

    assert "Rest at night. open the deadline passed: June 2024" in words
    assert "Asked of Brand, January 2024, until June 2024" in words
    assert "Brand committed, May 2024 broken To end it. Night shifts went on." in words
    assert re.search(r"Pay for it\. refused .*Brand, 3 May 2024 disputes Never\.", words)
    assert "March 2024 protest At the gate." in words


def test_all_of_it_stands_in_order_of_time(client):
    page = client.get("/campaigns/sleep").text
    told = words_of(page[page.index('id="when"') :])

    places = [told.index(words) for words in ("Demand to", "Protest", "Brand commits", "broken")]

    assert places == sorted(places)
    for anchor in set(re.findall(r'href="#((?:demand|action|commitment)-[^"]+)"', page)):
        assert page.count(f'id="{anchor}"') == 1


def test_the_list_says_what_is_asked_of_whom(client):
    words = words_of(client.get("/campaigns").text)

    assert "Sleep at Night" in words
    assert "Brand: Rest at night. open the deadline passed: June 2024" in words


def test_the_opening_campaigns_open(seeded_app):
    client = seeded_app.test_client()

    page = client.get("/campaigns").text

    links = set(re.findall(r'href="(/campaigns/[^"]+)"', page))
    assert len(links) == 22
    assert {client.get(link).status_code for link in links} == {200}
