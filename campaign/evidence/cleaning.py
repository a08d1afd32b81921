"""What an uploaded file is, by its content, and a clean copy of it; or why it is refused.

Files of strangers are read by large libraries written in C. So that a fault in one of them
does no harm here, a process of its own looks at each file: it has bounded memory and time,
no environment, and can write no file (``inside.py``).
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from threading import Lock

from campaign.errors import RefusedFile, TooMany
from campaign.evidence.limits import Limits
from campaign.models import MediaType

# How files of each type begin; what a name or a browser says of a file is never asked.
BEGINNINGS = {
    MediaType.PDF: b"%PDF-",
    MediaType.PNG: b"\x89PNG\r\n\x1a\n",
    MediaType.JPEG: b"\xff\xd8\xff",
}
CLEAN, REFUSED = 0, 3  # how the process ends when it could say something
# The package without its ``__init__``, which would load the whole application.
PROGRAM = f"""
import sys, types
package = sys.modules["campaign"] = types.ModuleType("campaign")
package.__path__ = [{str(Path(__file__).resolve().parent.parent)!r}]
from campaign.evidence.inside import main
main(sys.argv[1:])
"""
WAITING = 60  # seconds for one's turn, at most
# The clock may go on while a machine stands still; the processor time is what bounds a file.
PATIENCE = 20
_turn = Lock()  # one file at a time in each worker: the memory is bounded in all


@dataclass(frozen=True)
class CleanFile:
    """A file that is safe to keep: its type, its bytes, and the hash of what came in."""

    media_type: MediaType
    content: bytes
    received_sha256: str

    @property
    def sha256(self) -> str:
        """Return the SHA-256 of the clean bytes."""
        return sha256(self.content).hexdigest()


def clean_file(content: bytes, limits: Limits) -> CleanFile:
    """Return a clean copy of an uploaded file.

    Pictures are decoded and written anew from their pixels; PDFs are built anew from their
    pages. Nothing else of a file is kept.

    Raises:
        RefusedFile: it is too large, of another type, damaged, locked, or more than it claims
            to be; the message says which, and what to do.
        TooMany: others upload at this moment.
    """
    if not content:
        raise RefusedFile("The file is empty. Choose another, or save it anew.")
    if len(content) > limits.received_bytes:
        raise RefusedFile(
            f"The file is larger than {limits.megabytes} MB. Split it, or save it smaller."
        )
    media_type = type_of(content)
    if not _turn.acquire(timeout=WAITING):
        raise TooMany("Other files are being looked at. Send yours again in a minute.")
    try:
        cleaned = _cleaned_apart(content, media_type, limits)
    finally:
        _turn.release()
    return CleanFile(media_type, cleaned, sha256(content).hexdigest())


def type_of(content: bytes) -> MediaType:
    """Return the type of a file by its first bytes.

    Raises:
        RefusedFile: it is none of those that are taken.
    """
    for media_type, beginning in BEGINNINGS.items():
        if content.startswith(beginning):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return MediaType.WEBP
    raise RefusedFile(
        "This is no PDF, PNG, JPEG or WebP file, whatever its name says. Save or print it as a "
        "PDF, or take a screenshot."
    )


def _cleaned_apart(content: bytes, media_type: MediaType, limits: Limits) -> bytes:
    figures = (limits.megabytes, limits.megapixels, limits.pages, limits.seconds)
    command = [sys.executable, "-I", "-c", PROGRAM, media_type.value, *map(str, figures)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, env={}, timeout=PATIENCE * limits.seconds
        )
    except subprocess.TimeoutExpired:
        raise RefusedFile(_too_much()) from None
    if done.returncode == REFUSED:
        raise RefusedFile(done.stdout.decode())
    if done.returncode != CLEAN or not done.stdout:
        raise RefusedFile(_too_much())
    if len(done.stdout) > limits.kept_bytes:
        raise RefusedFile("The file grows too large when it is written anew. Save it smaller.")
    return done.stdout


def _too_much() -> str:
    return (
        "The file takes more time or memory to read than any real one should. Print it into a "
        "new PDF, or save the picture anew and smaller, and try again."
    )
