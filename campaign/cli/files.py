"""Files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

FOR_ALL, FOR_OWNER = 0o644, 0o600


def write_whole(target: Path, content: bytes) -> None:
    """Put a file in place at once, so that nobody finds half of it.

    Raises:
        click.ClickException: it cannot be written there.
    """
    with writing_whole(target, mode=FOR_ALL) as file:
        file.write(content)


@contextmanager
def writing_whole(target: Path, *, mode: int) -> Iterator[IO[bytes]]:
    """Give out a file to write to, and put it in place at the end; where that fails, none.

    Args:
        target: its name; a file of that name is replaced.
        mode: who may read it, once it is in place. Until then only its owner may.

    Raises:
        click.ClickException: it cannot be written there.
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    except OSError as error:
        raise click.ClickException(f"Cannot write {target}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, target)
    except BaseException as error:
        os.unlink(name)
        if isinstance(error, OSError):
            raise click.ClickException(f"Cannot write {target}: {error.strerror}") from None
        raise
