"""What everybody can read."""

from campaign.web.public import (
    announcing,
    connections,
    downloads,
    fact_sheets,
    health,
    issued_sheets,
    pages,
    search_files,
    searching,
    verifying,
)
from campaign.web.public.routing import bp

blueprints = (bp, fact_sheets.bp, issued_sheets.bp)

__all__ = [
    "announcing",
    "blueprints",
    "connections",
    "downloads",
    "health",
    "pages",
    "search_files",
    "searching",
    "verifying",
]
