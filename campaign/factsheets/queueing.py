"""Files of large sheets, asked for by readers and made one after the other, in the database.

One at a time is made for the whole installation, however many processes there are: whoever
makes one says every few seconds that it is at work, and loses it when it falls silent. The
same sheet is made once, whoever asks; not more wait than ``MOST_WAITING``, so that strangers
cannot fill the machine; editors have further places. What was made is kept for a day.

These verbs flush; the door commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf

from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.db import now
from campaign.errors import TooMany
from campaign.factsheets.freezing import canonical_text, hash_of
from campaign.factsheets.issued_files import issued_look
from campaign.factsheets.largeness import SET_ON_PAPER, count_frozen
from campaign.factsheets.look import Look, mark_of
from campaign.factsheets.ordering import IssuedOrder, Order, order_values
from campaign.models import IssuedSheet, MadeFile, Making, Revision
from campaign.models.vocabulary import MakingState

MOST_WAITING = 10
MOST_OF_EDITORS = 20
MOST_ATTEMPTS = 2
SILENCE = timedelta(seconds=30)  # after which a worker is taken for dead
KEPT = timedelta(days=1)
FAILED_KEPT = timedelta(minutes=10)  # then it may be asked for again
MOST_KEPT_BYTES = 400_000_000
OPEN = (MakingState.WAITING, MakingState.WORKING)
DIED = (
    "The process that made this file ended before it was ready, {times} times; most likely the "
    "machine has not enough memory for it. Leave out sections, or read it as a web page, text "
    "or data."
)


@dataclass(frozen=True)
class Wanted:
    """A file that somebody asks for: which sheet, in which form, and about how many reports."""

    order: Order | IssuedOrder
    form: str
    look: Look
    reports: int


def issued_wanted(issue: IssuedSheet, form: str) -> Wanted:
    """Return what to ask for, of a sheet that was issued."""
    reports = count_frozen(issue.content)
    return Wanted(IssuedOrder(issue.id), form, issued_look(issue), reports)


def ask_for_issued(session: Session, issue: IssuedSheet) -> None:
    """Enter those files of a large sheet that are set on paper, however many wait."""
    for form in SET_ON_PAPER:
        ask_for(session, issued_wanted(issue, form), room=inf)


def key_of(session: Session, wanted: Wanted) -> str:
    """Return the name of what is asked for, of the records as they are now.

    What was issued stays as it is, whatever becomes of the records.
    """
    frozen = isinstance(wanted.order, IssuedOrder)
    newest = None if frozen else session.scalar(select(func.max(Revision.id)))
    values = order_values(wanted.order)
    look = mark_of(wanted.look)
    return hash_of(
        canonical_text({"order": values, "form": wanted.form, "look": look, "revision": newest})
    )


def ask_for(
    session: Session, wanted: Wanted, *, room: float = MOST_WAITING, at: datetime | None = None
) -> Making:
    """Return the making of a file, entered now if nobody has asked for the same.

    Raises:
        TooMany: as many wait already as there is room for.
    """
    at = at or now()
    sweep(session, at=at)
    key = key_of(session, wanted)
    found = session.get(Making, key, with_for_update=True)
    if found is not None:
        return found
    if _count_open(session) >= room:
        raise TooMany(
            f"{room} large files are waited for already. Please come back in some minutes; the "
            "web page, the text and the data of this sheet can be had at once."
        )
    making = Making(
        key=key,
        order=order_values(wanted.order),
        form=wanted.form,
        reports=wanted.reports,
        state=MakingState.WAITING,
        asked_at=at,
    )
    try:
        with session.begin_nested():
            session.add(making)
    except IntegrityError:  # somebody asked for the same at this very moment
        return session.get_one(Making, key)
    return making


def count_before(session: Session, making: Making) -> int:
    """Count the files that are made before this one."""
    earlier = select(func.count()).where(
        Making.state.in_(OPEN), Making.asked_at < making.asked_at, Making.key != making.key
    )
    return session.scalars(earlier).one()


def lacks_a_worker(session: Session, *, at: datetime | None = None) -> bool:
    """Tell whether something waits, and nobody is at work."""
    at = at or now()
    at_work = select(func.count()).where(
        Making.state == MakingState.WORKING, Making.beat_at >= at - SILENCE
    )
    return _count_open(session) > 0 and not session.scalars(at_work).one()


def claim(session: Session, worker: str, *, at: datetime | None = None) -> Making | None:
    """Give the next file to a worker; none while another is at work, or where none waits.

    One whose worker fell silent is taken over; after ``MOST_ATTEMPTS`` it has failed.
    """
    at = at or now()
    query = select(Making).where(Making.state.in_(OPEN)).order_by(Making.asked_at, Making.key)
    for making in session.scalars(query.with_for_update()).all():
        if making.state is MakingState.WORKING and _is_alive(making, at):
            return None
        if making.attempts >= MOST_ATTEMPTS:
            _end(making, MakingState.FAILED, at, DIED.format(times=making.attempts))
            continue
        making.state, making.worker = MakingState.WORKING, worker
        making.attempts += 1
        making.begun_at = making.beat_at = at
        making.doing, making.done, making.total = "Reading the records", 0, 0
        session.flush()
        return making
    session.flush()
    return None


def beat(session: Session, key: str, worker: str, step: tuple[str, int, int]) -> bool:
    """Say that a worker is still at it, and how far; False when the file is no longer its own."""
    making = session.get(Making, key, with_for_update=True)
    if making is None or making.worker != worker or making.state is not MakingState.WORKING:
        return False
    making.beat_at = now()
    making.doing, making.done, making.total = step
    session.flush()
    return True


def keep(session: Session, key: str, content_hash: str, content: bytes | None) -> None:
    """Keep a file and end its making; without content, the same was kept before."""
    making, at = session.get_one(Making, key, with_for_update=True), now()
    kept = session.get(MadeFile, content_hash)
    if kept is None:
        assert content is not None
        session.add(MadeFile(hash=content_hash, size=len(content), made_at=at, content=content))
        session.flush()
    making.file_hash = content_hash
    _end(making, MakingState.DONE, at, "")
    session.flush()


def fail(session: Session, key: str, worker: str, trouble: str) -> None:
    """End a making that cannot be, in words; not one that another worker has taken over."""
    making = session.get(Making, key, with_for_update=True)
    if making is not None and making.worker == worker and making.state is MakingState.WORKING:
        _end(making, MakingState.FAILED, now(), trouble)
        session.flush()


def sweep(session: Session, *, at: datetime | None = None) -> None:
    """Let go of files that are older than a day, or of the oldest where all are too large."""
    at = at or now()
    ended = or_(
        (Making.state == MakingState.DONE) & (Making.ended_at < at - KEPT),
        (Making.state == MakingState.FAILED) & (Making.ended_at < at - FAILED_KEPT),
    )
    session.execute(delete(Making).where(ended))
    gone = select(Making.file_hash).where(Making.file_hash.is_not(None))
    session.execute(delete(MadeFile).where(MadeFile.hash.not_in(gone)))
    held = 0
    for hash_, size in session.execute(
        select(MadeFile.hash, MadeFile.size).order_by(MadeFile.made_at.desc())
    ).all():
        held += size
        if held > MOST_KEPT_BYTES:
            session.execute(delete(Making).where(Making.file_hash == hash_))
            session.execute(delete(MadeFile).where(MadeFile.hash == hash_))


def _count_open(session: Session) -> int:
    return session.scalars(select(func.count()).where(Making.state.in_(OPEN))).one()


def _is_alive(making: Making, at: datetime) -> bool:
    return making.beat_at is not None and making.beat_at >= at - SILENCE


def _end(making: Making, state: MakingState, at: datetime, trouble: str) -> None:
    making.state, making.ended_at, making.trouble = state, at, trouble
    making.worker = None
