"""Drawings: made by the server, each box and line a link, and the same as a file."""

import re
from xml.etree import ElementTree

import pytest

from campaign.graph.chains import Chain, Hop
from campaign.graph.network import Tie, TieKind
from campaign.graph.timing import Period
from campaign.models.vocabulary import Basis, Kind, Reach, Timing
from campaign.queries.records import RecordReference
from campaign.web.public.drawing import draw
from campaign.web.public.sketching import MOST_BOXES, Sketch, add_chains, reports_piece
from tests.factories import make_company, make_facility, make_report, make_supply_link

SVG = "{http://www.w3.org/2000/svg}"
PNG = b"\x89PNG\r\n\x1a\n"


def record(number, title="", kind=Kind.COMPANY):
    return RecordReference(number, kind, f"record-{number}", title or f"Record {number}")


def hop(start, end, *, denied=False, forward=True, link=1):
    tie = Tie(
        TieKind.SUPPLIES, link, period=Period(as_of="2021"), basis=Basis.NGO,
        relation="component", denied=denied,
    )  # fmt: skip
    return Hop(start, end, tie, Timing.UNKNOWN, forward)


@pytest.fixture
def sketched(app):
    """Draws chains of invented records, as the pages do."""

    def sketch_of(*chains, nodes=None):
        sketch = Sketch()
        ids = {i for chain in chains for step in chain for i in (step.from_id, step.to_id)}
        known = {i: record(i) for i in ids} | (nodes or {})
        with app.test_request_context():
            add_chains(sketch, [Chain(chain, Reach.SITE) for chain in chains], known)
            return draw(sketch, "A drawing", 1)

    return sketch_of


def test_a_line_and_a_box_are_drawn_once_however_many_chains_use_them(sketched):
    drawing = sketched((hop(1, 2, link=7), hop(2, 3)), (hop(1, 2, link=8), hop(2, 4)))

    assert len(drawing.boxes) == 4
    assert len(drawing.lines) == 3
    first = drawing.lines[0].strand
    assert first.more == ", and 1 more"


def test_a_step_the_other_way_is_drawn_from_its_buyer(sketched):
    drawing = sketched((hop(1, 2), hop(2, 3, forward=False)))

    assert {(line.strand.start, line.strand.end) for line in drawing.lines} == {(1, 2), (3, 2)}


def test_a_link_that_stands_is_not_drawn_as_denied_for_another_that_is(sketched):
    both = sketched((hop(1, 2, denied=True, link=1),), (hop(1, 2, link=2),))
    denied = sketched((hop(1, 2, denied=True),))

    assert not both.lines[0].strand.denied
    assert denied.lines[0].strand.denied


def test_what_has_no_room_is_counted(sketched):
    chains = [(hop(1, n),) for n in range(2, MOST_BOXES + 12)]

    drawing = sketched(*chains)

    assert len(drawing.boxes) == MOST_BOXES
    assert drawing.left_out == 11


def test_long_names_are_wrapped_within_their_boxes(sketched):
    names = {
        1: record(1, "鸿富锦精密电子郑州有限公司第二新区航空港厂区总装车间"),
        2: record(2, "A Very Long Name Of A Company That Will Not End Before The Box Does"),
    }

    drawing = sketched((hop(1, 2),), nodes=names)

    for box in drawing.boxes:
        assert 2 <= len(box.lines) <= 4
        assert box.place.height >= 17 * len(box.lines)


@pytest.fixture
def drawn(client, session):
    """A brand, a supplier with markup in its name, a mill and a report, as they are drawn."""
    brand = make_company(session, name="Acme")
    maker = make_company(session, name="<b>Maker</b> & 桂洛 مصنع", slug="maker")
    mill = make_facility(session, name="Mill", operator=maker)
    make_supply_link(session, buyer=brand, supplier=maker, facility=mill)
    make_report(session, site=mill)
    session.commit()
    return client


ADDRESSES = [
    "/connections.{}?from=acme&to=mill",
    "/companies/acme/drawing.{}",
    "/facilities/mill/drawing.{}",
    "/reports/nights-at-the-mill/drawing.{}",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_drawing_is_a_file_of_its_own_in_which_everything_leads_somewhere(drawn, address):
    response = drawn.get(address.format("svg"))

    assert response.mimetype == "image/svg+xml"
    tree = ElementTree.fromstring(response.data)
    links = tree.findall(f".//{SVG}a")
    assert len(links) >= 4
    for link in links:
        assert link.get("href").startswith("http://localhost/")
        assert link.get("aria-label")
        assert drawn.get(link.get("href").split("#")[0]).status_code == 200
    assert tree.find(f"{SVG}title").text
    assert tree.find(f"{SVG}desc").text
    assert "style" not in response.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_drawing_is_a_picture_too(drawn, address):
    response = drawn.get(address.format("png"))

    assert response.mimetype == "image/png"
    assert response.data.startswith(PNG)
    assert int.from_bytes(response.data[16:20]) > 600


def test_a_drawing_in_a_page_has_no_colours_of_its_own_and_the_page_no_style(drawn):
    for address in ("/connections?from=acme&to=mill", "/facilities/mill"):
        page = drawn.get(address).text
        drawing = page[page.index("<svg") : page.index("</svg>")]

        assert "fill=" not in drawing
        assert not re.search(r"\sstyle=|<style", page)
        assert "&lt;b&gt;Maker" in drawing
        assert 'role="group" aria-labelledby="drawing-title"' in drawing


@pytest.mark.parametrize("form", ["svg", "png"])
def test_signs_that_no_font_or_file_has_break_no_drawing(client, session, form):
    odd = make_company(session, name="⟨x⟩ ＜b＞ & \ufffe 😀 โรงงาน ꙮ", slug="odd")
    make_supply_link(session, buyer=make_company(session, name="Acme"), supplier=odd)
    session.commit()

    response = client.get(f"/connections.{form}?from=acme&to=odd")

    assert response.status_code == 200
    if form == "svg":
        ElementTree.fromstring(response.data)


def test_where_nothing_is_tied_there_is_nothing_to_draw(client, session):
    make_company(session, name="Alone")
    session.commit()

    assert client.get("/companies/alone/drawing.svg").status_code == 404
    assert client.get("/companies/alone/drawing.gif").status_code == 404
    assert client.get("/connections.svg?from=alone&to=nobody").status_code == 404
    assert client.get("/connections.svg?from=alone").status_code == 400


def test_one_report_has_its_title_and_several_are_counted(seeded_app):
    client = seeded_app.test_client()

    drawing = client.get("/facilities/foxconn-zhengzhou/drawing.svg").text

    assert re.search(r"1\d reports, 2012–2025", drawing)


def test_reports_that_a_page_does_not_show_are_counted_without_their_years(app):
    row = type("Row", (), {"title": "T", "slug": "t", "from_date": "2020", "to_date": None})()

    with app.test_request_context():
        [_, box], _ = reports_piece(record(1, kind=Kind.FACILITY), [row, row], "/x", found=12)

    assert box.title == "12 reports"
