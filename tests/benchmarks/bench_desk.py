"""What the editor's desk costs: pages with many drafts and revisions, and publishing.

Run with ``make bench``. Both parts on SQLite and on PostgreSQL:

- time and number of questions of each page of the desk, with 10,000 drafts and a record of
  500 revisions, every hundredth draft with an open question (``DESK_DRAFTS`` and
  ``DESK_REVISIONS`` say otherwise);
- how many reports 8 editors publish together in a second, and how a publication compares
  with the bare inserts of the rows that it makes.
"""

import json
import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import event, insert, inspect, text
from sqlalchemy.orm import Session

from campaign.db import begin_writing, db, now
from campaign.editorial.drafts import start_draft, submit_draft
from campaign.editorial.publishing import publish_all
from campaign.editorial.references import spell_out
from campaign.editorial.review import publish, review_draft
from campaign.editorial.revisions import Signature
from campaign.models import Draft, User
from campaign.models.vocabulary import DraftAction, DraftState, Kind, Verdict
from campaign.queries.replies_due import asks_until
from campaign.schemas import parse_document
from tests.benchmarks.timing import Timed, milliseconds, print_table
from tests.factories import make_source, report_values, statement_values
from tests.support.newsroom import Newsroom

DRAFTS = int(os.environ.get("DESK_DRAFTS") or 10_000)
REVISIONS = int(os.environ.get("DESK_REVISIONS") or 500)
ROUNDS = 7
EDITORS, EACH = 8, 10
PAGES = (
    "/editor/",
    "/editor/days",
    "/editor/lists/unarchived",
    "/editor/lists/one-source",
    "/editor/lists/stale",
    "/editor/corrections",
    "/editor/undo",
    "/editor/reports/many/history",
    "/editor/reports/many/history?page=20",
    f"/editor/reports/many/history/{REVISIONS}",
    f"/editor/reports/many/history/compare?old=1&new={REVISIONS}",
    "/reports/many/history",
    "/editor/drafts/1/review",
)


def bench_the_pages_of_the_desk(app: Flask, session: Session, dialect: str) -> None:
    newsroom = Newsroom(app, session)
    _fill(session, newsroom)
    client = newsroom.client("reviewer")
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    rows = []
    for address in PAGES:
        assert client.get(address).status_code == 200, address
        asked.clear()
        client.get(address)
        questions = len(asked)
        cost = Timed(tuple(milliseconds(lambda a=address: client.get(a)) for _ in range(ROUNDS)))
        rows.append((address, questions, cost.median, cost.p95))
    title = f"{dialect}: {DRAFTS:,} drafts, a record of {REVISIONS} revisions"
    print_table(title, ("page", "questions", "median ms", "p95 ms"), rows)
    assert all(questions <= 40 for _, questions, *_ in rows)


def bench_publishing_with_eight_editors(app: Flask, session: Session, dialect: str) -> None:
    newsroom = Newsroom(app, session)
    make_source(session)
    session.commit()
    jobs = list(_approved(session, newsroom))
    start = time.perf_counter()
    with ThreadPoolExecutor(EDITORS) as pool:
        list(pool.map(lambda ids: _publish_some(app, *ids), jobs))
    seconds = time.perf_counter() - start
    session.rollback()
    published = session.scalar(text("SELECT count(*) FROM report"))
    assert published == EDITORS * EACH
    print(
        f"\n{dialect}: {EDITORS} editors at once published {published} reports in {seconds:.1f} s, "
        f"{published / seconds:.1f} a second, none lost"
    )


def bench_a_publication_beside_its_bare_inserts(session: Session, dialect: str) -> None:
    make_source(session)
    session.commit()
    whole, bare = [], []
    for number in range(12):
        values = report_values(slug=f"report-{number}", title=f"Report {number}")
        rows = _rows_of(session, values)
        _make_bare(session, rows)
        whole.append(milliseconds(lambda v=values: _publish_once(session, v)))
        bare.append(milliseconds(lambda r=rows: _insert(session, r)))
    count = sum(map(len, rows.values()))
    publishing, inserting = Timed(tuple(whole[2:])), Timed(tuple(bare[2:]))
    print(
        f"\n{dialect}: a publication {publishing.median:.1f} ms, the bare inserts of its {count} "
        f"rows, without keys and indexes, {inserting.median:.1f} ms; "
        f"ratio {publishing.median / inserting.median:.1f}"
    )


