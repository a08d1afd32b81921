"""Long work that shows how far it is while it runs, without a script in the browser.

The page is sent bit by bit: the work goes on in a thread of its own with a transaction of
its own, and each step is a line. When the reader goes away, the work is stopped and nothing
of it is kept.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from threading import Event, Thread

from flask import Flask, Response, current_app, render_template
from markupsafe import escape
from sqlalchemy.orm import Session

from campaign.db import begin_writing, db
from campaign.errors import CampaignError

HERE = "<!-- progress -->"
FAULT = '<p class="notice errors" role="alert">The fault is ours. Nothing of it was kept.</p>'
STEPS = 20  # lines at most for each thing that is done
Progress = Callable[[str, int, int], None]
Work = Callable[[Session, Progress], str]


class Stopped(CampaignError):
    """Whoever waited for the work has gone away."""


def run_with_progress(title: str, work: Work, leads_to: str) -> Response:
    """Return a page that grows while ``work`` runs, and ends with a link.

    Args:
        title: heading of the page.
        work: gets a session that will write and is committed when it returns what was
            done, in words.
        leads_to: address of the link at the end.
    """
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    page = render_template("editor/progress.html", title=title, here=HERE)
    head, _, foot = page.partition(HERE)
    response = Response(_stream(app, work, leads_to, head, foot), mimetype="text/html")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _stream(app: Flask, work: Work, leads_to: str, head: str, foot: str) -> Iterator[str]:
    lines: queue.Queue[str | None] = queue.Queue()
    stop = Event()
    worker = Thread(target=_run, args=(app, work, lines, stop), daemon=True)
    worker.start()
    yield head
    try:
        while (line := lines.get()) is not None:
            yield line
        yield f'<p class="actions"><a class="button main" href="{escape(leads_to)}">Go on</a></p>'
        yield foot
    finally:
        stop.set()
        worker.join()


def _run(app: Flask, work: Work, lines: queue.Queue[str | None], stop: Event) -> None:
    with app.app_context():
        try:
            begin_writing(db.session)
            done = work(db.session, _reporter(lines, stop))
            db.session.commit()
            lines.put(f'<p role="status"><b>{escape(done)}</b></p>')
        except CampaignError as error:
            db.session.rollback()
            lines.put(f'<p class="notice errors" role="alert">{escape(str(error))}</p>')
        except Exception:
            db.session.rollback()
            app.logger.exception("long work failed")
            lines.put(FAULT)
        finally:
            lines.put(None)


def _reporter(lines: queue.Queue[str | None], stop: Event) -> Progress:
    said: dict[str, int] = {}

    def report(doing: str, done: int, total: int) -> None:
        if stop.is_set():
            raise Stopped("Nobody waits for this any more; nothing of it was kept.")
        step = done * STEPS // max(total, 1)
        if said.get(doing) != step or done == total:
            said[doing] = step
            lines.put(f"<p>{escape(doing)}: {done:,} of {total:,}</p>\n")

    return report
