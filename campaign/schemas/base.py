"""What every document and every citable part of one has in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from campaign.errors import Problem
from campaign.models.vocabulary import Kind, NameKind, Stance
from campaign.schemas.types import (
    CONFIDENTIAL,
    RULE,
    Language,
    Line,
    PartialDate,
    PastDate,
    Prose,
    Quotation,
    Slug,
    broken,
    check_forwards,
    is_confidential,
)


class Model(BaseModel):
    """A frozen piece of a document that refuses fields it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Citation(Model):
    """What one source does for one part of a document.

    ``locator`` is a page, paragraph or time; ``quotation`` at most 300 characters.
    In files a citation with nothing but a source may be written as its slug.
    """

    source: Slug
    stance: Stance = Stance.SUPPORTS
    locator: Line | None = None
    quotation: Quotation | None = None

    @property
    def is_public(self) -> bool:
        """Say whether readers can be shown the source: nothing stands on confidential ones."""
        return not is_confidential(self.source)

    @model_validator(mode="before")
    @classmethod
    def _from_slug(cls, value: Any) -> Any:
        return cls.spelled_out(value)

    @staticmethod
    def spelled_out(value: Any) -> Any:
        """Return a citation that was written as a slug with its field; any other as it is."""
        return {"source": value} if isinstance(value, str) else value


class Part(Model):
    """A piece of a document that may cite for itself, found by its JSON Pointer."""

    citations: tuple[Citation, ...] = ()

    @model_validator(mode="after")
    def _cites_once(self) -> Self:
        keys = [(c.source, c.stance, c.locator) for c in self.citations]
        if len(keys) != len(set(keys)):
            raise broken("citations", "cites the same source twice in the same place")
        return self


class CitedPart(Part):
    """A part that cannot stand without a source that supports it."""

    @model_validator(mode="after")
    def _is_supported(self) -> Self:
        if not any(c.stance is Stance.SUPPORTS and c.is_public for c in self.citations):
            raise broken("citations", _needed(self.citations, "a citation that supports it"))
        return self


class Actor(Model):
    """Somebody: a record by its slug, or a name only; both where the source's words matter."""

    record: Slug | None = None
    name: Line | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_slug(cls, value: Any) -> Any:
        return {"record": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _is_somebody(self) -> Self:
        if self.record is None and self.name is None:
            raise ValueError("say who: choose a record or write a name")
        return self


class Denial(Part):
    """What somebody denies: the claim, the denial in own words, and where it stands."""

    claim: Prose | None = None
    actor: Actor
    on_date: PastDate | None = None
    text: Prose

    @model_validator(mode="after")
    def _denies(self) -> Self:
        if not any(c.stance is Stance.DENIES and c.is_public for c in self.citations):
            raise broken("citations", _needed(self.citations, "a citation that denies"))
        return self


class Name(Model):
    """One name in one language (BCP 47; ``zxx`` for what is no language, as a ticker)."""

    text: Line
    language: Language
    name_kind: NameKind
    from_date: PartialDate | None = None
    to_date: PartialDate | None = None

    @model_validator(mode="after")
    def _runs_forwards(self) -> Self:
        check_forwards(self.from_date, self.to_date)
        return self


class Document(Part):
    """The validated content of a record, whatever door it came through."""

    kind: ClassVar[Kind]

    slug: Slug

    @field_validator("slug")
    @classmethod
    def _is_not_reserved(cls, value: str) -> str:
        if is_confidential(value):
            raise ValueError(f"“{CONFIDENTIAL}” begins the names of confidential sources only")
        return value

    @property
    @abstractmethod
    def record_title(self) -> str:
        """Return the words by which people know the record."""

    def parts(self) -> Iterator[tuple[str, Part]]:
        """Yield each part that can cite, the document first, with its JSON Pointer."""
        yield "", self
        yield from _parts_within(self, "")

    def all_citations(self) -> Iterator[tuple[str, Citation]]:
        """Yield each citation with the JSON Pointer of the part that it belongs to."""
        for pointer, part in self.parts():
            for citation in part.citations:
                yield pointer, citation

    def content(self) -> dict[str, Any]:
        """Return the document as plain JSON values, without what is empty, kind first."""
        return {
            "kind": self.kind.value,
            **self.model_dump(mode="json", exclude_defaults=True, exclude_none=True),
        }


UNSUPPORTED = Problem("/citations", "needs at least one citation that supports it")


class SupportedDocument(Document):
    """A document that does not stand without a supporting citation, somewhere in it."""

    @model_validator(mode="after")
    def _rests_on_a_source(self) -> Self:
        if not any(c.stance is Stance.SUPPORTS and c.is_public for _, c in self.all_citations()):
            raise broken("citations", UNSUPPORTED.message)
        return self


class NamedDocument(SupportedDocument):
    """A document about something that has names."""

    title: Line | None = Field(default=None, description="shown instead of the primary name")
    names: tuple[Name, ...]

    @model_validator(mode="after")
    def _has_one_primary_name(self) -> Self:
        if sum(name.name_kind is NameKind.PRIMARY for name in self.names) != 1:
            raise broken("names", "needs exactly one primary name")
        return self

    @model_validator(mode="after")
    def _says_its_title_once(self) -> Self:
        if self.title is not None and self.title == self.primary_name:
            object.__setattr__(self, "title", None)
        return self

    @property
    def primary_name(self) -> str:
        """Return the one primary name."""
        return next(n.text for n in self.names if n.name_kind is NameKind.PRIMARY)

    @property
    def record_title(self) -> str:
        """Return the title, or else the primary name."""
        return self.title or self.primary_name


def rests_on_a_source(value: Any) -> bool:
    """Say whether plain values, finished or not, cite anywhere a source that supports them."""
    if isinstance(value, list | tuple):
        return any(map(rests_on_a_source, value))
    if not isinstance(value, Mapping):
        return False
    cited = value.get("citations")
    rows = [Citation.spelled_out(row) for row in cited] if isinstance(cited, list | tuple) else []
    return any(map(_supports, rows)) or any(map(rests_on_a_source, value.values()))


def _supports(row: Any) -> bool:
    if not isinstance(row, Mapping) or row.get("stance", Stance.SUPPORTS) != Stance.SUPPORTS:
        return False
    slug = row.get("source")
    return isinstance(slug, str) and bool(slug) and not is_confidential(slug)


def problems_of(error: ValidationError) -> list[Problem]:
    """Return each mistake that pydantic found, named by its field's path."""
    problems = []
    for detail in error.errors(include_url=False, include_input=False):
        steps = list(detail["loc"])
        if detail["type"] == RULE:
            steps.append(detail["ctx"]["field"])
        path = "".join(f"/{step}" for step in steps)
        problems.append(Problem(path, detail["msg"].removeprefix("Value error, ")))
    return problems


def _needed(citations: tuple[Citation, ...], what: str) -> str:
    """Return what a part needs; where it rests on confidential sources only, why not these."""
    if any(not citation.is_public for citation in citations):
        return f"needs {what} and can be shown to readers; a confidential source cannot be"
    return f"needs {what}"


def _parts_within(model: BaseModel, pointer: str) -> Iterator[tuple[str, Part]]:
    for field in type(model).model_fields:
        for step, value in _children(field, getattr(model, field)):
            if isinstance(value, Part):
                yield f"{pointer}{step}", value
                yield from _parts_within(value, f"{pointer}{step}")


def _children(field: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield f"/{field}/{index}", item
    elif isinstance(value, dict):
        for key, item in value.items():
            yield f"/{field}/{key}", item
    else:
        yield f"/{field}", value
