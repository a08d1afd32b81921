"""Files of large fact sheets: asked for, waited for on a page, fetched when they are ready."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import current_user
from sqlalchemy.orm import selectinload, undefer

from campaign.accounts.permissions import Permission, allows
from campaign.db import db, now
from campaign.factsheets.issued_files import issued_file_name
from campaign.factsheets.largeness import count_reports, is_made_in_a_row
from campaign.factsheets.ordering import Order, order_of_values
from campaign.factsheets.queueing import (
    MOST_OF_EDITORS,
    MOST_WAITING,
    Wanted,
    ask_for,
    count_before,
    lacks_a_worker,
)
from campaign.factsheets.rendering import MEDIA_TYPES
from campaign.models import IssuedSheet, MadeFile, Making, Record
from campaign.models.vocabulary import MakingState
from campaign.queries.records import find_record
from campaign.web.access import everyone, writing
from campaign.web.addresses import url_for_record
from campaign.web.public.sheet_wishes import own_look
from config import ROOT, Config, environment_of

BETWEEN_STARTS = 5  # seconds: a process takes a moment to say that it is at work
TENTHS = 10  # in which progress is told, so that it is not read aloud all the time
STARTED = "sheet workers"
FILE_NAMES = {"pdf": "PDF", "docx": "Word file"}


@dataclass(frozen=True)
class _SheetOfFile:
    """Of which sheet a file is: its title, the file's name, and where to go from its page."""

    title: str
    file_name: str
    back: str = ""
    back_words: str = ""


bp = Blueprint("sheet_making", __name__, url_prefix="/fact-sheets/making")


def large_file(record: Record, order: Order, form: str) -> ResponseReturnValue | None:
    """Return the file of a large sheet, or the page on which it is waited for; else None."""
    reports = count_reports(db.session, record)
    if not is_made_in_a_row(order, form, reports):
        return None
    order.check()
    return file_or_page(Wanted(order, form, own_look(), reports))


def file_or_page(wanted: Wanted) -> ResponseReturnValue:
    """Return a file that is ready, or ask for it and return the page on which it is waited for."""
    room = MOST_OF_EDITORS if allows(current_user, Permission.WRITE) else MOST_WAITING
    session = writing()
    making = ask_for(session, wanted, room=room)
    session.commit()
    if making.state is MakingState.DONE:
        return _file(making)
    start_worker()
    page = make_response(_page(making), 202)
    page.headers["Retry-After"] = "5"
    return page


@bp.get("/<key>")
@everyone
def waiting(key: str) -> ResponseReturnValue:
    """Show how far a file is, and where it is when it is ready."""
    making = _load(key)
    start_worker()
    return make_response(_page(making))


@bp.get("/<key>.json")
@everyone
def progress(key: str) -> Response:
    """Say the same to a script: the state, and the words of the page."""
    making = _load(key)
    start_worker()
    return jsonify(
        state=making.state.value,
        words=_words(making),
        seconds=_seconds(making),
        file=_address(making),
    )


@bp.get("/<key>/file")
@everyone
def made_file(key: str) -> ResponseReturnValue:
    """Send a file that is ready; it can be had for a day."""
    making = _load(key)
    return _file(making) if making.file_hash else abort(404)


def start_worker() -> None:
    """Start a process that makes what waits, where nobody is at work."""
    config: Config = current_app.config["CAMPAIGN"]
    started: list[tuple[float, subprocess.Popen[bytes]]] = current_app.extensions.setdefault(
        STARTED, []
    )
    started[:] = [(at, process) for at, process in started if process.poll() is None]
    recently = any(time.monotonic() - at < BETWEEN_STARTS for at, _ in started)
    if config.sheet_worker != "auto" or recently or not lacks_a_worker(db.session):
        return
    command = [sys.executable, "-m", "campaign", "fact-sheets", "work"]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment_of(config),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    started.append((time.monotonic(), process))


def _load(key: str) -> Making:
    found = db.session.get(Making, key) if key.isalnum() else None
    return found or abort(
        404, description="No such file is being made; those that were made are kept for a day."
    )


def _page(making: Making) -> str:
    sheet = _sheet_of(making)
    return render_template(
        "public/sheet_making.html",
        making=making,
        sheet=sheet,
        file_name=FILE_NAMES[making.form],
        words_of_progress=_words(making),
        seconds=_seconds(making),
        address=_address(making),
    )


def _sheet_of(making: Making) -> _SheetOfFile:
    """Return of which sheet a file is."""
    order = order_of_values(making.order)
    if isinstance(order, Order):
        record = find_record(db.session, order.slug)
        name = f"{order.slug}-dossier-{order.as_of.isoformat()}.{making.form}"
        if record is None:
            return _SheetOfFile(order.slug, name)
        return _SheetOfFile(record.title, name, url_for_record(record), "The whole record")
    loaded = selectinload(IssuedSheet.number)
    issue = db.session.get_one(IssuedSheet, order.issue_id, options=[loaded])
    number, version = issue.number.text, issue.version
    address = url_for("issued_sheets.version", number=number, version=version)
    name = issued_file_name(issue, making.form)
    return _SheetOfFile(issue.title, name, address, f"{number}, version {version}")


def _words(making: Making) -> str:
    """Return how far a file is, in words."""
    if making.state is MakingState.DONE:
        return "It is ready."
    if making.state is MakingState.FAILED:
        return making.trouble
    if making.state is MakingState.WAITING:
        before = count_before(db.session, making)
        return f"It waits; {before} before it." if before else "It is the next to be made."
    if not making.total:
        return f"{making.doing}."
    if not making.done:
        return f"{making.doing}, about {making.total:,}."
    return f"{making.doing}: {making.done * TENTHS // making.total}0 %."


def _seconds(making: Making) -> str:
    """Return for how long it has been waited for, or worked at."""
    at_work = making.begun_at is not None
    since = making.begun_at or making.asked_at
    seconds = int(((making.ended_at or now()) - since).total_seconds())
    return f"{'At work' if at_work else 'Waiting'} for {seconds:,} s."


def _address(making: Making) -> str:
    return url_for(".made_file", key=making.key) if making.file_hash else ""


def _file(making: Making) -> Response:
    made = db.session.get_one(MadeFile, making.file_hash, options=[undefer(MadeFile.content)])
    response = Response(made.content, content_type=MEDIA_TYPES[making.form])
    shown = "inline" if making.form == "pdf" else "attachment"
    name = _sheet_of(making).file_name
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
