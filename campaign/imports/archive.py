"""Opening an export: nothing of it is believed before all of it was looked at.

No name in it becomes a path, nothing is unpacked to the disk, and never more than a line of
it is held in memory.
"""

from __future__ import annotations

import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pydantic import ValidationError

from campaign.errors import BrokenExport, InvalidDocument, Problem
from campaign.queries.schema import current_revision
from campaign.schemas.base import problems_of
from campaign.schemas.carried import (
    EVERYTHING,
    FILES,
    MANIFEST,
    VERSION,
    Manifest,
    Member,
    all_carried,
)

PIECE = 1 << 20  # bytes read at once
LONGEST_LINE = 64 << 20  # bytes
LONGEST_MANIFEST = 64 << 20
SMALL = 1 << 30  # bytes, unpacked: more than that must not be packed too well
BEST_PACKING = 200  # bytes, unpacked, for each byte of a large file
UPLOAD = re.compile(rf"{FILES}[0-9a-f]{{32}}")
UNREADABLE = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)
Progress = Callable[[int, int], None]


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
    try:
        with ZipFile(path) as file, ExitStack() as closing:
            manifest = _read_manifest(file)
            _compare_names(file, manifest)
            _compare_sizes(file, manifest)
            _compare_contents(file, manifest, progress)
            yield Incoming(file, manifest, closing)
    except UNREADABLE as error:
        raise BrokenExport(f"{path.name} is not a whole zip file: {error}") from None


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
    _refuse_others(manifest)
    return manifest


def _refuse_others(manifest: Manifest) -> None:
    """Refuse what this version of the application would misunderstand."""
    if manifest.scope != EVERYTHING:
        raise BrokenExport(
            "This is a public export: it holds what readers see, and no database can be made "
            "of it. Take one made with: campaign export FILE"
        )
    if manifest.version != VERSION:
        raise BrokenExport(
            f"It is written in version {manifest.version} of the format; this application "
            f"reads version {VERSION}."
        )
    if manifest.database_schema != current_revision():
        raise BrokenExport(
            f"It was made at schema {manifest.database_schema}, and this application has "
            f"{current_revision()}. Import it with the version of the application that made it, "
            "then upgrade: campaign db upgrade"
        )


def _compare_names(file: ZipFile, manifest: Manifest) -> None:
    """Refuse files that are missing, unknown, or there twice."""
    there = Counter(entry.filename for entry in file.infolist())
    told = Counter([MANIFEST, *(member.name for member in manifest.files)])
    needed = {carried.file for carried in all_carried()}
    for name, times in (*there.items(), *told.items()):
        if times > 1:
            raise BrokenExport(f"{name[:80]!r} is there more than once.")
    for name in sorted(there.keys() ^ told.keys()):
        raise BrokenExport(f"{name[:80]!r} is in the file or in its manifest, and not in both.")
    for name in sorted(needed - told.keys()):
        raise BrokenExport(f"{name} is missing.")
    for name in sorted(told.keys() - needed - {MANIFEST}):
        if not UPLOAD.fullmatch(name):
            raise BrokenExport(f"Nobody knows what {name[:80]!r} is.")


def _compare_sizes(file: ZipFile, manifest: Manifest) -> None:
    """Refuse a file that would become absurdly large, before anything of it is unpacked."""
    packed = sum(entry.compress_size for entry in file.infolist())
    whole = sum(entry.file_size for entry in file.infolist())
    if whole > max(SMALL, BEST_PACKING * packed):
        raise BrokenExport(f"Unpacked it would have {whole:,} bytes: nothing we write packs so.")
    for member in manifest.files:
        entry = file.getinfo(member.name)
        if entry.file_size != member.bytes:
            raise BrokenExport(
                f"{member.name} has {entry.file_size:,} bytes, and its manifest says "
                f"{member.bytes:,}."
            )
        _refuse_packing(entry)


def _refuse_packing(entry: ZipInfo) -> None:
    if entry.compress_type not in (ZIP_DEFLATED, ZIP_STORED) or entry.flag_bits & 1:
        raise BrokenExport(f"{entry.filename} is packed in a way that no export is.")


def _compare_contents(file: ZipFile, manifest: Manifest, progress: Progress) -> None:
    """Read every file to its end, and compare its hash and lines with the manifest."""
    total, done = sum(member.bytes for member in manifest.files), 0
    for member in manifest.files:
        digest, lines, last = sha256(), 0, b"\n"
        with file.open(member.name) as content:
            while piece := content.read(PIECE):
                digest.update(piece)
                lines, last = lines + piece.count(b"\n"), piece[-1:]
                done += len(piece)
                progress(done, total)
        _compare(member, digest.hexdigest(), lines, last)


def _compare(member: Member, digest: str, lines: int, last: bytes) -> None:
    if digest != member.sha256:
        raise BrokenExport(f"{member.name} was changed: its hash is not that of the manifest.")
    if not member.name.startswith(FILES) and (lines != member.lines or last != b"\n"):
        raise BrokenExport(
            f"{member.name} has {lines:,} lines, and its manifest says {member.lines:,}."
        )


def _values(line: bytes, where: str) -> Any:
    try:
        return json.loads(line, parse_constant=_refuse_constant)
    except RecursionError:
        raise InvalidDocument([Problem("", "is nested too deeply")], where) from None
    except ValueError as error:
        raise InvalidDocument([Problem("", f"is not JSON: {error}")], where) from None


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")
