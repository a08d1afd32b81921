"""The document of a source."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import StringConstraints, model_validator

from campaign.models.vocabulary import Grade, Kind, SourceType
from campaign.schemas.base import Document
from campaign.schemas.types import Language, Line, PastDateOrUndated, Prose, Url, broken


class SourceDocument(Document):
    """A publication, document or statement; it needs no citation, for it is one."""

    kind: ClassVar[Kind] = Kind.SOURCE

    title: Prose
    publisher: Line
    author: Line | None = None
    published: PastDateOrUndated
    url: Url | None = None
    archive_url: Url | None = None
    language: Language
    source_type: SourceType
    grade: Grade
    grade_reason: Prose | None = None
    origin: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]*$", max_length=200)]
    content_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None

    @model_validator(mode="after")
    def _cites_nothing(self) -> Self:
        if self.citations:
            raise broken("citations", "a source cites nothing; it is cited")
        return self

    @property
    def record_title(self) -> str:
        """Return the title of the publication."""
        return self.title
