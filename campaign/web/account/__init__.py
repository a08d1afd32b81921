"""Signing in, and one's own account: passphrase, second factor, sessions."""

from campaign.web.account import invitation, own, second_step
from campaign.web.account.routing import bp

__all__ = ["bp", "invitation", "own", "second_step"]
