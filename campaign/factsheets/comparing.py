"""What two sheets say differently: sentence by sentence, whatever their order and numbering.

A sentence is the same when its words, its status and its sources are the same, wherever it
stands: an endnote's number or a place further down is no difference. Of the rest, two that
stand in the same place and are alike make one *changed* sentence; what then has no partner
is *gone* or *added*.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz import fuzz

from campaign.factsheets.drawing import Drawing
from campaign.factsheets.parts import Action, Endnote, Entry, Item, Opinion, Said
from campaign.factsheets.sheet import Block, Sheet, said_in

ALIKE = 70  # percent of two sentences' letters in common, to be the same one reworded
_TOKEN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]|[^\W\u2e80-\u9fff\uf900-\ufaff]+|\s+|[^\w\s]")


@dataclass(frozen=True)
class Line:
    """One thing that a sheet says.

    Attributes:
        section: the heading under which it stands.
        place: of which report or part it speaks; two lines with one place are about the same.
        text: the words.
        status: words of certainty and the like.
        sources: slugs of its sources; empty text where it rests on this record.
        only: there is one such line in its place, so that any other words are a rewording.
    """

    section: str
    place: Hashable
    text: str
    status: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    only: bool = False

    @property
    def said(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Return what must be the same for a line to be the same."""
        return self.text, self.status, self.sources


@dataclass(frozen=True)
class Difference:
    """A line that changed, is gone (no ``after``) or was added (no ``before``)."""

    before: Line | None
    after: Line | None

    @property
    def line(self) -> Line:
        """Return the newer line, or the one that is gone."""
        line = self.after or self.before
        assert line is not None
        return line


Piece = tuple[str, bool]
Slugs = Mapping[int, str]


def compare(old: Sheet, new: Sheet) -> list[Difference]:
    """Return what a newer sheet says differently, in the order of reading."""
    return compare_lines(lines_of(old), lines_of(new))


def compare_lines(old: Sequence[Line], new: Sequence[Line]) -> list[Difference]:
    """Return the differences between two lists of lines."""
    mates = _mates(old, new)
    differences = [
        (place, Difference(line, new[mates[at]] if at in mates else None))
        for at, line in enumerate(old)
        for place in [(at, -1)]
        if at not in mates or new[mates[at]].said != line.said
    ]
    partner = {there: here for here, there in mates.items()}
    before = -1
    for at, line in enumerate(new):
        before = partner.get(at, before)
        if at not in partner:
            differences.append(((before, at), Difference(None, line)))
    return [difference for _, difference in sorted(differences, key=lambda pair: pair[0])]


def word_changes(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return two sentences in pieces, each with whether the other has it not."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return (
        tuple(("".join(old[a:b]), tag != "equal") for tag, a, b, _, _ in steps if b > a),
        tuple(("".join(new[c:d]), tag != "equal") for tag, _, _, c, d in steps if d > c),
    )


def lines_of(sheet: Sheet) -> list[Line]:
    """Return all that a sheet says, in the order of reading; its rules and fixed words are not."""
    return list(_lines(sheet))


def _lines(sheet: Sheet) -> Iterator[Line]:
    slugs = {note.number: note.slug for note in sheet.endnotes}
    letter = sheet.letter
    yield _line(slugs, "", "key message", sheet.key_message, only=True)
    for said in (*sheet.headline, *(letter.opening if letter else ())):
        yield _line(slugs, "", "headline", said)
    for block in sheet.blocks:
        for item in block.items:
            yield from _item_lines(slugs, block, item)
    for closing in letter.closing if letter else ():
        yield _line(slugs, "", "closing", closing)
    for text in sheet.left_out:
        yield Line("", "left out", text)
    for note in sheet.endnotes:
        if note.slug:
            place = ("note", note.slug)
            yield Line(sheet.labels.sources, place, _note_text(note), only=True)


def _item_lines(slugs: Slugs, block: Block, item: Item) -> Iterator[Line]:
    """Yield the lines of one item; a drawing has none, for the tables say the same."""
    section, place = block.heading, (block.key, getattr(item, "slug", ""))
    if isinstance(item, Opinion | Action):
        yield _line(slugs, section, place, item)
    if isinstance(item, Entry):
        yield _line(slugs, section, (*place, "heading"), item.heading, only=True)
        yield _line(slugs, section, (*place, "circumstances"), item.circumstances, only=True)
        for said in (*item.said, *item.answers):
            yield _line(slugs, section, place, said)
    elif not isinstance(item, Drawing):
        for part in said_in(item):
            yield _line(slugs, section, place, part)


def _line(
    slugs: Slugs,
    section: str,
    place: Hashable,
    said: Said | Opinion | Action,
    *,
    only: bool = False,
) -> Line:
    notes: tuple[int, ...] = getattr(said, "notes", ())
    status = tuple(word.text for word in getattr(said, "status", ()))
    sources = tuple(sorted({slugs[number] for number in notes}))
    return Line(section, place, said.text, status, sources, only)


def _note_text(note: Endnote) -> str:
    words = "".join(run.text for run in note.words) or f"{note.publisher}: {note.title}"
    return " ".join(part for part in (words, note.url, note.archive_url, note.remarks) if part)


def _mates(old: Sequence[Line], new: Sequence[Line]) -> dict[int, int]:
    """Return which line of the new list is which of the old: the same, or the same reworded."""
    mates: dict[int, int] = {}
    _pair_same(mates, old, new, lambda line: (line.place, *line.said))
    _pair_same(mates, old, new, lambda line: line.said)
    here, there = _left(mates, old), _left(mates.values(), new)
    for place in here.keys() & there.keys():
        _pair_alike(mates, here[place], there[place])
    return mates


def _left(taken: Iterable[int], lines: Sequence[Line]) -> dict[Hashable, list[tuple[int, Line]]]:
    """Return by place the lines that have no mate yet."""
    known, found = set(taken), defaultdict(list)
    for at, line in enumerate(lines):
        if at not in known:
            found[line.place].append((at, line))
    return found


def _pair_same(
    mates: dict[int, int], old: Sequence[Line], new: Sequence[Line], key: Callable[[Line], Hashable]
) -> None:
    """Pair the lines of one key, in order."""
    taken = set(mates.values())
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at in range(len(new) - 1, -1, -1):
        if at not in taken:
            waiting[key(new[at])].append(at)
    for at, line in enumerate(old):
        if at not in mates and waiting[key(line)]:
            mates[at] = waiting[key(line)].pop()


def _pair_alike(
    mates: dict[int, int], old: list[tuple[int, Line]], new: list[tuple[int, Line]]
) -> None:
    """Pair lines of one place, the most alike first."""
    scores = sorted(
        (-fuzz.ratio(before.text, after.text), here, there)
        for here, before in old
        for there, after in new
        if (before.only and after.only) or fuzz.ratio(before.text, after.text) >= ALIKE
    )
    taken: set[int] = set()
    for _, here, there in scores:
        if here not in mates and there not in taken:
            mates[here] = there
            taken.add(there)
