"""What `campaign check` and the start of the server do about files of evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from sqlalchemy.orm import Session

from campaign.errors import MissingFile
from campaign.evidence.keeping import KEPT, Tidied, names_in, read, tidy
from campaign.queries.evidence import kept_hashes, removed_names

OWNER_ONLY = 0o077  # bits that nobody but the owner may have


def tidy_folder(session: Session, folder: Path) -> Tidied:
    """End uploads and removals that were cut off; where the disk can only be read, later."""
    try:
        return tidy(folder, kept_hashes(session), removed_names(session))
    except OSError as error:
        click.echo(f"Files of evidence could not be tidied up: {error.strerror}.", err=True)
        return Tidied()


def evidence_problems(session: Session, folder: Path) -> Iterator[str]:
    """Yield a sentence for each file that is missing, changed, unknown or open to others."""
    known = kept_hashes(session)
    for name, digest in known.items():
        try:
            read(folder, name, digest)
        except MissingFile as error:
            yield f"Evidence {name}: {error}"
    for name in names_in(folder):
        path = folder / KEPT / name
        if name not in known:
            yield f"Evidence {name} is on the disk, and the database does not know it: {path}"
        elif path.stat().st_mode & OWNER_ONLY:
            yield f"Evidence {name} can be read by others on this machine: chmod 600 {path}"
