"""Where editors write and review."""

from campaign.web.editor import (
    choosing,
    comparing,
    confidential,
    corrections,
    deciding,
    desk,
    history,
    issuing,
    listing,
    overview,
    previewing,
    replying,
    requesting,
    reviewing,
    saving,
    undoing,
    writing,
)
from campaign.web.editor.routing import bp

__all__ = [
    "bp",
    "choosing",
    "comparing",
    "confidential",
    "corrections",
    "deciding",
    "desk",
    "history",
    "issuing",
    "listing",
    "overview",
    "previewing",
    "replying",
    "requesting",
    "reviewing",
    "saving",
    "undoing",
    "writing",
]
