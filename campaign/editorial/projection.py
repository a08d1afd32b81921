"""Writing a document into the published tables, field by field, as the mapping says.

The names of a document's fields are those of the model's columns and relationships; what
is embedded (``outcome.text``) is a column with both names (``outcome_text``). So a field
is added in two places, schema and model, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from sqlalchemy import inspect
from sqlalchemy.orm import RelationshipProperty

from campaign.db import Base
from campaign.models import (
    Citation,
    ConfidentialCitation,
    ConfidentialSource,
    Ownership,
    Record,
    Response,
    Source,
    SupplyLink,
)
from campaign.models.vocabulary import CampaignPartyRole
from campaign.schemas import Actor, Document
from campaign.schemas import Citation as CitationPart
from campaign.schemas.base import Model

CAMPAIGN_PARTS = {
    "organisers": CampaignPartyRole.ORGANISER,
    "targets": CampaignPartyRole.TARGET,
}


class Resolve(Protocol):
    """Turns a slug in a document into the record it means."""

    def __call__(self, slug: str, model: type[Any], path: str) -> Any:
        """Return the record; note a problem at ``path`` when there is none of that kind."""


def project(record: Record, document: Document, resolve: Resolve) -> None:
    """Fill a new or emptied record and its parts from a document."""
    _fill(record, document, "", resolve)
    record.title = document.record_title
    cited = list(enumerate(document.all_citations()))
    record.citations = [
        Citation(
            source=resolve(citation.source, Source, f"{pointer}/citations"),
            **_tie(position, pointer, citation),
        )
        for position, (pointer, citation) in cited
        if citation.is_public
    ]
    record.confidential_citations = [
        ConfidentialCitation(
            source=resolve(citation.source, ConfidentialSource, f"{pointer}/citations"),
            **_tie(position, pointer, citation),
        )
        for position, (pointer, citation) in cited
        if not citation.is_public
    ]


def _tie(position: int, pointer: str, citation: CitationPart) -> dict[str, Any]:
    return {
        "position": position,
        "pointer": pointer,
        "stance": citation.stance,
        "locator": citation.locator,
        "quotation": citation.quotation,
    }


def entitle(record: Record) -> None:
    """Give records that are known by their ends a title in words."""
    if isinstance(record, SupplyLink):
        record.title = f"{record.supplier.title} supplies {record.buyer.title}"
    elif isinstance(record, Ownership):
        record.title = f"{record.parent.title} holds {record.subsidiary.title}"
    elif isinstance(record, Response):
        actor = record.actor_name or (record.actor.title if record.actor else "")
        subject = record.report or record.campaign
        record.title = f"{actor} on “{subject.title if subject else ''}”"


def empty(record: Record) -> None:
    """Take all parts off a record (loaded ``whole``), before it is filled anew."""
    for relation in inspect(type(record)).relationships:
        if relation.uselist:
            setattr(record, relation.key, [])


def _fill(row: Base, model: Model, pointer: str, resolve: Resolve) -> None:
    mapper = inspect(type(row))
    for field in type(model).model_fields:
        value = getattr(model, field)
        path = f"{pointer}/{field}"
        relation = mapper.relationships.get(field)
        if field == "citations":
            continue
        if isinstance(value, Actor):
            _set_actor(row, value, path, resolve)
        elif relation is not None and relation.uselist:
            setattr(row, field, _rows(relation, field, value, path, resolve))
        elif relation is not None:
            target = value and resolve(value, relation.mapper.class_, path)
            setattr(row, field, target)
        elif field in mapper.columns:
            setattr(row, field, list(value) if isinstance(value, tuple) else value)
        else:
            _embed(row, field, value)


def _rows(
    relation: RelationshipProperty[Any], field: str, value: Any, path: str, resolve: Resolve
) -> list[Base]:
    items: Iterable[tuple[Any, Any]] = (
        value.items() if isinstance(value, dict) else enumerate(value)
    )
    return [
        _row(relation.mapper.class_, field, position, key, item, f"{path}/{key}", resolve)
        for position, (key, item) in enumerate(items)
    ]


def _row(
    model: type[Base], field: str, position: int, key: Any, item: Any, path: str, resolve: Resolve
) -> Base:
    row = model(position=position)
    if isinstance(key, str):
        row.key = key  # type: ignore[attr-defined]
    if isinstance(item, str):
        [member] = inspect(model).relationships
        setattr(row, member.key, resolve(item, member.mapper.class_, path))
    elif isinstance(item, Actor):
        row.part = CAMPAIGN_PARTS[field]  # type: ignore[attr-defined]
        _set_actor(row, item, path, resolve)
    else:
        _fill(row, item, path, resolve)
    return row


def _set_actor(row: Any, actor: Actor, path: str, resolve: Resolve) -> None:
    row.actor = actor.record and resolve(actor.record, Record, f"{path}/record")
    row.actor_name = actor.name


def _embed(row: Base, field: str, value: Model | tuple[Any, ...] | None) -> None:
    for column in inspect(type(row)).columns.keys():  # noqa: SIM118  (iterates keys, not columns)
        if column.startswith(f"{field}_"):
            setattr(row, column, getattr(value, column.removeprefix(f"{field}_"), None))
