"""Finding records by their slug, and their documents in the published tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, get_args, get_origin

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from campaign.db import Base
from campaign.models import Citation, ConfidentialCitation, Record, SlugRedirect
from campaign.models.vocabulary import Kind, NameKind
from campaign.queries.lists import among
from campaign.schemas import DOCUMENTS, Actor, Document, Part
from campaign.schemas.base import Model, NamedDocument

T = TypeVar("T", bound=Record)
AT_ONCE = 500  # records in one question

MODELS: dict[Kind, type[Record]] = {
    mapper.polymorphic_identity: mapper.class_
    for mapper in inspect(Record).self_and_descendants
    if mapper.polymorphic_identity is not None
}


def get_record(session: Session, slug: str, model: type[T]) -> T | None:
    """Return the public record of that kind and slug, with all its parts, or None.

    Retracted records are returned too (their tables hold a stub only); old slugs are not:
    see ``find_redirect``.
    """
    return session.scalar(select(model).where(model.slug == slug).options(*whole(model)))


def find_record(session: Session, slug: str) -> Record | None:
    """Return the record of any kind with that slug, without its parts, or None."""
    return session.scalar(select(Record).where(Record.slug == slug))


def find_redirect(session: Session, slug: str) -> Record | None:
    """Return the record that once had this slug, or into which its bearer was merged, or None."""
    record = session.scalar(
        select(Record)
        .join(SlugRedirect, SlugRedirect.record_id == Record.id)
        .where(SlugRedirect.slug == slug)
    )
    while record is not None and record.merged_into_id is not None:
        record = session.get(Record, record.merged_into_id)
    return record


def whole(model: type[Base]) -> list[ORMOption]:
    """Return the loader options that fetch all of a record that its document holds."""
    options: list[ORMOption] = []
    for relation in inspect(model).relationships:
        load = selectinload(getattr(model, relation.key))
        if not relation.uselist:
            options.append(load)
            continue
        inner = [
            selectinload(getattr(relation.mapper.class_, nested.key))
            for nested in relation.mapper.relationships
            if not nested.uselist and nested.key != "record"
        ]
        options.append(load.options(*inner))
    return options


def read_whole(session: Session, records: Sequence[Record]) -> list[Record]:
    """Read records anew with all that their documents hold, many of a kind with each question.

    What was changed of them must have been flushed before, or it is lost. Others that they
    refer to stay as they are, loaded or not.
    """
    by_model: dict[type[Record], list[int]] = defaultdict(list)
    for record in records:
        by_model[MODELS[record.kind]].append(record.id)
        session.expire(record)
    return [
        record
        for model, ids in by_model.items()
        for start in range(0, len(ids), AT_ONCE)
        for record in session.scalars(
            select(model).where(model.id.in_(ids[start : start + AT_ONCE])).options(*whole(model))
        )
    ]


def document_of(record: Record) -> Document:
    """Return the document that the published tables hold of a record (loaded ``whole``).

    What was published is what is read: the round trip is exact, and tested so. With what is
    for the desk alone: for readers it goes through ``schemas.privacy.public_content``.
    """
    schema = DOCUMENTS[record.kind]
    cited: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for citation in _in_order(record):
        cited[citation.pointer].append(_citation_values(citation))
    values = _part_values(record, schema, "", cited)
    if issubclass(schema, NamedDocument):
        primary = next(n["text"] for n in values["names"] if n["name_kind"] is NameKind.PRIMARY)
        values["title"] = None if record.title == primary else record.title
    return schema.model_validate(values)


def _in_order(record: Record) -> list[Citation | ConfidentialCitation]:
    found: list[Citation | ConfidentialCitation] = [
        *record.citations,
        *record.confidential_citations,
    ]
    return sorted(found, key=lambda citation: citation.position)


def _citation_values(citation: Citation | ConfidentialCitation) -> dict[str, Any]:
    return {
        "source": citation.source.slug,
        "stance": citation.stance,
        "locator": citation.locator,
        "quotation": citation.quotation,
    }


Cited = Mapping[str, list[dict[str, Any]]]


def _part_values(row: Base, schema: type[Model], pointer: str, cited: Cited) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field, info in schema.model_fields.items():
        if field == "citations":
            values[field] = cited.get(pointer, [])
        else:
            values[field] = _field_value(row, field, info.annotation, f"{pointer}/{field}", cited)
    return values


def _field_value(row: Base, field: str, annotation: Any, pointer: str, cited: Cited) -> Any:
    mapper = inspect(type(row))
    relation = mapper.relationships.get(field)
    inner = _model_in(annotation)
    if field == "actor":
        return _actor_values(row)
    if relation is not None and not relation.uselist:
        target = getattr(row, field)
        return None if target is None else target.slug
    if relation is not None:
        return _list_value(getattr(row, field), annotation, inner, pointer, cited)
    if field in mapper.columns:
        return getattr(row, field)
    if get_origin(annotation) is tuple:
        return _cited_only(pointer, cited)
    return _embedded(row, field, inner, pointer, cited)


def _list_value(
    rows: Iterable[Base], annotation: Any, inner: type[Model] | None, pointer: str, cited: Cited
) -> Any:
    if inner is None:
        return [_only_member(row).slug for row in rows]
    if inner is Actor:
        return [_actor_values(row) for row in rows]
    keyed = get_origin(annotation) is dict
    items = [
        (key, _part_values(row, inner, f"{pointer}/{key}", cited))
        for index, row in enumerate(rows)
        for key in [getattr(row, "key", None) if keyed else index]
    ]
    return dict(items) if keyed else [values for _, values in items]


def _embedded(
    row: Base, field: str, inner: type[Model] | None, pointer: str, cited: Cited
) -> dict[str, Any] | None:
    if inner is None:
        raise TypeError(f"{type(row).__name__} has no place for {field}")
    values = {
        name: getattr(row, f"{field}_{name}") for name in inner.model_fields if name != "citations"
    }
    if all(value is None for value in values.values()):
        return None
    return {**values, "citations": cited.get(pointer, [])} if issubclass(inner, Part) else values


def _cited_only(pointer: str, cited: Cited) -> list[dict[str, Any]]:
    groups: list[dict[str, Any]] = []
    while f"{pointer}/{len(groups)}" in cited:
        groups.append({"citations": cited[f"{pointer}/{len(groups)}"]})
    return groups


def _actor_values(row: Any) -> dict[str, Any]:
    return {"record": row.actor.slug if row.actor else None, "name": row.actor_name}


def _only_member(row: Base) -> Any:
    [relation] = inspect(type(row)).relationships
    return getattr(row, relation.key)


def _model_in(annotation: Any) -> type[Model] | None:
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next((found for arg in get_args(annotation) if (found := _model_in(arg))), None)


@dataclass(frozen=True)
class RecordReference:
    """What a link to a record needs."""

    id: int
    kind: Kind
    slug: str
    title: str


def references(session: Session, ids: Iterable[int]) -> dict[int, RecordReference]:
    """Return kind, slug and title of these records, by id."""
    rows = session.execute(
        select(Record.id, Record.kind, Record.slug, Record.title).where(
            among(session, Record.id, sorted(set(ids)))
        )
    )
    return {row.id: RecordReference(row.id, row.kind, row.slug, row.title) for row in rows}
