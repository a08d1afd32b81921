"""The map: points in their true place, vague ones as areas, and no tile from elsewhere."""

import re
from dataclasses import replace

import pytest
from flask import Flask

from campaign.models.vocabulary import Precision
from campaign.queries.outline import HEIGHT, WIDTH, land_path, project
from campaign.queries.places import MappedPlace
from campaign.web.public.maps import CLOSEST, draw_map


def place(number=1, *, at=(34.5, 113.8), precision=Precision.SITE, reports=1):
    latitude, longitude = at if at else (None, None)
    return MappedPlace(
        number, f"mill-{number}", f"Mill {number}", None, None, "CN",
        latitude, longitude, precision, reports,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("longitude", "latitude"), [(-180, 84), (180, 84), (0, 0), (-180, -50), (179, -50)]
)
def test_the_inhabited_world_fits_on_the_map(longitude, latitude):
    x, y = project(longitude, latitude)

    assert 0 <= x <= WIDTH
    assert 0 <= y <= HEIGHT


def test_the_outline_has_the_continents_and_larger_islands_and_is_light():
    rings = land_path().split("M")[1:]

    assert len(rings) > 80
    assert 15_000 < len(land_path()) < 45_000


def test_a_mark_grows_with_the_reports_and_the_smaller_lies_above():
    drawn = draw_map([place(1), place(2, reports=9)])

    assert [mark.place.id for mark in drawn.marks] == [2, 1]
    assert drawn.marks[0].radius > 2 * drawn.marks[1].radius


def test_only_a_site_is_a_point_and_what_nobody_located_is_no_mark():
    city = place(1, precision=Precision.CITY)

    drawn = draw_map([place(2), city, place(3, at=None, precision=None)])

    assert {mark.place.id: mark.exact for mark in drawn.marks} == {1: False, 2: True}
    assert [found.id for found in drawn.unplaced] == [3]
    assert drawn.has_areas


def test_the_window_holds_every_mark_and_comes_no_nearer_than_the_outline_is_fine():
    near, far = draw_map([place(1)]), draw_map([place(1), place(2, at=(40.7, -74))])

    assert near.width == CLOSEST
    for drawn in (near, far):
        for mark in drawn.marks:
            assert drawn.x <= mark.x <= drawn.x + drawn.width
            assert drawn.y <= mark.y <= drawn.y + drawn.height


def test_the_map_lists_every_facility_with_reports_and_loads_its_land_from_here(seeded_app: Flask):
    client = seeded_app.test_client()

    page = client.get("/map").text

    assert page.count("<circle") > 60
    assert 'href="/facilities/foxconn-zhengzhou" aria-label="Foxconn Zhengzhou' in page
    assert "located to the city only" in page
    assert re.findall(r'<image href="([^"]+)"', page) == ["/map/land.svg"]
    land = client.get("/map/land.svg")
    assert land.mimetype == "image/svg+xml"
    assert "max-age" in land.headers["Cache-Control"]
    known = {"If-None-Match": land.headers["ETag"]}
    assert client.get("/map/land.svg", headers=known).status_code == 304


def test_the_list_of_the_map_is_in_the_order_of_the_names_of_countries():
    there = [replace(place(1), country=code) for code in ("KH", "SV", "CN")]
    busy = replace(place(2, reports=9), country="CN")

    drawn = draw_map([*there, busy])

    assert list(drawn.by_country) == ["Cambodia", "China", "El Salvador"]
    assert [each.reports for each in drawn.by_country["China"]] == [9, 1]
