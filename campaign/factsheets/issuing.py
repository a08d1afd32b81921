"""Issuing a sheet: checked, numbered, frozen and hashed in one step; and withdrawing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import insert, literal, select
from sqlalchemy.orm import Session, selectinload

from campaign.accounts.permissions import Permission, require
from campaign.db import now
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.errors import Conflict, InvalidDocument, InvalidTransition, Problem
from campaign.factsheets.catalogues import find_language
from campaign.factsheets.checking import check_sheet, used_records
from campaign.factsheets.frames import Stamp
from campaign.factsheets.freezing import freeze, hash_of, thaw
from campaign.factsheets.issued_files import issued_forms, keep_look, render_issued
from campaign.factsheets.largeness import is_large
from campaign.factsheets.look import Look
from campaign.factsheets.numbering import latest_issue, take_number
from campaign.factsheets.plain_text import printable_text
from campaign.factsheets.queueing import ask_for_issued
from campaign.factsheets.rendering import PLAIN
from campaign.factsheets.sheet import Sheet
from campaign.factsheets.wording import Wording
from campaign.models import (
    AuditEntry,
    Exposure,
    IssuedFile,
    IssuedRecord,
    IssuedSheet,
    Record,
    SheetNumber,
    User,
)

A_FEW = 20  # sheets held in memory while all are checked
ISSUED, WITHDREW = "sheet:issue", "sheet:withdraw"


def issue_sheet(
    session: Session,
    build: Callable[[], Sheet],
    *,
    editor: User,
    site_url: str,
    look: Look = PLAIN,
    role: str = "",
    seen: str | None = None,
    at: datetime | None = None,
) -> IssuedSheet:
    """Freeze a sheet under a number, as a new version where its like was issued before.

    The files of a large one are asked for in the queue, and their hashes noted when they
    are made; its JSON, which says all, is there at once.

    Args:
        session: its transaction is the caller's to commit, and to begin for writing.
        build: makes the sheet; called once nobody else can publish any more, so that the
            revisions noted are those from which it was made.
        editor: who issues it.
        site_url: public address of the site, for the one that is printed.
        look: the installation's logo and colour, which are frozen with it.
        role: in which a company is told, where it was chosen.
        seen: ``digest`` of the sheet that the editor looked at; None where nobody did.
        at: the moment; now by default.

    Raises:
        NotAllowed: the account may not issue, or not with words of its own.
        Conflict: the record has moved on since the editor looked.
        InvalidTransition: this very sheet is issued already.
        InvalidDocument: the check found what blocks; each thing is a problem.
    """
    require(editor, Permission.ISSUE)
    lock_trail(session)
    sheet, at = replace(build(), stamp=None), at or now()
    _refuse_unread(sheet, editor, seen)
    _refuse_blocked(session, sheet)
    records = used_records(session, sheet)
    subject_id = records[sheet.subject.slug].id
    year = at.astimezone(UTC).year
    number = take_number(session, sheet, subject_id=subject_id, role=role, year=year)
    previous = latest_issue(session, number)
    _refuse_twin(sheet, number, previous)
    version = previous.version + 1 if previous else 1
    stamped = replace(sheet, stamp=_stamp(sheet, number, version, site_url, at))
    issue = _frozen(stamped, at)
    issue.look = keep_look(session, look)
    issue.number, issue.issued_by_id = number, editor.id
    session.add(issue)
    session.flush()
    session.add_all((*_uses(issue, records.values()), *_files(issue, large=is_large(sheet))))
    session.flush()
    _note_counted(session, issue, subject_id)
    if is_large(sheet):
        ask_for_issued(session, issue)
    record_deeds(session, [_deed(ISSUED, issue)], user_id=editor.id, at=at)
    return issue


def withdraw_sheet(session: Session, issue: IssuedSheet, *, editor: User, reason: str) -> None:
    """Say in public that an issued sheet shall not be used any more, and why; it stays readable.

    Args:
        session: its transaction is the caller's to commit.
        issue: one version; the others keep their state.
        editor: who withdraws it.
        reason: shown to everybody, for ever.

    Raises:
        NotAllowed: the account may not issue sheets.
        InvalidTransition: it is withdrawn already.
        InvalidDocument: no reason was given.
    """
    require(editor, Permission.ISSUE)
    lock_trail(session)
    session.refresh(issue, ["withdrawn_at"])
    if issue.withdrawn_at is not None:
        raise InvalidTransition("This fact sheet is withdrawn already.")
    reason = "\n".join(map(printable_text, reason.splitlines())).strip()
    if not reason:
        raise InvalidDocument([Problem("/reason", "say why, for everybody who holds this sheet")])
    issue.withdrawn_at = now()
    issue.withdrawn_by_id = editor.id
    issue.withdrawal_reason = reason
    session.flush()
    deed = _deed(WITHDREW, issue)
    record_deeds(session, [deed], user_id=editor.id, at=issue.withdrawn_at)


def digest(sheet: Sheet) -> str:
    """Return a hash of what a sheet says, whatever its number."""
    return hash_of(freeze(replace(sheet, stamp=None)))


def has_own_words(sheet: Sheet) -> bool:
    """Tell whether an editor's own line stands on a sheet, which nobody has reviewed."""
    return bool(sheet.choices.key_message or sheet.choices.own_line)


