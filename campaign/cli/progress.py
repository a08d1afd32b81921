"""A bar that shows how far a long command is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from typing import TypeVar

import click
from tqdm import tqdm

Progress = Callable[[int, int], None]
T = TypeVar("T")
REFRESH = 0.5  # seconds


Step = Callable[[str, int, int], None]


def work_in_steps(work: Callable[[Step], T]) -> T:
    """Do something long and show its steps on a terminal; anywhere else a line for each.

    Args:
        work: is given what to call with what is being done, how much of it, and of how much.
    """
    with tqdm(disable=None, bar_format="{desc} {elapsed}", leave=False) as bar:
        said: list[str] = []

        def show(doing: str, done: int, total: int) -> None:
            of = f": {done:,} of {total:,}" if done else f", about {total:,}" if total else ""
            bar.set_description_str(f"{doing}{of}", refresh=False)
            if bar.disable and doing not in said:
                click.echo(f"{doing}{of} …", err=True)
            said.append(doing)

        with ThreadPoolExecutor(max_workers=1) as apart:
            future = apart.submit(work, show)
            while not future.done():
                wait([future], timeout=REFRESH)
                bar.refresh()
            return future.result()


@contextmanager
def steps_bar(*, elsewhere: str) -> Iterator[Step]:
    """Draw a bar for each step of a work on a terminal; anywhere else say in a line that it runs.

    What is given out is called with what is being done, how much of it, and of how much.
    """
    if not sys.stderr.isatty():
        click.echo(elsewhere, err=True)
    with tqdm(disable=None) as bar:

        def show(doing: str, done: int, total: int) -> None:
            bar.set_description_str(doing, refresh=False)
            bar.total = total
            bar.update(done - bar.n)

        yield show


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
