"""Drawings as files of their own: SVG, and PNG for those who block SVG."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache

import typst
from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.factsheets.fonts import font_folders
from campaign.factsheets.glyphs import printable
from campaign.graph.listing import exposure_page
from campaign.models import Company, Facility, Report
from campaign.web.access import everyone
from campaign.web.public.asking import read_question
from campaign.web.public.companies import draw_exposure
from campaign.web.public.connections import ask, by_reach, draw_connection
from campaign.web.public.drawing import Drawing
from campaign.web.public.facilities import draw_facility
from campaign.web.public.reports import draw_report
from campaign.web.public.routing import bp, load

SHARPNESS = 144  # dots per inch: two for each CSS pixel
PAGE = (
    b"#set page(width: auto, height: auto, margin: 0pt)\n"
    b'#image(bytes(sys.inputs.svg), format: "svg", width: float(sys.inputs.width) * 1pt)'
)

NOT_IN_XML = dict.fromkeys([0xFFFE, 0xFFFF])  # the noncharacters that no document may hold


@bp.get("/connections.<any(svg, png):form>")
@everyone
def connection_drawing(form: str) -> ResponseReturnValue:
    """Give the drawing of how two records are connected."""
    return as_file(_connection(), form)


@bp.get("/companies/<slug>/drawing.<any(svg, png):form>")
@everyone
def company_drawing(slug: str, form: str) -> ResponseReturnValue:
    """Give the drawing of what stands behind a company."""
    record = load(Company, slug)
    return as_file(draw_exposure(record, exposure_page(db.session, record.id)), form)


@bp.get("/facilities/<slug>/drawing.<any(svg, png):form>")
@everyone
def facility_drawing(slug: str, form: str) -> ResponseReturnValue:
    """Give the drawing of a place with its buyers, operators and reports."""
    return as_file(draw_facility(load(Facility, slug)), form)


@bp.get("/reports/<slug>/drawing.<any(svg, png):form>")
@everyone
def report_drawing(slug: str, form: str) -> ResponseReturnValue:
    """Give the drawing of who is tied to the places of a report."""
    return as_file(draw_report(load(Report, slug)), form)


def as_file(drawing: Drawing | None, form: str) -> Response:
    """Return a drawing as SVG, or as PNG for those who block SVG."""
    return as_png(drawing) if form == "png" else as_svg(drawing)


def as_svg(drawing: Drawing | None) -> Response:
    """Return a drawing as a file that looks the same wherever it is opened."""
    if drawing is None:
        abort(404, description="There is nothing to draw.")
    return Response(_alone(drawing), mimetype="image/svg+xml")


def as_png(drawing: Drawing | None) -> Response:
    """Return a drawing as a picture, with the fonts that the packages bring."""
    if drawing is None:
        abort(404, description="There is nothing to draw.")
    svg = _alone(in_our_fonts(drawing))
    return Response(rasterised(svg, drawing.width), mimetype="image/png")


def in_our_fonts(drawing: Drawing) -> Drawing:
    """Return a drawing of which every letter has a glyph in the fonts of the packages."""
    boxes = (replace(box, lines=tuple(map(printable, box.lines))) for box in drawing.boxes)
    lines = (replace(line, label=tuple(map(printable, line.label))) for line in drawing.lines)
    return replace(drawing, boxes=tuple(boxes), lines=tuple(lines))


@lru_cache(maxsize=32)
def rasterised(svg: str, width: float) -> bytes:
    """Return an SVG of a width in CSS pixels as PNG."""
    picture: bytes = typst.compile(
        PAGE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=SHARPNESS,
        sys_inputs={"svg": svg, "width": str(width)},
    )
    return picture


@cache
def _fonts() -> typst.Fonts:
    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _alone(drawing: Drawing) -> str:
    root = request.host_url.rstrip("/")
    svg = render_template("drawings/chain.svg", drawing=drawing, alone=True, root=root)
    return svg.translate(NOT_IN_XML)


def _connection() -> Drawing | None:
    question = read_question()
    found = ask(question)
    if found is None:
        abort(question.status if question.problems else 400, " ".join(question.problems) or None)
    near, group = by_reach(found.chains)
    return draw_connection(question, (*near, *group))
