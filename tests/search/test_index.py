from datetime import UTC, datetime

import pytest
from pyroaring import BitMap
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from campaign.models import (
    Record,
    SearchEntry,
    SearchName,
    SearchPosting,
    SearchSet,
    SearchTerm,
    SearchTie,
)
from campaign.models.vocabulary import Kind
from campaign.search.differences import index_differences
from campaign.search.index import index_records, rebuild_index
from campaign.search.quarters import quarters_of
from campaign.search.query import search
from campaign.search.sets import _Versions
from tests.factories import company_values, facility_values, make_report, make_source, publish


def slugs(session: Session, words: str) -> list[str]:
    return [hit.slug for hit in search(session, words).hits]


def test_each_searched_record_has_one_entry_and_others_have_none(world):
    kinds = world.scalars(
        select(Record.kind).join(SearchEntry, SearchEntry.record_id == Record.id)
    ).all()

    expected = ["company"] * 2 + ["facility"] * 2 + ["report"] * 2
    assert sorted(kinds) == sorted([*expected, "organization", "campaign", "source"])


def test_every_name_is_kept_whole_native_and_romanised(world):
    names = world.execute(
        select(SearchName.text, SearchName.folded, SearchName.romanised)
        .join(Record, Record.id == SearchName.record_id)
        .where(Record.slug == "quillow")
        .order_by(SearchName.id)
    ).all()

    assert [tuple(row) for row in names] == [
        ("Quillow", "quillow", False),
        ("Quillow Industries Co., Ltd.", "quillowindustries", False),
        ("桂洛工業股份有限公司", "桂洛工业", False),
        ("TWSE:4242", "twse4242", False),
        ("4242", "4242", False),
        ("桂洛工業股份有限公司", "guiluogongye", True),
    ]


def test_the_index_agrees_after_every_publication(world):
    assert index_differences(world) == []


def test_a_new_name_replaces_the_old_one_everywhere(world):
    publish(world, company_values(slug="quillow", name="Zandar"))

    assert slugs(world, "zandar")[0] == "quillow"
    assert slugs(world, "zandar zhengzhou")[0] == "quillow-east-works"
    assert slugs(world, "桂洛") == []
    assert index_differences(world) == []


def test_a_new_place_of_a_facility_reaches_its_reports(world):
    publish(world, facility_values(name="Tarsk Dye House", country="VN", locality="Orme"))

    assert slugs(world, "orme") == ["tarsk-dye-house", "fire"]
    assert index_differences(world) == []


def test_a_retracted_record_is_not_found_and_leaves_no_word(world):
    company = world.scalars(select(Record).where(Record.slug == "quillow")).one()
    company.retracted_at, company.retraction_reason = datetime.now(UTC), "Published by mistake."

    index_records(world, [company.id])

    assert "quillow" not in slugs(world, "quillow")
    assert world.get(SearchTerm, "guiluogongye") is None
    assert index_differences(world) == []


def test_a_merged_record_is_not_found(world):
    quillow, velmora = (
        world.scalars(select(Record).where(Record.slug == slug)).one()
        for slug in ("quillow", "velmora")
    )
    quillow.merged_into_id = velmora.id

    index_records(world, [quillow.id])

    assert "quillow" not in slugs(world, "quillow")


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
    make_report(world, site="quillow-east-works")

    weights = world.execute(
        select(Record.slug, SearchEntry.weight)
        .join(SearchEntry, SearchEntry.record_id == Record.id)
        .where(Record.kind.in_((Kind.COMPANY, Kind.FACILITY)))
    ).all()

    assert dict(map(tuple, weights)) == {
        "velmora": 2,
        "quillow": 2,
        "quillow-east-works": 2,
        "tarsk-dye-house": 1,
    }
    assert index_differences(world) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (delete(SearchName), "differs in names as found"),
        (update(SearchEntry).values(weight=99), "differs in weight"),
        (update(SearchTerm).values(uses=99), "99 uses, not"),
        (
            insert(SearchTerm).values(term="ghost", uses=1, **quarters_of("ghost")),
            "“ghost”: 1 uses",
        ),
        (update(SearchTerm).values(third="9xyz"), "is not kept under its quarters"),
    ],
)
def test_what_was_changed_by_hand_is_told(world, damage, said):
    world.execute(damage)

    assert any(said in difference for difference in index_differences(world))


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (update(SearchEntry).values(body="something else"), "differs in body"),
        (delete(SearchPosting).where(SearchPosting.key == "tnquillow"), "“tnquillow”: is missing"),
        (update(SearchPosting).values(segment=7), "segment 7: has postings of no record"),
        (update(SearchPosting).values(ids=BitMap([9]).serialize()), "stands for other records"),
        (delete(SearchSet).where(SearchSet.facet == "country"), "country “CN”: the set holds"),
        (delete(SearchTie), "differs in what it is tied to"),
    ],
)
def test_what_was_damaged_is_told(world, damage, said):
    world.execute(damage)

    assert any(said in difference for difference in index_differences(world))


def test_a_missing_and_a_superfluous_entry_are_told(world):
    kept = world.scalars(select(Record).where(Record.slug == "quillow")).one()
    missing = world.scalars(select(Record).where(Record.slug == "velmora")).one()
    missing.retracted_at, missing.retraction_reason = datetime.now(UTC), "Published by mistake."
    index_records(world, [missing.id])
    missing.retracted_at, missing.retraction_reason = None, None
    kept.retracted_at, kept.retraction_reason = datetime.now(UTC), "Published by mistake."

    differences = index_differences(world)

    assert f"record {missing.id}: is not in the index" in differences
    assert f"record {kept.id}: is in the index and should not be" in differences


def test_a_source_weighs_nothing_and_is_found_by_publisher(session):
    make_source(session, title="A long night", publisher="Morning Ledger")

    [hit] = search(session, "ledger").hits

    assert hit.title == "A long night"
    assert session.scalar(select(func.max(SearchEntry.weight))) == 0


def test_what_is_rolled_back_is_not_kept_in_memory(peopled):
    with Session(peopled) as session:
        before = search(session, "")
        publish(session, company_values(slug="zandar", name="Zandar"))
        assert search(session, "zandar").total == 1

    with Session(peopled) as session:
        assert search(session, "zandar").total == 0
        assert search(session, "") == before


def test_another_process_sees_what_was_published(peopled, monkeypatch):
    with Session(peopled) as session:
        search(session, "")
        publish(session, company_values(slug="zandar", name="Zandar", country="MX"))
        monkeypatch.setattr("campaign.search.sets._versions", _Versions())

        [country] = [f for f in search(session, "zandar").facets if f.name == "country"]

        assert [(value.value, value.count) for value in country.values] == [("MX", 1)]
