"""The installation's logo and colour: what is no logo and no colour is refused at start."""

import struct
import zlib
from dataclasses import replace
from itertools import takewhile

import pytest
from docx.shared import Mm

from campaign import create_app
from campaign.factsheets.fitting import WIDEST_STAMP, fits
from campaign.factsheets.look import Logo, Look, UnreadableLogo, as_png, read_logo, read_look
from campaign.factsheets.parts import BlockKey
from campaign.factsheets.rendering import render
from campaign.factsheets.sheet import Block, Length, Sheet
from campaign.factsheets.typesetting import set_pages
from config import Config, load_config
from tests.factsheets.test_rendering_pdf import SVG
from tests.support.paper import pdf_pages, said, sheet_by_hand, word_part
from tests.support.server import SECRETS
from tests.support.sheets import sheet_of

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


def png(width: int = 8, height: int = 8) -> bytes:
    """Return a black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes(width + 1) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def settings(**values: str) -> dict[str, str]:
    return {"CAMPAIGN_DATABASE_URL": "sqlite://", **SECRETS, **values}


@pytest.fixture(params=["png", "svg"])
def logo_file(request, tmp_path):
    path = tmp_path / f"logo.{request.param}"
    path.write_bytes(png() if request.param == "png" else SVG.encode())
    return path


def test_a_logo_and_a_colour_come_from_the_settings(logo_file):
    config = load_config(settings(CAMPAIGN_LOGO=str(logo_file), CAMPAIGN_ACCENT="#123456"))

    look = read_look(config.accent, config.logo)

    assert look.accent == "#123456"
    assert look.logo == Logo(logo_file.suffix[1:], logo_file.read_bytes())
    assert as_png(look.logo).startswith(b"\x89PNG")


def drawn_logo(width: int, height: int) -> Logo:
    """Return a logo of such a shape."""
    size = f'width="{width}" height="{height}"'
    return Logo("svg", f'<svg xmlns="http://www.w3.org/2000/svg" {size}><rect/></svg>'.encode())


def stamped_pages(sheet: Sheet, logo: Logo | None) -> int:
    return pdf_pages(render(replace(sheet, stamp=WIDEST_STAMP), "pdf", Look(logo=logo)))


def test_a_wide_logo_leaves_room_for_the_words_beside_it():
    file = render(sheet_by_hand(), "docx", Look(logo=drawn_logo(1200, 100)))
    square, wide = (
        set_pages(sheet_by_hand(), Look(logo=drawn_logo(width, 100))) for width in (100, 1200)
    )

    assert wide.left == pytest.approx(square.left, abs=20)  # points
    [extent] = word_part(file, "header1").iter(f"{DRAWING}extent")
    assert int(extent.get("cx")) == Mm(70)


def test_the_fullest_sheet_of_a_page_is_too_full_with_a_logo():
    logo = drawn_logo(100, 100)
    lines = tuple(said(f"Examplewatch reported night work in hall {n}.") for n in range(80))
    sheets = (
        replace(
            sheet_by_hand(),
            length=Length.ONE,
            blocks=(Block(BlockKey.REPORTED, "Reported", lines[:number]),),
        )
        for number in range(20, len(lines))
    )

    fullest = list(takewhile(fits, sheets))[-1]

    assert [stamped_pages(fullest, worn) for worn in (None, logo)] == [1, 2]
    assert not fits(fullest, logo)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("slug", ["apple", "foxconn-zhengzhou"])
def test_a_sheet_with_a_logo_stands_on_the_pages_that_it_promises(seeded, slug):
    logo = drawn_logo(100, 100)

    sheet = sheet_of(seeded, slug, length="one", logo=logo)

    assert stamped_pages(sheet, logo) == 1


@pytest.mark.parametrize("form", ["pdf", "docx", "html"])
def test_the_logo_is_in_the_file(logo_file, form):
    sheet = sheet_by_hand()

    look = read_look("#9b1c1c", logo_file)

    assert len(render(sheet, form, look)) > len(render(sheet, form))
    assert render(sheet, form, look) == render(sheet, form, look)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"CAMPAIGN_ACCENT": "red"}, "must be a colour such as #9b1c1c"),
        ({"CAMPAIGN_ACCENT": "#ffcc00"}, "too light to be read"),
        ({"CAMPAIGN_LOGO": "/nowhere/logo.png"}, "must be the path of a PNG or SVG file"),
        ({"CAMPAIGN_LOGO": __file__}, "must be the path of a PNG or SVG file"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(values, message):
    with pytest.raises(ValueError, match=message):
        load_config(settings(**values))


def test_a_logo_that_is_too_heavy_is_refused(tmp_path):
    (tmp_path / "logo.png").write_bytes(bytes(50_000))

    with pytest.raises(ValueError, match="50,000 bytes"):
        load_config(settings(CAMPAIGN_LOGO=str(tmp_path / "logo.png")))


@pytest.mark.parametrize(
    "content",
    [
        b"not a picture",
        b"<html/>",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"\x89PNG\r\n\x1a\n",
        png(30_000, 30_000)[:60],
        png()[:-30],
    ],
)
def test_a_file_that_is_no_picture_is_refused(tmp_path, content):
    (tmp_path / "logo.png").write_bytes(content)

    with pytest.raises(UnreadableLogo, match="cannot be printed"):
        read_logo(tmp_path / "logo.png")


def test_the_application_does_not_start_with_a_broken_logo(tmp_path):
    (tmp_path / "logo.svg").write_text("<svg")

    with pytest.raises(UnreadableLogo):
        create_app(Config("sqlite://", secret_key="x", logo=tmp_path / "logo.svg"))
