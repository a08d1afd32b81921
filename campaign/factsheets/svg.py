"""The drawing and the QR code of a sheet as SVG, in the page's own colours."""

from __future__ import annotations

import math
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from campaign.factsheets.drawing import Drawing
from campaign.factsheets.markup import Child, element
from campaign.factsheets.picture import Box, Line, Path, lay_out
from campaign.factsheets.qr import qr_path, qr_rows, qr_side
from campaign.factsheets.runs import Run
from campaign.factsheets.sheet import note_marks

HEAD = 6  # length of an arrow's head, in points


def draw(drawing: Drawing) -> Element:
    """Return a drawing as an SVG element that says itself in words."""
    picture = lay_out(drawing)
    return element(
        "svg",
        *(shape for path in picture.paths for shape in _arrow(path)),
        *(shape for box in picture.boxes for shape in _box(box)),
        class_="drawing",
        viewBox=f"0 0 {picture.width:g} {picture.height:g}",
        width=f"{picture.width:g}pt",
        height=f"{picture.height:g}pt",
        role="img",
        direction="ltr",
        aria_label=drawing.alternative,
    )


def draw_qr(address: str, words: str) -> Element:
    """Return the QR code of an address, dark on white in any colour scheme."""
    rows = qr_rows(address)
    side = str(qr_side(rows))
    return element(
        "svg",
        element("rect", width=side, height=side, fill="#fff"),
        element("path", d=qr_path(rows), fill="#000"),
        class_="qr",
        viewBox=f"0 0 {side} {side}",
        role="img",
        aria_label=words,
    )


def _box(box: Box) -> Iterator[Element]:
    place = {"x": f"{box.x:g}", "y": f"{box.y:g}"}
    size = {"width": f"{box.width:g}", "height": f"{box.height:g}"}
    kind = f"box {box.kind}{' subject' if box.subject else ''}"
    if box.kind == "report":
        right, bottom = box.x + box.width, box.y + box.height
        corners = (
            f"M{box.x:g} {box.y:g}H{right - 8:g}L{right:g} {box.y + 8:g}V{bottom:g}H{box.x:g}z"
        )
        yield element("path", d=corners, class_=kind)
    else:
        yield element(
            "rect", **place, **size, class_=kind, rx="7" if box.kind == "facility" else ""
        )
    yield from map(_line, box.lines)


def _arrow(path: Path) -> Iterator[Element]:
    points = " ".join(f"{x:g},{y:g}" for x, y in path.points)
    yield element("polyline", points=points, class_="arrow past" if path.past else "arrow")
    (x0, y0), (x, y) = path.points[-2:]
    turn = math.degrees(math.atan2(y - y0, x - x0))
    yield element(
        "path",
        d=f"M0 0L-{HEAD} -3L-{HEAD} 3z",
        class_="head",
        transform=f"translate({x:g} {y:g}) rotate({turn:.4g})",
    )
    marks = ",".join(text for text, _ in note_marks(path.notes))
    if not path.lines:
        x, y = path.notes_at
        yield element("text", marks, x=f"{x:g}", y=f"{y:g}", class_="marks", font_size="7")
    for line in path.lines:
        yield _line(line, marks if line is path.lines[-1] else "")


def _line(line: Line, marks: str = "") -> Element:
    parts = [_run(run) for run in line.runs]
    if marks:
        parts.append(element("tspan", f" {marks}", class_="marks", font_size="7", dy="-2.5"))
    return element("text", *parts, x=f"{line.x:g}", y=f"{line.y:g}", font_size=f"{line.size:g}")


def _run(run: Run) -> Child:
    if not run.language and not run.strong:
        return run.text
    return element("tspan", run.text, lang=run.language, font_weight="700" if run.strong else "")
