"""How long searches take inside the application, beside bare SQL of the same questions.

Run with ``make bench``, or ``make bench SIZE=1000000``. Columns: questions asked, hits of the
median one; milliseconds of the first question of a new process; of warm ones the median and
95th percentile, and the same of processor time (PostgreSQL's own process is counted too); the
medians of the bare SQL; and the ratio of the medians of processor time, which says most on a
machine that is busy.
"""

from functools import partial

from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session

from campaign.models import Record
from campaign.models.vocabulary import Kind
from campaign.search import sets
from campaign.search.index import index_records
from campaign.search.overview import read_overview
from tests.benchmarks.asking import SUGGESTION, ask_cold, ask_warm, server_of
from tests.benchmarks.bare import ask_barely, prepare, suggest_barely
from tests.benchmarks.questions import OF_EACH, Question, draw_questions
from tests.benchmarks.storing import Built, Stores, opened
from tests.benchmarks.timing import Cost, Timed, measure, print_table

SMALL = 10_000
HEADS = (
    *("class", "asked", "hits", "cold", "median", "p95", "cpu", "cpu p95"),
    *("bare", "bare cpu", "ratio"),
)
INDEX_TABLES = [
    *("search_entry", "search_name", "search_posting"),
    *("search_set", "search_term", "search_tie"),
]

BARE_COUNTS = (
    "SELECT kind, count(*) FROM record WHERE retracted_at IS NULL GROUP BY kind",
    "SELECT count(DISTINCT report_id) FROM allegation",
    "SELECT company_id, count(*) FROM exposure WHERE counted GROUP BY company_id"
    " ORDER BY count(*) DESC, company_id LIMIT 8",
)


def bench_search(stores: Stores, size: int, dialect: str) -> None:
    built = stores.built(dialect, size)
    with opened(built.url) as engine:
        prepare(engine)
        with Session(engine) as session:
            drawn = draw_questions(session, size)
        rows = [_row(engine, built, sort, asked[:OF_EACH], size) for sort, asked in drawn.items()]
        index_bytes = _index_bytes(engine)

    title = f"{dialect}, {size:,} companies and facilities, {built.records:,} records searched"
    print_table(title, HEADS, rows)
    print(
        f"index: {index_bytes / built.records:,.0f} bytes a record,"
        f" rebuilt in {built.seconds:,.0f} s"
    )


def bench_growth(stores: Stores, size: int, dialect: str) -> None:
    medians = {}
    for number in (SMALL, size):
        with opened(stores.built(dialect, number).url) as engine:
            with Session(engine) as session:
                questions = draw_questions(session, number)
            for sort, asked in questions.items():
                medians[sort, number] = ask_warm(engine, sort, asked[:OF_EACH])[0].processor.median

    rows = []
    for sort in dict.fromkeys(sort for sort, _ in medians):
        small, large = medians[sort, SMALL], medians[sort, size]
        rows.append((sort, small, large, large / small))
    print_table(
        f"{dialect}, growth of processor time", ("class", f"{SMALL:,}", f"{size:,}", "times"), rows
    )


def bench_indexing(stores: Stores, size: int, dialect: str) -> None:
    """Time the index of one record whose title changed, and all that follows from it."""
    rows = []
    with opened(stores.built(dialect, size).url) as engine, Session(engine) as session:
        server = server_of(engine)
        for kind in (Kind.SOURCE, Kind.REPORT, Kind.FACILITY, Kind.COMPANY):
            of_kind = select(Record.id).where(Record.kind == kind).order_by(Record.id)
            number = session.scalar(select(func.count()).where(Record.kind == kind))
            ids = session.scalars(of_kind.offset(number // 2).limit(OF_EACH + 1)).all()
            _index_renamed(session, ids[0])
            works = (partial(_index_renamed, session, record_id) for record_id in ids[1:])
            cost = measure(works, server)
            rows.append((kind.value, cost.passed.median, cost.passed.p95, cost.processor.median))
    print_table(f"{dialect}, {size:,}: indexing one record", ("kind", "median", "p95", "cpu"), rows)


def bench_overview(stores: Stores, size: int, dialect: str) -> None:
    """Time what the home page says of all records, beside bare counts of the same."""
    with opened(stores.built(dialect, size).url) as engine, Session(engine) as session:
        server = server_of(engine)
        costs = {
            "first of a process": measure([partial(_overview_anew, session)] * 10, server),
            "asked again": measure([partial(read_overview, session)] * 50, server),
            "after a publication": _overviews_after_changes(session, server),
            "bare counts": measure([partial(_count_barely, session)] * 5, server),
        }
    rows = [
        (what, cost.passed.median, cost.passed.p95, cost.processor.median)
        for what, cost in costs.items()
    ]
    print_table(f"{dialect}, {size:,}: the home page", ("overview", "median", "p95", "cpu"), rows)


def _overview_anew(session: Session) -> None:
    sets._versions = type(sets._versions)()  # as in a process that has read none
    read_overview(session)


def _overviews_after_changes(session: Session, server: int | None) -> Cost:
    """Time overviews each of which comes after a record was indexed anew."""
    companies = select(Record.id).where(Record.kind == Kind.COMPANY).order_by(Record.id).limit(10)
    ids = session.scalars(companies).all()
    passed, processor = [], []
    for record_id in ids:
        index_records(session, [record_id])
        cost = measure([partial(read_overview, session)], server)
        passed += cost.passed.samples
        processor += cost.processor.samples
    session.rollback()
    return Cost(Timed(tuple(passed)), Timed(tuple(processor)))


def _count_barely(session: Session) -> None:
    """Count what is published by kind, reports that allege, and reports that count by company."""
    for question in BARE_COUNTS:
        session.execute(text(question)).all()


def _index_renamed(session: Session, record_id: int) -> None:
    """Give a record another title and index it, then take both back."""
    record = session.get_one(Record, record_id)
    record.title = f"{record.title} Quenby"
    index_records(session, [record_id])
    session.rollback()


def _row(
    engine: Engine, built: Built, sort: str, questions: list[Question], size: int
) -> tuple[object, ...]:
    ours, totals = ask_warm(engine, sort, questions)
    bare = _ask_barely(engine, sort, questions)
    cold = ask_cold(built.url, sort, size)
    hits = sorted(totals)[len(totals) // 2]
    return (
        *(sort, len(questions), hits, cold, ours.passed.median, ours.passed.p95),
        *(ours.processor.median, ours.processor.p95),
        *(bare.passed.median, bare.processor.median),
        ours.processor.median / bare.processor.median,
    )


def _ask_barely(engine: Engine, sort: str, questions: list[Question]) -> Cost:
    answer = suggest_barely if sort == SUGGESTION else ask_barely
    server = server_of(engine)
    with engine.connect() as connection:
        answer(connection, questions[0])
        works = (partial(answer, connection, question) for question in questions)
        return measure(works, server)


def _index_bytes(engine: Engine) -> int:
    """Return the size of the index with all that belongs to it."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            sizes = [
                connection.scalar(text(f"SELECT pg_total_relation_size('{table}')"))
                for table in INDEX_TABLES
            ]
            return sum(sizes)
        tables = ", ".join(f"'{table}'" for table in INDEX_TABLES)
        return connection.scalar(
            text(
                "SELECT sum(pgsize) FROM dbstat WHERE aggregate = 1 AND name IN"
                f" (SELECT name FROM sqlite_master WHERE tbl_name IN ({tables}))"
            )
        )
