"""What an export is refused for, before any line of it is read: version, names, sizes, hashes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from campaign.errors import BrokenExport
from campaign.queries.schema import current_revision
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
SMALL = 1 << 30  # bytes, unpacked: more than that must not be packed too well
BEST_PACKING = 200  # bytes, unpacked, for each byte of a large file
UPLOAD = re.compile(rf"{FILES}[0-9a-f]{{32}}")
Progress = Callable[[int, int], None]


def refuse_others(manifest: Manifest) -> None:
    """Refuse what this version of the application would misunderstand.

    Raises:
        BrokenExport: with what to do, where something can be done.
    """
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


def refuse_names(file: ZipFile, manifest: Manifest) -> None:
    """Refuse files that are missing, unknown, or there twice.

    Raises:
        BrokenExport: with what to do, where something can be done.
    """
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


def refuse_sizes(file: ZipFile, manifest: Manifest) -> None:
    """Refuse a file that would become absurdly large, before anything of it is unpacked.

    Raises:
        BrokenExport: with what to do, where something can be done.
    """
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


def refuse_contents(file: ZipFile, manifest: Manifest, progress: Progress) -> None:
    """Read every file to its end, and compare its hash and lines with the manifest.

    Raises:
        BrokenExport: with what to do, where something can be done.
    """
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
