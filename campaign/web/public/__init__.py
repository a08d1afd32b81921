"""What everybody can read."""

from campaign.web.public import (
    companies,
    connections,
    downloads,
    facilities,
    fact_sheets,
    health,
    maps,
    pages,
    pictures,
    reports,
    searching,
)
from campaign.web.public.routing import bp

blueprints = (bp, fact_sheets.bp)

__all__ = [
    "blueprints",
    "companies",
    "connections",
    "downloads",
    "facilities",
    "health",
    "maps",
    "pages",
    "pictures",
    "reports",
    "searching",
]
