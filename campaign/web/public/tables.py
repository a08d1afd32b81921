"""Tables to take away, as CSV (RFC 4180) that a spreadsheet opens and does not obey."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

BOM = "\ufeff"  # tells spreadsheets that the text is UTF-8
FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # what a cell begins with that may be run
AT_ONCE = 200  # lines of a file that are sent together


def csv_lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield a file of rows, a good many lines at a time; no cell of it is run as a formula."""
    yield BOM
    writer = csv.writer(_Lines())
    waiting = iter(rows)
    while some := list(islice(waiting, AT_ONCE)):
        yield "".join(writer.writerow([defused(cell) for cell in row]) for row in some)


def defused(cell: str) -> str:
    """Return a cell so that a spreadsheet shows it and does not run it."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


class _Lines:
    """Hands back each line that a writer makes."""

    def write(self, line: str) -> str:
        return line
