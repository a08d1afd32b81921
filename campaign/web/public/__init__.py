"""What everybody can read."""

from campaign.web.public import (
    announcing,
    campaigning,
    companies,
    connections,
    correcting,
    data,
    downloads,
    facilities,
    fact_sheets,
    health,
    history,
    issued_sheets,
    maps,
    pages,
    pictures,
    reports,
    search_files,
    searching,
    sheet_making,
    verifying,
)
from campaign.web.public.routing import bp

blueprints = (bp, fact_sheets.bp, issued_sheets.bp, sheet_making.bp)

__all__ = [
    "announcing",
    "blueprints",
    "campaigning",
    "companies",
    "connections",
    "correcting",
    "data",
    "downloads",
    "facilities",
    "health",
    "history",
    "maps",
    "pages",
    "pictures",
    "reports",
    "search_files",
    "searching",
    "sheet_making",
    "verifying",
]
