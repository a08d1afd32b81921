"""Making the file of a large sheet, step by step, with words for whoever waits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from campaign.factsheets.docx import render_docx
from campaign.factsheets.freezing import freeze, hash_of
from campaign.factsheets.limits import MOST_WEIGHT
from campaign.factsheets.look import Look, mark_of
from campaign.factsheets.ordering import Order
from campaign.factsheets.rendering import render
from campaign.factsheets.sheet import Length, Sheet
from campaign.factsheets.weighing import weight
from campaign.models import MadeFile

READING = "Reading the records"
SETTING = "Setting the pages"
WRITING = "Writing the sections"
KEEPING = "Keeping the file"
A_PAGE = MOST_WEIGHT[Length.ONE]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Made:
    """A file, and the hash of what it shows; without content where the same is kept already."""

    hash: str
    content: bytes | None


def make_file(session: Session, order: Order, form: str, look: Look, report: Progress) -> Made:
    """Build a sheet and make a file of it, unless the same was made before.

    Args:
        session: only read from; let go of while the file is made.
        order: which sheet.
        form: one of ``rendering.RENDERERS``.
        look: the installation's logo and colour.
        report: is told what is being done, how much is done, and of how much.

    Raises:
        CampaignError: the sheet cannot be built or printed; the words say why.
    """
    report(READING, 0, 0)
    sheet = order.build(session)
    same = content_hash(sheet, form, look)
    if session.get(MadeFile, same) is not None:
        return Made(same, None)
    session.rollback()
    return Made(same, render_slowly(sheet, form, look, report))


def render_slowly(sheet: Sheet, form: str, look: Look, report: Progress) -> bytes:
    """Return a sheet in a form, and say meanwhile how far that is; of a PDF only its size."""
    if form == "docx":
        return render_docx(sheet, look, lambda done, total: report(WRITING, done, total))
    report(SETTING, 0, rough_pages(sheet))
    return render(sheet, form, look)


def rough_pages(sheet: Sheet) -> int:
    """Return about how many pages a sheet takes, by its weight."""
    return max(1, round(weight(sheet) / A_PAGE))


def content_hash(sheet: Sheet, form: str, look: Look) -> str:
    """Return the name of a file by what it shows: the frozen sheet, its form and its look."""
    return hash_of("\n".join((hash_of(freeze(sheet)), form, mark_of(look))))
