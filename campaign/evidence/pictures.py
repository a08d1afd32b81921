"""Pictures, decoded and written anew: pixels only, no metadata, nothing behind the end."""

from __future__ import annotations

import warnings
from contextlib import suppress
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from campaign.errors import RefusedFile
from campaign.evidence.limits import LONGEST_SIDE, MEGA, Limits

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
# The last is for pictures with transparency, the one before for all others.
MODES = {"PNG": ("L", "RGB", "RGBA"), "JPEG": ("L", "RGB", "RGB"), "WEBP": ("RGB", "RGBA")}
# Near to lossless, so that small print stays readable.
SAVING: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 95, "subsampling": 0},
    "WEBP": {"quality": 95},
    "PNG": {},
}
SIXTEEN_TO_EIGHT_BITS = 1 / 257


def clean(content: bytes, media_type: str, limits: Limits) -> bytes:
    """Return a picture written anew from its pixels, turned as its metadata said.

    Raises:
        RefusedFile: it is damaged, of another format, moving, or too large to be decoded.
    """
    Image.MAX_IMAGE_PIXELS = limits.pixels
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of broken metadata, which goes anyway
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _written_anew(content, FORMATS[media_type], limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedFile(_too_large(limits)) from None
    except (UnidentifiedImageError, SyntaxError, ValueError, OSError, EOFError, TypeError):
        raise RefusedFile(
            "The picture is damaged or not complete, or is no picture at all. Open it, save it "
            "anew and try again."
        ) from None


def _written_anew(content: bytes, form: str, limits: Limits) -> bytes:
    with Image.open(BytesIO(content), formats=[form]) as picture:
        width, height = picture.size
        if width * height > limits.pixels or max(width, height) > LONGEST_SIDE:
            raise RefusedFile(_too_large(limits))
        # A JPEG of a phone may hold a second picture for depth; the first is what was taken.
        if form != "JPEG" and getattr(picture, "n_frames", 1) > 1:
            raise RefusedFile("The picture moves. Take a still picture of what matters.")
        picture.load()
        profile = picture.info.get("icc_profile")
        plain: Image.Image = ImageOps.exif_transpose(picture)
    plain = _in_colours_of_the_web(_in_plain_mode(plain, form), profile)
    plain.info.clear()
    target = BytesIO()
    plain.save(target, form, exif=b"", icc_profile=None, **SAVING[form])
    return target.getvalue()


def _in_plain_mode(picture: Image.Image, form: str) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits, which a conversion would cut and not divide
        picture = picture.convert("I").point(lambda value: value * SIXTEEN_TO_EIGHT_BITS)
        picture = picture.convert("L")
    modes = MODES[form]
    if picture.mode in modes:
        return picture.copy()
    transparent = picture.mode.endswith(("A", "a")) or "transparency" in picture.info
    if transparent and modes[-1] == "RGB":
        picture = picture.convert("RGBA")
    return picture.convert(modes[-1] if transparent else "RGB")


def _in_colours_of_the_web(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture in sRGB, so that it looks the same without the profile of its camera."""
    if not profile or picture.mode != "RGB":
        return picture
    with suppress(ImageCms.PyCMSError, ValueError, TypeError, OSError):
        theirs, ours = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(picture, theirs, ours, outputMode="RGB")
        return converted or picture
    return picture  # an unreadable profile, or one of other colours


def _too_large(limits: Limits) -> str:
    return (
        f"The picture has more than {limits.pixels // MEGA} million pixels, or a side longer "
        f"than {LONGEST_SIDE:,}. Save it smaller."
    )
