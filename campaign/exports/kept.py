"""The public export, made once for each state of what is published, and kept until the next.

It is written aside and put in place whole, so that slow readers hold nobody up, and what was
broken off can be gone on with.
"""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from campaign.editorial.hashing import GENESIS
from campaign.editorial.revisions import PUBLISHED
from campaign.errors import BeingMade, DiskRefuses
from campaign.exports.public import export_public
from campaign.imports.seeds import ACTION as SEEDED
from campaign.models import AuditEntry
from campaign.queries.schema import current_revision
from campaign.schemas.carried import VERSION

LOCK = "lock"
OURS = re.compile(r"[0-9a-f]{32}\.zip|\.making-\w+")


def kept_public(session: Session, folder: Path, licence: str) -> Path:
    """Return the file of the public export of what is published now, making it if need be.

    Args:
        session: in a transaction that sees one moment (``db.begin_reading``).
        folder: where it is kept; older ones are deleted.
        licence: on what terms others may use it.

    Raises:
        BeingMade: somebody else is making it.
        DiskRefuses: it cannot be written.
    """
    file = folder / f"{public_version(session, licence)}.zip"
    if file.exists():
        return file
    try:
        with alone(folder):
            if not file.exists():
                _make(session, file, licence)
    except OSError as error:
        raise DiskRefuses(
            "The file cannot be made: the disk is full or cannot be written."
        ) from error
    return file


def public_version(session: Session, licence: str) -> str:
    """Return a mark that is another one whenever the public export would be another."""
    published = or_(AuditEntry.action.startswith(PUBLISHED), AuditEntry.action == SEEDED)
    latest = select(AuditEntry.hash).where(published).order_by(AuditEntry.id.desc()).limit(1)
    parts = (session.scalar(latest) or GENESIS, licence, current_revision(), str(VERSION))
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def _make(session: Session, file: Path, licence: str) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as made:
            for piece in export_public(session, licence):
                made.write(piece.content)
        os.replace(name, file)
    except BaseException:
        os.unlink(name)
        raise
    for other in file.parent.iterdir():
        if other != file and OURS.fullmatch(other.name):
            other.unlink(missing_ok=True)  # whoever reads it goes on reading


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one process at a time make a file; a lock goes with whoever is killed.

    Raises:
        BeingMade: another is at it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BeingMade(
                "The file is being made from what is published now. Come back in a minute."
            ) from None
        yield
