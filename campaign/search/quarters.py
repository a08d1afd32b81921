"""A term cut in four, and what of it a mistyped word still shares with it.

Two mistakes spoil two quarters at most and leave two whole (the pigeonhole principle), each
somewhere near its place; one mistake leaves one of the halves whole. See Li, Deng, Wang and
Feng, “Pass-Join: a partition-based method for similarity joins” (VLDB 2011): these are its
windows, for several pieces at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise, product

QUARTERS = ("first", "second", "third", "fourth")
Cut = tuple[int, int]  # where a quarter begins and ends
Pieces = tuple[int, ...]  # numbers of the quarters that are whole
HALVES: tuple[Pieces, ...] = ((0, 1), (2, 3))
PAIRS: tuple[Pieces, ...] = tuple(combinations(range(4), 2))
SINGLES: tuple[Pieces, ...] = tuple((number,) for number in range(4))
SPARED = {1: HALVES, 2: PAIRS, 3: SINGLES}  # by mistakes: which pieces are whole, one at least


def quarters_of(term: str) -> dict[str, str]:
    """Return the four quarters of a term as they are kept, each with the length of the term."""
    cuts = zip(QUARTERS, _cuts(len(term)), strict=True)
    return {name: _key(term, cut, len(term)) for name, cut in cuts}


def shared_keys(word: str, mistakes: int) -> Iterator[tuple[Pieces, tuple[str, ...]]]:
    """Yield quarters, and what stands in them, of the terms with so few mistakes at most.

    Letters that were left out, added or changed count; a swap counts as two of those.
    """
    for length in range(max(1, len(word) - mistakes), len(word) + mistakes + 1):
        for pieces in SPARED[mistakes]:
            for shifts in _shifts(len(pieces), len(word) - length, mistakes):
                cuts = _moved(length, pieces, shifts)
                if cuts[0][0] >= 0 and cuts[-1][1] <= len(word):
                    yield pieces, tuple(_key(word, cut, length) for cut in cuts)


def swapped(word: str) -> Iterator[str]:
    """Yield a word with each two neighbours swapped."""
    for at, (first, second) in enumerate(pairwise(word)):
        if first != second:
            yield f"{word[:at]}{second}{first}{word[at + 2 :]}"


@cache
def _cuts(length: int) -> tuple[Cut, ...]:
    return tuple(pairwise(length * number // 4 for number in range(5)))


def _moved(length: int, pieces: Pieces, shifts: tuple[int, ...]) -> list[Cut]:
    cuts = [_cuts(length)[number] for number in pieces]
    return [(start + by, end + by) for (start, end), by in zip(cuts, shifts, strict=True)]


def _key(word: str, cut: Cut, length: int) -> str:
    return f"{length}{word[cut[0] : cut[1]]}"


@cache
def _shifts(number: int, longer: int, mistakes: int) -> tuple[tuple[int, ...], ...]:
    """Return how far each of some pieces may stand from its place in a word so much longer.

    Each step from one piece to the next by which they moved took a mistake.
    """
    moves = product(range(-mistakes, mistakes + 1), repeat=number)
    return tuple(shifts for shifts in moves if _steps(shifts, longer) <= mistakes)


def _steps(shifts: tuple[int, ...], longer: int) -> int:
    return sum(abs(after - before) for before, after in pairwise((0, *shifts, longer)))
