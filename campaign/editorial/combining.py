"""Bringing two versions of a document together that both began from a third."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Final

from campaign.editorial.parts import KEYED, Steps, by_key, plain

_ABSENT: Final = object()


@dataclass(frozen=True)
class Clash:
    """A value that both changed, each in another way; None stands for taken away."""

    steps: Steps
    base: Any
    theirs: Any
    ours: Any


@dataclass
class Combined:
    """A document that says what both versions say, and where they do not agree.

    Attributes:
        document: ours, with all that only they changed.
        taken: where something of theirs came in.
        clashes: where both changed the same; ``document`` keeps ours, and a person decides.
    """

    document: dict[str, Any] = field(default_factory=dict)
    taken: list[Steps] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


def combine(
    base: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any]
) -> Combined:
    """Return ours with what they changed since ``base``, part by part.

    Where both added a part under one key, theirs keeps it, for it is published and others
    refer to it, and ours gets the next free one. Nothing is lost: what of theirs is not in
    the document is among the clashes.
    """
    found = Combined()
    found.document = _Combiner(found).value(plain(base), plain(theirs), plain(ours), ())
    return found


class _Combiner:
    """Goes through three versions at once; notes what it took and what clashes."""

    def __init__(self, found: Combined) -> None:
        self.found = found

    def value(self, base: Any, theirs: Any, ours: Any, steps: Steps) -> Any:
        """Return one value of the combined document."""
        if _same(theirs, ours) or _same(theirs, base):
            return ours
        if _same(ours, base):
            self.found.taken.append(steps)
            return theirs
        if isinstance(theirs, Mapping) and isinstance(ours, Mapping):
            return self._parts(base if isinstance(base, Mapping) else {}, theirs, ours, steps)
        if isinstance(theirs, list) and isinstance(ours, list):
            return self._rows(base if isinstance(base, list) else [], theirs, ours, steps)
        self.found.clashes.append(Clash(steps, *map(_plainly, (base, theirs, ours))))
        return ours

    def _parts(
        self, base: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any], at: Steps
    ) -> dict[str, Any]:
        if at and at[-1] in KEYED:
            ours = _with_free_keys(base, theirs, ours)
        found = {
            key: self.value(
                base.get(key, _ABSENT),
                theirs.get(key, _ABSENT),
                ours.get(key, _ABSENT),
                (*at, key),
            )
            for key in dict.fromkeys((*theirs, *ours))
        }
        kept = {key: value for key, value in found.items() if value is not _ABSENT}
        return {key: kept[key] for key in _order(list(base), list(theirs), list(ours), kept)}

    def _rows(self, base: list[Any], theirs: list[Any], ours: list[Any], at: Steps) -> list[Any]:
        return list(self._parts(by_key(base), by_key(theirs), by_key(ours), at).values())


def _same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same, in the same order."""
    return one is other or (one == other and repr(one) == repr(other))


def _plainly(value: Any) -> Any:
    return None if value is _ABSENT else value


def _with_free_keys(
    base: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any]
) -> dict[str, Any]:
    """Return our parts; a new one whose key they took gets another."""
    taken, moved = {*base, *theirs, *ours}, {}
    for key, part in ours.items():
        new = key
        if key not in base and key in theirs and not _same(theirs[key], part):
            letters = key.rstrip("0123456789")[:50]
            new = next(name for n in count(1) if (name := f"{letters}{n}") not in taken)
            taken.add(new)
        moved[new] = part
    return moved


def _order(
    base: list[str], theirs: list[str], ours: list[str], kept: Mapping[str, Any]
) -> list[str]:
    """Return the order of what is kept: that of the side which moved something, else ours."""
    unmoved = [key for key in base if key in ours] == [key for key in ours if key in base]
    lead, other = (theirs, ours) if unmoved else (ours, theirs)
    order = [key for key in lead if key in kept]
    for position, key in enumerate(other):
        if key in kept and key not in order:
            before = next((k for k in reversed(other[:position]) if k in order), None)
            order.insert(0 if before is None else order.index(before) + 1, key)
    return order
