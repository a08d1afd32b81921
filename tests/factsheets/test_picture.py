"""The drawing: every box whole, every arrow from its start to its end, nothing on top."""

from hypothesis import given
from hypothesis import strategies as st

from campaign.factsheets.drawing import Arrow, Drawing, Node
from campaign.factsheets.picture import WIDTH, lay_out, wide, wrapped
from campaign.factsheets.qr import QUIET, qr_path, qr_rows, qr_side
from campaign.factsheets.runs import Run, text_of
from campaign.factsheets.svg import draw
from tests.support.paper import DRAWING

NAMES = st.text(st.sampled_from("ab WM纺织 กู-"), min_size=1, max_size=80)


@st.composite
def drawings(draw) -> Drawing:
    ranks = draw(st.lists(st.integers(0, 4), min_size=1, max_size=12))
    kinds = st.sampled_from(["company", "facility", "report"])
    nodes = [
        Node(str(place), (Run(draw(NAMES)),), draw(kinds), rank, about=draw(NAMES))
        for place, rank in enumerate(ranks)
    ]
    keys = st.sampled_from([node.key for node in nodes])
    pairs = draw(st.lists(st.tuples(keys, keys).filter(lambda p: p[0] != p[1]), max_size=12))
    if len(nodes) == 1:
        pairs = []
    arrows = [Arrow(start, end, draw(NAMES), "2019", "press", (1,)) for start, end in pairs]
    return Drawing(tuple(nodes), tuple(arrows), "all of it")


def test_a_chain_is_drawn_from_top_to_bottom_with_its_words():
    picture = lay_out(DRAWING)

    assert [box.y for box in picture.boxes] == sorted(box.y for box in picture.boxes)
    assert [box.subject for box in picture.boxes] == [False, False, True]
    assert [path.past for path in picture.paths] == [True, False]
    assert "bought cloth, until 2019" in "".join(
        text_of(line.runs) for line in picture.paths[0].lines
    )


@given(drawings())
def test_no_box_covers_another_and_none_leaves_the_drawing(drawing: Drawing):
    picture = lay_out(drawing)

    assert len(picture.boxes) == len(drawing.nodes)
    for box in picture.boxes:
        assert box.x >= 0
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= picture.height
        for line in box.lines:
            assert box.y < line.y <= box.y + box.height
    for place, one in enumerate(picture.boxes):
        for other in picture.boxes[place + 1 :]:
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            assert beside or one.y + one.height <= other.y or other.y + other.height <= one.y


@given(drawings())
def test_every_name_is_drawn_whole(drawing: Drawing):
    picture = lay_out(drawing)

    for box, node in zip(sorted_boxes(picture, drawing), drawing.nodes, strict=True):
        shown = "".join(text_of(line.runs) for line in box.lines)
        assert squeezed(text_of(node.name)) + squeezed(node.about) == squeezed(shown)


@given(NAMES, st.floats(30, 200))
def test_lines_are_no_wider_than_asked(text: str, width: float):
    for line in wrapped((Run(text),), width, 9):
        assert wide(text_of(line).strip()) * 9 <= width + 0.001


def test_the_svg_says_itself_in_words():
    svg = draw(DRAWING)

    assert svg.get("role") == "img"
    assert svg.get("aria-label") == DRAWING.alternative


def test_the_code_holds_the_address_and_white_around_it():
    rows = qr_rows("https://record.example/fact-sheets/CS-2026-0042")

    assert {len(row) for row in rows} == {len(rows)}
    assert rows[0].startswith("11111110")  # the finder of every code
    assert qr_side(rows) == len(rows) + 2 * QUIET
    assert qr_path(rows).startswith(f"M{QUIET} {QUIET}h7")


def sorted_boxes(picture, drawing):
    """Return the boxes in the order of the nodes: ranks are laid out from the lowest."""
    order = sorted(range(len(drawing.nodes)), key=lambda place: drawing.nodes[place].rank)
    boxes = dict(zip(order, picture.boxes, strict=True))
    return [boxes[place] for place in range(len(drawing.nodes))]


def squeezed(text: str) -> str:
    """Without spaces, and without the dot that parts a name from what it is."""
    return "".join(text.replace("·", " ").split())


def test_a_bracket_stays_with_the_word_that_it_opens_though_another_run_begins():
    name = (Run("富士康郑州科技园区"), Run(" ("), Run("Foxconn Zhengzhou", "en"), Run(")"))

    lines = [text_of(line) for line in wrapped(name, width=90, size=9)]

    assert "".join(lines).replace(" ", "") == "富士康郑州科技园区(FoxconnZhengzhou)"
    assert not any(line.rstrip().endswith("(") for line in lines)
    assert not any(line.startswith(")") for line in lines)
