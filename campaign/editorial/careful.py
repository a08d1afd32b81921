"""Wording of a document that needs care: hints for the reviewer, and no verdict.

A pure function over a document. It misses much and sees some things that are none; the
labelled sentences in ``tests/editorial/careful_sentences.py`` say how often.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from campaign.editorial.care import ADVICE, AROUND, Care, Span, text_concerns
from campaign.editorial.parts import Steps, plain, unfolded

SMALL = 10  # fewer people than this may be told from one another


@dataclass(frozen=True)
class Concern:
    """A place whose wording needs care.

    Attributes:
        steps: of the field in the document.
        care: why.
        before: what stands before the words, shortened.
        words: the words that were noticed.
        after: what stands after them, shortened.
    """

    steps: Steps
    care: Care
    before: str
    words: str
    after: str

    @property
    def advice(self) -> str:
        """Return why the words need care, as the end of a sentence."""
        return ADVICE[self.care]


# What names somebody or something on purpose, or is no wording of ours.
UNREAD = frozenset(
    {
        *("kind", "slug", "citations", "names", "identifiers", "website", "url", "archive_url"),
        *("links", "publisher", "author", "origin", "code_of_conduct", "content_sha256", "record"),
        *("speaker", "sector", "language", "address", "locality", "region", "city", "products"),
    }
)
SPOKEN = frozenset({"allegations"})  # each is printed as the words of its speaker


def find_concerns(document: Mapping[str, Any], known: Collection[str] = ()) -> list[Concern]:
    """Return where the wording of a document needs care, in reading order.

    Args:
        document: plain values, finished or not.
        known: names of companies, organisations and places, which are no people.
    """
    content = plain(document)
    if content.get("kind") == "source":
        return []
    found = [
        _concern(steps, care, text, span)
        for steps, text in _texts(content, ())
        for care, span in text_concerns(text, known, is_spoken=bool(SPOKEN & set(steps)))
    ]
    return found + list(_small_counts(content))


def _texts(value: Any, steps: Steps) -> Iterator[tuple[Steps, str]]:
    if isinstance(value, str):
        yield steps, value
        return
    for key, item in (unfolded(value) or {}).items():
        if key not in UNREAD:
            yield from _texts(item, (*steps, key))


def _small_counts(content: Mapping[str, Any]) -> Iterator[Concern]:
    for key, allegation in (unfolded(content.get("allegations")) or {}).items():
        count = allegation.get("at_least")
        if isinstance(count, int) and count < SMALL:
            steps = ("allegations", key, "at_least")
            yield Concern(steps, Care.SMALL_GROUP, "at least ", str(count), "")


def _concern(steps: Steps, care: Care, text: str, span: Span) -> Concern:
    start, end = span
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    before = f"…{before}" if start > AROUND else before
    after = f"{after}…" if end + AROUND < len(text) else after
    return Concern(steps, care, before, text[start:end], after)
