"""Which reports count against whom: a group is not a site, and a denial is not a link."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.graph.brand import ExposedReport, what_stands_behind
from campaign.graph.exposure import Found, ReportFacts, exposures_of
from campaign.graph.network import BASES, MAX_HOPS, Bond, Network, Tie, TieKind
from campaign.graph.refreshing import (
    exposure_differences,
    read_touched,
    rebuild_exposure,
    refresh_exposure,
)
from campaign.graph.timing import Period, timing_of, timing_of_chain
from campaign.models import Company, Exposure, Record, Report
from campaign.models.vocabulary import Basis, Reach, Timing
from tests.factories import (
    SIGNATURE,
    Values,
    company_values,
    denial_values,
    facility_values,
    make_company,
    make_facility,
    make_ownership,
    make_report,
    make_supply_link,
    ownership_values,
    party_values,
    publish,
    report_values,
    source_values,
    supply_link_values,
)
from tests.strategies import ON_A_DATABASE


@pytest.fixture
def dialect() -> str:
    """One database is enough: the rules are Python's; `test_opening_data.py` reads with both."""
    return "sqlite"


@pytest.fixture
def known(session: Session) -> dict[str, Record]:
    """A manufacturer with one plant, and a company that nothing ties to it yet; by slug."""
    records = publish(
        session,
        source_values(),
        company_values(name="Maker"),
        company_values(name="Brand"),
        facility_values(name="Plant", operator="maker"),
    )
    return {record.slug: record for record in records}


@pytest.fixture
def maker(known: dict[str, Record]) -> Record:
    return known["maker"]


@pytest.fixture
def plant(known: dict[str, Record]) -> Record:
    return known["plant"]


@pytest.fixture
def brand(known: dict[str, Record]) -> Record:
    return known["brand"]


def tie(session: Session, company: Company, report: Report) -> Exposure | ExposedReport | None:
    """Return how a company is tied to a report: to its very place, or else to the group."""
    close = session.get(Exposure, (company.id, report.id), populate_existing=True)
    return close or group_tie(session, company, report)


def group_tie(session: Session, company: Company, report: Report) -> ExposedReport | None:
    """Return how a company is tied to a report through its supplier group only."""
    upstream = what_stands_behind(session, company.id)
    rows = (*upstream.group_only, *(row for row in upstream.denied if row.reach is Reach.GROUP))
    return next((row for row in rows if row.report.id == report.id), None)


def said(exposure: Exposure | ExposedReport | None) -> tuple[Reach, int, bool] | None:
    """Return reach, tiers and whether it counts."""
    return exposure and (exposure.reach, exposure.tiers, exposure.counted)


def test_a_buyer_named_in_the_report_counts(session, plant, brand):
    report = make_report(session, site=plant, parties=[party_values(brand, "buyer")])

    assert said(tie(session, brand, report)) == (Reach.NAMED, 1, True)
    assert tie(session, brand, report).timing is Timing.AT_THE_TIME


@pytest.mark.parametrize("role", ["operator", "parent", "labour_agency", "contractor"])
def test_a_company_that_the_report_names_as_its_own_counts_at_tier_nought(session, brand, role):
    report = make_report(session, parties=[party_values(brand, role)])

    assert said(tie(session, brand, report)) == (Reach.NAMED, 0, True)


def test_a_public_body_in_a_report_is_not_exposed(session, brand):
    report = make_report(session, parties=[party_values(brand, "public_body")])

    assert tie(session, brand, report) is None


def test_a_name_without_a_record_is_passed_over(session, plant):
    report = make_report(session, site=plant, parties=[party_values({"name": "A Shop"}, "buyer")])

    assert report.slug == "nights-at-the-mill"
    assert len(session.scalars(select(Exposure)).all()) == 1


def test_the_operator_of_the_site_counts(session, maker, plant):
    report = make_report(session, site=plant)

    assert said(tie(session, maker, report)) == (Reach.SITE, 0, True)


def test_a_link_that_names_the_very_place_counts(session, maker, plant, brand):
    make_supply_link(session, buyer=brand, supplier=maker, facility=plant, basis="buyer_list")

    report = make_report(session, site=plant)

    assert said(tie(session, brand, report)) == (Reach.SITE, 1, True)
    assert tie(session, brand, report).basis is Basis.BUYER_LIST


def test_a_group_is_not_a_site(session, maker, plant, brand):
    make_supply_link(session, buyer=brand, supplier=maker)

    report = make_report(session, site=plant)

    assert said(tie(session, brand, report)) == (Reach.GROUP, 1, False)