def broken_issues(session: Session) -> Iterator[str]:
    """Yield a sentence for each issued sheet that is not what was issued.

    Its frozen text must give its hash, and the audit trail must have noted that very hash.
    """
    noted = {
        (entry.subject, entry.details.get("version")): entry.details.get("hash")
        for entry in session.scalars(select(AuditEntry).where(AuditEntry.action == ISSUED))
    }
    query = select(IssuedSheet).options(selectinload(IssuedSheet.number)).order_by(IssuedSheet.id)
    for issue in session.scalars(query.execution_options(yield_per=A_FEW)):
        name = f"Fact sheet {issue.number.text}, version {issue.version}"
        if hash_of(issue.content) != issue.hash:
            yield f"{name}: its text does not give its hash."
        if noted.get((issue.number.text, issue.version)) != issue.hash:
            yield f"{name}: the audit trail knows another hash, or none."


def _refuse_unread(sheet: Sheet, editor: User, seen: str | None) -> None:
    if has_own_words(sheet):
        require(editor, Permission.PUBLISH)
    if seen is not None and seen != digest(sheet):
        raise Conflict("The record has moved on since you looked; read the sheet again.")


def _refuse_blocked(session: Session, sheet: Sheet) -> None:
    blocks = [finding for finding in check_sheet(session, sheet) if finding.blocks]
    if blocks:
        raise InvalidDocument([Problem(b.where, b.message) for b in blocks], "This sheet")


def _refuse_twin(sheet: Sheet, number: SheetNumber, previous: IssuedSheet | None) -> None:
    if previous is None or previous.withdrawn_at is not None:
        return
    if replace(thaw(previous.content), stamp=None) == sheet:
        raise InvalidTransition(
            f"This very sheet is issued already, as {number.text} version {previous.version}."
        )


def _stamp(sheet: Sheet, number: SheetNumber, version: int, site_url: str, at: datetime) -> Stamp:
    return Stamp(
        number=number.text,
        version=version,
        issued_on=Wording(find_language(sheet.language)).day(at.astimezone(UTC).date()),
        address=f"{site_url}/fact-sheets/{number.text}/v{version}",
    )


def _frozen(sheet: Sheet, at: datetime) -> IssuedSheet:
    assert sheet.stamp is not None
    content = freeze(sheet)
    return IssuedSheet(
        version=sheet.stamp.version,
        title=sheet.subject.title,
        content=content,
        hash=hash_of(content),
        issued_at=at,
    )


def _uses(issue: IssuedSheet, records: Iterable[Record]) -> Iterator[IssuedRecord]:
    for record in records:
        yield IssuedRecord(sheet_id=issue.id, record_id=record.id, revision=record.revision)


def _note_counted(session: Session, issue: IssuedSheet, company_id: int) -> None:
    """Note also those of a company's reports that its sheet only counts: there may be thousands.

    So a sheet is marked at once, whichever of them is retracted.
    """
    known = select(IssuedRecord.record_id).where(IssuedRecord.sheet_id == issue.id)
    counted = (
        select(literal(issue.id), Record.id, Record.revision)
        .join(Exposure, Exposure.report_id == Record.id)
        .where(Exposure.company_id == company_id, Exposure.counted, Record.id.not_in(known))
    )
    columns = ["sheet_id", "record_id", "revision"]
    session.execute(insert(IssuedRecord).from_select(columns, counted))


def _files(issue: IssuedSheet, *, large: bool) -> Iterator[IssuedFile]:
    for form in ("json",) if large else issued_forms():
        yield IssuedFile(sheet_id=issue.id, form=form, hash=hash_of(render_issued(issue, form)))


def _deed(action: str, issue: IssuedSheet) -> Deed:
    details = {"version": issue.version, "hash": issue.hash}
    return Deed(action, issue.number.text, details)
