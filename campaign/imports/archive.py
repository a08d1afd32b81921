"""Opening an export: nothing of it is believed before all of it was looked at.

No name in it becomes a path, nothing is unpacked to the disk, and never more than a line of
it is held in memory.
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from pydantic import ValidationError

from campaign.errors import BrokenExport, InvalidDocument, Problem
from campaign.imports.refusing import (
    PIECE,
    Progress,
    refuse_contents,
    refuse_names,
    refuse_others,
    refuse_sizes,
)
from campaign.schemas.base import problems_of
from campaign.schemas.carried import FILES, MANIFEST, Manifest

LONGEST_LINE = 64 << 20  # bytes
LONGEST_MANIFEST = 64 << 20
# What zipfile raises for a broken file; NotImplementedError for a packing that it cannot read.
UNREADABLE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Incoming:
    """An export that was found whole: its manifest, its lines, its uploaded files."""

    def __init__(self, file: ZipFile, manifest: Manifest, closing: ExitStack) -> None:
        self._zip = file
        self._closing = closing  # of what somebody began to read and did not read to its end
        self.manifest = manifest
        self.uploads = {
            member.name.removeprefix(FILES): member
            for member in manifest.files
            if member.name.startswith(FILES)
        }

    def lines(self, name: str) -> Iterator[tuple[str, Any]]:
        """Yield what each line of a file holds, with the words “file, line”.

        Raises:
            InvalidDocument: a line is no JSON.
        """
        member = self._closing.enter_context(self._zip.open(name))
        reader, number = io.BufferedReader(member, PIECE), 0  # type: ignore[type-var]
        while line := reader.readline(LONGEST_LINE + 1):
            number += 1
            where = f"{name}, line {number}"
            if len(line) > LONGEST_LINE:
                raise InvalidDocument([Problem("", "is longer than any we write")], where)
            yield where, _values(line, where)

    def upload(self, name: str) -> bytes:
        """Return the bytes of an uploaded file."""
        return self._zip.read(f"{FILES}{name}")


@contextmanager
def open_export(path: Path, progress: Progress = lambda _done, _all: None) -> Iterator[Incoming]:
    """Open an export of everything, once each of its files has been looked through.

    Args:
        path: the zip file.
        progress: called with the number of bytes looked through, and of all.

    Raises:
        BrokenExport: it is no export, not whole, or of another version.
    """
    with ExitStack() as closing:
        try:
            file = closing.enter_context(ZipFile(path))
            manifest = _read_manifest(file)
            refuse_names(file, manifest)
            refuse_sizes(file, manifest)
            refuse_contents(file, manifest, progress)
        except UNREADABLE as error:
            raise BrokenExport(f"{path.name} is not a whole zip file: {error}") from None
        yield Incoming(file, manifest, closing)


def _read_manifest(file: ZipFile) -> Manifest:
    entries = [entry for entry in file.infolist() if entry.filename == MANIFEST]
    if len(entries) != 1:
        raise BrokenExport(
            f"There is no {MANIFEST} in it: it is no export, or its end is missing. "
            "Make it again with: campaign export FILE"
        )
    if entries[0].file_size > LONGEST_MANIFEST:
        raise BrokenExport(f"{MANIFEST} is far too long.")
    values = _values(file.read(entries[0]), MANIFEST)
    try:
        manifest = Manifest.model_validate(values)
    except ValidationError as error:
        raise InvalidDocument(problems_of(error), MANIFEST) from None
    refuse_others(manifest)
    return manifest


def _values(line: bytes, where: str) -> Any:
    try:
        return json.loads(line, parse_constant=_refuse_constant)
    except RecursionError:
        raise InvalidDocument([Problem("", "is nested too deeply")], where) from None
    except ValueError as error:
        raise InvalidDocument([Problem("", f"is not JSON: {error}")], where) from None


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")