def test_a_link_to_another_plant_of_the_operator_is_group_only(session, maker, plant, brand):
    other = make_facility(session, name="Other Plant", operator=maker)
    make_supply_link(session, buyer=brand, supplier=maker, facility=other)

    report = make_report(session, site=plant)

    assert said(tie(session, brand, report)) == (Reach.GROUP, 1, False)


def test_a_buyer_of_a_buyer_is_group_only_and_a_tier_further(session, maker, plant, brand):
    middle = make_company(session, name="Middle")
    make_supply_link(session, buyer=middle, supplier=maker, facility=plant)
    make_supply_link(session, buyer=brand, supplier=middle)

    report = make_report(session, site=plant)

    assert said(tie(session, middle, report)) == (Reach.SITE, 1, True)
    assert said(tie(session, brand, report)) == (Reach.GROUP, 2, False)


def test_chains_end_after_the_furthest_tier(session, maker, plant):
    makers = [maker]
    for tier in range(1, MAX_HOPS + 2):
        makers.append(make_company(session, name=f"Buyer {tier}"))
        make_supply_link(session, buyer=makers[tier], supplier=makers[tier - 1])

    report = make_report(session, site=plant)

    assert said(tie(session, makers[MAX_HOPS], report)) == (Reach.GROUP, MAX_HOPS, False)
    assert tie(session, makers[MAX_HOPS + 1], report) is None


def test_the_closest_reach_is_kept(session, maker, plant, brand):
    make_supply_link(session, buyer=brand, supplier=maker)
    make_supply_link(session, buyer=brand, supplier=maker, facility=plant)

    site = make_report(session, site=plant)
    named = make_report(session, site=plant, parties=[party_values(brand, "buyer")])

    assert tie(session, brand, site).reach is Reach.SITE
    assert tie(session, brand, named).reach is Reach.NAMED


def test_nobody_is_tied_to_a_report_on_another_place(session, maker, brand):
    make_supply_link(session, buyer=brand, supplier=maker)
    elsewhere = make_facility(session, name="Elsewhere")

    report = make_report(session, site=elsewhere)

    assert tie(session, maker, report) is None
    assert tie(session, brand, report) is None


def test_what_happens_at_any_of_several_sites_counts(session, maker, plant):
    other = make_company(session, name="Other Maker")
    second = make_facility(session, name="Second Plant", operator=other)

    report = make_report(session, sites=[plant, second])

    assert said(tie(session, maker, report)) == (Reach.SITE, 0, True)
    assert said(tie(session, other, report)) == (Reach.SITE, 0, True)


def test_the_parent_that_controls_the_operator_counts(session, maker, plant, brand):
    top = make_company(session, name="Top")
    make_ownership(session, parent=brand, subsidiary=maker, ownership_type="subsidiary")
    make_ownership(session, parent=top, subsidiary=brand, ownership_type="subsidiary")

    report = make_report(session, site=plant)

    assert said(tie(session, brand, report)) == (Reach.SITE, 0, True)
    assert said(tie(session, top, report)) == (Reach.SITE, 0, True)


@pytest.mark.parametrize("stake", ["joint_venture", "affiliate", "investor"])
def test_a_stake_is_not_control(session, maker, plant, brand, stake):
    make_ownership(session, parent=brand, subsidiary=maker, ownership_type=stake)

    report = make_report(session, site=plant)

    assert said(tie(session, brand, report)) == (Reach.GROUP, 0, False)


def test_the_parent_of_a_named_buyer_counts(session, plant, brand):
    top = make_company(session, name="Top")
    make_ownership(session, parent=top, subsidiary=brand)

    report = make_report(session, site=plant, parties=[party_values(brand, "buyer")])

    assert said(tie(session, top, report)) == (Reach.SITE, 1, True)


def test_a_subsidiary_does_not_answer_for_its_parent(session, maker, plant):
    sister = make_company(session, name="Sister")
    make_ownership(session, parent=maker, subsidiary=sister)

    report = make_report(session, site=plant)

    assert tie(session, sister, report) is None


def test_a_denied_link_never_counts(session, maker, plant, brand):
    make_supply_link(session, buyer=brand, supplier=maker, facility=plant, link_status="denied")

    report = make_report(session, site=plant)

    assert said(tie(session, brand, report)) == (Reach.SITE, 1, False)
    assert tie(session, brand, report).denied


def test_nothing_follows_from_a_denied_link(session, maker, plant, brand):
    top = make_company(session, name="Top")
    shop = make_company(session, name="Shop")
    make_supply_link(session, buyer=brand, supplier=maker, facility=plant, link_status="denied")
    make_ownership(session, parent=top, subsidiary=brand)
    make_supply_link(session, buyer=shop, supplier=brand)

    report = make_report(session, site=plant)

    assert not tie(session, top, report).counted
    assert tie(session, shop, report) is None


