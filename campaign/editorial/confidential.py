"""Keeping what somebody gave in confidence: written, changed and forgotten, never published."""

from __future__ import annotations

import secrets

from pydantic import ValidationError
from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, allows, require
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.editorial.evidence_ways import give_up_confidential
from campaign.errors import InvalidDocument, InvalidTransition, NotAllowed
from campaign.models import ConfidentialSource, User
from campaign.models.vocabulary import Grade
from campaign.queries.confidential import count_uses
from campaign.schemas.base import Model, problems_of
from campaign.schemas.types import CONFIDENTIAL, PastDate, Prose


class ConfidentialValues(Model):
    """What is kept of a confidential source. It names nobody who would be in danger."""

    description: Prose
    received_on: PastDate | None = None
    grade: Grade


def keep_confidential(
    session: Session, values: dict[str, object], *, keeper: User
) -> ConfidentialSource:
    """Keep a new confidential source under a slug that says nothing.

    Raises:
        NotAllowed: the account has no right to write.
        InvalidDocument: with one problem for each mistake.
    """
    require(keeper, Permission.WRITE)
    checked = _checked(values)
    lock_trail(session)
    slug = f"{CONFIDENTIAL}{secrets.token_hex(8)}"
    source = ConfidentialSource(slug=slug, keeper_id=keeper.id, **checked.model_dump())
    session.add(source)
    session.flush()
    _note(session, "confidential:keep", slug, keeper)
    return source


def change_confidential(
    session: Session, source: ConfidentialSource, values: dict[str, object], *, keeper: User
) -> None:
    """Change what is kept of a confidential source.

    Raises:
        NotAllowed: it is another's.
        InvalidDocument: with one problem for each mistake.
    """
    _hold(session, source, keeper)
    for field, value in _checked(values).model_dump().items():
        setattr(source, field, value)
    session.flush()
    _note(session, "confidential:change", source.slug, keeper)


def forget_confidential(session: Session, source: ConfidentialSource, *, keeper: User) -> None:
    """Delete a confidential source for good; only that there was one stays at the desk.

    Raises:
        NotAllowed: it is another's.
        InvalidTransition: published records cite it.
    """
    _hold(session, source, keeper)
    if count_uses(session, source):
        raise InvalidTransition("Published records cite this source; change them first.")
    slug = source.slug
    give_up_confidential(session, source)
    session.delete(source)
    session.flush()
    _note(session, "confidential:forget", slug, keeper)


def may_know(user: User, source: ConfidentialSource) -> bool:
    """Say whether an account may know of a confidential source: its keeper, and reviewers."""
    own = user.id == source.keeper_id and allows(user, Permission.WRITE)
    return own or allows(user, Permission.REVIEW)


def _hold(session: Session, source: ConfidentialSource, keeper: User) -> None:
    require(keeper, Permission.WRITE)
    if source.keeper_id != keeper.id:
        raise NotAllowed("Only who keeps a confidential source may do this.")
    lock_trail(session)


def _note(session: Session, action: str, slug: str, keeper: User) -> None:
    record_deeds(session, [Deed(action, slug, is_confidential=True)], user_id=keeper.id)


def _checked(values: dict[str, object]) -> ConfidentialValues:
    filled = {name: value for name, value in values.items() if value not in (None, "")}
    try:
        return ConfidentialValues.model_validate(filled)
    except ValidationError as error:
        raise InvalidDocument(problems_of(error)) from None
