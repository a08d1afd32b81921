"""Which parts of a shown text a query means: plain spans, which the templates mark up.

A text is folded letter by letter, so that what is found in the folded text can be shown in
the one that people read, whatever came between: accents, Traditional and Simplified
characters, hyphens, legal forms, the pinyin of a Han name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.search.letters import Span, read_letters
from campaign.search.words import Asked


@dataclass(frozen=True)
class Marked:
    """A text as it is shown, with the parts that matched.

    Attributes:
        text: as written.
        language: of the text (BCP 47).
        spans: begin and end of each part, in order; no two of them touch.
        met: the numbers of the words of the query that are in it.
    """

    text: str
    language: str
    spans: tuple[Span, ...] = ()
    met: frozenset[int] = frozenset()

    @property
    def length(self) -> int:
        """Return how many characters matched."""
        return sum(end - start for start, end in self.spans)

    @property
    def pieces(self) -> Iterator[tuple[str, bool]]:
        """Yield the text in pieces, and whether each matched; together they are the text."""
        at = 0
        for start, end in self.spans:
            if at < start:
                yield self.text[at:start], False
            yield self.text[start:end], True
            at = end
        if at < len(self.text):
            yield self.text[at:], False


def mark(text: str, asked: Asked, language: str, *, is_name: bool = False) -> Marked:
    """Return a text with the words of a query marked in it.

    A name is also marked where it begins as the whole query does, which is how names are
    found; in other texts only whole words are.
    """
    spans, met = find_words(text, asked)
    if is_name and not spans and asked.joined and not asked.is_literal:
        letters = read_letters(text)
        spans = [
            *letters.written.find(asked.joined, unfinished=True),
            *letters.read.find(asked.joined, unfinished=True),
        ]
    return Marked(text, language, merge(spans), frozenset(met))


def has_whole(text: str, asked: Asked) -> bool:
    """Tell whether a text has the whole query as it was typed, be its last word unfinished."""
    return any(read_letters(text).written.find(asked.joined, unfinished=True))


def find_words(text: str, asked: Asked) -> tuple[list[Span], set[int]]:
    """Return where words of a query stand in a text, and the numbers of those that do."""
    letters = read_letters(text)
    spans: list[Span] = []
    met: set[int] = set()
    for number, word in enumerate(asked.words):
        for way in word.ways:
            found = [letters.find(phrase) for phrase in way]
            if all(found):
                spans += [span for places in found for span in places]
                met.add(number)
    return spans, met


def merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return spans in order, those that touch made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
