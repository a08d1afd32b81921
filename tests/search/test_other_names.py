import pytest

from campaign.search.query import search, suggest
from tests.factories import facility_values, publish


@pytest.fixture
def plant(world):
    """A plant that bears its company's Latin name only."""
    publish(world, facility_values(name="Quillow Assembly", country="VN", locality="Orme"))
    return world


def slugs(session, words):
    return [hit.slug for hit in search(session, words).hits]


@pytest.mark.parametrize("words", ["桂洛工业 orme", "越南桂洛工业", "桂洛工業越南"])
def test_a_company_beside_a_place_is_met_under_its_names_in_another_script(plant, words):
    assert slugs(plant, words)[0] == "quillow-assembly"


def test_what_matched_is_marked_in_the_script_in_which_it_stands(plant):
    [hit] = search(plant, "桂洛工业 orme").hits

    assert [text for text, matched in hit.heading.pieces if matched] == ["Quillow"]


def test_it_is_offered_while_somebody_types(world):
    publish(world, facility_values(name="Quillow Hanoi Shed", country="VN"))

    assert [offered.slug for offered in suggest(world, "桂洛工业 hanoi")] == ["quillow-hanoi-shed"]


@pytest.mark.parametrize("words", ["桂洛工业", '"桂洛工业" orme', "桂洛工业 unheardof"])
def test_a_name_by_itself_or_quoted_is_met_as_it_is_written(plant, words):
    assert "quillow-assembly" not in slugs(plant, words)
