"""What each paper says of itself: by whom, of which day, its number, where to check it."""

from __future__ import annotations

from campaign.factsheets.sheet import Sheet


def masthead_lines(sheet: Sheet) -> tuple[str, str]:
    """Return the two lines at the top of a sheet."""
    masthead, labels = sheet.masthead, sheet.labels
    issued: tuple[str, ...] = (labels.preview,)
    if stamp := sheet.stamp:
        issued = (f"{labels.number} {stamp.number}", f"{labels.issued} {stamp.issued_on}")
    return (
        _line(sheet, masthead.group, masthead.what),
        _line(sheet, masthead.as_of, *issued, masthead.language, masthead.contact),
    )


def stamp_line(sheet: Sheet) -> str:
    """Return what stands at the foot of each page, as one line."""
    return _line(sheet, *stamp_lines(sheet))


def stamp_lines(sheet: Sheet) -> tuple[str, str]:
    """Return the two lines at the foot of each page: which sheet this is, and its address."""
    labels, stamp = sheet.labels, sheet.stamp
    marks: tuple[str, ...] = (labels.preview,)
    if stamp:
        marks = (
            f"{labels.number} {stamp.number}",
            labels.version.format(version=stamp.version),
            f"{labels.check} {stamp.short_hash}" if stamp.short_hash else "",
        )
    line = _line(sheet, sheet.masthead.group, *marks, sheet.masthead.as_of)
    return line, stamp.address if stamp else sheet.url


def page_words(sheet: Sheet, page: int, pages: int | str) -> str:
    """Return which page this is, of how many."""
    return sheet.labels.page.format(page=page, pages=pages)


def _line(sheet: Sheet, *parts: str) -> str:
    return sheet.labels.separator.join(part for part in parts if part)
