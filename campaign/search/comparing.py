"""Comparing two names: how likely they are the same, and why, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from campaign.search.folding import (
    closed_up,
    fold,
    fold_name,
    is_han_token,
    is_latin,
    joined,
    romanise,
    without_legal_forms,
)
from campaign.search.numerals import cut_numbers
from campaign.search.places import cut_place, find_place
from campaign.search.wording import other_wordings

SAME = 0.8  # from here on two names are taken to be the same
LIKE = 0.6  # from here on it is worth a look
LONGEST_PLACE = 3
SHORTEST_MISTYPED = 5
LONG = 10  # letters from which two mistakes are one too few to tell names apart
_DIVISIONS = re.compile(r"^[省市县区]")
_JOINERS = frozenset({"and", "the", "of"})


@dataclass(frozen=True)
class NameParts:
    """What a name is made of.

    Attributes:
        written: the name in compatibility form, in small letters.
        whole: folded, with everything.
        core: folded words that tell it from others, Han characters together.
        places: names of the places in it, as the gazetteer shows them.
        leads: whether a place begins it, as the law of China asks.
        numbers: in digits.
    """

    written: str
    whole: str
    core: tuple[str, ...]
    places: frozenset[str]
    leads: bool
    numbers: tuple[str, ...]

    @property
    def joined(self) -> str:
        """Return the core without spaces."""
        return joined("".join(self.core))

    @property
    def read(self) -> str:
        """Return the core in Latin letters, without spaces."""
        return joined(romanise(" ".join(self.core)))


@dataclass(frozen=True)
class Verdict:
    """How likely two names are the same, from 0 to 1, and why."""

    score: float
    reason: str


DIFFERENT = Verdict(0.0, "different names")


@lru_cache(maxsize=2048)
def read_name(text: str) -> NameParts:
    """Take a name apart."""
    whole = fold(text)
    bare = closed_up(" ".join(without_legal_forms(whole.split())))
    rest, numbers = cut_numbers(bare.replace("工厂", "厂"))
    words = [part for word in rest.split() for part in _cut(word)]
    core, places, leads = _without_places(words)
    core = [_one_wording(word) for word in core if word not in _JOINERS] or words
    core = without_legal_forms(core) if core else core
    return NameParts(text.casefold().strip(), whole, tuple(core), places, leads, numbers)


def compare_names(one: str, other: str) -> Verdict:
    """Return how likely two names are the same."""
    first, second = read_name(one), read_name(other)
    if not first.core or not second.core:
        return DIFFERENT
    verdict = _compare_cores(first, second)
    if verdict.score and first.numbers != second.numbers:
        return Verdict(0.0, "different numbers")
    return _with_places(verdict, first, second)


def _compare_cores(one: NameParts, other: NameParts) -> Verdict:
    if one.whole == other.whole:
        return _written_alike(one, other)
    if one.core == other.core:
        same = fold_name(one.written) == fold_name(other.written)
        return Verdict(0.97, f"differs only in {'legal form' if same else 'spelling'}")
    if one.joined == other.joined:
        return Verdict(0.95, "differs only in spaces and signs")
    if sorted(one.core) == sorted(other.core):
        return Verdict(0.9, "same words in another order")
    return _compare_sounds(one, other)


def _written_alike(one: NameParts, other: NameParts) -> Verdict:
    if one.written == other.written:
        return Verdict(1.0, "same name")
    if _is_traditional(one.written) or _is_traditional(other.written):
        return Verdict(0.99, "same name written in Traditional characters")
    return Verdict(0.99, "differs only in signs and accents")


def _is_traditional(written: str) -> bool:
    return any(is_han_token(character) and fold(character) != character for character in written)


def _compare_sounds(one: NameParts, other: NameParts) -> Verdict:
    """Compare names in different scripts by their sound, and in one script by their letters."""
    latin = is_latin(one.joined), is_latin(other.joined)
    if any(latin) and not all(latin):
        same = one.read == other.read
        return Verdict(0.9, "same name in another script") if same else DIFFERENT
    if not all(latin):
        return DIFFERENT  # one character makes another name: 新和 is not 欣和
    letters = min(len(one.joined), len(other.joined))
    distance = OSA.distance(one.joined, other.joined)
    allowed = (letters >= SHORTEST_MISTYPED) + (letters >= LONG)
    if distance > allowed or not _is_mistyped(one, other):
        return DIFFERENT
    return Verdict(0.85, "differs by a letter" if distance == 1 else "differs by two letters")


def _is_mistyped(one: NameParts, other: NameParts) -> bool:
    """Tell whether words differ as a mistake makes them, and not as two words do."""
    if len(one.core) != len(other.core):
        return True
    changed = [(a, b) for a, b in zip(one.core, other.core, strict=True) if a != b]
    return all(min(len(a), len(b)) >= SHORTEST_MISTYPED and a[0] == b[0] for a, b in changed)


def _with_places(verdict: Verdict, one: NameParts, other: NameParts) -> Verdict:
    """Lower a score where the names say different places, or only one of them says one."""
    if one.places == other.places or not verdict.score:
        return verdict
    if one.places and other.places:
        contained = one.places < other.places or other.places < one.places
        return Verdict(verdict.score - 0.1, verdict.reason) if contained else DIFFERENT
    leads = one.leads or other.leads
    return Verdict(min(verdict.score, 0.7 if leads else 0.5), "same name, but one says a place")


def _cut(word: str) -> tuple[str, ...]:
    return cut_place(word) if is_han_token(word[0]) else (word,)


def _without_places(words: list[str]) -> tuple[list[str], frozenset[str], bool]:
    """Return words without the places among them, those, and whether one came first."""
    core: list[str] = []
    places: set[str] = set()
    leads = False
    rest = list(words)
    while rest:
        for length in range(min(LONGEST_PLACE, len(rest)), 0, -1):
            place = find_place(fold(" ".join(rest[:length])))
            if place is not None and len(words) > length:
                leads = leads or (not core and not places)
                places.add(place.name)
                rest = rest[length:]
                rest[:1] = [_DIVISIONS.sub("", word) for word in rest[:1]]
                break
        else:
            core.append(rest.pop(0))
    return [word for word in core if word], frozenset(places), leads


def _one_wording(word: str) -> str:
    """Return the first by sorting of a word and its other spellings: labor for labour."""
    near = [other[0] for other in other_wordings(word) if len(other) == 1]
    spellings = [other for other in near if OSA.distance(word, other) <= 2 and other[0] == word[0]]
    return min([word, *spellings])
