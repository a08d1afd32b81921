"""PDFs, built anew from their pages: what can be seen is kept, and nothing else.

Entries and filters are those of ISO 32000-2.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from campaign.errors import RefusedFile
from campaign.evidence.limits import MOST_OBJECTS, Limits
from campaign.evidence.streams import check_and_clean, walk

BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
OF_A_PAGE = frozenset((*BOXES, "/Resources", "/Contents", "/Rotate", "/UserUnit", "/Group"))
BY_THE_LIBRARY = frozenset(("/Type", "/Parent"))
RESOURCES = frozenset(
    ("/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/XObject", "/Font", "/Properties")
)
# Of what pages show: entries that tell of makers, carry other files or act.
TELLING = ("/Metadata", "/PieceInfo", "/LastModified", "/CreatorInfo", "/Usage", "/SpiderInfo")
CARRYING = ("/AF", "/EF", "/EmbeddedFiles", "/OPI", "/Alternates", "/Ref", "/Thumb")
ACTING = ("/AA", "/OpenAction", "/JS", "/JavaScript", "/URI", "/Annots", "/Dests")
POINTING = ("/Measure", "/PtData", "/StructParent", "/StructParents")
REMOVED = frozenset((*TELLING, *CARRYING, *ACTING, *POINTING))
ELSEWHERE = ("/F", "/FFilter", "/FDecodeParms")  # of a stream whose bytes are in another file
DAMAGED = "The PDF is damaged or not complete. Open it, print it into a new PDF and try again."


def clean(content: bytes, _media_type: str, limits: Limits) -> bytes:
    """Return a PDF of the same pages, without metadata, scripts, files, forms and history.

    Raises:
        RefusedFile: it is damaged, locked, empty, or too large to be read.
    """
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True, attempt_recovery=False) as pdf:
            _check_size(pdf, limits)
            _draw_annotations(pdf)
            return _saved(_rebuilt(pdf, limits))
    except pikepdf.PasswordError:
        raise RefusedFile(
            "The PDF is locked with a password. Open it, print it into a new PDF and try again."
        ) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, AttributeError):
        raise RefusedFile(DAMAGED) from None


def _check_size(pdf: Pdf, limits: Limits) -> None:
    if not 0 < len(pdf.pages) <= limits.pages or len(pdf.objects) > MOST_OBJECTS:
        raise RefusedFile(
            f"The PDF has no page, more than {limits.pages:,}, or too many parts. Keep the pages "
            "that matter."
        )


def _draw_annotations(pdf: Pdf) -> None:
    """Make what forms and marks show part of the page; their authors and actions go."""
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("all")


def _rebuilt(pdf: Pdf, limits: Limits) -> Pdf:
    new = pikepdf.new()
    for page in pdf.pages:
        _keep(page.obj, OF_A_PAGE | BY_THE_LIBRARY)
        new.pages.append(page)
    for page in new.pages:
        _keep(page.obj, OF_A_PAGE | BY_THE_LIBRARY)
        if "/Resources" in page.obj:
            _keep(page.obj.Resources, RESOURCES)
    for item in new.objects:
        for part in walk(item):
            _strip(part)
    budget = check_and_clean(new, limits)
    if budget < 0:
        raise RefusedFile("The PDF unpacks to far more than its size. Print it into a new PDF.")
    return new


def _keep(dictionary: Any, keys: frozenset[str]) -> None:
    for key in set(dictionary.keys()) - keys:
        del dictionary[key]


def _strip(part: Dictionary | Stream | Array) -> None:
    if isinstance(part, Array):
        return
    for key in set(part.keys()) & REMOVED:
        del part[key]
    if isinstance(part, Stream):
        for key in ELSEWHERE:
            if key in part:
                del part[key]
    if part.get("/Type") == Name.OCG:
        part.Name = "layer"


def _saved(pdf: Pdf) -> bytes:
    target = BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(
        target,
        compress_streams=True,
        recompress_flate=True,  # what was packed without packing can be read in the file
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
        fix_metadata_version=False,
    )
    return target.getvalue()
