"""What everybody can read."""

from campaign.web.public import (
    connections,
    downloads,
    fact_sheets,
    health,
    maps,
    pages,
    pictures,
    searching,
)
from campaign.web.public.routing import bp

blueprints = (bp, fact_sheets.bp)

__all__ = [
    "blueprints",
    "connections",
    "downloads",
    "health",
    "maps",
    "pages",
    "pictures",
    "searching",
]
