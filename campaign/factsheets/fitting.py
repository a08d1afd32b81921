"""Whether a sheet fits the pages that its length promises, as Typst sets it.

Type is never made smaller for this: who finds that a sheet does not fit tells less.
"""

from __future__ import annotations

from dataclasses import replace

from campaign.factsheets.frames import Stamp
from campaign.factsheets.glyphs import MissingGlyph
from campaign.factsheets.limits import MOST_WEIGHT
from campaign.factsheets.look import Logo, Look
from campaign.factsheets.sheet import Length, Sheet
from campaign.factsheets.typesetting import set_pages
from campaign.factsheets.weighing import weight

PROMISED = {Length.ONE: 1, Length.TWO: 2}
ROOM_FOR_STAMP = 120.0  # points; of more, no stamp can take all
WORTH_SETTING = 1.2  # of the weight that pages are thought to bear
# A sheet is measured with the marks that it will bear when it is issued.
WIDEST_STAMP = Stamp(
    number="CS-2026-0000",
    version=10,
    issued_on="22 September 2026",
    address="https://a-long-name-of-a-union-or-group.example.org/fact-sheets/CS-2026-0000",
    short_hash="0000-0000-0000",
)


def may_fit(sheet: Sheet) -> bool:
    """Tell by its weight alone whether a sheet is worth setting."""
    return weight(sheet) <= WORTH_SETTING * MOST_WEIGHT[sheet.length]


def fits(sheet: Sheet, logo: Logo | None = None) -> bool:
    """Tell whether a sheet stands on the pages that its length promises, also when it is issued.

    Args:
        logo: that stands at its head; a wide one makes the head higher.
    """
    look = Look(logo=logo)  # no colour moves anything
    promised = PROMISED.get(sheet.length)
    if promised is None:
        return True
    try:
        bare = set_pages(sheet, look)
        if bare.pages < promised or (bare.pages == promised and bare.left >= ROOM_FOR_STAMP):
            return True
        if bare.pages > promised:
            return False
        return set_pages(_stamped(sheet), look).pages <= promised
    except MissingGlyph:
        return weight(sheet) <= MOST_WEIGHT[sheet.length]


def _stamped(sheet: Sheet) -> Sheet:
    return sheet if sheet.stamp else replace(sheet, stamp=WIDEST_STAMP)
