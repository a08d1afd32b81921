"""`campaign seed`: load the opening data, again and again with the same result."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from campaign.cli.progress import progress_bar
from campaign.db import begin_writing, db
from campaign.imports.seeds import SeedResult, seed
from campaign.models.vocabulary import Kind
from campaign.queries.schema import require_current_schema
from campaign.queries.words import KIND_WORDS
from config import ROOT

SEEDS = ROOT / "seeds"
PATIENCE = "Loading the seeds; the first time takes some seconds."


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
    with progress_bar("Loading the seeds", elsewhere=PATIENCE) as progress:
        result = seed(db.session, folder, progress)
        db.session.commit()
    click.echo(_numbers(result))
    click.echo(_kinds(result.kinds))


def _numbers(result: SeedResult) -> str:
    return (
        f"{result.created:,} created, {result.changed:,} changed, "
        f"{result.unchanged:,} unchanged, {result.kept:,} kept as edited here."
    )


def _kinds(kinds: Mapping[Kind, int]) -> str:
    counts = (f"{KIND_WORDS[kind]} {kinds[kind]:,}" for kind in Kind if kind in kinds)
    return f"The seeds hold, by kind: {', '.join(counts)}."
