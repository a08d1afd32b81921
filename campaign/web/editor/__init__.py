"""Where editors write and review."""

from campaign.web.editor import (
    comparing,
    confidential,
    corrections,
    deciding,
    desk,
    history,
    issuing,
    overview,
    replying,
    requesting,
    reviewing,
    undoing,
    writing,
)
from campaign.web.editor.routing import bp

__all__ = [
    "bp",
    "comparing",
    "confidential",
    "corrections",
    "deciding",
    "desk",
    "history",
    "issuing",
    "overview",
    "replying",
    "requesting",
    "reviewing",
    "undoing",
    "writing",
]
