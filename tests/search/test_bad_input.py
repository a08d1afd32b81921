"""Any text at all may be typed: no error, nothing that is not published, no endless work."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from campaign.models import Record
from campaign.search.index import index_records
from campaign.search.likeness import likely_same
from campaign.search.query import lookup_identifier, search, suggest
from tests.factories import make_user, publish
from tests.search.world import WORLD, named_values
from tests.support.assault import is_assault
from tests.support.databases import DIALECTS, Databases, open_engine
from tests.support.drafts import submitted

# 100, or 25,000 on each database in `make assault`.
TRIED = (5 if is_assault() else 2) * settings.default.max_examples
MOST_STATEMENTS = 60
SIGNS = [
    *(
        "NEAR(",
        '"',
        "*",
        ":",
        "^",
        "AND",
        "OR",
        "NOT",
        "-",
        "(",
        ")",
        "{",
        "}",
        "'",
        "\\",
        "&",
        "|",
    ),
    *("!", "<->", "%", "_", "?", "--", ";", "/*", "$1", ":typed", "{names}", '-"', '""', "#", "@"),
    *("\x00", "\x1b", "\ud800", "\udfff", "\u202e", "\u2066", "\u200b", "\ufeff", "\u0301" * 9),
    *("🙂", "👩\u200d👩", "¦", "¦¦", "http://", "https://[", "//", "www.", "％", "＂"),
]
WORDS = [
    *("quillow", "quilow", "桂洛", "郑州", "guiluo", "zheng zhou", "labour", "co ltd", "有限公司"),
    *("Hiddenby", "hidenby", "Unreadham", "隐蔽", "yinbi", "Q4243", "hai", "foo", "2012", "#EndIt"),
    *("خ", "ال", "ก", "ソー", "삼", "ﷺ", "İ", "ß", "๓", "〇", "fu4shi4kang1", "fire-at-unreadham"),
]
HIDDEN = ("hiddenby", "unreadham")


@pytest.fixture(scope="module", params=DIALECTS)
def guarded(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Engine]:
    """A database with a record that was retracted, and one that nobody has reviewed."""
    with databases.ready(request.param) as url:
        engine = open_engine(url)
        with Session(engine) as session, session.begin():
            numbers = [{"scheme": "wikidata", "value": "Q4243"}]
            names = ("Hiddenby", "隐蔽")
            hidden = named_values("hiddenby", *names, identifiers=numbers)
            publish(session, *WORLD, hidden)
            record = session.scalars(select(Record).where(Record.slug == "hiddenby")).one()
            record.retracted_at, record.retraction_reason = datetime.now(UTC), "By mistake."
            index_records(session, [record.id])
            submitted(session, make_user(session, "editor"), title="Fire at Unreadham")
        yield engine
        engine.dispose()


def queries() -> st.SearchStrategy[str]:
    """Return any text, and text that is near to what means something."""
    parts = st.sampled_from(SIGNS) | st.sampled_from(WORDS) | st.text(max_size=6)
    between = st.sampled_from(["", " ", "\t", "\n", "-", '"'])
    made = st.tuples(st.lists(parts, max_size=14), between).map(lambda two: two[1].join(two[0]))
    long = st.tuples(parts, st.integers(1, 3_000)).map(lambda two: two[0] * two[1])
    return st.text() | made | made | long


@contextmanager
def counted(session: Session) -> Iterator[list[str]]:
    """Collect the statements that are sent meanwhile."""
    sent: list[str] = []
    connection = session.connection()

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(connection, "before_cursor_execute", note)


@pytest.mark.attack
@settings(
    max_examples=TRIED,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(queries(), st.dictionaries(st.sampled_from(["kind", "brand", "year", "sort"]), st.text()))
@example('"', {})
@example("a" * 10_000, {})
@example("鴻海" * 5_000, {})
@example("-" * 10_000, {})
@example("a-" * 5_000, {})
@example("\u202e" * 10_000, {})
@example("guanxianguanxianguanxianguanxian " * 9, {})
@example("zheng zhou fu shi kang hong hai jing mi gong ye co", {})
@example("quilow velmra tarks zhengzou hidenby unredham spiners looms wags late fier", {})
@example("https://web.archive.org/web/1/" * 300, {})
@example("hiddenby", {})
@example("Q4243", {})
@example('-"hiddenby"', {})
@example("quilow -hiddenby", {})
@example("quillow velmora hiddenby", {})
def test_any_text_finds_published_records_only_and_with_little_work(guarded, words, chosen):
    with Session(guarded) as session:
        with counted(session) as sent:
            results = search(session, words, per_page=100, **chosen)
        offered = suggest(session, words)
        known = lookup_identifier(session, words)
        like = likely_same(session, words[:300])

    found = [hit.slug for hit in (*results.hits, *offered, *like)] + [known.slug if known else ""]
    texts = (*results.did_you_mean, *(fewer.text for fewer in results.fewer))
    said = [*found, *(text.partition(' -"')[0] for text in texts)]  # without what was left out
    assert not [words for words in said if any(hidden in words for hidden in HIDDEN)]
    assert len(results.hits) == min(results.total, 100)
    assert len(sent) <= MOST_STATEMENTS


def test_the_hidden_records_are_there_and_would_be_found(guarded):
    with Session(guarded) as session:
        record = session.scalars(select(Record).where(Record.slug == "hiddenby")).one()
        record.retracted_at, record.retraction_reason = None, None
        index_records(session, [record.id])

        assert [hit.slug for hit in search(session, "hiddenby").hits] == ["hiddenby"]
