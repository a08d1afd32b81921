"""How much a sheet tells: limits for each length, from the fullest to the least."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

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
    whole: bool = False


_ALL: dict[str, int] = {name.name: 100_000 for name in fields(Limits) if name.name != "whole"}
EVERYTHING = Limits(**_ALL, whole=True)
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
LEAST = replace(ONE_PAGE, reports=1, further_answers=0, links=2, demands=1, figures=2)
LADDERS: dict[Length, tuple[Limits, ...]] = {
    Length.ONE: (ONE_PAGE, replace(ONE_PAGE, reports=2, figures=2), LEAST),
    Length.TWO: (
        TWO_PAGES,
        *(replace(LESS, reports=number) for number in (6, 5, 4, 3)),
        replace(ONE_PAGE, reports=3),
        replace(ONE_PAGE, reports=2),
        LEAST,
    ),
    Length.DOSSIER: (EVERYTHING,),
}
# How heavy the text of a sheet may be (``weighing``), by what its pages can bear at 10.5 pt.
MOST_WEIGHT = {Length.ONE: 4_600, Length.TWO: 9_800, Length.DOSSIER: 10**9}
