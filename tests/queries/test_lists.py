from sqlalchemy import select

from campaign.models import Record
from campaign.queries.lists import any_of
from tests.factories import make_company


def slugs(session, condition):
    return list(session.scalars(select(Record.slug).where(condition).order_by(Record.slug)))


def test_records_are_found_by_a_list_of_numbers_or_of_texts(session):
    first, second = (make_company(session, name=name) for name in ("One", "Two"))
    make_company(session, name="Three")

    assert slugs(session, any_of(Record.slug, ["one", "two"])) == ["one", "two"]
    assert slugs(session, any_of(Record.id, [first.id, second.id])) == ["one", "two"]


def test_an_empty_list_of_whatever_type_finds_nothing(session):
    make_company(session, name="One")

    assert slugs(session, any_of(Record.slug, [])) == []
    assert slugs(session, any_of(Record.id, [])) == []
