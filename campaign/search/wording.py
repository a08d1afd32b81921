"""Words of this field that mean the same: spellings of English, and terms of labour rights."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from campaign.search.folding import fold

FILE = Path(__file__).with_name("wording.yaml")
LONGEST_WORDING = 3  # words, of those that may be typed

Wording = tuple[str, ...]


def other_wordings(folded: str) -> tuple[Wording, ...]:
    """Return what folded words are also called, as tokens; nothing for most words."""
    return _wordings().get(folded, ())


@cache
def _wordings() -> dict[str, tuple[Wording, ...]]:
    found: dict[str, dict[Wording, None]] = {}
    for line in yaml.safe_load(FILE.read_text(encoding="utf-8")):
        same = [tuple(fold(wording).split()) for wording in line]
        for wording in same:
            others = (other for other in same if other != wording)
            found.setdefault(" ".join(wording), {}).update(dict.fromkeys(others))
    return {wording: tuple(others) for wording, others in found.items()}
