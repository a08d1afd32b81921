"""Languages as the formats want them: which way a language is written, which font is first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from campaign.factsheets.fonts import FIRST_FOR
from campaign.factsheets.sheet import Direction

# By script where the tag names one, else by language (CLDR).
RIGHT_TO_LEFT_SCRIPTS = {"Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa"}
RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
UPRIGHT = {"am", "bn", "hi", "hy", "ka", "km", "lo", "my", "ne", "si", "ta", "te", "th"}
REGIONS = {"Hant": "TW", "Hans": "CN"}


@dataclass(frozen=True)
class Writing:
    """How text of a language is set.

    Attributes:
        language: ISO 639, as Typst wants it; empty where the tag has none.
        region: ISO 3166, which tells Taiwanese from mainland shapes; may be empty.
        font: the family to ask first; empty for the usual one.
        direction: which way it is written.
        italics: whether its type has any.
    """

    language: str
    region: str
    font: str
    direction: Direction
    italics: bool


def writing_of(tag: str) -> Writing:
    """Return how text of a language is set; ``tag`` is BCP 47."""
    language, *others = tag.split("-")
    script = next((part for part in others if len(part) == 4), "")
    region = next((part for part in others if len(part) == 2 and part.isalpha()), "")
    font = next(
        (
            FIRST_FOR[key]
            for key in (f"{language}-{script or region}", language)
            if key in FIRST_FOR
        ),
        "",
    )
    return Writing(
        language=language if re.fullmatch("[a-z]{2,3}", language) else "",
        region=region or REGIONS.get(script, ""),
        font="" if script == "Latn" else font,
        direction=direction_of(tag),
        italics=not font and language not in UPRIGHT and direction_of(tag) is Direction.LTR,
    )


def direction_of(tag: str) -> Direction:
    """Return which way text of a language is written; ``tag`` is BCP 47."""
    language, *others = tag.split("-")
    script = next((part for part in others if len(part) == 4), None)
    from_right = script in RIGHT_TO_LEFT_SCRIPTS if script else language in RIGHT_TO_LEFT
    return Direction.RTL if from_right else Direction.LTR
