"""Stretches of text, and the error of saying something without a source."""

from __future__ import annotations

from dataclasses import dataclass

from campaign.errors import CampaignError
from campaign.factsheets.plain_text import Printable, printable_text


class UncitedSentence(CampaignError):
    """A fact sheet was about to say something without a source; this is never shown."""


@dataclass(frozen=True)
class Run:
    """A stretch of text.

    Attributes:
        text: the words.
        language: BCP 47, where it is not the sheet's own; its direction may differ too.
        strong: set in bold.
        quoted: stands word for word in a record; the rest are our connecting words.
    """

    text: str
    language: str = ""
    strong: bool = False
    quoted: bool = False

    def __post_init__(self) -> None:
        clean = printable_text(self.text)  # there are thousands of runs: one field only
        if clean != self.text:
            object.__setattr__(self, "text", clean)


Runs = tuple[Run, ...]


def text_of(runs: Runs) -> str:
    """Return the words alone."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True)
class Status(Printable):
    """A word of certainty or the like, set apart from its sentence, never by colour alone.

    Attributes:
        code: the value of the vocabulary, the same in every language: ``corroborated``,
            ``disputed``, ``remedied``, ``withdrawn``, ``denied``, ``ended``, ``open``, ``met`` …
        text: the word in the sheet's language.
    """

    code: str
    text: str
