"""Chained hashes: nobody can change an old entry without changing all that follow."""

from __future__ import annotations

import hashlib
import json
from typing import Any

GENESIS = "0" * 64


def chained_hash(previous: str, content: dict[str, Any]) -> str:
    """Return the SHA-256 (hex) of the entry before and this one's content, as JSON."""
    text = json.dumps(
        [previous, content], ensure_ascii=False, separators=(",", ":"), sort_keys=False
    )
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
