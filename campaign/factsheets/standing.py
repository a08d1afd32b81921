"""How an issued sheet stands today: compared with the sheet that today's record would give."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from campaign.errors import CampaignError
from campaign.factsheets.building import build_sheet
from campaign.factsheets.comparing import Difference, compare
from campaign.factsheets.freezing import thaw
from campaign.factsheets.issued_files import issued_look
from campaign.factsheets.largeness import is_frozen_large
from campaign.factsheets.sheet import Sheet
from campaign.models import IssuedSheet, Record
from campaign.queries.issued import SheetState, Standing, Touched, find_standings, touched_records


@dataclass(frozen=True)
class Examination:
    """What became of an issued sheet, to the sentence.

    Attributes:
        sheet: as it was issued.
        standing: what the records alone tell.
        touched: the records that moved on.
        differences: what today's sheet says differently.
        refusal: why no such sheet can be made today; empty where one can.
        compared: whether today's sheet was made; where not, records alone tell.
    """

    sheet: Sheet
    standing: Standing
    touched: tuple[Touched, ...] = ()
    differences: tuple[Difference, ...] = ()
    refusal: str = ""
    compared: bool = True

    @property
    def state(self) -> SheetState:
        """Return the state; a record that moved on and left every sentence true changes nothing."""
        if self.standing.state in (SheetState.WITHDRAWN, SheetState.SUPERSEDED):
            return self.standing.state
        moved = () if self.compared else self.touched
        changed = bool(self.differences or self.refusal or self.standing.retracted or moved)
        return SheetState.CHANGED if changed else SheetState.CURRENT


def examine(session: Session, issue: IssuedSheet, *, whole: bool = False) -> Examination:
    """Return how an issued sheet stands.

    One that was withdrawn or superseded is not compared: its state says enough.

    Args:
        session: only read from.
        issue: with its number.
        whole: compare also a large dossier, which takes seconds; else its state is that of
            the records on which it rests, and these are all that it tells.
    """
    [standing] = find_standings(session, only=[issue.id])
    sheet = thaw(issue.content)
    if standing.state in (SheetState.WITHDRAWN, SheetState.SUPERSEDED):
        return Examination(sheet, standing)
    touched = tuple(touched_records(session, issue))
    if is_frozen_large(issue.content) and not (whole and touched):
        return Examination(sheet, standing, touched, compared=False)
    try:
        today = build_again(session, issue, sheet)
    except CampaignError as error:
        return Examination(sheet, standing, touched, refusal=str(error))
    return Examination(sheet, standing, touched, tuple(compare(sheet, today)))


def build_again(session: Session, issue: IssuedSheet, sheet: Sheet) -> Sheet:
    """Return the same sheet made of today's data: its day, form and choices are the old ones.

    Raises:
        UnknownSubject: its subject was retracted.
    """
    subject = session.get_one(Record, issue.number.subject_id)
    return build_sheet(
        session,
        subject.slug,
        as_of=sheet.as_of,
        paper=sheet.paper,
        length=sheet.length,
        form=sheet.form,
        language=sheet.language,
        role=issue.number.role,
        choices=sheet.choices,
        site_url=site_of(sheet.url),
        site_title=sheet.masthead.group,
        contact=sheet.masthead.contact,
        logo=issued_look(issue).logo,
    )


def site_of(url: str) -> str:
    """Return the address of the site on which a page stands; empty for a mere path."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
