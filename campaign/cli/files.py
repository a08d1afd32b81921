"""Files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click


def write_whole(target: Path, content: bytes) -> None:
    """Put a file in place at once, so that nobody finds half of it.

    Raises:
        click.ClickException: it cannot be written there.
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    except OSError as error:
        raise click.ClickException(f"Cannot write {target}: {error.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o644)
        os.replace(name, target)
    except OSError as error:
        os.unlink(name)
        raise click.ClickException(f"Cannot write {target}: {error.strerror}") from None
