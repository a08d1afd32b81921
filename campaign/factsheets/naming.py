"""Names in the reader's script first: ``富士康 (Foxconn)`` for who reads Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.wording import Wording
from campaign.models import Name
from campaign.models.vocabulary import NameKind

TITLES_IN = "en"  # the language of the record's titles
NO_LANGUAGE = "zxx"
MOST_NAMES = 8
READER_FIRST = (
    NameKind.NATIVE,
    NameKind.PRIMARY,
    NameKind.BRAND,
    NameKind.TRADING,
    NameKind.LEGAL,
    NameKind.NICKNAME,
    NameKind.ROMANISED,
)
OTHERS_FIRST = (
    NameKind.NATIVE,
    NameKind.LEGAL,
    NameKind.ACRONYM,
    NameKind.BRAND,
    NameKind.TRADING,
    NameKind.NICKNAME,
    NameKind.FORMER,
    NameKind.ROMANISED,
    NameKind.PRIMARY,
)


def reader_name(
    wording: Wording, title: str, names: Iterable[Name], *, strong: bool = False
) -> Runs:
    """Return a title, after the name that the reader can read, where there is another one."""
    own = _title(wording, title, strong=strong)
    readable = _readable(wording, title, names)
    if readable is None:
        return own
    run = Run(readable.text, strong=strong, quoted=True)
    return wording.say("{name} ({title})", name=run, title=own)


def shortened(runs: Runs, most: int) -> Runs:
    """Return a name of at most so many letters, ended after a word with ``[…]`` where longer."""
    found: list[Run] = []
    left = most
    for run in runs:
        if len(run.text) > left:
            kept = run.text[:left].rpartition(" ")[0] or run.text[:left]
            return (*found, replace(run, text=f"{kept} […]"))
        found.append(run)
        left -= len(run.text)
    return tuple(found)


def native_name(wording: Wording, title: str, names: Iterable[Name]) -> Run | None:
    """Return the name in the language of the place, where it differs from the title."""
    native = [name for name in names if name.name_kind is NameKind.NATIVE and name.text != title]
    return quoted_name(wording, native[0]) if native else None


def quoted_name(wording: Wording, name: Name) -> Run:
    """Return a name as it stands in its record, with its language."""
    return Run(name.text, in_language(wording, name.language), quoted=True)


def in_language(wording: Wording, tag: str) -> str:
    """Return a language for a run: empty where it is the sheet's own, or none."""
    base = tag.split("-")[0]
    own = base == wording.language.split("-")[0] and "-Latn" not in tag
    return "" if tag == NO_LANGUAGE or (own and base != "zh") or tag == wording.language else tag


def other_names(wording: Wording, names: Iterable[Name], shown: Collection[str], most: int) -> Runs:
    """Return the names beside those shown already: native first, each once."""
    order = {kind: position for position, kind in enumerate(OTHERS_FIRST)}
    ranked = sorted(
        (name for name in names if name.text not in shown and name.name_kind in order),
        key=lambda name: order[name.name_kind],
    )
    found = {name.text: quoted_name(wording, name) for name in reversed(ranked)}
    return tuple(found[text] for text in dict.fromkeys(name.text for name in ranked))[:most]


def _title(wording: Wording, title: str, *, strong: bool) -> Runs:
    language = "" if wording.language == TITLES_IN else TITLES_IN
    return (Run(title, language if _script(title) == "LATIN" else "", strong, quoted=True),)


def _readable(wording: Wording, title: str, names: Iterable[Name]) -> Name | None:
    """Return the name in the reader's language; for Latin script, where the title has another."""
    base = wording.language.split("-")[0]
    latin = _script(wording.own_name) == "LATIN"
    if latin and _script(title) == "LATIN":
        return None
    fitting = [
        name
        for name in names
        if name.name_kind in READER_FIRST
        and name.text != title
        and (_script(name.text) == "LATIN" if latin else name.language.split("-")[0] == base)
        and (latin or _script(name.text) != "LATIN")
    ]
    return min(fitting, key=lambda name: _nearness(wording, name), default=None)


def _nearness(wording: Wording, name: Name) -> tuple[bool, int, int]:
    other_script = name.language == "zh-Hant" and wording.language == "zh"
    return other_script, READER_FIRST.index(name.name_kind), name.position


@lru_cache(maxsize=4096)  # the same names are met again and again
def _script(text: str) -> str:
    """Return the script of the first letter of a text: ``LATIN``, ``CJK``, ``ARABIC``."""
    letter = next((char for char in text if char.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def joined(runs: Sequence[Runs], between: str) -> Runs:
    """Return several names one after the other."""
    found: list[Run] = []
    for part in runs:
        found += [Run(between)] if found else []
        found += part
    return tuple(found)


def listed_names(wording: Wording, names: Sequence[Runs]) -> Runs:
    """Return names as a list within a sentence: ``a, b and c``, by the rules of CLDR."""
    marks = [f"\ue000{number}\ue001" for number in range(len(names))]
    found: list[Run] = []
    for piece in re.split("\ue000(\\d+)\ue001", wording.listed(marks)):
        if piece.isdigit():
            found += names[int(piece)]
        elif piece:
            found.append(Run(piece))
    return tuple(found)
