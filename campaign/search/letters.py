"""A text folded letter by letter, so that what is found can be shown as people wrote it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby

from campaign.search.folding import fold, is_han_token, is_unspaced, romanise
from campaign.search.wade_giles import rewritten
from campaign.search.words import Phrase

Span = tuple[int, int]

_CHUNK = re.compile(r"\S+")


@dataclass(frozen=True)
class Letters:
    """A folded text without its spaces, and where each letter stands in the text as shown.

    Attributes:
        text: the letters.
        origins: by letter, the span of the shown text from which it comes.
        starts: at which letters a token begins.
        ends: after which letters one ends.
    """

    text: str
    origins: tuple[Span, ...]
    starts: frozenset[int]
    ends: frozenset[int]

    def find(self, wanted: str, *, unfinished: bool = False) -> Iterator[Span]:
        """Yield where whole tokens make up the wanted letters; the last may go on."""
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            end = at + len(wanted)
            if at in self.starts and (unfinished or end in self.ends):
                yield self.origins[at][0], self.origins[end - 1][1]
            at = self.text.find(wanted, at + 1)


@dataclass(frozen=True)
class Text:
    """The letters of a text as it is written, as it is read aloud, and by Wade-Giles."""

    written: Letters
    read: Letters
    older: Letters

    def find(self, phrase: Phrase) -> list[Span]:
        """Return where a phrase stands."""
        wanted = "".join(phrase.tokens)
        if phrase.romanised:
            return list(self.read.find(wanted, unfinished=phrase.prefix))
        found = list(self.written.find(wanted, unfinished=phrase.prefix))
        return found or list(self.older.find(wanted))


@lru_cache(maxsize=512)
def read_letters(text: str) -> Text:
    """Fold a text letter by letter."""
    tokens = [token for chunk in _CHUNK.finditer(text) for token in _tokens(chunk)]
    written = _letters(tokens)
    if text.isascii():
        return Text(written, written, written)
    read = list(_read(tokens))
    return Text(written, _letters(read), _letters(map(_by_wade_giles, read)))


@dataclass(frozen=True)
class _Token:
    """A folded token; by letter, the span from which it comes; for Han, its syllable."""

    text: str
    origins: tuple[Span, ...]
    is_syllable: bool = False

    @property
    def span(self) -> Span:
        return self.origins[0][0], self.origins[-1][1]


def _letters(tokens: Iterable[_Token]) -> Letters:
    tokens = list(tokens)
    ends = list(accumulate(len(token.text) for token in tokens))
    return Letters(
        "".join(token.text for token in tokens),
        tuple(origin for token in tokens for origin in token.origins),
        frozenset([0, *ends[:-1]]),
        frozenset(ends),
    )


def _tokens(chunk: re.Match[str]) -> Iterator[_Token]:
    """Yield the tokens of a run without spaces.

    Where its letters cannot be followed one by one (jamo that come together, a token cut for
    its length), each of its tokens comes from the whole run.
    """
    folded = fold(chunk[0]).split()
    origins = [
        (letter, span)
        for cluster, span in _clusters(chunk[0], chunk.start())
        for letter in _folded(cluster)
    ]
    followed = "".join(letter for letter, _ in origins) == "".join(folded)
    at = 0
    for token in folded:
        own = [span for _, span in origins[at : at + len(token)]]
        yield _Token(token, tuple(own) if followed else (chunk.span(),) * len(token))
        at += len(token)


def _clusters(chunk: str, offset: int) -> Iterator[tuple[str, Span]]:
    """Yield the characters of a run, each with the marks and joiners that follow it."""
    start = 0
    for end in range(1, len(chunk) + 1):
        if end == len(chunk) or not _belongs_to_the_one_before(chunk[end]):
            yield chunk[start:end], (offset + start, offset + end)
            start = end


@lru_cache(maxsize=8192)
def _belongs_to_the_one_before(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")


@lru_cache(maxsize=8192)
def _folded(cluster: str) -> str:
    return fold(cluster).replace(" ", "")


def _read(tokens: Iterable[_Token]) -> Iterator[_Token]:
    """Yield tokens as they are read, Han character by character where each has its syllable."""
    for kind, run in groupby(tokens, key=lambda token: _sort(token.text)):
        together = list(run)
        if kind == "spaced":
            yield from (token for written in together for token in _read_alone(written))
        else:
            yield from _read_run(together)


def _sort(token: str) -> str:
    if is_han_token(token):
        return "han"
    return "unspaced" if is_unspaced(token) else "spaced"


def _read_alone(token: _Token) -> Iterator[_Token]:
    if token.text.isascii():
        yield token
    elif read := romanise(token.text).replace(" ", ""):
        yield _Token(read, (token.span,) * len(read))


def _read_run(run: list[_Token]) -> Iterator[_Token]:
    syllables = romanise("".join(token.text for token in run)).split()
    if len(syllables) == len(run):
        for token, syllable in zip(run, syllables, strict=True):
            yield _Token(syllable, (token.span,) * len(syllable), is_syllable=True)
    elif syllables:
        whole = (run[0].span[0], run[-1].span[1])
        read = "".join(syllables)
        yield _Token(read, (whole,) * len(read))


def _by_wade_giles(token: _Token) -> _Token:
    if not token.is_syllable:
        return token
    syllable = rewritten(token.text)
    return _Token(syllable, (token.span,) * len(syllable))
