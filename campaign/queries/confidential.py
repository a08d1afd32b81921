"""Confidential sources, for the desk: those that a document cites, and those one may know of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from campaign.models import ConfidentialCitation, ConfidentialSource
from campaign.schemas.privacy import confidential_slugs


def confidential_sources(
    session: Session, contents: Iterable[Mapping[str, Any]]
) -> dict[str, ConfidentialSource]:
    """Return the confidential sources that plain values of documents cite, by slug."""
    slugs = sorted({slug for content in contents for slug in confidential_slugs(content)})
    if not slugs:
        return {}
    query = select(ConfidentialSource).where(ConfidentialSource.slug.in_(slugs))
    return {source.slug: source for source in session.scalars(query)}


def list_confidential(session: Session, *, keeper_id: int | None) -> list[ConfidentialSource]:
    """Return the confidential sources of one account, or of all for None; newest first."""
    query = select(ConfidentialSource).options(selectinload(ConfidentialSource.keeper))
    if keeper_id is not None:
        query = query.where(ConfidentialSource.keeper_id == keeper_id)
    return list(session.scalars(query.order_by(ConfidentialSource.id.desc())))


def get_confidential(session: Session, slug: str) -> ConfidentialSource | None:
    """Return a confidential source with its keeper, or None."""
    query = select(ConfidentialSource).options(selectinload(ConfidentialSource.keeper))
    return session.scalar(query.where(ConfidentialSource.slug == slug))


def count_uses(session: Session, source: ConfidentialSource) -> int:
    """Return in how many places published records cite a confidential source."""
    query = select(func.count()).where(ConfidentialCitation.source_id == source.id)
    return session.scalar(query) or 0
