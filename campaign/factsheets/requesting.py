"""A letter that asks one company to reply to one report, before or after it is published.

It names kinds of abuse, places and times only, as the request on a company's sheet does: no
statement, no speaker, no source and no number, for whoever spoke must not be found by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from campaign.factsheets.wording import Wording


@dataclass(frozen=True)
class PlaceOfReport:
    """A facility as a letter names it."""

    title: str
    locality: str | None
    country: str


@dataclass(frozen=True)
class ReplyRequest:
    """What a letter says: who asks whom, on which day and until when, about what.

    ``is_published`` says whether readers can see the report already. ``abuses`` are terms of
    the vocabulary in English; the letter says them in its language.
    """

    group: str
    company: str
    asked_on: date
    due_on: date
    from_date: str
    to_date: str | None
    places: Sequence[PlaceOfReport]
    abuses: Sequence[str]
    is_published: bool = False


def request_paragraphs(wording: Wording, request: ReplyRequest) -> list[str]:
    """Return the letter, paragraph by paragraph, from the day to the signature."""
    text = wording.text
    return [
        wording.day(request.asked_on),
        text("Request for reply"),
        text("To the management of {company},", company=request.company),
        text("This record holds what is alleged below. You can answer to it.")
        if request.is_published
        else text("Before it is published, you can answer to what is alleged below."),
        *_alleged(wording, request),
        text("Is it true? What do you deny, and on what grounds?"),
        text("Did you buy from these places at the time, and do you now?"),
        text("What have you done, or will you do, for those concerned?"),
        text(
            "Please answer by {date}. Your answer, or that none came, will be published "
            "beside the report.",
            date=wording.day(request.due_on),
        ),
        request.group,
    ]


def _alleged(wording: Wording, request: ReplyRequest) -> list[str]:
    period = wording.period(request.from_date, request.to_date)
    abuses = wording.row([wording.abuse(label) for label in request.abuses])
    if not request.places:
        return [wording.text("{period}: {abuses}.", period=period, abuses=abuses)]
    return [
        wording.text(
            "{places}, {period}: {abuses}.",
            places=_place(wording, place),
            period=period,
            abuses=abuses,
        )
        for place in request.places
    ]


def _place(wording: Wording, place: PlaceOfReport) -> str:
    where = wording.country(place.country)
    if place.locality and place.locality not in place.title:
        where = wording.text("{city}, {country}", city=place.locality, country=where)
    return wording.text("{name}, {where}", name=place.title, where=where)
