import pytest

from campaign.models.vocabulary import Kind
from campaign.search.likeness import likely_same
from tests.factories import make_facility
from tests.search.world import make_named


def likely(session, name, country=None, kind=Kind.COMPANY):
    return [(like.slug, like.reason) for like in likely_same(session, name, country, kind=kind)]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Quillow", "same name"),
        ("桂洛工业股份有限公司", "same name written in Traditional characters"),
        ("Quillow Industries Limited", "differs only in legal form"),
        ("quil-low", "differs only in spaces and signs"),
        ("Industries Quillow", "same words in another order"),
        ("Guiluo Gongye", "same name in another script"),
        ("Quillow Industreis", "differs by a letter"),
        ("Quillow Industries (Zhengzhou)", None),
        ("Quillow Unit 6", None),
        ("Pillow", None),
        ("", None),
        ('-"quillow', "differs only in signs and accents"),
        ("\x00\ud800", None),
    ],
)
def test_a_company_that_may_be_the_same_is_found_with_the_reason(world, name, reason):
    assert likely(world, name) == ([("quillow", reason)] if reason else [])


def test_another_country_is_said_and_lowers_the_score(world):
    [here] = likely_same(world, "Quillow", "tw")
    [elsewhere] = likely_same(world, "Quillow", "MX")

    assert elsewhere.reason == "same name, another country"
    assert elsewhere.score < here.score


def test_only_the_kind_that_is_asked_for_is_offered(world):
    assert likely(world, "Quillow East Works") == []
    assert likely(world, "Quillow East Works", kind=Kind.FACILITY) == [
        ("quillow-east-works", "same name")
    ]


def test_numbers_and_places_tell_facilities_apart(session):
    for name in (
        "Tarsk Unit 6",
        "Tarsk Unit 10",
        "Tarsk Mill (Zhengzhou)",
        "Tarsk Mill (Shenzhen)",
    ):
        make_facility(session, name=name)

    found = likely(session, "Tarsk Unit No. 6", kind=Kind.FACILITY)
    placed = likely(session, "Tarsk Mill, Shenzhen", kind=Kind.FACILITY)

    assert [slug for slug, _ in found] == ["tarsk-unit-6"]
    assert [slug for slug, _ in placed] == ["tarsk-mill-shenzhen"]


def test_the_likeliest_come_first_and_no_more_than_asked_for(session):
    for slug, name in (("near", "Velmorra Mills"), ("exact", "Velmora Mills"), ("far", "Tarsk")):
        make_named(session, slug, name)

    assert [like.slug for like in likely_same(session, "Velmora Mills")] == ["exact", "near"]
    assert [like.slug for like in likely_same(session, "Velmora Mills", limit=1)] == ["exact"]
