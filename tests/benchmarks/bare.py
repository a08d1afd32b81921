"""The same questions in bare SQL: what somebody would write by hand for this database.

A full-text table of the database's own (FTS5; a ``tsvector`` with a GIN index) over the
text that is searched, ranked as the database ranks; the first page, the total and the
counts of all facets in two statements.
"""

from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import Connection, Engine, text

from campaign.search.folding import fold, is_unspaced, joined
from tests.benchmarks.questions import Question

LAST = "\U0010ffff"
MAKE = {
    "sqlite": (
        "PRAGMA cache_size = -256000",  # for this connection
        "CREATE VIRTUAL TABLE IF NOT EXISTS bench_fts USING fts5(names, romanised, body, "
        "content='search_entry', content_rowid='record_id', tokenize='unicode61')",
        "INSERT INTO bench_fts(bench_fts) VALUES ('rebuild')",
    ),
    "postgresql": (
        "CREATE TABLE IF NOT EXISTS bench_fts AS SELECT record_id AS rowid, "
        "to_tsvector('simple', names || ' ' || romanised || ' ' || body) AS document "
        "FROM search_entry",
        "CREATE INDEX IF NOT EXISTS bench_fts_document ON bench_fts USING gin (document)",
        "ANALYZE bench_fts",
    ),
}
MATCH = {
    "sqlite": ("bench_fts MATCH :words", "rank"),
    "postgresql": (
        "document @@ CAST(:words AS tsquery)",
        "ts_rank(document, CAST(:words AS tsquery)) DESC",
    ),
}
SUGGEST = text(
    "SELECT r.id, r.kind, r.slug, r.title FROM search_name n JOIN record r ON r.id = n.record_id "
    "JOIN search_entry e ON e.record_id = r.id WHERE n.folded >= :begins AND n.folded < :ends "
    "ORDER BY e.weight DESC LIMIT 8"
)
PASSING = {
    "kind": "EXISTS (SELECT 1 FROM record r WHERE r.id = hit.id AND kind = :kind)",
    "country": (
        "(EXISTS (SELECT 1 FROM company c WHERE c.id = hit.id AND country = :country)"
        " OR EXISTS (SELECT 1 FROM facility f WHERE f.id = hit.id AND country = :country)"
        " OR EXISTS (SELECT 1 FROM report_site s JOIN facility f ON f.id = s.facility_id"
        " WHERE s.report_id = hit.id AND country = :country))"
    ),
    "year": (
        "EXISTS (SELECT 1 FROM report p WHERE p.id = hit.id AND substr(from_date, 1, 4) = :year)"
    ),
}
# SQLite knows nothing of the size of ``m``; CROSS JOIN makes it begin there.
JOIN = {"sqlite": "CROSS JOIN", "postgresql": "JOIN"}
COUNTING = """
SELECT 'total' AS facet, '' AS value, count(*) AS number FROM m
UNION ALL SELECT 'kind', kind, count(*) FROM m {join} record r ON r.id = m.id GROUP BY 2
UNION ALL SELECT 'country', country, count(*) FROM m {join} company c ON c.id = m.id GROUP BY 2
UNION ALL SELECT 'country', country, count(*) FROM m {join} facility f ON f.id = m.id GROUP BY 2
UNION ALL SELECT 'country', country, count(DISTINCT m.id) FROM m
 {join} report_site s ON s.report_id = m.id {join} facility f ON f.id = s.facility_id GROUP BY 2
UNION ALL SELECT 'abuse', abuse, count(DISTINCT m.id) FROM m
 {join} allegation a ON a.report_id = m.id GROUP BY 2
UNION ALL SELECT 'brand', CAST(company_id AS text), count(*) FROM m
 {join} exposure e ON e.report_id = m.id WHERE counted GROUP BY 2
UNION ALL SELECT 'status', certainty, count(*) FROM m {join} report p ON p.id = m.id GROUP BY 2
UNION ALL SELECT 'year', substr(from_date, 1, 4), count(*) FROM m
 {join} report p ON p.id = m.id GROUP BY 2
"""


def prepare(engine: Engine) -> None:
    """Make the database's own full-text table, once."""
    dialect = engine.dialect.name
    with engine.begin() as connection:
        if not engine.dialect.has_table(connection, "bench_fts"):
            for statement in MAKE[dialect]:
                connection.execute(text(statement))
    engine.dispose()


def suggest_barely(connection: Connection, question: Question) -> None:
    """Read the first suggestions."""
    begins = joined(fold(question.text))
    connection.execute(SUGGEST, {"begins": begins, "ends": begins + LAST}).all()


def ask_barely(connection: Connection, question: Question) -> int:
    """Read the first page, the total and the counts; return the total."""
    matching, rank = MATCH[connection.dialect.name]
    passing = "".join(f" AND {PASSING[facet]}" for facet in question.filters)
    values = {"words": write_words(connection.dialect.name, question.meant), **question.filters}
    if not question.meant:
        matched = f"SELECT id FROM record AS hit WHERE kind <> 'response'{passing}"
        page = "SELECT id FROM report ORDER BY from_date DESC LIMIT 20"
    else:
        found = f"SELECT rowid AS id, rank_ FROM (SELECT rowid, {rank.split(' DESC')[0]} AS rank_ "
        found += f"FROM bench_fts WHERE {matching}) AS found"
        matched = f"SELECT id FROM (SELECT rowid AS id FROM bench_fts WHERE {matching}) AS hit "
        matched += f"WHERE true{passing}"
        order = "rank_ DESC" if "DESC" in rank else "rank_"
        page = f"SELECT id FROM ({found}) AS hit WHERE true{passing} ORDER BY {order} LIMIT 20"
    rows = f"SELECT r.id, r.kind, r.slug, r.title FROM ({page}) AS p JOIN record r ON r.id = p.id"
    connection.execute(text(rows), values).all()
    counting = COUNTING.format(join=JOIN[connection.dialect.name])
    counted = connection.execute(text(f"WITH m AS MATERIALIZED ({matched}) {counting}"), values)
    return next(row.number for row in counted.all() if row.facet == "total")


def write_words(dialect: str, typed: str) -> str:
    """Write words, all of which must be met, in a database's own language."""
    runs = [" ".join(run) for word in typed.split() for run in _runs(fold(word).split())]
    if dialect == "sqlite":
        return " AND ".join(f'"{run}"' for run in runs)
    return " & ".join("(" + " <-> ".join(f"'{t}'" for t in run.split()) + ")" for run in runs)


def _runs(tokens: list[str]) -> Iterator[list[str]]:
    """Yield runs of characters without spaces as one, other words singly."""
    numbered = enumerate(tokens)
    for _, group in groupby(numbered, key=lambda pair: -1 if is_unspaced(pair[1]) else pair[0]):
        yield [token for _, token in group]
