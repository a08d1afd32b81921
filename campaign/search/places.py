"""A small gazetteer: places that are written in several ways."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from campaign.search.folding import fold, joined

FILE = Path(__file__).with_name("places.yaml")


@dataclass(frozen=True)
class Place:
    """A place: how it is shown, and the folded tokens of every spelling."""

    name: str
    spellings: tuple[tuple[str, ...], ...]


def find_place(folded: str) -> Place | None:
    """Return the place that is written so (folded, with or without spaces), or None."""
    return _gazetteer().get(joined(folded))


def cut_place(run: str) -> tuple[str, ...]:
    """Part a run of Han characters where a place in it begins or ends: 郑州富士康 is two words.

    Comes back whole when no place is in it, or when less than two characters would be left
    beside the place.
    """
    for length in range(len(run) - 2, 1, -1):
        for start in range(len(run) - length + 1):
            before, place, after = run[:start], run[start : start + length], run[start + length :]
            if place in _gazetteer() and 1 not in (len(before), len(after)):
                return (*_cut_rest(before), place, *_cut_rest(after))
    return (run,)


def _cut_rest(run: str) -> tuple[str, ...]:
    return cut_place(run) if run else ()


@cache
def _gazetteer() -> dict[str, Place]:
    places: dict[str, Place] = {}
    for spellings in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        tokens = dict.fromkeys(tuple(fold(spelling).split()) for spelling in spellings)
        place = Place(spellings[0], tuple(tokens))
        for spelling in place.spellings:
            places.setdefault("".join(spelling), place)
    return places
