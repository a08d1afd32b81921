"""How long it takes to undo a large import, step by step, and how long the page is silent.

Run with ``make bench``; on SQLite and on PostgreSQL. ``UNDONE`` says how many records, 2,000
when nothing is said: half of them are changed by the import and go back, half are new in it
and are retracted. Companies and supply links between them in turn.
"""

import os
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.orm import Session

from campaign.db import begin_writing, now
from campaign.editorial.batches import publish_batch, review_batch, start_undo
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.editorial.undoing import find_imports, plan_undoing_import
from campaign.models.vocabulary import Verdict
from campaign.schemas import parse_document
from tests.factories import (
    Values,
    company_values,
    make_source,
    make_user,
    supply_link_values,
)

UNDONE = int(os.environ.get("UNDONE") or 2_000)
T = TypeVar("T")


class Signs:
    """Notes when a work says how far it is."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._last = time.perf_counter()

    def note(self, _doing: str = "", _done: int = 0, _total: int = 0) -> None:
        at = time.perf_counter()
        self.longest, self._last = max(self.longest, at - self._last), at


def bench_undoing_a_large_import(session: Session, dialect: str) -> None:
    author, reviewer = make_user(session, "editor"), make_user(session, "reviewer")
    make_source(session)
    session.commit()
    _import(session, range(UNDONE // 2), "first.csv", "Garments")
    _import(session, range(UNDONE), "second.csv", "Electronics")
    [run] = [found for found in find_imports(session) if found.origin == "second.csv"]
    plan, planning = _timed(session, lambda: plan_undoing_import(session, run.origin, run.at))
    batch, beginning = _timed(
        session, lambda: start_undo(session, plan, title="Undo", reason="Wrong.", author=author)
    )
    _, judging = _timed(
        session, lambda: review_batch(session, batch, reviewer=reviewer, verdict=Verdict.APPROVE)
    )
    signs = Signs()
    count, carrying_out = _timed(
        session, lambda: publish_batch(session, batch, reviewer=reviewer, progress=signs.note)
    )
    signs.note()
    assert count == plan.size == UNDONE
    print(
        f"\n{dialect}: undoing {count:,} records: {planning:.1f} s to plan, {beginning:.1f} to "
        f"begin, {judging:.1f} to approve, {carrying_out:.1f} to carry out, "
        f"{signs.longest:.1f} at most without a word"
    )


def _import(session: Session, numbers: range, origin: str, words: str) -> None:
    begin_writing(session)
    documents = [parse_document(_values(number, words)) for number in numbers]
    publish_all(session, documents, signature=Signature(now(), origin))
    session.commit()


def _values(number: int, words: str) -> Values:
    """Return a company, or a link from the company before it to the one before that."""
    if number % 2 == 0:
        return company_values(name=f"Company {number}", sector=words)
    return supply_link_values(
        slug=f"link-{number}",
        buyer=f"company-{number - 1}",
        supplier=f"company-{max(number - 3, 2 if number == 1 else 0)}",
        product=words,
    )


def _timed(session: Session, work: Callable[[], T]) -> tuple[T, float]:
    """Do some work in a transaction of its own; return what it gave, and the seconds."""
    session.rollback()
    start = time.perf_counter()
    begin_writing(session)
    done = work()
    session.commit()
    return done, time.perf_counter() - start
