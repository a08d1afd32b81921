"""How two are connected: strongest first, with what was cut off said, whatever is asked."""

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from campaign.editorial.retracting import retract
from campaign.errors import EqualEnds, InvalidPeriod, RetractedEnd, UnknownEnd
from campaign.graph.chains import find_connection
from campaign.graph.edges import Edge
from campaign.graph.ends import find_ends
from campaign.graph.network import MAX_HOPS, TieKind
from campaign.graph.paths import State, arcs_of, strongest_paths
from campaign.graph.timing import Period, parse_period
from campaign.models import Company, Record, Source
from campaign.models.vocabulary import Basis, Timing
from tests.editorial.test_decisions import signature
from tests.factories import (
    SIGNATURE,
    SOURCE,
    make_company,
    make_facility,
    make_report,
    make_source,
    make_supply_link,
)

WEAK_AND_SHORT, STRONG_AND_LONG = "press", "buyer_list"


def slugs_of(session: Session, chain) -> list[str]:
    ids = [chain.hops[0].from_id, *(hop.to_id for hop in chain.hops)]
    return [session.get(Record, node).slug for node in ids]


def companies(session: Session, *names: str) -> list[Company]:
    return [make_company(session, name=name) for name in names]


def test_a_firmer_basis_comes_before_fewer_hops(session):
    brand, middle, maker = companies(session, "Brand", "Middle", "Maker")
    make_supply_link(session, buyer=brand, supplier=maker, basis=WEAK_AND_SHORT)
    make_supply_link(session, buyer=brand, supplier=middle, basis=STRONG_AND_LONG)
    make_supply_link(session, buyer=middle, supplier=maker, basis=STRONG_AND_LONG)

    found = find_connection(session, brand.id, maker.id)

    assert [slugs_of(session, chain) for chain in found.chains] == [
        ["brand", "middle", "maker"],
        ["brand", "maker"],
    ]
    assert [chain.basis for chain in found.chains] == [Basis.BUYER_LIST, Basis.PRESS]
    assert (found.found, found.more, found.hops_searched) == (2, False, MAX_HOPS)


def test_of_equal_chains_the_newest_comes_first(session):
    brand, maker = companies(session, "Brand", "Maker")
    for year in ("2019", "2023", "2021"):
        make_supply_link(session, buyer=brand, supplier=maker, as_of=year)

    found = find_connection(session, brand.id, maker.id)

    assert [chain.hops[0].tie.period.as_of for chain in found.chains] == ["2023", "2021", "2019"]


def test_a_chain_is_told_from_its_buying_end_whichever_way_it_is_asked(session):
    brand, maker = companies(session, "Brand", "Maker")
    make_supply_link(session, buyer=brand, supplier=maker)

    found = find_connection(session, maker.id, brand.id)

    assert slugs_of(session, found.chains[0]) == ["brand", "maker"]
    assert found.chains[0].reach is None


def test_two_brands_with_one_supplier_are_connected_by_a_chain_that_turns(session):
    one, two, maker = companies(session, "One", "Two", "Maker")
    make_supply_link(session, buyer=one, supplier=maker)
    make_supply_link(session, buyer=two, supplier=maker)

    [chain] = find_connection(session, one.id, two.id).chains

    assert slugs_of(session, chain) == ["one", "maker", "two"]
    assert [hop.forward for hop in chain.hops] == [True, False]
    assert chain.turns


def test_two_places_of_one_operator_are_connected_through_it(session):
    [maker] = companies(session, "Maker")
    one, two = (make_facility(session, name=name, operator=maker) for name in ("One", "Two"))

    [chain] = find_connection(session, one.id, two.id).chains

    assert slugs_of(session, chain) == ["one", "maker", "two"]
    assert [hop.forward for hop in chain.hops] == [False, True]


def test_a_denied_link_makes_a_chain_that_comes_last_and_says_so(session):
    brand, maker = companies(session, "Brand", "Maker")
    make_supply_link(session, buyer=brand, supplier=maker, basis="press")
    make_supply_link(session, buyer=brand, supplier=maker, basis="buyer_list", link_status="denied")

    found = find_connection(session, brand.id, maker.id)

    assert [chain.denied for chain in found.chains] == [False, True]


def test_each_hop_says_whether_it_held_on_a_date(session):
    brand, maker, middle = companies(session, "Brand", "Maker", "Middle")
    make_supply_link(session, buyer=brand, supplier=middle, as_of="2022")
    make_supply_link(session, buyer=middle, supplier=maker, to_date="2019")

    on = parse_period("2022-10")
    [chain] = find_connection(session, brand.id, maker.id, event=on).chains

    assert [hop.timing for hop in chain.hops] == [Timing.AT_THE_TIME, Timing.ENDED_BEFORE]
    assert chain.timing is Timing.ENDED_BEFORE


