"""Numbers of issued sheets: ``CS-2026-0042``, without gaps, and versions from 1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.factsheets.sheet import Sheet
from campaign.models import IssuedSheet, SheetNumber

LARGEST = 2**31 - 1
_NUMBER = re.compile(r"\s*cs\s*[-–—]?\s*(\d{4})\s*[-–—]?\s*(\d{1,10})\s*", re.IGNORECASE | re.ASCII)


def parse_number(text: str) -> tuple[int, int] | None:
    """Return year and running number of what somebody typed, or None where it is no number.

    Small letters, spaces and leading zeros do not matter: ``cs 2026 42`` will do.
    """
    found = _NUMBER.fullmatch(text)
    if found is None or int(found[2]) > LARGEST:
        return None
    return int(found[1]), int(found[2])


def take_number(
    session: Session, sheet: Sheet, *, subject_id: int, role: str, year: int
) -> SheetNumber:
    """Return the number of a sheet: the one that it was issued under before, or the next.

    Only for whoever holds the audit trail's lock: two at once would take the same.
    """
    form = {
        "subject_id": subject_id,
        "form": sheet.form.value,
        "length": sheet.length.value,
        "paper": sheet.paper.value,
        "language": sheet.language,
        "role": role,
        "campaign": sheet.choices.campaign,
    }
    known = session.scalar(select(SheetNumber).filter_by(**form))
    if known is not None:
        return known
    last = session.scalar(select(func.max(SheetNumber.running)).where(SheetNumber.year == year))
    number = SheetNumber(year=year, running=(last or 0) + 1, **form)
    session.add(number)
    session.flush()
    return number


def latest_issue(session: Session, number: SheetNumber) -> IssuedSheet | None:
    """Return the newest version under a number, or None where there is none yet."""
    return session.scalar(
        select(IssuedSheet)
        .where(IssuedSheet.number_id == number.id)
        .order_by(IssuedSheet.version.desc())
        .limit(1)
    )


def numbering_gaps(session: Session) -> Iterator[str]:
    """Yield a sentence for each year with a gap in its numbers, and each number in its versions."""
    years = session.execute(
        select(SheetNumber.year, SheetNumber.running).order_by(
            SheetNumber.year, SheetNumber.running
        )
    )
    for year, rows in groupby(years, key=lambda row: row.year):
        running = [row.running for row in rows]
        if running != list(range(1, len(running) + 1)):
            yield f"The numbers of fact sheets of {year} have a gap."
    versions = session.execute(
        select(SheetNumber, IssuedSheet.version)
        .outerjoin(IssuedSheet)
        .order_by(SheetNumber.year, SheetNumber.running, IssuedSheet.version)
    )
    for number, issues in groupby(versions, key=lambda row: row.SheetNumber.text):
        found = [row.version for row in issues]
        if found != list(range(1, len(found) + 1)):
            yield f"The versions of fact sheet {number} have a gap."
