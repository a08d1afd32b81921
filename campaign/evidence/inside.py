"""The process that looks at one file: it bounds itself, reads, writes a clean copy, and ends.

It is started by ``cleaning.py`` without the application around it, so only the standard
library, Pillow or pikepdf and this room are imported here.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Sequence
from importlib import import_module

from campaign.errors import RefusedFile
from campaign.evidence.limits import Limits

REFUSED = 3
MODULES = {"application/pdf": "pdfs"}  # all others are pictures


def main(arguments: Sequence[str]) -> None:
    """Clean what comes in; end with 0 and the file, or with 3 and the reason why not."""
    media_type, *figures = arguments
    limits = Limits(*map(int, figures))
    bound(limits)
    name = MODULES.get(media_type, "pictures")
    clean = import_module(f"campaign.evidence.{name}").clean
    try:
        answer, code = clean(sys.stdin.buffer.read(), media_type, limits), 0
    except RefusedFile as refusal:
        answer, code = str(refusal).encode(), REFUSED
    except (MemoryError, RecursionError):
        os._exit(1)
    sys.stdout.buffer.write(answer)
    sys.stdout.buffer.flush()
    os._exit(code)  # nothing is left to tidy up


def bound(limits: Limits) -> None:
    """Give this process so much memory and time, and no file to write."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
