from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from campaign.models import Record, SearchEntry, SearchName, SearchTerm
from campaign.search.index import index_differences, index_records, rebuild_index
from campaign.search.query import search
from tests.factories import (
    company_values,
    make_campaign,
    make_company,
    make_facility,
    make_organization,
    make_report,
    make_response,
    make_source,
    make_supply_link,
    name_values,
    party_values,
    publish,
)


def slugs(session: Session, words: str) -> list[str]:
    return [hit.slug for hit in search(session, words).hits]


@pytest.fixture
def world(session):
    """One record of every searched kind, and some that are not searched."""
    company = make_company(
        session,
        name="Velmora",
        names=[
            name_values("Velmora"),
            name_values("維爾莫拉股份有限公司", language="zh-Hant", name_kind="legal"),
            name_values("Old Velmora", name_kind="former"),
        ],
        identifiers=[{"scheme": "ticker", "value": "NYSE:VLM"}],
    )
    site = make_facility(session, name="Quillow Mill", operator=company, locality="Tarsk")
    make_organization(session, name="Union of Spinners")
    report = make_report(session, title="Nights at Quillow", site=site)
    make_response(session, actor=company, report=report)
    make_campaign(session, title="Sleep for Spinners", target=company)
    make_supply_link(session, buyer=make_company(session, name="Brantley"), supplier=company)
    return session


def test_each_searched_record_has_one_entry_and_others_have_none(world):
    kinds = world.scalars(
        select(Record.kind).join(SearchEntry, SearchEntry.record_id == Record.id)
    ).all()

    assert sorted(kinds) == sorted(
        ["source", "company", "company", "facility", "organization", "report", "campaign"]
    )


def test_every_name_is_kept_whole_native_and_romanised(world):
    names = world.execute(
        select(SearchName.text, SearchName.folded, SearchName.romanised)
        .join(Record, Record.id == SearchName.record_id)
        .where(Record.slug == "velmora")
        .order_by(SearchName.id)
    ).all()

    assert [tuple(row) for row in names] == [
        ("Velmora", "velmora", False),
        ("維爾莫拉股份有限公司", "维尔莫拉", False),
        ("Old Velmora", "oldvelmora", False),
        ("NYSE:VLM", "nysevlm", False),
        ("VLM", "vlm", False),
        ("維爾莫拉股份有限公司", "weiermola", True),
    ]


def test_the_index_agrees_after_every_publication(world):
    assert index_differences(world) == []


def test_a_new_name_replaces_the_old_one_everywhere(world):
    publish(world, company_values(slug="velmora", name="Zandar"))

    assert slugs(world, "zandar")[0] == "velmora"
    assert slugs(world, "zandar tarsk") == ["quillow-mill"]
    assert slugs(world, "velmora") == []
    assert index_differences(world) == []


def test_a_retracted_record_is_not_found_and_leaves_no_word(world):
    company = world.scalars(select(Record).where(Record.slug == "brantley")).one()
    company.retracted_at, company.retraction_reason = datetime.now(UTC), "Published by mistake."

    index_records(world, [company.id])

    assert "brantley" not in slugs(world, "brantley")
    assert world.get(SearchTerm, "brantley") is None
    assert index_differences(world) == []


def test_a_merged_record_is_not_found(world):
    brantley, velmora = (
        world.scalars(select(Record).where(Record.slug == slug)).one()
        for slug in ("brantley", "velmora")
    )
    brantley.merged_into_id = velmora.id

    index_records(world, [brantley.id])

    assert "brantley" not in slugs(world, "brantley")


def test_indexing_again_changes_nothing(world):
    ids = world.scalars(select(Record.id)).all()
    before = world.execute(select(SearchTerm.term, SearchTerm.uses).order_by(SearchTerm.term)).all()

    index_records(world, ids)
    index_records(world, ids)

    after = world.execute(select(SearchTerm.term, SearchTerm.uses).order_by(SearchTerm.term)).all()
    assert after == before
    assert index_differences(world) == []


def test_rebuilding_gives_the_same_index(world):
    before = world.execute(select(SearchEntry.__table__).order_by(SearchEntry.record_id)).all()

    number = rebuild_index(world)

    after = world.execute(select(SearchEntry.__table__).order_by(SearchEntry.record_id)).all()
    assert after == before
    assert number == len(after)
    assert slugs(world, "velmora")[0] == "velmora"
    assert index_differences(world) == []


def test_how_much_is_reported_weighs_companies_and_facilities(world):
    company = make_company(world, name="Brimson")
    site = make_facility(world, name="Brimson Works", operator=company)
    make_report(world, site=site, parties=[party_values(company, "operator")])
    make_report(world, site=site)

    weights = dict(
        world.execute(
            select(Record.slug, SearchEntry.weight)
            .join(SearchEntry, SearchEntry.record_id == Record.id)
            .where(Record.slug.startswith("brimson"))
        ).all()
    )

    assert weights == {"brimson": 2, "brimson-works": 2}


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (delete(SearchName), "differs in names as found"),
        (update(SearchEntry).values(weight=99), "differs in weight"),
        (update(SearchTerm).values(uses=99), "99 uses, not"),
        (text("INSERT INTO search_term (term, uses) VALUES ('ghost', 1)"), "“ghost”: 1 uses"),
    ],
)
def test_what_was_changed_by_hand_is_told(world, damage, said):
    world.execute(damage)

    assert any(said in difference for difference in index_differences(world))


def test_an_entry_changed_behind_the_full_text_index_is_told(world):
    world.execute(update(SearchEntry).values(body="something else"))

    differences = index_differences(world)

    assert any("differs in body" in difference for difference in differences)
    assert any("full-text" in difference for difference in differences)


def test_a_missing_and_a_superfluous_entry_are_told(world):
    missing, kept = world.scalars(select(Record).where(Record.slug.in_(["brantley", "velmora"])))
    world.execute(delete(SearchName).where(SearchName.record_id == missing.id))
    rebuild_index(world)
    kept.retracted_at, kept.retraction_reason = datetime.now(UTC), "Published by mistake."
    world.flush()

    differences = index_differences(world)

    assert f"record {kept.id}: is in the index and should not be" in differences


def test_a_source_weighs_nothing_and_is_found_by_publisher(session):
    make_source(session, title="A long night", publisher="Morning Ledger")

    [hit] = search(session, "ledger").hits

    assert hit.title == "A long night"
    assert session.scalar(select(func.max(SearchEntry.weight))) == 0
