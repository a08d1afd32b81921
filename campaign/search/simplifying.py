"""Traditional characters to Simplified, one by one, by the tables of OpenCC.

Its usual converters also load phrases, which single characters never need: a second and
tens of megabytes for each process. These read the tables of characters alone.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import opencc

_TABLES = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
_COMPATIBILITY = "CJK_Compatibility_Ideographs"
# The variants of Taiwan and Hong Kong become standard ones first, then those Simplified.
_STEPS = (
    ("STCharacters",),
    ("TWVariantsRev",),
    ("HKVariantsRev",),
    ("TSCharactersExt", "TSCharacters"),
)


def simplified(character: str) -> str:
    """Return a character as the tables leave it once they change nothing more."""
    simpler = character
    for converter in _converters():
        changed = converter.convert(simpler)
        simpler = changed if len(changed) == 1 else simpler
    return character if simpler == character else simplified(simpler)


@cache
def _converters() -> tuple[opencc.OpenCC, ...]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "characters.json"
        return tuple(_converter(path, tables) for tables in _STEPS)


def _converter(path: Path, tables: tuple[str, ...]) -> opencc.OpenCC:
    chosen = {"type": "group", "match_policy": "short_circuit", "dicts": list(map(_table, tables))}
    steps = {
        "name": " ".join(tables),
        "normalization": [{"dict": _table(_COMPATIBILITY)}],
        "conversion_chain": [{"dict": chosen}],
    }
    path.write_text(json.dumps(steps), encoding="utf-8")
    return opencc.OpenCC(str(path))


def _table(name: str) -> dict[str, str]:
    return {"type": "ocd2", "file": str(_TABLES / f"{name}.ocd2")}
