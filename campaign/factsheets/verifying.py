"""Is this ours, unaltered and current? Asked with a number and a hash, or with a file.

A file is compared by its bytes: with what was made on the day of issue, and with what this
version of the software makes of the same frozen sheet. Bytes prove everything. Where they
differ, words can only prove that a file was altered, never that it was not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from rapidfuzz.distance import Indel
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from campaign.factsheets.freezing import hash_of, short_hash
from campaign.factsheets.issued_files import issued_forms, render_issued
from campaign.factsheets.largeness import SET_ON_PAPER, is_frozen_large
from campaign.factsheets.numbering import parse_number
from campaign.factsheets.recognising import Recognised, recognise
from campaign.models import IssuedFile, IssuedSheet
from campaign.queries.issued import get_number

SHORTEST_HASH = 8
MOST_PASSAGES = 20
MOST_WORDS = 20_000
LIKE_DIGITS = str.maketrans("oOlI", "0011")


class Verdict(StrEnum):
    """What was found out."""

    OURS = "ours"  # number and hash belong together
    UNALTERED = "unaltered"  # byte for byte a file that we made
    SAME_WORDS = "same_words"  # saved anew by another program; each word is ours
    ALTERED = "altered"
    WRONG_HASH = "wrong_hash"  # the number is ours, the hash is not of it
    UNKNOWN = "unknown"  # no such number was ever given
    UNMARKED = "unmarked"  # the file bears no number


@dataclass(frozen=True)
class Passage:
    """Words that a file has in place of those that were issued; either may be empty."""

    issued: str
    found: str


@dataclass(frozen=True)
class Verification:
    """An answer: the verdict, the sheet meant (where there is one), and what differs.

    Attributes:
        form: of a file, what kind it is.
        earlier: the bytes are those of the day of issue, and this version of the software
            would make others.
        passages: the first words that differ.
    """

    verdict: Verdict
    issue: IssuedSheet | None = None
    form: str = ""
    earlier: bool = False
    passages: tuple[Passage, ...] = ()

    @property
    def good(self) -> bool:
        """Tell whether what was shown is ours and proved to be unaltered."""
        return self.verdict in (Verdict.OURS, Verdict.UNALTERED)


def verify_marks(session: Session, number: str, mark: str) -> Verification:
    """Check a number and a hash as somebody reads them off a paper.

    Args:
        session: only read from.
        number: ``CS-2026-0042``; capitals, spaces and leading zeros do not matter.
        mark: at least the first 8 digits of the hash, with or without dashes.
    """
    parsed = parse_number(number)
    known = get_number(session, *parsed) if parsed else None
    if known is None:
        return Verification(Verdict.UNKNOWN)
    digits = re.sub(r"[\s\-–—]", "", mark).translate(LIKE_DIGITS).lower()
    if len(digits) >= SHORTEST_HASH:
        for issue in known.issues:
            if issue.hash.startswith(digits):
                return Verification(Verdict.OURS, issue)
    return Verification(Verdict.WRONG_HASH, known.issues[-1])


def verify_file(session: Session, data: bytes) -> Verification:
    """Check a file, whatever its name says that it is.

    Raises:
        UnreadableFile: it is no fact sheet in any form.
    """
    kept = session.scalars(
        select(IssuedFile).where(IssuedFile.hash == hash_of(data)).order_by(IssuedFile.sheet_id)
    ).first()
    if kept is not None:
        issue = _issue(session, kept.sheet_id)
        earlier = not _is_apart(issue, kept.form) and (
            hash_of(render_issued(issue, kept.form)) != kept.hash
        )
        return Verification(Verdict.UNALTERED, issue, kept.form, earlier)
    found = recognise(data)
    issues = [
        issue
        for parsed in found.numbers
        for known in [get_number(session, *parsed)]
        if known is not None
        for issue in known.issues
    ]
    if not issues:
        verdict = Verdict.UNKNOWN if found.numbers else Verdict.UNMARKED
        return Verification(verdict, form=found.form)
    return _compared(data, found, issues)


def _issue(session: Session, issue_id: int) -> IssuedSheet:
    query = select(IssuedSheet).where(IssuedSheet.id == issue_id)
    return session.scalars(query.options(selectinload(IssuedSheet.number))).one()


def _compared(data: bytes, found: Recognised, issues: list[IssuedSheet]) -> Verification:
    marked = [issue for issue in issues if _bears_mark(found, issue)]
    if not marked:
        return Verification(Verdict.WRONG_HASH, issues[-1], found.form)
    closest: tuple[IssuedSheet, tuple[Passage, ...]] | None = None
    for issue in marked:
        for form in _forms(found):
            if _is_apart(issue, form):  # every file of it that we made is noted by its hash
                continue
            made = render_issued(issue, form)
            if made == data:
                return Verification(Verdict.UNALTERED, issue, form)
            passages = _passages(recognise(made).words.split(), found.words.split())
            if closest is None or len(passages) < len(closest[1]):
                closest = issue, passages
    issue, passages = closest or (marked[-1], ())
    same = closest is not None and found.form != "pdf" and not passages
    verdict = Verdict.SAME_WORDS if same else Verdict.ALTERED
    return Verification(verdict, issue, found.form, passages=passages[:MOST_PASSAGES])


def _is_apart(issue: IssuedSheet, form: str) -> bool:
    """Tell whether a file is so large that it is made apart, and not while somebody waits."""
    return form in SET_ON_PAPER and is_frozen_large(issue.content)


def _bears_mark(found: Recognised, issue: IssuedSheet) -> bool:
    """Tell whether a file says that it is this version: by its hash, which JSON does not hold."""
    if found.form == "json":
        version = rf'"\s*version\s*"\s*:\s*{issue.version}\b'
        return re.search(version, found.words) is not None
    return short_hash(issue.hash) in found.hashes


def _forms(found: Recognised) -> list[str]:
    """Return the forms of sheets that a file of this kind can be."""
    meant = ("md", "txt") if found.form == "text" else (found.form,)
    return [form for form in issued_forms() if form in meant]


def _passages(ours: list[str], theirs: list[str]) -> tuple[Passage, ...]:
    """Return the words that differ from those that were issued, in order.

    Of very long files only the beginning is looked through; a difference after that is
    one passage.
    """
    steps = Indel.opcodes(ours[:MOST_WORDS], theirs[:MOST_WORDS])
    found = []
    for same, group in groupby(steps, key=lambda step: step.tag == "equal"):
        parts = list(group)
        if not same:
            gone = ours[parts[0].src_start : parts[-1].src_end]
            come = theirs[parts[0].dest_start : parts[-1].dest_end]
            found.append(Passage(" ".join(gone), " ".join(come)))
    if ours[MOST_WORDS:] != theirs[MOST_WORDS:]:
        found.append(Passage(_beginning(ours[MOST_WORDS:]), _beginning(theirs[MOST_WORDS:])))
    return tuple(found)


def _beginning(words: list[str]) -> str:
    return " ".join(words[:50])
