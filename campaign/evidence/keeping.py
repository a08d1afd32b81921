"""Files on the disk: whole or not at all, and never deleted without a word that they may be.

A new file is written to ``incoming``, then the database learns of it, then it is moved to
``kept`` in one step. So whoever is killed midway leaves either a file that nobody was told
of, or a row whose file is complete and only has to be moved; ``tidy`` ends both. From
``kept`` only what the database says was removed is deleted: where an older copy of the
database was restored, files that it does not know stay where they are.
"""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from campaign.errors import DiskRefuses, MissingFile

INCOMING, KEPT = "incoming", "kept"
ABANDONED = 3_600  # seconds after which nobody can be at work on an incoming file
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def keeping(folder: Path, content: bytes) -> Iterator[str]:
    """Write a file under a new random name, and keep it if what is done with it succeeds.

    Yields:
        The name; tell the database of it and commit before the end.

    Raises:
        DiskRefuses: the disk is full, or can only be read.
    """
    name = secrets.token_hex(16)
    path = folder / INCOMING / name
    try:
        _write(path, content)
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        reason = "is full" if error.errno in FULL else "cannot be written to"
        raise DiskRefuses(f"The disk where files are kept {reason}.") from error
    try:
        yield name
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    with suppress(OSError):  # the file is whole and known; `read` and `tidy` move it too
        _settle(folder, name)


def receive(folder: Path, name: str, content: bytes) -> None:
    """Write a file that has its name already; ``tidy`` moves it once the database knows it.

    Raises:
        DiskRefuses: it cannot be written, or something of that name is there.
    """
    if (folder / KEPT / name).exists():
        raise DiskRefuses(f"{folder / KEPT / name} is there already; move that folder away.")
    try:
        _write(folder / INCOMING / name, content)
    except OSError as error:
        reason = "is full" if error.errno in FULL else "cannot be written to"
        raise DiskRefuses(f"The disk where files are kept {reason}.") from error


def give_back(folder: Path, names: Collection[str]) -> None:
    """Delete received files of which the database was not told after all."""
    for name in names:
        (folder / INCOMING / name).unlink(missing_ok=True)


def read(folder: Path, name: str, digest: str) -> bytes:
    """Return the bytes of a kept file, as long as they are what was kept.

    Raises:
        MissingFile: it is gone, or somebody has changed it.
    """
    for place in (KEPT, INCOMING):
        with suppress(FileNotFoundError):
            content = (folder / place / name).read_bytes()
            if sha256(content).hexdigest() != digest:
                raise MissingFile("This file is no longer what was kept. Tell the administrator.")
            return content
    raise MissingFile("This file is not where it was kept. Tell the administrator.")


def check_kept(folder: Path, known: Mapping[str, str]) -> None:
    """Read every file, to be sure that all can be given.

    Raises:
        MissingFile: one is gone, or somebody has changed it.
    """
    for name, digest in known.items():
        read(folder, name, digest)


@dataclass(frozen=True)
class Tidied:
    """What was tidied up: files moved to their place, and files deleted."""

    moved: int = 0
    deleted: int = 0


def tidy(folder: Path, known: Collection[str], removed: Collection[str]) -> Tidied:
    """End what was left half done: move what is known, delete what was removed or given up."""
    moved = deleted = 0
    for name in names_in(folder, INCOMING):
        path = folder / INCOMING / name
        with suppress(FileNotFoundError):
            if name in known:
                _settle(folder, name)
                moved += 1
            elif name in removed or time.time() - path.stat().st_mtime > ABANDONED:
                path.unlink()
                deleted += 1
    for name in names_in(folder, KEPT):
        if name in removed:
            (folder / KEPT / name).unlink(missing_ok=True)
            deleted += 1
    return Tidied(moved, deleted)


def names_in(folder: Path, place: str = KEPT) -> list[str]:
    """Return the names of the files that are there, in order."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return sorted(os.listdir(folder / place))
    return []


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _flush_folder(path.parent)


def _settle(folder: Path, name: str) -> None:
    kept = folder / KEPT
    kept.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.replace(folder / INCOMING / name, kept / name)
    _flush_folder(kept)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
