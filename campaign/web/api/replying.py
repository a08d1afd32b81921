"""How the companies' replies stand today, as JSON."""

from __future__ import annotations

from typing import Any

from campaign.queries.replies import CompanyStanding
from campaign.queries.reply_words import standing_words


def standing_json(standing: CompanyStanding) -> dict[str, Any]:
    """Return how one company's reply to a report stands, in fields and in words."""
    return {
        "company": standing.actor_slug,
        "name": standing.actor_title,
        "state": standing.standing.value,
        "words": standing_words(standing),
        "asked_on": standing.asked_on,
        "channel": standing.channel.value if standing.channel else None,
        "due_on": standing.due_on,
        "reminders": list(standing.reminders),
        "because": standing.because.value if standing.because else None,
        "reason": standing.reason,
        "answered_on": standing.answered_on,
        "late": standing.late,
    }
