"""How much may be sent: little by default, a file where a route says so and somebody is known.

Nothing that is sent touches a disk before a route has looked at it.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import IO, ParamSpec

from flask import Flask, Request, current_app, request, session
from flask.typing import ResponseReturnValue

from campaign.evidence.limits import MEGA
from config import Config

P = ParamSpec("P")
View = Callable[P, ResponseReturnValue]

MOST_WITHOUT_A_FILE = 2 * MEGA  # bytes: long reports have a tenth of it
AROUND_A_FILE = MEGA // 2
TAKES_A_FILE = "takes_a_file"


class RequestInMemory(Request):
    """A request whose files are held in memory; the standard would write large ones to ``/tmp``."""

    def _get_file_stream(
        self,
        total_content_length: int | None,  # noqa: ARG002
        content_type: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
        content_length: int | None = None,  # noqa: ARG002
    ) -> IO[bytes]:
        return BytesIO()


def init_app(app: Flask) -> None:
    """Bound what is read of a request before anything reads it."""
    app.request_class = RequestInMemory
    app.config["MAX_CONTENT_LENGTH"] = MOST_WITHOUT_A_FILE
    app.before_request(make_room)


def takes_a_file(view: View[P]) -> View[P]:
    """Let a route take a file of the size that the settings allow, from accounts only."""
    setattr(view, TAKES_A_FILE, True)
    return view


def make_room() -> None:
    """Allow a large request where a file is expected and somebody has signed in."""
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, TAKES_A_FILE, False) and "_user_id" in session:
        config: Config = current_app.config["CAMPAIGN"]
        request.max_content_length = config.evidence_megabytes * MEGA + AROUND_A_FILE
