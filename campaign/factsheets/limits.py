"""How much a sheet tells: limits for each length, from the fullest to the least."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from campaign.factsheets.parts import BlockKey
from campaign.factsheets.sheet import Length


@dataclass(frozen=True)
class Limits:
    """How much a sheet tells at most.

    Attributes:
        reports: reports told, and of one facility while others wait.
        statements: statements quoted of a report.
        answers: answers of the subject to a report; of others; of everybody where the sheet
            is about no company; denials beyond them.
        further_answers: answers to other reports.
        chains: places whose chain is told; rows of links; buyers listed.
        campaigns: campaigns told, and demands of each.
        figures: numbers set large; outcomes told.
        answer_length: letters of one answer; longer ones end after a sentence, with ``[…]``.
        name_length: letters of a name within a sentence; longer ones end with ``[…]``.
        notes: sources of one sentence; ``unknown``: sentences about what is not known.
        drawing: whether the chains are drawn beside being told.
        terse: of a report only when, where and what is alleged stand above what is quoted.
        sections: those that are told; editors leave out and reorder among these.
        whole: everything is told, in full.
    """

    reports: int = 6
    of_one_place: int = 2
    statements: int = 2
    answers: int = 2
    others: int = 1
    answerers: int = 3
    denials: int = 2
    further_answers: int = 3
    chains: int = 4
    links: int = 6
    buyers: int = 8
    campaigns: int = 2
    demands: int = 4
    figures: int = 4
    changes: int = 3
    abuses: int = 5
    answer_length: int = 600
    name_length: int = 400
    notes: int = 2
    unknown: int = 6
    drawing: bool = True
    sections: tuple[BlockKey, ...] = tuple(BlockKey)
    terse: bool = False
    whole: bool = False


_ALL: dict[str, Any] = {f.name: 100_000 for f in fields(Limits) if f.type == "int"}
EVERYTHING = replace(Limits(**_ALL), notes=3, whole=True)
TWO_PAGES = Limits()
TERSE = replace(
    TWO_PAGES,
    statements=1,
    answers=1,
    others=0,
    answerers=2,
    denials=1,
    further_answers=1,
    chains=2,
    links=3,
    buyers=4,
    campaigns=1,
    demands=3,
    figures=3,
    changes=2,
    abuses=3,
    answer_length=240,
    notes=1,
    unknown=4,
    terse=True,
)
SPARE = replace(
    TERSE,
    chains=1,
    links=2,
    buyers=3,
    demands=2,
    figures=2,
    changes=1,
    answer_length=180,
    unknown=3,
)
ONE_PAGE = replace(
    TERSE,
    reports=3,
    of_one_place=1,
    answerers=1,
    further_answers=0,
    chains=1,
    links=2,
    buyers=2,
    demands=2,
    figures=2,
    changes=1,
    answer_length=160,
    unknown=2,
    drawing=False,
)
WITHOUT_ACT = tuple(key for key in BlockKey if key is not BlockKey.ACT)
WITHOUT_ASK = tuple(key for key in WITHOUT_ACT if key is not BlockKey.ASK)
LEAST = replace(ONE_PAGE, reports=1, links=1, buyers=1, demands=1, figures=1, unknown=1)
SHORT = replace(LEAST, figures=0, abuses=2, answer_length=120, sections=WITHOUT_ACT)
SHORTER = replace(SHORT, links=0, abuses=1, answer_length=80)
ASKING = replace(SHORTER, chains=0, buyers=0)
BAREST = replace(ASKING, abuses=2, answer_length=120, sections=WITHOUT_ASK)
LAST = replace(
    BAREST,
    changes=0,
    abuses=1,
    answer_length=80,
    sections=tuple(key for key in WITHOUT_ASK if key is not BlockKey.CONNECTED),
)
LADDERS: dict[Length, tuple[Limits, ...]] = {
    Length.ONE: (
        ONE_PAGE,
        replace(ONE_PAGE, reports=2),
        replace(LEAST, reports=2),
        LEAST,
        replace(LEAST, figures=0),
        SHORT,
        SHORTER,
        ASKING,
        BAREST,
        LAST,
        replace(LAST, name_length=60),
    ),
    Length.TWO: (
        TWO_PAGES,
        replace(TWO_PAGES, terse=True, notes=1),
        *(replace(TERSE, reports=number) for number in (6, 5, 4)),
        *(replace(SPARE, reports=number) for number in (5, 4, 3)),
        replace(SPARE, reports=3, answerers=1),
        replace(ONE_PAGE, reports=3, unknown=3, further_answers=1, drawing=True),
        # What the company says stays longer than the drawing, which the tables say in words.
        replace(SPARE, reports=3, answerers=1, drawing=False),
        replace(ONE_PAGE, reports=3, unknown=3, further_answers=1),
        *(replace(ONE_PAGE, reports=number, further_answers=1) for number in (3, 2)),
        *(replace(ONE_PAGE, reports=number) for number in (3, 2)),
        LEAST,
        SHORT,
        BAREST,
    ),
    Length.DOSSIER: (EVERYTHING,),
}
# How heavy the text of a sheet may be (``weighing``), by what its pages can bear at 10.5 pt.
MOST_WEIGHT = {Length.ONE: 5_000, Length.TWO: 9_700, Length.DOSSIER: 10**9}
