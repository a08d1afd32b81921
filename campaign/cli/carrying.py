"""`campaign export` and `campaign import`: all of it into one file, and out of it again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
from flask import current_app

from campaign.cli.evidence import tidy_folder
from campaign.cli.files import FOR_ALL, FOR_OWNER, writing_whole
from campaign.cli.progress import Step, progress_bar, steps_bar
from campaign.db import begin_reading, begin_writing, db, hold_more_pages
from campaign.evidence.keeping import KEPT, give_back
from campaign.exports.everything import export_everything, export_with_confidential
from campaign.exports.graph import graphml, node_link, read_graph
from campaign.exports.public import export_public
from campaign.exports.reading import Piece
from campaign.imports.archive import Incoming, open_export
from campaign.imports.everything import (
    check_everything,
    import_everything,
    receive_uploads,
    refuse_filled,
)
from campaign.queries.evidence import kept_hashes
from campaign.queries.schema import require_current_schema
from campaign.queries.words import plural
from campaign.schemas.carried import WITHHELD
from config import Config

GUARD = (
    "It holds drafts and the names of accounts: encrypt it, and keep it as you keep the database. "
    "What was given in confidence was left out; a complete backup has --with-confidential."
)
GUARD_ALL = (
    "THIS FILE HOLDS WHAT WAS GIVEN IN CONFIDENCE, with its files of evidence, and all drafts and "
    "accounts. It can put people in danger. Encrypt it now (age -p FILE > FILE.age, or pipe "
    "“campaign export --with-confidential -” into age), delete what is not encrypted, keep it "
    "apart from the passphrase, where only those who keep confidential sources have it, and "
    "delete it when it is imported. For every other purpose make one without."
)
WITHHELD_WORDS = (
    "What was given in confidence was left out of this export; its hashes are kept, and campaign "
    "check says how many. "
)
LINKS = (
    "Nobody has a passphrase or a second factor here yet. Make a link for each person with: "
    "campaign user reset EMAIL"
)
GRAPHS = {"graphml": graphml, "json": node_link}
STANDARD_OUTPUT = Path("-")


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--public", is_flag=True, help="Only what every reader can see.")
@click.option(
    "--evidence/--no-evidence", default=True, help="With uploaded files, or with their hashes only."
)
@click.option(
    "--with-confidential",
    is_flag=True,
    help="The complete backup: with what was given in confidence too. Encrypt it.",
)
@click.option(
    "--graph",
    type=click.Choice(sorted(GRAPHS)),
    help="Only published companies, facilities and links, as a graph in one file.",
)
def export_command(
    file: Path, public: bool, evidence: bool, with_confidential: bool, graph: str | None
) -> None:
    """Write everything into FILE (a zip file; - for standard output), as it is at one moment.

    What was given in confidence is left out, and its hashes are kept; --with-confidential makes
    the complete backup. Nothing with which anybody can sign in is in either.
    """
    if with_confidential and (public or graph):
        raise click.UsageError("What is public holds nothing that was given in confidence.")
    config: Config = current_app.config["CAMPAIGN"]
    if file == STANDARD_OUTPUT and sys.stdout.isatty():
        raise click.UsageError("A zip file is nothing to look at: send it to a file or a program.")
    require_current_schema(db.session.connection())
    db.session.rollback()
    begin_reading(db.session)
    if graph is not None:
        _write(file, _graph(graph, config.data_licence), FOR_ALL)
    elif public:
        _write(file, export_public(db.session, config.data_licence), FOR_ALL)
    else:
        export = export_with_confidential if with_confidential else export_everything
        folder = config.kept_evidence if evidence else None
        _write(file, export(db.session, folder), FOR_OWNER)
        click.echo(GUARD_ALL if with_confidential else GUARD, err=True)


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--check", is_flag=True, help="Only look through the file; no database is needed.")
def import_command(file: Path, check: bool) -> None:
    """Make the database of FILE, an export of everything, again in an empty one.

    All of it or nothing; before anything is written, the whole file is looked through.
    """
    with (
        steps_bar(elsewhere=f"Looking through {file.name}.") as step,
        open_export(file, lambda done, total: step("Looking through", done, total)) as found,
    ):
        number = check_everything(found, step) if check else _import(found, step)
    if check:
        click.echo(f"The export is whole: {plural(number, 'row')}.")
    else:
        withheld = WITHHELD_WORDS if found.manifest.confidential == WITHHELD else ""
        click.echo(f"Imported {plural(number, 'row')}. {withheld}{_missing_files(found)}{LINKS}")


def _graph(form: str, licence: str) -> Iterator[Piece]:
    graph = read_graph(db.session, licence)
    total = graph.number_of_nodes()
    return (Piece(line.encode(), total, total) for line in GRAPHS[form](graph))


def _write(file: Path, pieces: Iterator[Piece], mode: int) -> None:
    with (
        progress_bar("Exporting", elsewhere="Exporting.") as progress,
        _standard_output() if file == STANDARD_OUTPUT else writing_whole(file, mode=mode) as output,
    ):
        for piece in pieces:
            output.write(piece.content)
            progress(piece.done, piece.total)


@contextmanager
def _standard_output() -> Iterator[IO[bytes]]:
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


def _import(found: Incoming, step: Step) -> int:
    session, received = db.session, list[str]()
    folder = current_app.config["CAMPAIGN"].kept_evidence
    begin_writing(session)
    require_current_schema(session.connection())
    hold_more_pages(session)
    refuse_filled(session)
    try:
        receive_uploads(found, folder, received)
        number = import_everything(session, found, step)
        session.commit()
    except BaseException:
        session.rollback()
        give_back(folder, received)
        raise
    tidy_folder(session, folder)
    return number


def _missing_files(found: Incoming) -> str:
    """Return what to do where only the hashes of uploaded files came along."""
    kept = set(kept_hashes(db.session)) - set(found.uploads)
    if not kept:
        return ""
    folder = current_app.config["CAMPAIGN"].kept_evidence
    return f"{plural(len(kept), 'file')} of evidence are to be copied into {folder / KEPT}. "
