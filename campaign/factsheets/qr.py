"""The QR code of a sheet's address, as plain data that each renderer draws."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

import segno

QUIET = 4  # modules of white around the code (ISO/IEC 18004)


@lru_cache(maxsize=256)
def qr_rows(address: str) -> tuple[str, ...]:
    """Return the code as rows of ``1`` (dark) and ``0``, without the white around it.

    Error correction is M: 15 % of a folded or stained paper may be lost.
    """
    code = segno.make_qr(address, error="m", boost_error=False)
    return tuple("".join("1" if module else "0" for module in row) for row in code.matrix)


def qr_path(rows: tuple[str, ...]) -> str:
    """Return the code as the ``d`` of an SVG path, one unit to a module, with white around."""
    return "".join(
        f"M{x + QUIET} {y + QUIET}h{width}v1h-{width}z"
        for y, row in enumerate(rows)
        for x, width in _dark(row)
    )


@lru_cache(maxsize=256)
def qr_svg(address: str) -> str:
    """Return the code as a picture of its own (SVG), without white around."""
    rows = qr_rows(address)
    view = f"{QUIET} {QUIET} {len(rows)} {len(rows)}"
    path = f'<path d="{qr_path(rows)}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{path}</svg>'


def qr_side(rows: tuple[str, ...]) -> int:
    """Return the side of the code in modules, with the white around it."""
    return len(rows) + 2 * QUIET


def _dark(row: str) -> Iterator[tuple[int, int]]:
    start = 0
    for module, run in groupby(row):
        width = len(list(run))
        if module == "1":
            yield start, width
        start += width
