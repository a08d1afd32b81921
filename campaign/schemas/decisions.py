"""What is decided about a record as a whole: that it is retracted, or merged into another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from campaign.errors import InvalidDocument
from campaign.models.vocabulary import DraftAction, Kind
from campaign.schemas.base import Model, problems_of
from campaign.schemas.types import Prose, Slug


class Retraction(Model):
    """A record is taken back; its title, the date and the reason stay in public."""

    kind: Kind
    slug: Slug
    reason: Prose


class Merger(Model):
    """A record turns out to mean the same as another, which stays."""

    kind: Kind
    slug: Slug
    into: Slug
    reason: Prose


DECISIONS: dict[DraftAction, type[Retraction | Merger]] = {
    DraftAction.RETRACT: Retraction,
    DraftAction.MERGE: Merger,
}


def parse_decision(action: DraftAction, content: Mapping[str, Any]) -> Retraction | Merger:
    """Return the decision that plain values describe.

    Raises:
        InvalidDocument: with one problem for each mistake, named by its field's path.
    """
    try:
        return DECISIONS[action].model_validate(dict(content))
    except ValidationError as error:
        raise InvalidDocument(problems_of(error)) from None
