"""The graph that analysts take away says what the records say, and from where."""

import io
import json

import networkx as nx
import pytest

from campaign.editorial.retracting import retract
from campaign.exports.graph import graphml, node_link, read_graph
from campaign.queries.records import find_record
from tests.factories import (
    SIGNATURE,
    company_values,
    denial_values,
    ownership_values,
    publish,
    supply_link_values,
)
from tests.support.issues import CITED, make_world

LICENCE = "CC BY 4.0"


@pytest.fixture
def graph(session):
    """A brand and its holding, a mill that another company runs, a link that somebody denies."""
    make_world(session)
    publish(
        session,
        company_values(name="Holding", **CITED),
        ownership_values(parent="holding", subsidiary="brand", slug="holding-brand", **CITED),
        supply_link_values(
            slug="denied-link",
            buyer="brand",
            supplier="holding",
            denials={"d1": denial_values({"record": "brand"}, citations=DENIED)},
            **CITED,
        ),
        company_values(name="Gone", **CITED),
    )
    retract(session, find_record(session, "gone"), reason="An error.", signature=SIGNATURE)
    return read_graph(session, LICENCE)


DENIED = [{"source": "source-a", "stance": "denies"}]


def edges(graph):
    return {
        (start, end, values["says"], values["record"])
        for start, end, values in graph.edges(data=True)
    }


def test_it_holds_published_companies_and_places_and_each_tie_between_them(graph):
    assert dict(graph.nodes(data="kind")) == {
        "brand": "company",
        "holding": "company",
        "millworks": "company",
        "northern-mill": "facility",
    }
    assert edges(graph) == {
        ("brand", "millworks", "supplies", "brand-mill"),
        ("brand", "holding", "supplies", "denied-link"),
        ("holding", "brand", "owns", "holding-brand"),
        ("millworks", "northern-mill", "operates", "northern-mill"),
    }


def test_a_tie_says_its_site_its_basis_its_days_and_its_sources(graph):
    [link] = graph.get_edge_data("brand", "millworks").values()
    [denied] = graph.get_edge_data("brand", "holding").values()

    assert link["facility"] == "northern-mill"
    assert (link["basis"], link["from_date"], link["as_of"]) == ("ngo", "2019", "2022")
    assert link["sources"] == "source-a"
    assert "to_date" not in link
    assert (link["denied"], denied["denied"]) == (False, True)


def test_other_programs_read_what_was_written(graph):
    written = "".join(graphml(graph))
    read = nx.read_graphml(io.BytesIO(written.encode()))
    again = nx.node_link_graph(json.loads("".join(node_link(graph))), edges="edges")

    assert edges(read) == edges(again) == edges(graph)
    assert again.graph["licence"] == LICENCE
    assert dict(read.nodes(data="title"))["northern-mill"] == "Northern Mill"
