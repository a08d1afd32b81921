"""One way to a fact sheet: from a slug, whatever it names."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeVar

from sqlalchemy.orm import Session

from campaign.factsheets.campaign import build_campaign_sheet
from campaign.factsheets.catalogues import find_language
from campaign.factsheets.company import build_company_sheet
from campaign.factsheets.facility import build_facility_sheet
from campaign.factsheets.findings import Role
from campaign.factsheets.frames import Choices
from campaign.factsheets.framing import Frame
from campaign.factsheets.letters import build_letter, build_request
from campaign.factsheets.look import Logo
from campaign.factsheets.report import build_report_sheet
from campaign.factsheets.sheet import (
    NOTHING_CHANGED,
    Form,
    Length,
    Paper,
    Sheet,
    UnknownChoice,
    UnknownSubject,
)
from campaign.factsheets.wording import Wording
from campaign.models import Campaign, Company, Facility, Record, Report
from campaign.models.vocabulary import Kind
from campaign.queries.records import find_record, find_redirect, get_record
from campaign.queries.words import KIND_WORDS

SUBJECTS = (Kind.COMPANY, Kind.FACILITY, Kind.REPORT, Kind.CAMPAIGN)
E = TypeVar("E", bound=StrEnum)


def build_sheet(
    session: Session,
    slug: str,
    *,
    as_of: date,
    paper: Paper | str = Paper.A4,
    length: Length | str = Length.TWO,
    form: Form | str = Form.SHEET,
    language: str = "en",
    role: Role | str = "",
    choices: Choices = NOTHING_CHANGED,
    site_url: str = "",
    site_title: str = "Supply Record",
    contact: str = "",
    logo: Logo | None = None,
) -> Sheet:
    """Return the fact sheet of a company, facility, report or campaign.

    Args:
        slug: of the subject; old slugs work too.
        as_of: the day that the sheet bears; the data are those of now.
        paper: ``a4`` or ``letter``.
        length: ``one`` page, ``two`` pages, or ``dossier``.
        form: ``sheet``; of companies also ``letter`` (to the company) and ``reply`` (a request
            for reply, without details of sources).
        language: of ``catalogues.languages()``; ``zh-Hans`` means ``zh``.
        role: as what a company is told, ``brand`` or ``supplier``; by its own roles when empty.
        choices: what an editor changed.
        site_url: public address of the site, without a slash at its end.
        site_title: name of the group that issues it, as the publisher of counts.
        contact: where corrections and answers go.
        logo: that the sheet will bear, for which its pages need room.

    Raises:
        UnknownSubject: there is no such record, it was retracted, or it is of a kind that
            has no sheet.
        UnknownChoice: there is no such paper, length, form, language, section or campaign.
    """
    record = _subject(session, slug)
    frame = Frame(
        as_of=as_of,
        wording=Wording(find_language(language)),
        paper=_chosen(Paper, paper, "paper"),
        length=_chosen(Length, length, "length"),
        form=_chosen(Form, form, "form"),
        choices=choices,
        site_url=site_url,
        site_title=site_title,
        contact=contact,
        logo=logo,
    )
    as_what = _chosen(Role, role, "role") if role else None
    if record.kind is Kind.COMPANY:
        return _company_sheet(session, record, frame, as_what)
    if frame.form is not Form.SHEET:
        raise UnknownChoice(f"“{record.title}” is no company; letters go to companies only.")
    return _other_sheet(session, record, frame)


def refuse_unknown(*, paper: str, length: str, form: str, language: str, role: str) -> None:
    """Make sure that there are such choices, without building anything.

    Raises:
        UnknownChoice: one of them does not exist.
    """
    find_language(language)
    for vocabulary, wish in ((Paper, paper), (Length, length), (Form, form)):
        _chosen(vocabulary, wish, vocabulary.__name__.lower())
    if role:
        _chosen(Role, role, "role")


def _company_sheet(session: Session, record: Record, frame: Frame, role: Role | None) -> Sheet:
    company = _whole(session, record, Company)
    if frame.form is Form.LETTER:
        return build_letter(session, company, frame)
    if frame.form is Form.REPLY:
        return build_request(session, company, frame)
    return build_company_sheet(session, company, frame, role)


def _other_sheet(session: Session, record: Record, frame: Frame) -> Sheet:
    if record.kind is Kind.FACILITY:
        return build_facility_sheet(session, _whole(session, record, Facility), frame)
    if record.kind is Kind.REPORT:
        return build_report_sheet(session, _whole(session, record, Report), frame)
    return build_campaign_sheet(session, _whole(session, record, Campaign), frame)


R = TypeVar("R", bound=Record)


def _whole(session: Session, record: Record, model: type[R]) -> R:
    found = get_record(session, record.slug, model)
    assert found is not None
    return found


def _chosen(vocabulary: type[E], wish: str, what: str) -> E:
    try:
        return vocabulary(wish)
    except ValueError:
        known = ", ".join(vocabulary)
        raise UnknownChoice(f"There is no {what} “{wish[:40]}”; choose one of {known}.") from None


def _subject(session: Session, slug: str) -> Record:
    record = None
    if slug.isprintable():
        record = find_record(session, slug) or find_redirect(session, slug)
    if record is None:
        raise UnknownSubject(f"There is no company, facility, report or campaign “{slug}”.")
    if record.kind not in SUBJECTS:
        raise UnknownSubject(
            f"“{slug}” is a {KIND_WORDS[record.kind]}; fact sheets are made of companies, "
            "facilities, reports and campaigns."
        )
    if record.retracted_at is not None:
        raise UnknownSubject(f"“{record.title}” was retracted: {record.retraction_reason}")
    return record
