"""One document per kind of record: what is valid, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from campaign.errors import InvalidDocument, Problem
from campaign.models.vocabulary import Kind
from campaign.schemas.base import (
    UNSUPPORTED,
    Actor,
    Citation,
    Document,
    Part,
    SupportedDocument,
    problems_of,
    rests_on_a_source,
)
from campaign.schemas.campaign import CampaignDocument
from campaign.schemas.company import CompanyDocument
from campaign.schemas.facility import FacilityDocument
from campaign.schemas.link import OwnershipDocument, SupplyLinkDocument
from campaign.schemas.organization import OrganizationDocument
from campaign.schemas.report import ReportDocument
from campaign.schemas.response import ResponseDocument
from campaign.schemas.source import SourceDocument

DOCUMENTS: dict[Kind, type[Document]] = {
    cls.kind: cls
    for cls in (
        SourceDocument,
        OrganizationDocument,
        CompanyDocument,
        FacilityDocument,
        SupplyLinkDocument,
        OwnershipDocument,
        ReportDocument,
        CampaignDocument,
        ResponseDocument,
    )
}


def parse_document(content: Mapping[str, Any], where: str = "") -> Document:
    """Return the document that plain values describe; ``kind`` says which.

    Args:
        content: JSON-like values, as ``Document.content`` gives them.
        where: file and record, to begin each error with.

    Raises:
        InvalidDocument: with one problem for each mistake, named by its field's path.
    """
    values = dict(content)
    kind = values.pop("kind", None)
    if kind not in [member.value for member in Kind]:
        raise InvalidDocument([Problem("/kind", f"{kind!r} is not a kind of record")], where)
    schema = DOCUMENTS[Kind(kind)]
    try:
        return schema.model_validate(values)
    except ValidationError as error:
        problems = [*problems_of(error), *_uncited(schema, values)]
        raise InvalidDocument(list(dict.fromkeys(problems)), where) from None


def _uncited(schema: type[Document], values: Mapping[str, Any]) -> list[Problem]:
    """Return that a document cites nothing, which else is said once all fields are right.

    The statements of a report say it of themselves.
    """
    if not issubclass(schema, SupportedDocument) or schema is ReportDocument:
        return []
    return [] if rests_on_a_source(values) else [UNSUPPORTED]


__all__ = ["DOCUMENTS", "Actor", "Citation", "Document", "Part", "parse_document"]