def _fill(session: Session, newsroom: Newsroom) -> None:
    make_source(session)
    values = report_values(slug="many", title="Many")
    for number in range(REVISIONS):
        text_ = f"Examplewatch reported it, for the {number}th time."
        statements = {"s1": statement_values(), "s2": statement_values(text=text_)}
        document = parse_document({**values, "statements": statements})
        publish_all(session, [document], signature=Signature(now(), f"draft {number}"))
    session.commit()
    author, reviewer = newsroom.user("editor"), newsroom.user("reviewer")
    states = (DraftState.SUBMITTED, DraftState.WRITING, DraftState.RETURNED)
    people = (author.id, author.id, reviewer.id)
    session.execute(
        insert(Draft),
        [
            {
                "kind": Kind.REPORT,
                "action": DraftAction.CREATE,
                "document": _draft_document(n),
                "asks_until": asks_until(_draft_document(n)),
                "title": f"Draft {n}",
                "note": "",
                "state": states[n % 3],
                "author_id": people[n % 3],
                "created_at": now(),
                "updated_at": now(),
                "submitted_at": now() if n % 3 == 0 else None,
            }
            for n in range(DRAFTS)
        ],
    )
    session.commit()


def _draft_document(number: int) -> dict[str, Any]:
    """Return what a draft says; every hundredth asks a company until next week."""
    values = report_values(slug=f"draft-{number}", title=f"Draft {number}")
    if number % 100 == 0:
        due_on = (now().date() + timedelta(days=7)).isoformat()
        asked = {"asked_on": now().date().isoformat(), "channel": "email", "due_on": due_on}
        values["replies"] = {"r1": {"actor": {"name": "Acme"}, **asked}}
    return spell_out(values)


def _approved(session: Session, newsroom: Newsroom) -> Iterator[tuple[int, list[int]]]:
    author = newsroom.user("editor")
    for editor in range(EDITORS):
        reviewer = newsroom.user(f"reviewer{editor}", "reviewer")
        drafts = []
        for number in range(EACH):
            title = f"Nights {editor} {number}"
            draft = start_draft(session, report_values(title=title), author=author)
            submit_draft(session, draft, author=author)
            review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE)
            drafts.append(draft.id)
        session.commit()
        yield reviewer.id, drafts


def _publish_some(app: Flask, reviewer_id: int, drafts: list[int]) -> None:
    with app.app_context():
        for draft_id in drafts:
            begin_writing(db.session)
            draft, reviewer = db.session.get(Draft, draft_id), db.session.get(User, reviewer_id)
            publish(db.session, draft, reviewer=reviewer)
            db.session.commit()
            db.session.expunge_all()


def _publish_once(session: Session, values: dict[str, Any]) -> None:
    begin_writing(session)
    publish_all(session, [parse_document(values)], signature=Signature(now(), "bench"))
    session.commit()


def _rows_of(session: Session, values: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows that a publication adds to each table, found by doing it once and back."""
    names = inspect(session.connection()).get_table_names()
    tables = [name for name in names if not name.startswith(("bare_", "alembic"))]
    before = {table: _read(session, table) for table in tables}
    publish_all(session, [parse_document(values)], signature=Signature(now(), "bench"))
    session.flush()
    added = {
        table: [row for row in _read(session, table) if row not in before[table]]
        for table in tables
    }
    session.rollback()
    return {table: rows for table, rows in added.items() if rows}


def _read(session: Session, table: str) -> list[dict[str, Any]]:
    rows = session.execute(text(f'SELECT * FROM "{table}"'))
    return [{name: _bindable(value) for name, value in row._mapping.items()} for row in rows]


def _bindable(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value


def _make_bare(session: Session, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Make empty tables of the same columns, without keys and indexes."""
    for table in rows:
        session.execute(text(f'DROP TABLE IF EXISTS "bare_{table}"'))
        session.execute(text(f'CREATE TABLE "bare_{table}" AS SELECT * FROM "{table}" WHERE 1=0'))
    session.commit()


def _insert(session: Session, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Write the rows as they are into tables of the same shape without keys, and commit."""
    for table, some in rows.items():
        names = list(some[0])
        columns = ", ".join(f'"{name}"' for name in names)
        marks = ", ".join(f":{name}" for name in names)
        session.execute(text(f'INSERT INTO "bare_{table}" ({columns}) VALUES ({marks})'), some)
    session.commit()
