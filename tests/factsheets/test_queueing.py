"""Files of large sheets are made once, one at a time, in order, and never get lost or too many."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.db import now
from campaign.errors import TooMany
from campaign.factsheets.look import Look
from campaign.factsheets.making import make_file
from campaign.factsheets.ordering import Order, order_of_values, order_values
from campaign.factsheets.queueing import (
    KEPT,
    MOST_ATTEMPTS,
    MOST_KEPT_BYTES,
    MOST_OF_EDITORS,
    MOST_WAITING,
    SILENCE,
    Wanted,
    ask_for,
    beat,
    claim,
    count_before,
    fail,
    keep,
    key_of,
    lacks_a_worker,
    sweep,
)
from campaign.models import MadeFile, Making
from campaign.models.vocabulary import MakingState
from tests.factories import make_company, make_report
from tests.support.sheets import AS_OF

LOOK = Look()


def wanted(slug: str = "brand", form: str = "pdf", **order: Any) -> Wanted:
    return Wanted(Order(slug, AS_OF, length="dossier", **order), form, LOOK, 100)


def files(session: Session) -> int:
    return session.scalars(select(func.count()).select_from(MadeFile)).one()


def test_the_same_file_is_made_once_whoever_asks(session):
    first = ask_for(session, wanted())

    assert ask_for(session, wanted()) is first
    assert ask_for(session, wanted(form="docx")) is not first
    assert ask_for(session, wanted(language="es")) is not first


def test_a_change_of_a_record_makes_it_another_file(session):
    make_company(session, name="Brand")
    before = key_of(session, wanted())

    make_report(session)

    assert key_of(session, wanted()) != before


def test_an_order_comes_back_from_its_values_as_it_was():
    order = wanted(role="supplier", site_url="https://record.example").order

    assert order_of_values(order_values(order)) == order


def test_strangers_cannot_fill_the_row_for_editors(session):
    for number in range(MOST_WAITING):
        ask_for(session, wanted(f"brand-{number}"))

    with pytest.raises(TooMany, match="some minutes"):
        ask_for(session, wanted("one-more"))

    ask_for(session, wanted("one-more"), room=MOST_OF_EDITORS)
    assert ask_for(session, wanted("brand-0"))  # what waits already can be asked for again


def test_one_is_made_at_a_time_and_the_first_that_was_asked_for_comes_first(session):
    at = now()
    second = ask_for(session, wanted("second"), at=at)
    first = ask_for(session, wanted("first"), at=at - timedelta(minutes=1))

    assert count_before(session, second) == 1
    assert claim(session, "a", at=at) is first
    assert claim(session, "b", at=at) is None
    assert not lacks_a_worker(session, at=at)


def test_what_a_dead_worker_left_is_taken_over_and_given_up_after_some_deaths(session):
    at = now()
    making = ask_for(session, wanted(), at=at)
    for number in range(MOST_ATTEMPTS):
        assert claim(session, f"worker {number}", at=at) is making
        at += SILENCE + timedelta(seconds=1)
        assert lacks_a_worker(session, at=at)

    assert claim(session, "another", at=at) is None

    assert making.state is MakingState.FAILED
    assert "memory" in making.trouble


def test_a_worker_that_was_taken_for_dead_no_longer_has_a_say(session):
    at = now() - SILENCE - timedelta(seconds=1)
    making = ask_for(session, wanted(), at=at)
    claim(session, "old", at=at)
    claim(session, "new")

    assert not beat(session, making.key, "old", ("Setting the pages", 0, 9))
    fail(session, making.key, "old", "It was not ready.")

    assert beat(session, making.key, "new", ("Setting the pages", 0, 9))
    assert (making.state, making.total) == (MakingState.WORKING, 9)


def test_a_file_is_kept_for_a_day_and_by_what_it_shows(session):
    make_company(session, name="Brand")
    first, second = ask_for(session, wanted()), ask_for(session, wanted(form="md"))
    session.commit()  # reading ends before the file is made, so that nobody is kept from writing
    made = make_file(session, order_of_values(first.order), "md", LOOK, lambda *_step: None)
    keep(session, second.key, made.hash, made.content)

    again = make_file(session, order_of_values(first.order), "md", LOOK, lambda *_step: None)

    assert (again.hash, again.content) == (made.hash, None)
    sweep(session, at=now() + KEPT - timedelta(minutes=1))
    assert files(session) == 1
    sweep(session, at=now() + KEPT + timedelta(minutes=1))
    assert files(session) == 0
    assert session.scalars(select(Making.key)).all() == [first.key]


def test_the_oldest_files_give_way_where_all_are_too_large(session):
    half = MOST_KEPT_BYTES // 2 + 1
    for name in ("older", "newer"):
        making = ask_for(session, wanted(name))
        keep(session, making.key, name, b"")
        session.get_one(MadeFile, name).size = half
    session.get_one(MadeFile, "older").made_at = now() - timedelta(hours=1)
    session.flush()

    sweep(session)

    assert session.scalars(select(MadeFile.hash)).all() == ["newer"]


def test_what_failed_can_be_asked_for_again_after_a_while(session):
    making = ask_for(session, wanted())
    claim(session, "a")
    fail(session, making.key, "a", "It was not ready.")

    assert ask_for(session, wanted()).state is MakingState.FAILED
    again = ask_for(session, wanted(), at=now() + timedelta(minutes=11))

    assert again.state is MakingState.WAITING
