"""When a day has begun, or is over, wherever on earth a reader, a company or a worker is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from campaign.schemas.types import last_day

LAST_ON_EARTH = timedelta(hours=12)  # UTC-12: no day begins or ends later


def day_everywhere(at: datetime) -> date:
    """Return the latest day that has begun everywhere on earth at a moment (aware)."""
    return (at.astimezone(UTC) - LAST_ON_EARTH).date()


def today_everywhere() -> date:
    """Return the latest day that has begun everywhere: all days before it are over."""
    return day_everywhere(datetime.now(UTC))


def has_begun(day: str, today: date) -> bool:
    """Say whether a whole day has begun everywhere on earth; ``today`` as for ``is_over``."""
    return date.fromisoformat(day) <= today


def is_over(value: str, today: date) -> bool:
    """Say whether a partial date has passed wholly; ``2022-12`` on 1 January 2023 at the earliest.

    ``today`` is a day that has begun everywhere (``today_everywhere``).
    """
    return last_day(value) < today
