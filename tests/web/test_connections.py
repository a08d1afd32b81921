"""How two records are connected: the page, the API and the command say the same."""

import json
import re

import pytest
from click.testing import CliRunner
from flask import Flask

from campaign.cli.commands import Commands
from campaign.cli.connecting import connect
from campaign.models import Record, SlugRedirect
from tests.factories import (
    SIGNATURE,
    make_campaign,
    make_company,
    make_facility,
    make_organization,
    make_ownership,
    make_report,
    make_supply_link,
    name_values,
)


@pytest.fixture
def world(session):
    """A brand, its supplier with two plants of which a link names one, and a stranger."""
    brand = make_company(session, name="Acme Anvils")
    maker = make_company(
        session,
        name="Quillow Works",
        names=[
            name_values("Quillow Works"),
            name_values("桂洛", name_kind="native", language="zh"),
        ],
    )
    make_company(session, name="Quince Mills")
    named = make_facility(session, name="Northern Mill", operator=maker)
    make_facility(session, name="Southern Mill", operator=maker)
    make_supply_link(
        session,
        buyer=brand,
        supplier=maker,
        facility=named,
        from_date="2018",
        to_date="2020",
        as_of="2020",
        link_status="ended",
        statement="Acme lists the mill.",
    )
    session.commit()
    return session


@pytest.fixture
def connect_command(app):
    """Runs `campaign connect` on the same database."""

    def run(*arguments):
        with app.app_context():
            return CliRunner().invoke(Commands(commands=[connect]), ["connect", *arguments])

    return run


def words_of(response):
    text = re.sub(r"<(script|style).*?</\1>", "", response.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", text))


def ask(client, start, end, **more):
    return client.get("/connections", query_string={"from": start, "to": end} | more)


@pytest.mark.usefixtures("world")
def test_the_page_gives_the_strongest_chain_with_dates_basis_status_and_sources(client):
    page = ask(client, "acme-anvils", "northern-mill")

    assert page.status_code == 200
    words = words_of(page)
    assert "Acme Anvils ← – Quillow Works ← – Northern Mill" in words
    assert "buys components: springs, 2018–2020, NGO report" in words
    assert "Acme lists the mill." in words
    assert ">ended</span>" in page.text
    assert page.text.count('href="#note-1"') > 0
    assert 'id="note-1"' in page.text


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("on", "held"),
    [
        ("2019-05", "at the time"),
        ("2024", "ended before"),
        ("2012-01-31", "began after"),
    ],
)
def test_a_date_is_answered_on_the_page_in_the_api_and_in_the_terminal(
    client, connect_command, on, held
):
    page = ask(client, "acme-anvils", "northern-mill", on=on)
    answer = client.get(
        "/api/v1/connections", query_string={"from": "acme-anvils", "to": "northern-mill", "on": on}
    ).json
    told = connect_command("acme-anvils", "northern-mill", "--on", on)
    values = connect_command("acme-anvils", "northern-mill", "--on", on, "--json")

    assert f">{held}</span>" in page.text
    assert [hop["timing"] for hop in answer["chains"][0]["hops"]] == [held.replace(" ", "_")] * 2
    assert f"{held}]" in told.output
    assert json.loads(values.stdout) == answer


@pytest.mark.usefixtures("world")
def test_a_hop_of_the_api_has_what_scripts_rely_on(client):
    answer = client.get("/api/v1/connections?from=acme-anvils&to=northern-mill").json

    [hop, _] = answer["chains"][0]["hops"]
    assert {"from", "to", "relation", "basis", "timing", "citations"} <= hop.keys()
    assert hop["citations"][0]["source"] == "examplewatch-2021"
    assert answer["chains"][0]["reach"] == "site"
    assert answer["complete"]


@pytest.mark.usefixtures("world")
def test_a_chain_to_the_group_only_stands_apart_and_says_so(client):
    page = ask(client, "acme-anvils", "southern-mill")

    assert "The strongest chain" not in page.text
    words = words_of(page)
    assert "no source ties Acme Anvils to Southern Mill itself" in words
    assert "counts as no tie to this place" in words


