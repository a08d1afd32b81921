"""The fixtures keep what they promise."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.db import db
from campaign.models import AbuseType, Record
from tests.factories import make_report, make_source


@pytest.mark.parametrize("turn", ["first", "second", "third"])
def test_each_test_finds_vocabularies_and_no_record(session: Session, turn: str):
    records = session.scalar(select(func.count()).select_from(Record))
    terms = session.scalar(select(func.count()).select_from(AbuseType))

    assert (records, terms) == (0, 45)
    assert make_source(session, slug=turn).id == 1
    make_report(session)
    session.commit()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_vocabulary_that_a_test_changed_is_whole_for_the_next(session: Session, turn: str):
    assert session.scalar(select(AbuseType.label).where(AbuseType.code == "E01")) != turn

    session.get(AbuseType, "E01").label = "first"
    session.commit()


def test_the_shared_opening_data_refuses_a_commit(seeded: Session):
    make_source(seeded)

    with pytest.raises(AssertionError, match="shared by many tests"):
        seeded.commit()


def test_a_request_has_a_session_of_its_own(
    app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch
):
    seen: list[Session] = []
    look = lambda: seen.append(db.session) or ""  # noqa: E731
    monkeypatch.setitem(app.view_functions, "public.healthz", look)

    app.test_client().get("/healthz")
    app.test_client().get("/healthz")

    assert len({id(one) for one in (session, *seen)}) == 3
