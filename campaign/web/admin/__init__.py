"""Where administrators keep the accounts."""

from campaign.web.admin import accounts, changing
from campaign.web.admin.routing import bp

__all__ = ["accounts", "bp", "changing"]
