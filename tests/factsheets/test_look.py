"""The installation's logo and colour: what is no logo and no colour is refused at start."""

import struct
import zlib

import pytest

from campaign import create_app
from campaign.factsheets.look import Logo, UnreadableLogo, as_png, read_logo, read_look
from campaign.factsheets.rendering import render
from config import Config, load_config
from tests.factsheets.test_rendering_pdf import SVG
from tests.support.paper import sheet_by_hand
from tests.support.server import SECRETS


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


def wide_logo() -> Logo:
    """Return one that is twelve times as wide as high."""
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="100"><rect/></svg>'
    return Logo("svg", drawn.encode())


def pages(sheet: Sheet, logo: Logo | None) -> int:
    return pdf_pages(render(sheet, "pdf", Look(logo=logo)))


def test_a_wide_logo_leaves_room_for_the_words_beside_it():
    sheet = sheet_by_hand()

    bare, wide = (set_pages(sheet, Look(logo=logo)) for logo in (None, wide_logo()))

    assert bare.left - wide.left < 30  # points: eleven millimetres instead of two lines
    picture = Document(io.BytesIO(render(sheet, "docx", Look(logo=wide_logo())))).sections[0]
    [extent] = picture.header._element.iter(qn("wp:extent"))
    assert int(extent.get("cx")) == Mm(70)


def test_a_sheet_that_is_full_tells_less_where_a_logo_takes_room(monkeypatch):
    """Whatever stands on the page to the last line, the logo is measured with it."""
    lines = [said("Examplewatch reported of night work in the mill.", 2) for _ in range(60)]
    full = None
    for number in range(len(lines)):
        sheet = replace(sheet_by_hand(), length=Length.ONE, blocks=(listed(lines[:number]),))
        if not fits(sheet):
            break
        full = sheet

    assert full is not None
    assert fits(full)
    tall = replace(full, masthead=replace(full.masthead, group="Union of Testers " * 12))
    del tall
    assert pages(full, None) == 1
    assert fits(full, wide_logo()) == (pages(stamped(full), wide_logo()) == 1)
    assert not fits(full, wide_logo())


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
