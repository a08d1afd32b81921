"""Asking as a worker of the application does: one session for each question.

As a program, the first question of a new process: ``python -m tests.benchmarks.asking URL
CLASS SIZE`` prints milliseconds. Before it, what the system holds of the database's files
is dropped (``posix_fadvise``, which any user may call for files that can be read).
"""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from campaign.db import configure_engine
from campaign.search.query import search, suggest
from config import ROOT
from tests.benchmarks.questions import Question, draw_questions
from tests.benchmarks.timing import Cost, measure, milliseconds

SUGGESTION = "suggestion"


def ask(session: Session, sort: str, question: Question) -> int:
    """Answer a question; return how many records there are to it."""
    if sort == SUGGESTION:
        return len(suggest(session, question.text))
    return search(session, question.text, **question.filters).total


def ask_warm(engine: Engine, sort: str, questions: list[Question]) -> tuple[Cost, list[int]]:
    """Ask each question once, after one that fills the caches of the process."""
    totals: list[int] = []

    def answer(question: Question) -> None:
        with Session(engine) as session:
            totals.append(ask(session, sort, question))

    answer(questions[0])
    cost = measure((partial(answer, question) for question in questions), server_of(engine))
    return cost, totals[1:]


def server_of(engine: Engine) -> int | None:
    """Return the process that answers the one connection of an engine, or None for a file."""
    if engine.dialect.name == "sqlite":
        return None
    with engine.connect() as connection:
        return connection.scalar(text("SELECT pg_backend_pid()"))


def ask_cold(url: str, sort: str, size: int) -> float:
    """Return how long the first question of a new process takes."""
    drop_caches(url)
    command = [sys.executable, "-m", "tests.benchmarks.asking", url, sort, str(size)]
    return float(subprocess.check_output(command, cwd=ROOT, text=True))


def drop_caches(url: str) -> None:
    """Ask the system to forget what it holds of a SQLite file; a server keeps its own."""
    if not url.startswith("sqlite"):
        return
    with Path(url.removeprefix("sqlite:///")).open("rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def main(url: str, sort: str, size: str) -> None:
    """Print how long a question takes that is the first."""
    engine = configure_engine(create_engine(url))
    with Session(engine) as session:
        question = draw_questions(session, int(size))[sort][-1]
    engine.dispose()
    drop_caches(url)
    with Session(engine) as session:
        print(milliseconds(lambda: ask(session, sort, question)))


if __name__ == "__main__":
    main(*sys.argv[1:])
