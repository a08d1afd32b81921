"""The fonts of the PDFs: where they lie, and which of them sets which script.

All come from packages under the SIL Open Font License, never from the system, so that the same
sheet gives the same bytes on every machine. A further script needs one more line here and
one more package in ``requirements/run.in``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

# Quick to read first: the Chinese, Japanese and Korean fonts are large.
PACKAGES = (
    "justmytype_western_core",
    "justmytype_intl_rtl",
    "justmytype_intl_sea",
    "justmytype_intl_south_asia",
    "justmytype_intl_cjk",
)
SERIF = "Source Serif 4"
SANS = "Noto Sans"
# In this order they are asked for a character that the main font does not have.
OTHERS = (
    "Noto Sans SC",
    "Noto Sans TC",
    "Noto Sans JP",
    "Noto Sans KR",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Thai",
    "Noto Sans Lao",
    "Noto Sans Khmer",
    "Noto Sans Myanmar",
    "Noto Sans Devanagari",
    "Noto Sans Bengali",
    "Noto Sans Tamil",
    "Noto Sans Telugu",
    "Noto Sans Symbols 2",
    SANS,  # a letter with a mark that the main font lacks: both are taken from one font
)
FAMILIES = (SERIF, *OTHERS)
# Which font goes first in a language that shares its characters with others.
FIRST_FOR = {
    "zh": "Noto Sans SC",
    "zh-Hant": "Noto Sans TC",
    "zh-TW": "Noto Sans TC",
    "zh-HK": "Noto Sans TC",
    "yue": "Noto Sans TC",
    "ja": "Noto Sans JP",
    "ko": "Noto Sans KR",
}


def font_folders() -> list[Path]:
    """Return the folders of the fonts that the packages bring, those quick to read first.

    Raises:
        ModuleNotFoundError: a package of ``requirements/run.txt`` is not installed.
    """
    return [Path(str(files(package).joinpath("fonts"))) for package in PACKAGES]


@lru_cache(maxsize=16_384)
def has_glyph(cluster: str) -> bool:
    """Tell whether one of the fonts has a character, with the marks that stand on it.

    Large fonts are read only when needed.
    """
    return any(_characters(font).issuperset(map(ord, cluster)) for font in font_files())


@cache
def font_files() -> tuple[Path, ...]:
    """Return the files of the families in use."""
    return tuple(_find_fonts())


def _find_fonts() -> Iterator[Path]:
    wanted = {family.replace(" ", "") for family in FAMILIES}
    for folder in font_folders():
        for path in sorted(folder.rglob("*.ttf")):
            if path.stem.partition("[")[0].removesuffix("-Regular") in wanted:
                yield path


@cache
def _characters(font: Path) -> frozenset[int]:
    with TTFont(font, lazy=True) as opened:
        return frozenset(opened.getBestCmap())
