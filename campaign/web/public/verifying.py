"""“Is this paper yours?”: asked with number and hash, or with a file, without a script.

The file is held in memory, looked at and forgotten: neither it, nor its name, nor who sent
it is kept. Nothing is changed, and nobody is signed in for it; so the form needs no cookie.
"""

from __future__ import annotations

import io
from typing import IO

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from campaign.db import db
from campaign.factsheets.recognising import LARGEST_SENT, UnreadableFile
from campaign.factsheets.standing import Examination, examine
from campaign.factsheets.verifying import Verification, verify_file, verify_marks
from campaign.web.access import everyone
from campaign.web.public.issued_sheets import FORM_NAMES, bp

AROUND = 500_000  # bytes of a form around its file, and read at a time
LONGEST = 100  # characters of a number or hash


@bp.get("/verify")
@everyone
def verify() -> ResponseReturnValue:
    """Show the two forms; with a number and a hash in the address, the answer above them."""
    number, mark = (request.args.get(name, "")[:LONGEST] for name in ("number", "hash"))
    if not number.strip():
        return _page()
    return _answer(verify_marks(db.session, number, mark), number=number, mark=mark)


@bp.post("/verify")
@everyone
def check_file() -> ResponseReturnValue:
    """Say what a file is."""
    file = _uploaded()
    if file is None or not file.filename:
        return _page(wrong="Choose a file first."), 422
    try:
        return _answer(verify_file(db.session, file.read(LARGEST_SENT + 1)))
    except UnreadableFile as error:
        return _page(wrong=str(error)), 422


@bp.record_once
def _needs_no_token(state: object) -> None:
    """Ask for no CSRF token where nothing changes: else every reader would need a cookie."""
    app = getattr(state, "app", current_app)
    app.extensions["csrf"].exempt(check_file)


def _uploaded() -> FileStorage | None:
    """Return the file of the form; it never touches a disk.

    Raises:
        RequestEntityTooLarge: with what may be sent.
    """
    parser = FormDataParser(
        stream_factory=_in_memory,
        max_form_memory_size=AROUND,
        max_content_length=LARGEST_SENT + AROUND,
        max_form_parts=10,
    )
    request.max_content_length = LARGEST_SENT + AROUND
    length = request.content_length or 0
    if length > LARGEST_SENT + AROUND:
        raise RequestEntityTooLarge
    _, _, files = parser.parse(
        request.stream, request.mimetype, length, dict(request.mimetype_params)
    )
    return files.get("file")


def _in_memory(
    total_content_length: int | None,  # noqa: ARG001
    content_type: str | None,  # noqa: ARG001
    filename: str | None,  # noqa: ARG001
    content_length: int | None = None,  # noqa: ARG001
) -> IO[bytes]:
    return io.BytesIO()


def _answer(found: Verification, **asked: str) -> str:
    standing: Examination | None = None
    if found.issue is not None and found.good:
        standing = examine(db.session, found.issue)
    return _page(found=found, standing=standing, **asked)


def _page(**values: object) -> str:
    nothing = {"found": None, "number": "", "mark": ""}
    return render_template("public/verify.html", form_names=FORM_NAMES, **nothing | values)