def test_a_denied_holding_never_counts(session, maker, plant, brand):
    make_ownership(session, parent=brand, subsidiary=maker, link_status="denied")

    report = make_report(session, site=plant)

    assert not tie(session, brand, report).counted
    assert tie(session, brand, report).denied


def test_a_denial_of_the_report_is_shown_beside_a_tie_that_counts(session, plant, brand):
    report = make_report(
        session,
        site=plant,
        parties=[party_values(brand, "buyer")],
        denials={"d1": denial_values(brand)},
    )

    assert tie(session, brand, report).denied
    assert tie(session, brand, report).counted


@pytest.mark.parametrize("first", ["denied", "listed"])
def test_a_denied_link_does_not_hide_one_that_stands(session, maker, plant, brand, first):
    second = "listed" if first == "denied" else "denied"
    for status in (first, second):
        make_supply_link(session, buyer=brand, supplier=maker, facility=plant, link_status=status)

    report = make_report(session, site=plant)

    assert said(tie(session, brand, report)) == (Reach.SITE, 1, True)
    assert not tie(session, brand, report).denied


def test_a_denied_link_to_the_site_does_not_hide_the_link_to_the_group(
    session, maker, plant, brand
):
    make_supply_link(session, buyer=brand, supplier=maker, facility=plant, link_status="denied")
    make_supply_link(session, buyer=brand, supplier=maker, basis="buyer_list")

    report = make_report(session, site=plant)

    assert said(tie(session, brand, report)) == (Reach.SITE, 1, False)
    assert said(group_tie(session, brand, report)) == (Reach.GROUP, 1, False)
    assert not group_tie(session, brand, report).denied


@pytest.mark.parametrize("order", [("press", "buyer_list"), ("buyer_list", "press")])
def test_of_two_links_the_one_on_firmer_ground_is_kept(session, maker, plant, brand, order):
    top = make_company(session, name="Top")
    for basis in order:
        make_supply_link(session, buyer=brand, supplier=maker, basis=basis)
        make_ownership(session, parent=top, subsidiary=maker, basis=basis)

    report = make_report(session, site=plant)

    assert tie(session, brand, report).basis is Basis.BUYER_LIST
    assert tie(session, top, report).basis is Basis.BUYER_LIST


def test_a_chain_is_as_strong_as_its_weakest_hop(session, maker, plant, brand):
    middle = make_company(session, name="Middle")
    make_supply_link(session, buyer=middle, supplier=maker, basis="press")
    make_supply_link(session, buyer=brand, supplier=middle, basis="buyer_list")

    report = make_report(session, site=plant)

    assert tie(session, brand, report).basis is Basis.PRESS


@pytest.mark.parametrize(
    ("dates", "timing"),
    [
        ({"from_date": "2020", "to_date": "2022"}, Timing.AT_THE_TIME),
        ({"as_of": "2021"}, Timing.AT_THE_TIME),
        ({"to_date": "2020"}, Timing.ENDED_BEFORE),
        ({"from_date": "2022", "as_of": "2023"}, Timing.BEGAN_AFTER),
        ({"as_of": "2019"}, Timing.UNKNOWN),
    ],
)
def test_a_tie_says_whether_it_held_at_the_time(session, maker, plant, brand, dates, timing):
    make_supply_link(session, buyer=brand, supplier=maker, facility=plant, **dates)

    report = make_report(session, site=plant, from_date="2021")

    assert tie(session, brand, report).timing is timing
    assert tie(session, brand, report).counted


def test_a_former_operator_is_tied_as_one(session, maker):
    plant = make_facility(session, operations=[{"operator": maker, "to_date": "2019"}])

    report = make_report(session, site=plant, from_date="2021")

    assert tie(session, maker, report).timing is Timing.ENDED_BEFORE


def test_a_chain_has_the_timing_of_its_least_certain_hop(session, maker, plant, brand):
    middle = make_company(session, name="Middle")
    make_supply_link(session, buyer=middle, supplier=maker, to_date="2019")
    make_supply_link(session, buyer=brand, supplier=middle, as_of="2021")

    report = make_report(session, site=plant, from_date="2021")

    assert tie(session, brand, report).timing is Timing.ENDED_BEFORE


