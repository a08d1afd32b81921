"""A bar that shows how far a long command is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm

Progress = Callable[[int, int], None]


@contextmanager
def progress_bar(doing: str, *, elsewhere: str) -> Iterator[Progress]:
    """Draw a bar on a terminal; anywhere else say in a line what takes a moment.

    What is given out is called with the number of records done and of those to do.
    """
    if not sys.stderr.isatty():
        click.echo(elsewhere, err=True)
    with tqdm(desc=doing, unit=" records", disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show
