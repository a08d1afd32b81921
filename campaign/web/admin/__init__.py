"""Where administrators keep the accounts, and take everything away."""

from campaign.web.admin import accounts, changing, exporting
from campaign.web.admin.routing import bp

__all__ = ["accounts", "bp", "changing", "exporting"]