def test_a_report_without_allegations_never_counts(session, maker, plant, brand):
    report = make_report(
        session, site=plant, parties=[party_values(brand, "buyer")], allegations={}
    )

    assert said(tie(session, brand, report)) == (Reach.NAMED, 1, False)
    assert said(tie(session, maker, report)) == (Reach.SITE, 0, False)


def test_a_retracted_report_disappears(session, maker, plant):
    report = make_report(session, site=plant)
    other = make_report(session, site=plant)

    retract(report)
    refresh_exposure(session, read_touched(session, [report]))

    assert tie(session, maker, report) is None
    assert tie(session, maker, other) is not None
    assert list(exposure_differences(session)) == []


@pytest.mark.parametrize("kind", ["link", "holding"])
def test_nothing_rests_on_a_retracted_link(session, maker, plant, brand, kind):
    if kind == "link":
        tied = make_supply_link(session, buyer=brand, supplier=maker, facility=plant)
    else:
        tied = make_ownership(session, parent=brand, subsidiary=maker)
    report = make_report(session, site=plant)
    assert tie(session, brand, report).counted

    retract(tied)
    refresh_exposure(session, read_touched(session, [tied]))

    assert tie(session, brand, report) is None


def retract(record: Record) -> None:
    """Leave a stub only, as the editors' verb does."""
    record.retracted_at = SIGNATURE.at
    record.retraction_reason = "It was another place."


def test_a_link_published_after_the_report_ties_it_too(session, maker, plant, brand):
    report = make_report(session, site=plant)
    assert tie(session, brand, report) is None

    make_supply_link(session, buyer=brand, supplier=maker, facility=plant)

    assert tie(session, brand, report).counted


def test_a_new_operator_is_tied_to_the_reports_of_the_place(session, maker, plant, brand):
    report = make_report(session, site=plant)

    publish(session, facility_values(slug=plant.slug, name="Plant", operator=brand))

    assert tie(session, brand, report).counted
    assert tie(session, maker, report) is None


def test_a_difference_between_the_table_and_the_records_is_found(session, maker, plant):
    report = make_report(session, site=plant)
    session.delete(tie(session, maker, report))
    session.flush()

    assert [line.split(":")[0] for line in exposure_differences(session)] == ["is missing"]


def test_a_report_alone_and_all_reports_together_give_the_same(session, maker, plant):
    owners = [maker]
    for number in range(10):
        owners.append(make_company(session, name=f"Owner {number}"))
        make_ownership(session, parent=owners[-1], subsidiary=owners[-2])
    make_report(session, parties=[party_values(owners[5], "operator")])

    make_report(session, site=plant)

    assert list(exposure_differences(session)) == []


# Small random graphs ---------------------------------------------------------------------

COMPANIES = ("a", "b", "c", "d")
FACILITIES = ("p", "q")
DATES = st.sampled_from(({}, {"to_date": "2018"}, {"from_date": "2023", "as_of": "2023"}))
ENDS = st.permutations(COMPANIES).map(lambda ends: ends[:2])


@st.composite
def documents(draw: st.DrawFn) -> Values:
    """Draw a link, a holding, a report or another operator; there is room for few of each."""
    kind = draw(st.sampled_from(("link", "link", "holding", "report", "report", "facility")))
    slug = f"{kind}-{draw(st.integers(1, 3))}"
    one, other = draw(ENDS)
    basis = draw(st.sampled_from(("press", "buyer_list")))
    status = draw(st.sampled_from(("listed", "listed", "denied")))
    if kind == "link":
        return supply_link_values(
            slug=slug,
            buyer=one,
            supplier=other,
            facility=draw(st.sampled_from((None, *FACILITIES))),
            basis=basis,
            link_status=status,
            **draw(DATES),
        )
    if kind == "holding":
        return ownership_values(
            slug=slug,
            parent=one,
            subsidiary=other,
            basis=basis,
            link_status=status,
            ownership_type=draw(st.sampled_from(("subsidiary", "investor"))),
            **draw(DATES),
        )
    if kind == "facility":
        return facility_values(slug=draw(st.sampled_from(FACILITIES)), operator=one)
    roles = draw(st.lists(st.sampled_from(("buyer", "operator")), max_size=2))
    return report_values(
        slug=slug,
        sites=draw(st.lists(st.sampled_from(FACILITIES), unique=True)),
        parties=[
            party_values(actor, role) for actor, role in zip((one, other), roles, strict=False)
        ],
        **draw(st.sampled_from(({}, {"allegations": {}}))),
    )


@pytest.fixture
def world(session: Session) -> Session:
    """Four companies, two places, and nothing between them."""
    publish(
        session,
        source_values(),
        *(company_values(name=slug) for slug in COMPANIES),
        *(facility_values(name=slug) for slug in FACILITIES),
    )
    session.commit()
    return session


