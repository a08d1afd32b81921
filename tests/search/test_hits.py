"""What is shown of a hit: which name, sentence or place matched, and what in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.search.marking import Marked, merge
from campaign.search.passages import LONGEST_PASSAGE, shorten
from campaign.search.query import search, suggest
from campaign.search.results import Hit
from tests.factories import make_facility, make_report, make_source, name_values


def shown(marked: Marked | None) -> str:
    if marked is None:
        return ""
    return "".join(f"[{piece}]" if matched else piece for piece, matched in marked.pieces)


def first(session, words: str, **chosen: str) -> Hit:
    return search(session, words, **chosen).hits[0]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("桂洛", "[桂洛]工業股份有限公司"),
        ("桂洛工业", "[桂洛工業]股份有限公司"),
        ("guiluo", "[桂洛]工業股份有限公司"),
        ("kuei-lo", "[桂洛]工業股份有限公司"),
        ("quillow industries ltd", "[Quillow] [Industries] Co., Ltd."),
    ],
)
def test_the_name_that_matched_is_marked_in_its_own_script(world, words, name):
    hit = first(world, words, kind="company")

    assert shown(hit.name) == name
    assert hit.sentence is None


def test_a_place_that_matched_is_marked_among_what_tells_the_record_from_others(world):
    hit = first(world, "郑州桂洛")

    assert [shown(piece) for piece in hit.pieces] == ["[Zhengzhou]", "China", "Quillow"]
    assert shown(hit.sentence) == "[桂洛]工業股份有限公司"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("counted looms", "Examplewatch [counted] [looms] at Quillow."),
        ("spinning wages late", "[Wages] came [late]."),
        ("velmora nights", "[Velmora]"),
        ("spinning hall excessive hours", "[Excessive] [hours]"),
    ],
)
def test_the_sentence_that_has_what_the_title_has_not_is_shown(world, words, sentence):
    hit = first(world, words, kind="report")

    assert shown(hit.sentence) == sentence


def test_nothing_more_is_shown_when_the_title_has_every_word(world):
    hit = first(world, "spinning hall")

    assert shown(hit.heading) == "Nights in the [spinning] [hall]"
    assert hit.sentence is None


def test_an_address_and_a_product_are_shown_when_they_matched(session):
    make_facility(session, name="Mill", address="7 Bobbin Lane", products=["felt", "fine thread"])

    assert shown(first(session, "bobbin").sentence) == "7 [Bobbin] Lane"
    assert shown(first(session, "mill thread").sentence) == "fine [thread]"


def test_an_author_is_shown_when_it_matched(session):
    make_source(session, title="Looms", author="Ana Example")

    assert shown(first(session, "looms ana").sentence) == "[Ana] Example"


def test_what_a_mistyped_word_stands_for_is_marked(world):
    for number in range(5):
        make_facility(world, name=f"Quillow Hall {number}")
    make_source(world, slug="misspelt", title="The Quilow affair")

    found = {hit.slug: shown(hit.heading) for hit in search(world, "quilow").hits}

    assert found["quillow"] == "[Quillow]"
    assert found["misspelt"] == "The [Quilow] affair"


def test_the_dates_and_the_language_of_a_hit_are_those_of_its_record(world):
    make_source(world, slug="slept", title="Dormir", language="es", published="2014-05")

    report = first(world, "spinning hall")
    source = first(world, "dormir")

    assert (report.from_date, report.to_date) == ("2010", "2012")
    assert (source.from_date, source.heading.language) == ("2014-05", "es")


def test_a_suggestion_says_where_and_what_and_marks_what_is_typed(world):
    [company, *_] = suggest(world, "guil")
    [facility] = suggest(world, "quillow ea")

    assert (shown(company.name), company.place) == (
        "[桂洛]工業股份有限公司",
        "Taiwan · electronics",
    )
    assert (shown(facility.name), facility.place) == (
        "[Quillow] [Ea]st Works",
        "Zhengzhou · China · Quillow",
    )


@given(st.text(alphabet="ab ", min_size=300, max_size=900), st.data())
def test_a_long_passage_is_cut_around_what_matched(text, data):
    start = data.draw(st.integers(0, len(text) - 3))
    marked = Marked(text, "en", merge([(start, start + 2)]))

    cut = shorten(marked)

    assert len(cut.text) <= LONGEST_PASSAGE + 4
    assert [piece for piece, matched in cut.pieces if matched] == [text[start : start + 2]]


@pytest.mark.parametrize(
    ("words", "shown_name"),
    [("quillow", ""), ("quillow industries", "[Quillow] [Industries] Co., Ltd."), ("桂", "[桂]")],
)
def test_a_name_is_shown_where_it_says_more_than_the_title(world, words, shown_name):
    hit = first(world, words, kind="company")

    assert (shown(hit.name) if hit.shows_name else "").startswith(shown_name)
    assert hit.shows_name is bool(shown_name)


def test_a_place_is_offered_in_the_script_in_which_it_was_typed(session):
    names = [
        name_values("Hotan Works"),
        name_values("خوتەن زاۋۇتى", language="ug", name_kind="native"),
    ]
    make_facility(session, slug="works", names=names, locality="Hotan")

    [offered] = suggest(session, "خوتەن")
    [typed] = suggest(session, "hotan")

    assert (shown(offered.name), offered.name.language) == ("[خوتەن] زاۋۇتى", "ug")
    assert shown(typed.name) == "[Hotan] Works"


def test_the_place_of_a_report_is_shown_when_it_matched(session):
    make_facility(session, slug="far", name="Far Mill", locality="Lanhe")
    make_report(session, title="Nights", site="far")

    hit = first(session, "lanhe nights")

    assert (shown(hit.heading), shown(hit.sentence)) == ("[Nights]", "[Lanhe]")
