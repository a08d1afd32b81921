"""A zip file that is written in one go, also where nobody can go back in it (a pipe, a browser).

Equal content makes equal bytes: nothing in it says when, where or on which system it was made.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from campaign.schemas.carried import MANIFEST, Manifest, Member

LINES_AT_ONCE = 500
THE_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of a zip file's calendar
UNIX = 3
OWNER_ONLY = 0o100600 << 16


class Outgoing:
    """What a zip file was told to write and nobody has taken yet."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Hold a piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is held is taken by whoever wants it."""

    def take(self) -> bytes:
        """Return all that is held, once."""
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


class Archive:
    """An export in the making."""

    def __init__(self) -> None:
        self.outgoing = Outgoing()
        self.members: list[Member] = []
        self._zip = ZipFile(self.outgoing, "w", ZIP_DEFLATED)  # type: ignore[call-overload]

    def add_lines(self, name: str, rows: Iterable[dict[str, Any]]) -> Iterator[int]:
        """Write a file with a line of JSON for each row; yield how many, some at a time."""
        digest, lines, size, waiting = sha256(), 0, 0, iter(rows)
        with self._zip.open(_entry(name), "w", force_zip64=True) as member:
            while some := list(islice(waiting, LINES_AT_ONCE)):
                text = "".join(map(json_line, some)).encode()
                member.write(text)
                digest.update(text)
                lines, size = lines + len(some), size + len(text)
                yield len(some)
        self.members.append(Member(name=name, lines=lines, bytes=size, sha256=digest.hexdigest()))

    def add_file(self, name: str, content: bytes) -> None:
        """Write a file that is small and hard already."""
        with self._zip.open(_entry(name, ZIP_STORED), "w", force_zip64=True) as member:
            member.write(content)
        digest = sha256(content).hexdigest()
        self.members.append(Member(name=name, lines=0, bytes=len(content), sha256=digest))

    def close(self, **said: Any) -> None:
        """Write the manifest, which names every file with its hash, and the end.

        Args:
            said: the other fields of ``schemas.carried.Manifest``.
        """
        manifest = Manifest(files=tuple(self.members), **said)
        values = manifest.model_dump(mode="json", exclude_none=True)
        content = json.dumps(values, ensure_ascii=False, indent=1)
        with self._zip.open(_entry(MANIFEST), "w", force_zip64=True) as member:
            member.write(f"{content}\n".encode())
        self._zip.close()


def json_line(values: dict[str, Any]) -> str:
    """Return plain values as one line; the order of keys is kept, for hashes rest on it."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def _entry(name: str, packing: int = ZIP_DEFLATED) -> ZipInfo:
    entry = ZipInfo(name, THE_FIRST_DAY)
    entry.compress_type = packing
    entry.create_system = UNIX
    entry.external_attr = OWNER_ONLY
    return entry
