"""What is kept of a file shows what the file showed, and says nothing else."""

import io
from hashlib import sha256

import pikepdf
import pypdf
import pytest
from pikepdf import Array, Name
from PIL import Image

from campaign.errors import RefusedFile
from campaign.evidence.cleaning import clean_file
from campaign.evidence.limits import Limits
from tests.support import hostile_uploads as made
from tests.support import uploads
from tests.support.uploads import FORMS, MARK, paper, picture, remains_of

LIMITS = Limits()


def opened(content):
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def text_of(content):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("form", FORMS)
def test_a_picture_stands_upright_and_says_nothing_of_place_time_or_camera(form):
    sent = uploads.telling_picture(form)
    assert MARK in str(sent)  # it did say something

    kept = clean_file(sent, LIMITS)

    image = opened(kept.content)
    assert image.size == (30, 40)  # it lay on its side: 40 wide, 30 high
    left, right = image.convert("L").getpixel((2, 20)), image.convert("L").getpixel((27, 20))
    assert left > right + 100
    assert remains_of(kept.content) == []
    assert kept.media_type.value == f"image/{form.lower()}"
    assert kept.received_sha256 == sha256(sent).hexdigest()
    assert kept.sha256 == sha256(kept.content).hexdigest()


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA", "I;16", "RGB"])
def test_a_picture_of_any_depth_keeps_its_shades(mode):
    shades = Image.linear_gradient("L").resize((20, 200))
    image = shades.point(lambda v: v * 257, "I").convert("I;16") if mode == "I;16" else shades
    target = io.BytesIO()
    image.convert(mode).save(target, "PNG")

    kept = opened(clean_file(target.getvalue(), LIMITS).content).convert("L")

    expected = image.convert(mode).convert("L") if mode in ("1", "P") else shades
    pairs = zip(kept.tobytes(), expected.tobytes(), strict=True)
    assert max(abs(one - other) for one, other in pairs) <= 2


def test_a_paper_keeps_what_its_pages_show_and_nothing_else():
    sent = uploads.telling_paper()
    assert len(remains_of(sent)) > 8

    kept = clean_file(sent, LIMITS).content

    assert "The page itself." in text_of(kept)
    assert remains_of(kept) == []
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert opened(pdf.pages[0].Resources.XObject.P1.read_raw_bytes()).size == (40, 30)


def test_what_was_typed_into_a_form_stays_and_the_form_goes():
    kept = clean_file(uploads.filled_form(), LIMITS).content

    assert "Typed into it" in text_of(kept)
    assert remains_of(kept) == []


def test_an_earlier_version_of_a_paper_goes():
    sent = uploads.with_history()
    assert MARK.encode() in sent
    assert "After." in text_of(sent)

    kept = clean_file(sent, LIMITS).content

    assert "After." in text_of(kept)
    assert remains_of(kept) == []


def test_the_same_paper_always_becomes_the_same_file():
    sent = paper("One.", "Two.")

    assert clean_file(sent, LIMITS) == clean_file(sent, LIMITS)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (made.SVG, "no PDF, PNG, JPEG or WebP"),
        (made.HTML, "no PDF, PNG, JPEG or WebP"),
        (picture("JPEG")[:-40], "damaged or not complete"),
        (picture("PNG") [:60], "damaged or not complete"),
        (paper("x")[:-90], "damaged or not complete"),
        (paper("x", encryption=pikepdf.Encryption(owner="o", user="u")), "locked with a password"),
        (made.huge_png(60_000, 60_000), "more than 50 million pixels"),
        (made.huge_png(40_000, 1), "longer than 30,000"),
        (made.many_pages(1_001), "more than 1,000"),
        (made.large_picture_in_paper(90_000), "A picture in the PDF is too large"),
        (made.flate_bomb(made.inflated(201), Name.FlateDecode), "unpacks to far more"),
        (
            made.flate_bomb(made.inflated(9), Array([Name.FlateDecode] * 2)),
            "packed several times",
        ),
        (picture("PNG", save_all=True, append_images=[Image.new("RGB", (40, 30))]), "moves"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_with_the_reason(content, says):
    with pytest.raises(RefusedFile, match=says):
        clean_file(content, LIMITS)


def test_a_file_may_be_as_large_as_the_settings_say():
    content = picture("PNG", (3_000, 1_000))

    with pytest.raises(RefusedFile, match="more than 2 million pixels"):
        clean_file(content, Limits(megapixels=2))
    with pytest.raises(RefusedFile, match="larger than 1 MB"):
        clean_file(content + bytes(1_000_000), Limits(megabytes=1))
    with pytest.raises(RefusedFile, match="more than 1, "):
        clean_file(paper("One.", "Two."), Limits(pages=1))


def test_a_file_that_eats_time_or_memory_is_refused_and_harms_nobody():
    slow = picture("PNG", (5_000, 5_000))
    with pytest.raises(RefusedFile, match="more time or memory"):
        clean_file(slow, Limits(seconds=0))  # the kernel ends it

    assert clean_file(picture("PNG"), LIMITS).content
