"""What a new version of a document says differently, part by part, whoever moved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from campaign.editorial.parts import KEYED, Steps, plain, unfolded


class Change(StrEnum):
    """What happened to a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Difference:
    """One part or value that differs.

    Attributes:
        steps: names of fields and keys of rows, from the whole document inwards.
        change: what happened to it.
        before: what it was, as plain values; None when it was not there.
        after: what it is now; None when it is gone.
    """

    steps: Steps
    change: Change
    before: Any
    after: Any


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """Return what two documents do not share, in the order of the newer one.

    A part that came or went is one difference; one that stayed is looked into. Rows of
    lists are known by what they are about (``parts.by_key``), not by their position.
    """
    return list(_differences(plain(before), plain(after), ()))


def _differences(before: Any, after: Any, steps: Steps) -> Iterator[Difference]:
    if before == after and repr(before) == repr(after):
        return
    old, new = _rows(before, after, steps), _rows(after, before, steps)
    if old is None or new is None:
        yield Difference(steps, _change(before, after), before, after)
        return
    for key in [*new, *(key for key in old if key not in new)]:
        yield from _differences(old.get(key), new.get(key), (*steps, key))
    if steps and _order(old, new) != _order(new, old):
        yield Difference(steps, Change.MOVED, before, after)


def _rows(value: Any, other: Any, steps: Steps) -> dict[str, Any] | None:
    """Return the parts of a value; of a list or keyed parts that are not there, none of them."""
    rows = isinstance(other, list) or (bool(steps) and steps[-1] in KEYED)
    return {} if value is None and rows else unfolded(value)


def _order(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [key for key in one if key in other]


def _change(before: Any, after: Any) -> Change:
    if isinstance(before, bool) or isinstance(after, bool):
        return Change.CHANGED
    if before is None:
        return Change.ADDED
    return Change.REMOVED if after is None else Change.CHANGED
