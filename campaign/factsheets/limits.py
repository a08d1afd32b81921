"""How much a sheet tells: limits for each length, from the fullest to the least."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from campaign.factsheets.parts import BlockKey
from campaign.factsheets.sheet import Length

WITHOUT_ACT = tuple(key for key in BlockKey if key is not BlockKey.ACT)
SHORTEST = tuple(key for key in WITHOUT_ACT if key not in (BlockKey.ASK, BlockKey.FIGURES))


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
        notes: sources noted for one sentence.
        standards: sentences on ILO indicators and conventions.
        drawings: drawings of who is connected; the table below says the same.
        sections: those that are told; editors leave out and reorder among these.
        answer_length: letters of one answer; longer ones end after a sentence, with ``[…]``.
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
    notes: int = 2
    drawings: int = 1
    standards: int = 2
    answer_length: int = 600
    sections: tuple[BlockKey, ...] = tuple(BlockKey)
    whole: bool = False


_NUMBERS = [name.name for name in fields(Limits) if name.type == "int"]
_MOST: dict[str, Any] = {**dict.fromkeys(_NUMBERS, 100_000), "notes": 3}
EVERYTHING = Limits(**_MOST, whole=True)
TWO_PAGES = Limits()
ONE_PAGE = Limits(
    reports=3,
    of_one_place=1,
    statements=1,
    answers=1,
    others=0,
    answerers=1,
    denials=1,
    further_answers=1,
    chains=1,
    links=3,
    buyers=4,
    campaigns=1,
    demands=2,
    figures=3,
    changes=1,
    abuses=3,
    notes=1,
    answer_length=240,
)
LESS = replace(
    TWO_PAGES,
    statements=1,
    answers=1,
    others=0,
    answerers=2,
    denials=1,
    further_answers=1,
    chains=2,
    links=4,
    campaigns=1,
    demands=3,
    figures=3,
    changes=2,
    abuses=4,
    answer_length=320,
)
LEAST = replace(ONE_PAGE, reports=1, further_answers=0, links=2, demands=1, figures=1)
TIGHT = replace(ONE_PAGE, buyers=2, links=1, figures=1)
TIGHTER = replace(TIGHT, buyers=1, links=0, figures=0, answer_length=160)
TERSE = replace(
    LEAST,
    drawings=0,
    figures=0,
    abuses=2,
    answer_length=120,
    buyers=2,
    links=0,
    sections=WITHOUT_ACT,
)
TERSEST = replace(TERSE, buyers=1, demands=0, standards=0, sections=SHORTEST)
CORE = replace(TERSEST, chains=0, buyers=0, abuses=1)
LADDERS: dict[Length, tuple[Limits, ...]] = {
    Length.ONE: (ONE_PAGE, replace(ONE_PAGE, reports=2, figures=2), LEAST, TERSE, TERSEST, CORE),
    Length.TWO: (
        TWO_PAGES,
        *(replace(LESS, reports=number) for number in (6, 5, 4)),
        *(replace(LESS, reports=number, notes=1, links=2, buyers=4) for number in (4, 3)),
        ONE_PAGE,
        TIGHT,
        TIGHTER,
        replace(TIGHTER, drawings=0),
        replace(TIGHT, reports=2),
        replace(TIGHTER, reports=2),
        LEAST,
        TERSE,
        TERSEST,
        CORE,
    ),
    Length.DOSSIER: (EVERYTHING,),
}
# How heavy the text of a sheet may be (``weighing``), by what its pages can bear at 10.5 pt.
MOST_WEIGHT = {Length.ONE: 4_600, Length.TWO: 9_800, Length.DOSSIER: 10**9}
