"""What can go wrong, said to a person: what, where and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class CampaignError(Exception):
    """The one ancestor of every error that this application raises on purpose."""


class NotAllowed(CampaignError):
    """This person may not do this."""


class InvalidTransition(CampaignError):
    """The thing is in a state from which this step cannot be taken."""


class Conflict(CampaignError):
    """Somebody else changed the same record meanwhile."""


class TooMany(CampaignError):
    """More came than people can read; it may be sent again later."""


class RefusedFile(CampaignError):
    """An uploaded file is not taken; the message says why, and what to do."""


class BrokenExport(CampaignError):
    """A file is no whole export of this application; the message says what and what to do."""


class BeingMade(CampaignError):
    """What was asked for is being made by somebody else; it is there in a while."""


class MissingFile(CampaignError):
    """A file that was kept is gone, or no longer what it was."""


class DiskRefuses(CampaignError):
    """A file cannot be written: the disk is full, or can only be read."""


class SchemaMismatch(CampaignError):
    """The database is older or newer than this version of the application."""


class TookTooLong(CampaignError):
    """A question was stopped because it used up its time."""


class NotConnectable(CampaignError):
    """Somebody asked for a connection that cannot be: an end is none, or both are the same."""


class UnknownEnd(NotConnectable):
    """There is no company, facility or organisation with this slug."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        super().__init__(f"“{slug[:120]}” is not a company, facility or organisation here.")


class RetractedEnd(NotConnectable):
    """The record at one end was retracted; ``reason`` is public."""

    def __init__(self, title: str, reason: str) -> None:
        self.title = title
        self.reason = reason
        super().__init__(f"{title} was retracted: {reason}")


class EqualEnds(NotConnectable):
    """Both ends are the same record."""


class InvalidPeriod(CampaignError):
    """Somebody asked for a day, month or year that is none."""


@dataclass(frozen=True)
class Problem:
    """One mistake in a document: where (path of the field) and what."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class InvalidDocument(CampaignError):
    """A document breaks a rule; ``problems`` name each field by its path."""

    def __init__(self, problems: Sequence[Problem], where: str = "") -> None:
        self.problems = tuple(problems)
        self.where = where
        lines = "; ".join(str(problem) for problem in self.problems)
        super().__init__(f"{where}: {lines}" if where else lines)
