"""What protects people: the day before which nothing is public, and what workers want."""

from __future__ import annotations

from campaign.errors import InvalidDocument, InvalidTransition, Problem
from campaign.models import Draft
from campaign.models.vocabulary import PublicityWish
from campaign.queries.dates import date_words
from campaign.schemas.calendar import has_begun, today_everywhere

CARE = (PublicityWish.NO, PublicityWish.LIMITED)


def wants_care(draft: Draft) -> bool:
    """Say whether the workers concerned want no publicity, or limited one."""
    publicity = draft.document.get("publicity")
    return isinstance(publicity, dict) and publicity.get("wish") in CARE


def check_publicity(draft: Draft, *, confirmed: bool) -> None:
    """Stop here unless somebody has made sure of what the workers concerned want.

    Raises:
        InvalidDocument: they want no or limited publicity, and nobody confirmed.
    """
    if wants_care(draft) and not confirmed:
        words = "the workers concerned want no or limited publicity; confirm that this keeps to it"
        raise InvalidDocument([Problem("/publicity_confirmed", words)])


def waits_for_its_day(draft: Draft) -> bool:
    """Say whether a draft may not be public yet."""
    day = draft.document.get("publish_not_before")
    try:
        return bool(day) and not has_begun(str(day), today_everywhere())
    except ValueError:
        return False  # not a day yet; the schema says so


def refuse_before_its_day(draft: Draft) -> None:
    """Stop here before the day on which a draft may become public.

    Raises:
        InvalidTransition: the day has not begun everywhere on earth.
    """
    if waits_for_its_day(draft):
        day = date_words(str(draft.document["publish_not_before"]))
        raise InvalidTransition(
            f"This may not be published before {day} (at noon UTC that day has begun everywhere)."
        )