@given(st.lists(documents(), min_size=1, max_size=8))
@ON_A_DATABASE
def test_what_each_publication_changes_is_what_a_full_rebuild_gives(world, drawn):
    try:
        for values in drawn:
            publish(world, values)
            assert list(exposure_differences(world)) == []
        before = table(world)
        rebuild_exposure(world)
        assert table(world) == before
    finally:
        world.rollback()


def table(session: Session) -> set[tuple[object, ...]]:
    """Return all rows of the exposure table."""
    columns = Exposure.__table__.columns
    return {tuple(row) for row in session.execute(select(*columns))}


# Against a plain enumeration of all chains ----------------------------------------------

SITE = 100
NODES = (1, 2, 3, 4)
PERIODS = st.sampled_from((Period("2020", "2022"), Period(None, "2019"), Period("2023"), Period()))


@st.composite
def ties(draw: st.DrawFn) -> tuple[int, int, Tie]:
    """Draw an edge between four companies and one place."""
    one, other = draw(st.permutations(NODES).map(lambda nodes: nodes[:2]))
    kind = draw(st.sampled_from([kind for kind in TieKind if kind is not TieKind.NAMED]))
    basis = None if kind is TieKind.OPERATES else draw(st.sampled_from(Basis))
    tie = Tie(
        kind=kind,
        record_id=draw(st.integers(1, 5)),
        period=draw(PERIODS),
        basis=basis,
        denied=kind is not TieKind.OPERATES and draw(st.booleans()),
        controls=draw(st.booleans()),
    )
    at_place = kind in (TieKind.OPERATES, TieKind.SUPPLIES_FROM)
    return (one, SITE if at_place else other, tie)


NETWORKS = st.lists(ties(), max_size=8).map(
    lambda edges: Network(Bond([source], target, tie) for source, target, tie in edges)
)
FACTS = st.builds(
    ReportFacts,
    report_id=st.just(1),
    sites=st.just((SITE,)),
    own=st.frozensets(st.sampled_from(NODES), max_size=1),
    buyers=st.frozensets(st.sampled_from(NODES), max_size=1),
    denying=st.just(frozenset()),
    period=st.just(Period("2021", "2021")),
    has_allegations=st.just(True),
)


def every_chain(facts: ReportFacts, network: Network) -> Iterator[Found]:
    """Yield what each chain to the very place says, without choosing among them."""
    at_the_time = Timing.AT_THE_TIME
    for tiers, companies in ((0, facts.own), (1, facts.buyers)):
        for company in companies:
            named = Found(company, Reach.NAMED, tiers, None, at_the_time)
            yield named
            yield from climb(named._replace(reach=Reach.SITE), facts, network)
    for company, tie in into(network, SITE):
        tiers = 0 if tie.kind is TieKind.OPERATES else 1
        timing = timing_of(tie.period, facts.period)
        found = Found(company, Reach.SITE, tiers, tie.basis, timing, tie.denied)
        yield from climb(found, facts, network)


def into(network: Network, node: int) -> Iterator[tuple[int, Tie]]:
    for tie, sources in network.into(node):
        yield from ((source, tie) for source in sources)


def climb(
    start: Found, facts: ReportFacts, network: Network, seen: tuple[int, ...] = ()
) -> Iterator[Found]:
    """Yield a tie, and those of the parents above it by chains that pass nobody twice."""
    yield start
    for above, tie in into(network, start.company_id):
        controls = tie.kind is TieKind.OWNS and tie.controls
        if not controls or above in (*seen, start.company_id):
            continue
        bases = [basis for basis in (start.basis, tie.basis) if basis is not None]
        higher = start._replace(
            company_id=above,
            basis=max(bases, key=BASES.index, default=None),
            timing=timing_of_chain((start.timing, timing_of(tie.period, facts.period))),
            denied=start.denied or tie.denied,
            holdings=start.holdings + 1,
        )
        yield from climb(higher, facts, network, (*seen, start.company_id))


@given(FACTS, NETWORKS)
def test_each_company_is_tied_by_the_strongest_of_all_its_chains(facts, network):
    strongest: dict[int, Found] = {}
    for found in every_chain(facts, network):
        known = strongest.get(found.company_id, found)
        strongest[found.company_id] = min(known, found, key=lambda found: found.strength)

    tied = [
        (company, found.strength)
        for found, companies in exposures_of(facts, network)
        for company in companies
    ]
    assert len(dict(tied)) == len(tied)
    assert dict(tied) == {company: best.strength for company, best in strongest.items()}