@pytest.mark.usefixtures("world")
def test_no_chain_is_an_answer_that_says_how_far_was_looked_and_what_is_needed(
    client, connect_command
):
    page = ask(client, "acme-anvils", "quince-mills")
    told = connect_command("acme-anvils", "quince-mills")

    assert page.status_code == 200
    words = words_of(page)
    assert "No chain is documented between Acme Anvils and Quince Mills" in words
    assert "Up to 6 steps in either direction" in words
    assert "A source that names a link" in words
    assert "up to 6 steps" in told.output


@pytest.mark.usefixtures("world")
def test_names_in_any_script_lead_to_the_answer(client):
    answer = ask(client, "Acme Anvils", "桂洛", on="2019")

    assert answer.status_code == 302
    assert answer.location == "/connections?from=acme-anvils&to=quillow-works&on=2019"


@pytest.mark.usefixtures("world")
def test_a_name_that_may_mean_several_is_a_choice_of_links(client):
    page = ask(client, "acme-anvils", "Qui")

    assert page.status_code == 200
    for slug in ("quillow-works", "quince-mills"):
        assert f'href="/connections?from=acme-anvils&amp;to={slug}"' in page.text
    assert 'value="Qui"' in page.text


def test_a_choice_shows_the_other_name_by_which_it_was_found(client, world):
    names = [name_values("Tinsel Works"), name_values("桂林", name_kind="native", language="zh")]
    make_company(world, name="Tinsel Works", names=names)
    world.commit()

    page = ask(client, "acme-anvils", "桂")

    assert page.status_code == 200
    assert '<bdi lang="zh">桂洛</bdi>' in page.text
    assert '<bdi lang="zh">桂林</bdi>' in page.text


def test_a_merged_end_leads_on_for_good(client, world):
    session = world
    [mill] = [r for r in session.query(Record).all() if r.slug == "northern-mill"]
    session.add(SlugRedirect(slug="old-mill", record_id=mill.id))
    session.commit()

    answer = ask(client, "acme-anvils", "old-mill")

    assert answer.status_code == 301
    assert answer.location.endswith("to=northern-mill")


def test_a_retracted_end_is_gone_and_the_reason_is_given(client, connect_command, world):
    session = world
    [mill] = [r for r in session.query(Record).all() if r.slug == "southern-mill"]
    mill.retracted_at, mill.retraction_reason = SIGNATURE.at, "There is no such mill."
    session.commit()

    page = ask(client, "acme-anvils", "southern-mill")
    told = connect_command("acme-anvils", "southern-mill")

    assert page.status_code == 410
    assert "There is no such mill." in page.text
    assert "There is no such mill." in told.output
    assert told.exit_code == 1


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("start", "end", "on", "status", "said"),
    [
        ("acme-anvils", "zzzzqqqq", "", 404, "is not a company, facility or organisation"),
        ("acme-anvils", "acme-anvils", "", 400, "Both ends are Acme Anvils"),
        ("acme-anvils", "northern-mill", "2022-13", 400, "no such day"),
        ("acme-anvils", "northern-mill", "autumn", 400, "2022-10"),
        ("\x00", "northern-mill", "", 404, "is not a company"),
        ("examplewatch-2021", "northern-mill", "", 404, "is not a company"),
    ],
)
def test_what_cannot_be_answered_is_said_and_the_question_stays(
    client, start, end, on, status, said
):
    page = ask(client, start, end, on=on)
    answer = client.get("/api/v1/connections", query_string={"from": start, "to": end, "on": on})

    assert page.status_code == status
    assert said in words_of(page)
    shown = "Acme Anvils" if end == "acme-anvils" else "Northern Mill" if "mill" in end else end
    assert f'value="{shown}"' in page.text
    assert answer.status_code == status
    assert said in answer.json["message"]


@pytest.mark.usefixtures("world")
def test_without_ends_the_page_asks_for_them(client):
    page = client.get("/connections")

    assert page.status_code == 200
    assert 'name="from"' in page.text
    assert client.get("/api/v1/connections").status_code == 400


def test_two_brands_are_shown_the_suppliers_that_they_share(client, world):
    session = world
    other = make_company(session, name="Bolt Brothers")
    [maker] = [r for r in session.query(Record).all() if r.slug == "quillow-works"]
    make_supply_link(session, buyer=other, supplier=maker, statement="Bolt buys there.")
    session.commit()

    page = ask(client, "acme-anvils", "bolt-brothers")

    shared = page.text.split('id="shared"')[1].split("</section>")[0]
    assert "Quillow Works" in shared
    assert "in common" in words_of(page)


