"""Where editors write and review."""

from campaign.web.editor import (
    confidential,
    comparing,
    deciding,
    desk,
    history,
    issuing,
    requesting,
    reviewing,
    writing,
)
from campaign.web.editor.routing import bp

__all__ = [
    "bp",
    "confidential",
    "comparing",
    "deciding",
    "desk",
    "history",
    "issuing",
    "requesting",
    "reviewing",
    "writing",
]
