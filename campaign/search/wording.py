"""Words of this field that mean the same: spellings of English, and terms of labour rights."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from campaign.search.folding import fold

FILE = Path(__file__).with_name("wording.yaml")
LONGEST_WORDING = 3  # words, of those that may be typed

SHORTEST_FORM = 4  # letters

Wording = tuple[str, ...]


def other_wordings(folded: str) -> tuple[Wording, ...]:
    """Return what folded words are also called, as tokens; nothing for most words.

    A plural means what its singular does, and what stands in the list stands for its other
    form as well.
    """
    before, _, last = folded.rpartition(" ")
    typed = [folded, *(f"{before} {form}".strip() for form in forms_of(last))]
    found = [wording for words in typed for wording in _wordings().get(words, ())]
    others = [(*way[:-1], form) for way in found for form in (way[-1], *forms_of(way[-1]))]
    return tuple(dict.fromkeys(way for way in others if " ".join(way) not in typed))


def forms_of(token: str) -> list[str]:
    """Return an English word's likely singular or plural."""
    if len(token) < SHORTEST_FORM or not token.isascii() or not token.isalpha():
        return []
    if not token.endswith("s"):
        return [f"{token[:-1]}ies" if token.endswith("y") else f"{token}s"]
    stems = [f"{token[:-3]}y"] if token.endswith("ies") else []
    stems += [token[:-1]] if not token.endswith("ss") else [f"{token}es"]
    return [stem for stem in stems if len(stem) >= SHORTEST_FORM]


@cache
def _wordings() -> dict[str, tuple[Wording, ...]]:
    found: dict[str, dict[Wording, None]] = {}
    for line in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        same = [tuple(fold(wording).split()) for wording in line]
        for wording in same:
            others = (other for other in same if other != wording)
            found.setdefault(" ".join(wording), {}).update(dict.fromkeys(others))
    return {wording: tuple(others) for wording, others in found.items()}
