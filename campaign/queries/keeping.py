"""What is counted over all that is published: kept in a process until something is published."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Revision

T = TypeVar("T")
KEPT: dict[Callable[..., Any], tuple[str, Any]] = {}


def kept(session: Session, count: Callable[[Session], T]) -> T:
    """Return what is counted, as of the latest revision: whatever is published makes a new one.

    Args:
        session: only read.
        count: a function of the session, by which its answer is known again. The answer is
            given to all who ask: nobody may change it.
    """
    latest = session.scalar(select(Revision.hash).order_by(Revision.id.desc()).limit(1))
    if latest is not None and count in KEPT and KEPT[count][0] == latest:
        known: T = KEPT[count][1]
        return known
    answer = count(session)
    KEPT[count] = latest or "", answer
    return answer
