"""What `/connections` and its like are asked: two ends and a date, as people write them."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import request

from campaign.db import db
from campaign.errors import InvalidPeriod, RetractedEnd, UnknownEnd
from campaign.graph.ends import ENDS, find_end
from campaign.graph.timing import Period, parse_period
from campaign.models.vocabulary import Kind
from campaign.queries.records import RecordReference
from campaign.search.query import suggest
from campaign.search.results import Suggestion

LONGEST = 200  # characters of a name that are looked for
MOST_CHOICES = 8


@dataclass(frozen=True)
class End:
    """One end as it was asked for, and what it is: a record, or names to choose from."""

    asked: str
    record: RecordReference | None = None
    by_name: bool = False
    choices: tuple[Suggestion, ...] = ()


@dataclass
class Question:
    """Two ends and when; ``problems`` say what is wrong, ``status`` is that of the answer."""

    start: End
    end: End
    asked_on: str = ""
    moment: Period | None = None
    problems: list[str] = field(default_factory=list)
    status: int = 200
    kinds: tuple[Kind, ...] = ENDS

    @property
    def ends(self) -> tuple[RecordReference, RecordReference] | None:
        """Return both records, where all that was asked can be answered."""
        if self.start.record is None or self.end.record is None or self.problems:
            return None
        return self.start.record, self.end.record

    @property
    def arguments(self) -> dict[str, str]:
        """Return the arguments of the address at which this is answered."""
        ends = self.ends
        start, end = (e.slug for e in ends) if ends else (self.start.asked, self.end.asked)
        found = {"from": start, "to": end, "on": self.asked_on}
        return {name: value for name, value in found.items() if value}

    @property
    def moved(self) -> int | None:
        """Return the status of a redirect: for good from old slugs, for now from names."""
        if self.ends is None or (self.start.asked, self.end.asked) == tuple(
            record.slug for record in self.ends
        ):
            return None
        return 302 if self.start.by_name or self.end.by_name else 301


def read_question(*, by_name: bool = False) -> Question:
    """Return what the address asks.

    Args:
        by_name: whether names are looked for where a slug is not known.
    """
    question = Question(End(""), End(""), request.args.get("on", "").strip())
    question.start = _read_end("from", question, by_name)
    question.end = _read_end("to", question, by_name)
    question.moment = _read_moment(question)
    start, end = question.start.record, question.end.record
    if start is not None and end is not None and start.id == end.id:
        _refuse(question, f"Both ends are {start.title}; choose two that differ.", 400)
    return question


def _read_moment(question: Question) -> Period | None:
    try:
        return parse_period(question.asked_on)
    except InvalidPeriod as error:
        _refuse(question, str(error), 400)
        return None


def _read_end(name: str, question: Question, by_name: bool) -> End:
    asked = request.args.get(name, "").strip()
    if not asked:
        return End("")
    try:
        return End(asked, find_end(db.session, asked))
    except RetractedEnd as error:
        _refuse(question, str(error), 410)
        return End(asked)
    except UnknownEnd as error:
        found = _named(asked) if by_name else ()
        if not found:
            _refuse(question, str(error), 404)
    if len(found) == 1:
        return End(asked, find_end(db.session, found[0].slug), by_name=True)
    return End(asked, choices=found)


def _named(asked: str) -> tuple[Suggestion, ...]:
    """Return what may be meant: the one with exactly this name, or those nearest to it."""
    found = suggest(db.session, asked[:LONGEST], limit=30)
    ends = tuple(choice for choice in found if choice.kind in ENDS)
    name = asked.casefold()
    exact = tuple(c for c in ends if name in (c.title.casefold(), c.matched_name.casefold()))
    return exact if len(exact) == 1 else ends[:MOST_CHOICES]


def _refuse(question: Question, message: str, status: int) -> None:
    question.problems.append(message)
    question.status = max(question.status, status)
