from collections import defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from sqlalchemy.orm import Session

from campaign.editorial.publishing import publish_all
from campaign.models.vocabulary import Kind
from campaign.queries.records import MODELS, document_of, get_record
from campaign.schemas import DOCUMENTS as DOCUMENT_TYPES
from campaign.schemas import Document, parse_document
from tests.factories import SIGNATURE, Values, publish
from tests.strategies import DOCUMENTS, ON_A_DATABASE, SLUG, WORLD


@pytest.fixture
def world(session: Session) -> Session:
    """A session on a database with the records to which the documents refer."""
    publish(session, *WORLD)
    session.commit()
    return session


def publish_and_read(session: Session, document: Document) -> Document:
    publish_all(session, [document], signature=SIGNATURE)
    session.expire_all()
    record = get_record(session, SLUG, MODELS[document.kind])
    assert record is not None
    return document_of(record)


@pytest.mark.parametrize("kind", Kind)
@given(data=st.data())
@ON_A_DATABASE
def test_every_valid_document_comes_back_as_it_went_in_and_so_does_its_update(world, kind, data):
    first, second = (parse_document(data.draw(DOCUMENTS[kind])) for _ in range(2))

    try:
        assert publish_and_read(world, first) == first
        assert publish_and_read(world, second) == second
    finally:
        world.rollback()


@pytest.mark.parametrize("kind", Kind)
def test_plain_values_make_the_same_document_whatever_field_is_filled(kind):
    filled: dict[type[BaseModel], set[str]] = defaultdict(set)

    @given(DOCUMENTS[kind])
    def look(values: Values) -> None:
        document = parse_document(values)
        assert parse_document(document.content()) == document
        for model in models_in(document):
            filled[type(model)] |= filled_fields(model)

    look()

    fields = {model: set(model.model_fields) for model in filled}
    if kind is Kind.SOURCE:
        fields[DOCUMENT_TYPES[kind]].remove("citations")
    assert filled == fields


def filled_fields(model: BaseModel) -> set[str]:
    """Return the names of the fields that say something."""
    return {
        name
        for name, field in type(model).model_fields.items()
        if field.is_required() or getattr(model, name) != field.default
    }


def models_in(value: object) -> Iterator[BaseModel]:
    """Yield a document and all its parts."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from models_in(getattr(value, name))
    elif isinstance(value, dict):
        yield from models_in(tuple(value.values()))
    elif isinstance(value, tuple):
        for item in value:
            yield from models_in(item)
