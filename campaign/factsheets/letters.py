"""Two letters to a company from the same facts: what is asked, and a request for reply.

The letter to a brand gives what is reported with its sources, the demands and the deadline.
A request for reply gives kinds of abuse, places and times only: whoever spoke to a source
must not be found by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from campaign.factsheets.company import Telling, compose_company, telling_of
from campaign.factsheets.demanding import open_demands
from campaign.factsheets.findings import CompanyFindings, read_company
from campaign.factsheets.frames import Letter
from campaign.factsheets.framing import Compose, Content, Frame, fit_sheet
from campaign.factsheets.material import Material
from campaign.factsheets.naming import joined
from campaign.factsheets.parts import BlockKey, Item, Sentence
from campaign.factsheets.runs import Run, Runs
from campaign.factsheets.sheet import Sheet
from campaign.factsheets.telling import abuse_labels
from campaign.factsheets.wording import Part
from campaign.models import Company
from campaign.queries.reports import ReportRow, SiteReference
from campaign.schemas.types import last_day

DAYS_TO_ANSWER = 21
Make = Callable[[Telling, Content], Content]
IN_A_LETTER = (BlockKey.ASK, BlockKey.REPORTED, BlockKey.CONNECTED)


def build_letter(session: Session, company: Company, frame: Frame) -> Sheet:
    """Return the letter to a company (loaded whole): facts, demands, deadline."""
    return _build(session, company, frame, _letter)


def build_request(session: Session, company: Company, frame: Frame) -> Sheet:
    """Return the request for reply to a company (loaded whole), without details of sources."""
    return _build(session, company, frame, _request)


def _build(session: Session, company: Company, frame: Frame, make: Make) -> Sheet:
    found, material = read_company(session, company, frame, None)
    composed = (material, _composer(found, frame, make))
    return fit_sheet(session, frame, company, company.names, composed)


def _composer(found: CompanyFindings, frame: Frame, make: Make) -> Compose:
    def compose(material: Material) -> Content:
        telling = telling_of(found, material, frame)
        return make(telling, compose_company(telling))

    return compose


def _letter(telling: Telling, content: Content) -> Content:
    """Return the letter: the demands, then the facts, each with its sources."""
    text = telling.material.wording.text
    sections = {key: content.sections[key] for key in IN_A_LETTER if key in content.sections}
    return replace(
        content,
        what=text("Letter"),
        headline=lambda: (),
        sections=sections,
        letter=lambda: _frame_of_letter(telling),
    )


def _frame_of_letter(telling: Telling) -> Letter:
    material, say = telling.material, telling.material.wording.say
    text = material.wording.text
    counted, group = material.counted, telling.frame.site_title
    deadline = material.wording.day(_deadline(telling))
    return Letter(
        to=_addressee(telling),
        day=material.wording.day(telling.frame.as_of),
        subject=text("What is reported of your supply chain, and what is asked of you"),
        salutation=text("To the management of {company},", company=telling.company.title),
        opening=(
            counted(
                say(
                    "{group} keeps a public record in which every statement has its source; this "
                    "is what it holds on {company}.",
                    group=group,
                    company=telling.name,
                )
            ),
        ),
        closing=(
            counted(
                say(
                    "Please answer by {date} what you have done, and what you will do by when. "
                    "Your answer will stand in the record beside each report, in your words.",
                    date=deadline,
                )
            ),
        ),
        signature=group,
    )


def _request(telling: Telling, content: Content) -> Content:
    """Return the request: what is alleged, where and when, and three questions."""
    text = telling.material.wording.text
    reported = (text("What is alleged"), lambda: _alleged(telling))
    return replace(
        content,
        what=text("Request for reply"),
        key_message=lambda: _why(telling),
        headline=lambda: (),
        sections={BlockKey.REPORTED: reported},
        letter=lambda: _frame_of_request(telling),
    )


def _why(telling: Telling) -> Sentence:
    say_many = telling.material.wording.say_many
    number = len(telling.told)
    return telling.material.counted(
        say_many(
            number,
            "This record holds, or is about to hold, {n} report that concerns {company}.",
            "This record holds, or is about to hold, {n} reports that concern {company}.",
            company=telling.name,
        )
    )


def _alleged(telling: Telling) -> Iterable[Item]:
    """Yield kinds of abuse, place and time of each report: no speaker, no source, no number."""
    for row in telling.told:
        yield telling.material.counted(_allegation(telling, row.report, row.sites))


def _allegation(telling: Telling, row: ReportRow, sites: Sequence[SiteReference]) -> Runs:
    material = telling.material
    places = joined([material.place(site) for site in sites[:2]], "; ")
    parts: dict[str, Part] = {
        "period": material.wording.period(row.from_date, row.to_date),
        "abuses": material.wording.row(abuse_labels(material, row)[: material.limits.abuses]),
    }
    if places:
        return material.wording.say("{places}, {period}: {abuses}.", places=places, **parts)
    return material.wording.say("{period}: {abuses}.", **parts)


def _frame_of_request(telling: Telling) -> Letter:
    material, say = telling.material, telling.material.wording.say
    text = material.wording.text
    due = material.wording.day(telling.frame.as_of + timedelta(days=DAYS_TO_ANSWER))
    counted = material.counted
    return Letter(
        to=_addressee(telling),
        day=material.wording.day(telling.frame.as_of),
        subject=text("Request for reply"),
        salutation=text("To the management of {company},", company=telling.company.title),
        opening=(counted(say("This record holds what is alleged below. You can answer to it.")),),
        closing=(
            counted(say("Is it true? What do you deny, and on what grounds?")),
            counted(say("Did you buy from these places at the time, and do you now?")),
            counted(say("What have you done, or will you do, for those concerned?")),
            counted(
                say(
                    "Please answer by {date}. Your answer, or that none came, will be published "
                    "beside the report.",
                    date=due,
                )
            ),
        ),
        signature=telling.frame.site_title,
    )


def _addressee(telling: Telling) -> tuple[Runs, ...]:
    company, wording = telling.company, telling.material.wording
    country = wording.country(company.country)
    lines = [telling.material.name(company.id, company.title)]
    if company.city:
        lines.append(wording.say("{city}, {country}", city=company.city, country=country))
    else:
        lines.append((Run(country),))
    return tuple(lines)


def _deadline(telling: Telling) -> date:
    """Return the first deadline of an open demand that is still to come, or three weeks."""
    day = telling.frame.as_of
    demands = open_demands(telling.found.campaigns, telling.found.addressee)
    deadlines = [last_day(demand.deadline) for _, demand in demands if demand.deadline]
    return min(
        (due for due in deadlines if due > day), default=day + timedelta(days=DAYS_TO_ANSWER)
    )
