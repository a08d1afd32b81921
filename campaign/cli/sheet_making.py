"""`campaign fact-sheets work`: makes the files of large sheets that somebody waits for.

Each is made in a process of its own, whose memory is the system's again afterwards. This
process only looks after it: it says that the work goes on and how far, and ends what takes
too long. Both may be killed at any moment; what is half made is made anew.
"""

from __future__ import annotations

import resource
import secrets
import time
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

import click
from flask import current_app
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from campaign.db import begin_writing, configure_engine, db
from campaign.errors import CampaignError
from campaign.factsheets.look import read_look
from campaign.factsheets.making import make_file, note_files
from campaign.factsheets.ordering import order_of_values
from campaign.factsheets.queueing import beat, claim, fail, keep
from campaign.models import Making
from config import Config

BEAT = 3  # seconds
LONGEST = 15 * 60  # seconds for one file
PAUSE = 2  # seconds between looks, where somebody watches
MEGABYTE = 1_000_000
Step = tuple[str, int, int]


@click.command("work")
@click.option("--watch", is_flag=True, help="Go on waiting for more, until it is stopped.")
def work(watch: bool) -> None:
    """Make the files of large fact sheets that somebody waits for, one after the other.

    The server starts this by itself when it is needed; with CAMPAIGN_SHEET_WORKER=own run it
    as a service, with --watch.
    """
    worker = secrets.token_hex(16)
    while True:
        while make_next(worker):
            pass
        if not watch:
            return
        time.sleep(PAUSE)


def make_next(worker: str) -> bool:
    """Make the next file; False where none waits or another process is at work."""
    begin_writing(db.session)
    making = claim(db.session, worker)
    key = making.key if making else ""
    db.session.commit()
    if not key:
        return False
    config: Config = current_app.config["CAMPAIGN"]
    _look_after(config, key, worker)
    return True


def _look_after(config: Config, key: str, worker: str) -> None:
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=make_one, args=(config, key, worker, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        if not _watch(ours, key, worker):
            return
        process.join()
    finally:
        process.kill()
        process.join()
    if process.exitcode:
        _fail(key, worker, _why(config, process.exitcode))


def _watch(steps: Connection, key: str, worker: str) -> bool:
    """Pass on how far it is until the other end closes; False when it is no longer ours."""
    step, until = ("", 0, 0), time.monotonic() + LONGEST
    while True:
        with suppress(EOFError):
            if steps.poll(BEAT):
                step = steps.recv()
                while steps.poll(0):
                    step = steps.recv()
            begin_writing(db.session)
            still = beat(db.session, key, worker, step)
            db.session.commit()
            if not still:
                return _has_ended(key)
            if time.monotonic() < until:
                continue
            _fail(key, worker, f"It was not ready after {LONGEST // 60} minutes.")
            return False
        return True


def _has_ended(key: str) -> bool:
    """Tell whether the work came to its end, rather than being taken over."""
    making = db.session.get(Making, key)
    ended = making is not None and making.ended_at is not None
    db.session.rollback()  # what comes next will write
    return ended


def _why(config: Config, code: int) -> str:
    return (
        f"The process that made it ended ({code}); it may use {config.sheet_megabytes:,} MB of "
        "memory. Leave out sections, or read the sheet as a web page, text or data."
    )


def _fail(key: str, worker: str, trouble: str) -> None:
    begin_writing(db.session)
    fail(db.session, key, worker, trouble)
    db.session.commit()


def make_one(config: Config, key: str, worker: str, steps: Connection) -> None:
    """Make one file, in a process of its own with a limit of memory."""
    most = config.sheet_megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    look = read_look(config.accent, config.logo)
    engine = configure_engine(create_engine(config.database_url))
    with Session(engine) as session:
        making = session.get_one(Making, key)
        order, form = order_of_values(making.order), making.form
        try:
            made = make_file(session, order, form, look, lambda *step: steps.send(step))
        except CampaignError as error:
            session.rollback()
            begin_writing(session)
            fail(session, key, worker, str(error))
        else:
            session.rollback()
            begin_writing(session)
            keep(session, key, made.hash, made.content)
            note_files(session, order, made.hashes)
        session.commit()
    engine.dispose()