def test_no_chain_goes_to_a_place_and_back_through_the_same_supplier(client, world):
    session = world
    other = make_company(session, name="Bolt Brothers")
    [maker] = [r for r in session.query(Record).all() if r.slug == "quillow-works"]
    [mill] = [r for r in session.query(Record).all() if r.slug == "northern-mill"]
    make_supply_link(session, buyer=other, supplier=maker, facility=mill)
    session.commit()

    answer = client.get("/api/v1/connections?from=acme-anvils&to=bolt-brothers").json

    assert answer["chains"]
    for chain in answer["chains"]:
        passed = [chain["hops"][0]["from"], *(hop["to"] for hop in chain["hops"])]
        assert len(set(passed)) == len(passed)


@pytest.mark.usefixtures("world")
def test_what_stands_beside_a_record_is_given_for_the_drawing_to_unfold(client):
    found = client.get("/api/v1/neighbours/quillow-works").json

    sides = {node["slug"]: node["side"] for node in found["nodes"]}
    assert sides == {
        "acme-anvils": "buying",
        "northern-mill": "making",
        "southern-mill": "making",
    }
    assert {(link["from"], link["to"]) for link in found["links"]} == {
        ("acme-anvils", "quillow-works"),
        ("quillow-works", "northern-mill"),
        ("quillow-works", "southern-mill"),
    }
    assert found["complete"]
    assert client.get("/api/v1/neighbours/nobody").status_code == 404


def test_a_denied_link_is_drawn_and_told_as_denied(client, session):
    brand, maker = make_company(session, name="Acme"), make_company(session, name="Maker")
    make_supply_link(
        session,
        buyer=brand,
        supplier=maker,
        link_status="denied",
        denials={
            "d1": {
                "actor": {"record": "acme"},
                "text": "Acme says that it never bought there.",
                "citations": [{"source": "examplewatch-2021", "stance": "denies"}],
            }
        },
    )
    session.commit()

    page = ask(client, "acme", "maker")

    assert 'class="line denied"' in page.text
    assert "Acme says that it never bought there." in page.text
    assert ">denied</span>" in page.text


def test_ownership_and_reports_connect_too(client, session):
    parent, brand = make_company(session, name="Parent"), make_company(session, name="Brand")
    make_ownership(session, parent=parent, subsidiary=brand)
    mill = make_facility(session, name="Mill")
    make_report(
        session,
        site=mill,
        parties=[
            {
                "actor": {"record": "brand"},
                "role": "buyer",
                "basis": "Examplewatch says so.",
                "citations": ["examplewatch-2021"],
            }
        ],
    )
    session.commit()

    page = ask(client, "parent", "mill")

    assert "Parent ← – Brand ← – Mill" in words_of(page)
    assert 'href="/reports/nights-at-the-mill"' in page.text


def test_the_opening_data_keep_apple_from_hengyang(seeded_app: Flask):
    page = ask(seeded_app.test_client(), "apple", "foxconn-hengyang")

    assert "The strongest chain" not in page.text
    assert "no source ties Apple to Foxconn Hengyang itself" in words_of(page)


def test_one_number_of_chains_stands_at_the_top_and_below_the_list(seeded_app: Flask):
    page = ask(seeded_app.test_client(), "apple", "foxconn-zhengzhou")

    numbers = re.findall(r"(\d+) chains (?:were )?found", page.text)
    assert len(numbers) == 2
    assert numbers[0] == numbers[1]


def test_campaigns_that_tie_an_organisation_are_shown_with_the_chain_that_leads_on(world, client):
    union = make_organization(world, name="Union of Testers")
    make_campaign(world, target="acme-anvils", organisers=[union])
    world.commit()

    page = ask(client, "union-of-testers", "northern-mill")
    answer = client.get(
        "/api/v1/connections", query_string={"from": "union-of-testers", "to": "northern-mill"}
    )

    words = words_of(page)
    assert "No chain is documented" in words
    assert "1 campaign or report ties the two" in words
    assert "Union of Testers: organises it · Acme Anvils: addressed by it" in words
    assert "this chain with its sources" in words
    [row] = answer.json["together"]
    assert (row["slug"], row["other"], row["is_end"]) == ("sleep-at-night", "acme-anvils", False)
