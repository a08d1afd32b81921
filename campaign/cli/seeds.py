"""`campaign seed`: load the opening data, again and again with the same result."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click
from tqdm import tqdm

from campaign.db import begin_writing, db
from campaign.imports.seeds import Progress, SeedResult, seed
from campaign.models.vocabulary import Kind
from campaign.queries.schema import require_current_schema
from campaign.queries.words import KIND_WORDS
from config import ROOT

SEEDS = ROOT / "seeds"


@click.command("seed")
@click.argument(
    "folder",
    default=SEEDS,
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
)
def seed_command(folder: Path) -> None:
    """Load the documents in FOLDER (seeds/): all of them or, when one is wrong, none.

    What an editor has changed since is kept. Another process that writes is waited for.
    """
    begin_writing(db.session)
    require_current_schema(db.session.connection())
    with _progress() as progress:
        result = seed(db.session, folder, progress)
        db.session.commit()
    click.echo(_numbers(result))
    click.echo(_kinds(result.kinds))


@contextmanager
def _progress() -> Iterator[Progress]:
    """Draw a bar on a terminal; anywhere else say in a line that this takes a moment."""
    if not sys.stderr.isatty():
        click.echo("Loading the seeds; the first time takes some seconds.", err=True)
    with tqdm(desc="Loading the seeds", unit=" records", disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _numbers(result: SeedResult) -> str:
    return (
        f"{result.created:,} created, {result.changed:,} changed, "
        f"{result.unchanged:,} unchanged, {result.kept:,} kept as edited here."
    )


def _kinds(kinds: Mapping[Kind, int]) -> str:
    counts = (f"{KIND_WORDS[kind]} {kinds[kind]:,}" for kind in Kind if kind in kinds)
    return f"The seeds hold, by kind: {', '.join(counts)}."
