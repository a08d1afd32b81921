import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from campaign.errors import TookTooLong
from campaign.search.batch import dialect_of
from campaign.search.budget import within
from campaign.search.query import search

ENDLESS = text(
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
)


def test_a_statement_that_runs_on_is_stopped_and_it_is_said(session: Session):
    with pytest.raises(TookTooLong, match="stopped after"), within(session, 0.05):
        session.scalar(ENDLESS)

    session.rollback()
    assert search(session, "quillow").total == 0


def test_the_limit_ends_with_the_search(session: Session):
    search(session, "quillow", seconds=5)

    if dialect_of(session) == "postgresql":
        assert session.scalar(select(func.current_setting("statement_timeout"))) == "0"
    with within(session, 0.3):
        assert session.scalar(select(1)) == 1
