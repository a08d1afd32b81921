"""The whole search page over HTTP, beside Datasette's page of the same words and file.

Two workers of ours and Datasette as it starts, one after the other, with eight clients each;
Datasette shows its full-text table with twenty rows, the total, and three facets. Run with
``make bench``. Everything stays on loopback, and no class takes more than ``SECONDS``.
"""

import sys
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from campaign.db import configure_engine
from tests.benchmarks.bare import prepare, write_words
from tests.benchmarks.questions import OF_EACH, Question, draw_questions
from tests.benchmarks.serving import DATASETTE, Load, load, resident_megabytes, serving
from tests.benchmarks.storing import Stores
from tests.benchmarks.timing import print_table
from tests.support.server import environment

CLASSES = ("narrow", "medium", "broad", "han, place", "faceted", "broad+faceted")
HEADS = ("class", "ours/s", "median", "p95", "Datasette/s", "median", "p95", "times")
VIEW = """
CREATE VIEW IF NOT EXISTS bench_records AS
SELECT r.id AS rowid, r.kind, r.title, r.slug, e.weight,
 coalesce(c.country, f.country) AS country, substr(p.from_date, 1, 4) AS year, p.certainty
FROM record r JOIN search_entry e ON e.record_id = r.id LEFT JOIN company c ON c.id = r.id
LEFT JOIN facility f ON f.id = r.id LEFT JOIN report p ON p.id = r.id
"""


def bench_http(stores: Stores, size: int, tmp_path: Path) -> None:
    assert DATASETTE.exists(), "Datasette is missing; `make bench` installs it"
    url = stores.built("sqlite", size).url
    engine = configure_engine(create_engine(url))
    prepare(engine)
    with engine.begin() as connection:
        connection.execute(text(VIEW))
    with Session(engine) as session:
        questions = draw_questions(session, size)
    asked = {sort: questions[sort][:OF_EACH] for sort in CLASSES}

    ours = [sys.executable, "-m", "campaign", "serve", "--workers", "2"]
    with serving(ours, environment(url, tmp_path), "/healthz") as (port, pid):
        mine = {sort: load(port, [_our_page(q) for q in asked[sort]]) for sort in CLASSES}
        memory = resident_megabytes(pid)
    file = Path(url.removeprefix("sqlite:///"))
    theirs = [str(DATASETTE), "serve", str(file), "--setting", "sql_time_limit_ms", "20000"]
    with serving(theirs, {}, "/-/versions.json") as (port, _):
        other = {
            sort: load(port, [_their_page(file.stem, q) for q in asked[sort]]) for sort in CLASSES
        }

    rows = []
    for sort in CLASSES:
        one, two = mine[sort], other[sort]
        rows.append((sort, *_shown(one), *_shown(two), one.rate / two.rate))
    print_table(f"search page over HTTP, {size:,} companies and facilities", HEADS, rows)
    print("resident memory per worker: " + ", ".join(f"{number:,.0f} MB" for number in memory))


def _shown(one: Load) -> tuple[float, float, float]:
    return one.rate, one.timed.median, one.timed.p95


def _our_page(question: Question) -> str:
    return f"/search?{urlencode({'q': question.text, **question.filters})}"


def _their_page(database: str, question: Question) -> str:
    facets = [("_facet", name) for name in ("kind", "country", "year", "certainty")]
    words = [("_search", write_words("sqlite", question.meant)), ("_searchmode", "raw")]
    shown = [*words, *question.filters.items(), *facets, ("_size", "20")]
    shown += [("_fts_table", "bench_fts"), ("_fts_pk", "rowid"), ("_sort_desc", "weight")]
    return f"/{database}/bench_records?{urlencode(shown)}"
