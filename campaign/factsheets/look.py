"""How an installation's sheets look: its logo and its colour. What they say is the sheet's."""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import typst

from campaign.errors import CampaignError

PNG = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 4_000_000


class UnreadableLogo(CampaignError):
    """The logo of the settings is no picture that can be printed."""


@dataclass(frozen=True)
class Logo:
    """A picture: ``png`` or ``svg``, and its bytes."""

    form: str
    content: bytes

    @property
    def address(self) -> str:
        """Return the picture as a ``data:`` address, so that a page asks nobody for it."""
        media = "image/png" if self.form == "png" else "image/svg+xml"
        return f"data:{media};base64,{base64.b64encode(self.content).decode()}"


@dataclass(frozen=True)
class Look:
    """The logo and the colour (``#rrggbb``) of an installation."""

    accent: str = "#9b1c1c"
    logo: Logo | None = None


def mark_of(look: Look) -> str:
    """Return the hash by which a logo and colour are known."""
    form, content = (look.logo.form, look.logo.content) if look.logo else ("", b"")
    return hashlib.sha256(b"\0".join((look.accent.encode(), form.encode(), content))).hexdigest()


@cache
def read_look(accent: str, logo: Path | None) -> Look:
    """Return the look of the settings.

    Raises:
        UnreadableLogo: the file is no PNG or SVG, or one that would draw on other files.
    """
    return Look(accent, None if logo is None else read_logo(logo))


def read_logo(path: Path) -> Logo:
    """Return the picture of a file, after trying to draw it.

    Raises:
        UnreadableLogo: it cannot be drawn.
    """
    try:
        content = path.read_bytes()
        form = "png" if content.startswith(PNG) else "svg"
        _check_png(content) if form == "png" else _check_svg(content)
        logo = Logo(form, content)
        as_png(logo)
    except (OSError, ValueError, RuntimeError, struct.error, ElementTree.ParseError) as error:
        raise UnreadableLogo(f"CAMPAIGN_LOGO: {path} cannot be printed: {error}") from None
    return logo


@cache
def as_png(logo: Logo) -> bytes:
    """Return the picture as PNG, for Word, which shows no SVG without one."""
    if logo.form == "png":
        return logo.content
    drawn: Any = typst.compile(
        b"#set page(width: auto, height: auto, margin: 0pt, fill: none)\n"
        b'#image(bytes(sys.inputs.svg), format: "svg", height: 48pt)',
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False),
        ignore_system_fonts=True,
        format="png",
        ppi=300,
        sys_inputs={"svg": logo.content.decode()},
    )
    return bytes(drawn)


def _check_png(content: bytes) -> None:
    width, height = struct.unpack(">II", content[16:24])
    if not 0 < width * height <= MOST_PIXELS:
        raise ValueError(f"it has {width} × {height} pixels; {MOST_PIXELS:,} are the most")
    typst.compile(
        b'#image(bytes(json(bytes(sys.inputs.png))), format: "png")',
        sys_inputs={"png": str(list(content))},
    )


def _check_svg(content: bytes) -> None:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("an SVG with a document type is not read")
    root = ElementTree.fromstring(content)
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        raise ValueError("it is neither PNG nor SVG")
