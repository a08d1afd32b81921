"""Making the file of a large sheet, step by step, with words for whoever waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from campaign.factsheets.docx import render_docx
from campaign.factsheets.freezing import freeze, hash_of, thaw
from campaign.factsheets.issued_files import issued_forms, issued_look
from campaign.factsheets.largeness import SET_ON_PAPER
from campaign.factsheets.limits import MOST_WEIGHT
from campaign.factsheets.look import Look, mark_of
from campaign.factsheets.ordering import IssuedOrder, Order
from campaign.factsheets.rendering import render
from campaign.factsheets.sheet import Length, Sheet
from campaign.factsheets.weighing import weight
from campaign.models import IssuedFile, IssuedSheet, MadeFile

READING = "Reading the records"
SETTING = "Setting the pages"
WRITING = "Writing the sections"
KEEPING = "Keeping the file"
A_PAGE = MOST_WEIGHT[Length.ONE]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Made:
    """A file, and the hash of what it shows; without content where the same is kept already.

    ``hashes`` are those of the bytes of files to note of a sheet that was issued, by form.
    """

    hash: str
    content: bytes | None
    hashes: Mapping[str, str] = field(default_factory=dict)


def make_file(
    session: Session, order: Order | IssuedOrder, form: str, look: Look, report: Progress
) -> Made:
    """Build a sheet, or take it as it was issued, and make a file unless there is the same.

    Args:
        session: only read from; let go of while the file is made.
        order: which sheet; one that was issued has its own look.
        form: one of ``rendering.RENDERERS``.
        look: the installation's logo and colour.
        report: is told what is being done, how much is done, and of how much.

    Raises:
        CampaignError: the sheet cannot be built or printed; the words say why.
    """
    report(READING, 0, 0)
    frozen = isinstance(order, IssuedOrder)
    if isinstance(order, IssuedOrder):
        issue = session.get_one(IssuedSheet, order.issue_id)
        sheet, look = thaw(issue.content), issued_look(issue)
    else:
        sheet = order.build(session, look.logo)
    same = content_hash(sheet, form, look)
    if session.get(MadeFile, same) is not None:
        return Made(same, None)
    session.rollback()
    content = render_slowly(sheet, form, look, report)
    return Made(same, content, _hashes(sheet, look, form, content) if frozen else {})


def _hashes(sheet: Sheet, look: Look, form: str, content: bytes) -> dict[str, str]:
    """Return the hash of a file, and of those that are made at once for whoever asks."""
    light = {f: hash_of(render(sheet, f, look)) for f in issued_forms() if f not in SET_ON_PAPER}
    return {**light, form: hash_of(content)}


def note_files(session: Session, order: Order | IssuedOrder, hashes: Mapping[str, str]) -> None:
    """Note the hashes of files of an issued sheet, each once, so that they can be verified."""
    if isinstance(order, IssuedOrder):
        for form, file_hash in hashes.items():
            session.merge(IssuedFile(sheet_id=order.issue_id, form=form, hash=file_hash))
        session.flush()


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
