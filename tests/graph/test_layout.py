"""Drawings: layers, crossings, room for every box, and labels in any script."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from campaign.graph.layout import Box, crossings, lay_out, untangled
from campaign.graph.wrapping import width_of, wrap

KEYS = st.integers(0, 12)
GRAPHS = st.lists(st.tuples(KEYS, KEYS), max_size=30)
TEXTS = st.text(st.sampled_from("abcMW il-/ 富士康郑州مصنع é…"), max_size=80)


def boxes_of(edges):
    keys = {key for edge in edges for key in edge}
    return {key: Box(60 + 10 * (key % 3), 20 + 8 * (key % 4)) for key in keys}


def test_a_chain_runs_from_left_to_right_on_one_height():
    boxes = {key: Box(100, 30) for key in ("brand", "supplier", "mill")}

    drawn = lay_out(boxes, [("brand", "supplier"), ("supplier", "mill")])

    places = [drawn.places[key] for key in ("brand", "supplier", "mill")]
    assert all(a.x + a.width < b.x for a, b in pairwise(places))
    assert len({place.middle for place in places}) == 1


def test_facilities_stand_in_one_layer_and_reports_right_of_them():
    boxes = {
        "brand": Box(10, 10),
        "supplier": Box(10, 10),
        "near": Box(10, 10, rank=1),
        "far": Box(10, 10, rank=1),
        "report": Box(10, 10, rank=2),
    }
    edges = [("brand", "near"), ("brand", "supplier"), ("supplier", "far"), ("near", "report")]

    places = lay_out(boxes, edges).places

    assert places["supplier"].x < places["near"].x == places["far"].x < places["report"].x


def test_sweeping_takes_out_a_crossing_that_need_not_be():
    layers = [["a", "b"], ["x", "y"]]
    steps = [("a", "y"), ("b", "x")]

    better = untangled(layers, steps)

    assert (crossings(layers, steps), crossings(better, steps)) == (1, 0)


@given(GRAPHS)
def test_no_two_boxes_overlap_and_all_stand_within_the_drawing(edges):
    boxes = boxes_of(edges)

    drawn = lay_out(boxes, edges)

    assert drawn.places.keys() == boxes.keys()
    for key, place in drawn.places.items():
        assert 0 <= place.x <= place.x + place.width <= drawn.width + 0.01
        assert 0 <= place.y <= place.y + place.height <= drawn.height + 0.01
        for other_key, other in drawn.places.items():
            apart = (
                place.x + place.width <= other.x
                or other.x + other.width <= place.x
                or place.y + place.height <= other.y + 0.01
                or other.y + other.height <= place.y + 0.01
            )
            assert key == other_key or apart


@given(GRAPHS)
def test_every_line_begins_and_ends_at_its_boxes_and_the_drawing_is_the_same_again(edges):
    drawn = lay_out(boxes_of(edges), edges)

    assert drawn.lines.keys() == {(a, b) for a, b in edges if a != b}
    for (a, b), points in drawn.lines.items():
        assert points[0][1] == drawn.places[a].middle
        assert points[-1][1] == drawn.places[b].middle
    assert drawn == lay_out(boxes_of(edges), edges)


@given(TEXTS, st.floats(4, 30), st.integers(1, 5))
def test_a_wrapped_label_fits_its_box(text, width, most):
    lines = wrap(text, width, most)

    assert len(lines) <= most
    assert all(width_of(line) <= width for line in lines)


@given(TEXTS)
def test_a_label_with_room_enough_loses_nothing(text):
    lines = wrap(text, 10, 1000)

    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_long_chinese_name_breaks_between_characters_and_an_english_one_between_words():
    assert wrap("鸿富锦精密电子郑州有限公司", 8, 3) == ("鸿富锦精密电子郑", "州有限公司")
    assert wrap("Hongfujin Precision Electronics", 11, 3) == ("Hongfujin Precision", "Electronics")
    assert wrap("Hongfujin Precision Electronics", 11, 1) == ("Hongfujin Precision…",)