@pytest.mark.parametrize("written", ["2022-13", "2022-02-30", "yesterday", "22", "2022-1", "\x00"])
def test_a_day_that_is_none_is_refused_in_words(written):
    with pytest.raises(InvalidPeriod, match="is no day, month or year"):
        parse_period(written)


def test_no_day_asks_for_none():
    assert parse_period(" ") is None
    assert parse_period("2022-10") == Period("2022-10", "2022-10")


def test_unknown_equal_retracted_and_merged_ends_get_clear_answers(session):
    from campaign.editorial.merging import merge

    one, two, gone = companies(session, "One", "Two", "Gone")
    report = make_report(session)
    retract(session, gone, reason="It was another.", signature=SIGNATURE)
    merge(session, two, one, reason="The same.", signature=signature(1))
    other = make_company(session, name="Other")

    with pytest.raises(UnknownEnd, match="“nobody” is not"):
        find_ends(session, "one", "nobody")
    with pytest.raises(UnknownEnd):
        find_ends(session, "one", report.slug)
    with pytest.raises(UnknownEnd):
        find_ends(session, "one", "\x00")
    with pytest.raises(RetractedEnd, match="It was another"):
        find_ends(session, "gone", "one")
    with pytest.raises(EqualEnds):
        find_ends(session, "one", "one")
    with pytest.raises(EqualEnds):
        find_ends(session, "two", "one")
    ends = find_ends(session, "two", other.slug)
    assert (ends.start.slug, ends.end.slug, ends.moved) == ("one", "other", True)


def test_where_nothing_is_documented_it_is_said_how_far_was_looked(session):
    one, two = companies(session, "One", "Two")

    found = find_connection(session, one.id, two.id)

    assert (found.chains, found.hops_searched, found.complete) == ((), MAX_HOPS, True)


def test_chains_of_more_than_six_links_are_not_looked_for(session):
    row = companies(session, *(f"C{number}" for number in range(MAX_HOPS + 2)))
    for buyer, supplier in pairwise(row):
        make_supply_link(session, buyer=buyer, supplier=supplier)

    assert find_connection(session, row[0].id, row[MAX_HOPS].id).found == 1
    assert find_connection(session, row[0].id, row[MAX_HOPS + 1].id).found == 0


# Against a plain enumeration of all paths ------------------------------------------------

NODES = range(6)
EDGES = st.lists(
    st.builds(
        lambda ends, record, rank: Edge(
            *ends, TieKind.SUPPLIES, record, None, rank, False, True, None, None, "2021"
        ),
        st.permutations(NODES).map(lambda nodes: tuple(nodes[:2])),
        st.integers(1, 4),
        st.integers(0, 3),
    ),
    max_size=14,
    unique_by=lambda edge: (edge.buying, edge.making, edge.record_id),
)


@given(EDGES, st.integers(1, 8))
def test_the_strongest_paths_are_the_first_of_all_paths(edges, most):
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(NODES)
    for edge in edges:
        graph.add_edge(edge.buying, edge.making, key=edge.record_id, rank=edge.rank)
    every = sorted(
        (max(graph.edges[step]["rank"] for step in path), len(path))
        for path in nx.all_simple_edge_paths(graph, 0, 5, cutoff=MAX_HOPS)
    )

    found = strongest_paths(arcs_of(edges), State(0), State(5), most).paths

    ranked = [(max(arc.edge.rank for arc in path), len(path)) for path in found]
    assert ranked == every[: len(found)]
    assert len(found) >= min(most, len(every))


def test_what_only_seems_to_join_two_does_not_end_the_search(session):
    brand, maker, buyer = companies(session, "Brand", "Maker", "Buyer")
    mill, yard = (make_facility(session, name=name) for name in ("Mill", "Yard"))
    party = {"actor": brand.slug, "role": "buyer", "basis": "It says so.", "citations": [SOURCE]}
    make_report(session, sites=[mill.slug, yard.slug], parties=[party])
    gone = make_supply_link(session, buyer=brand, supplier=maker)
    retract(session, gone, reason="It was another.", signature=SIGNATURE)

    for other in (mill, maker):
        found = find_connection(session, brand.id, other.id)
        assert (found.found, found.hops_searched, found.cut_off) == (0, MAX_HOPS, False)

    make_supply_link(session, buyer=buyer, supplier=brand)
    make_supply_link(session, buyer=buyer, supplier=maker)
    [chain] = find_connection(session, brand.id, maker.id).chains
    assert slugs_of(session, chain) == ["brand", "buyer", "maker"]


def test_sources_are_no_ends(session):
    source: Source = make_source(session)

    with pytest.raises(UnknownEnd):
        find_ends(session, source.slug, source.slug)
