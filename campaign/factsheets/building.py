"""One way to a fact sheet: from a slug, whatever it names."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from campaign.factsheets.company import build_company_sheet
from campaign.factsheets.facility import build_facility_sheet
from campaign.factsheets.framing import Frame
from campaign.factsheets.sheet import Paper, Sheet, UnknownSubject
from campaign.models import Company, Facility, Record
from campaign.models.vocabulary import Kind
from campaign.queries.records import find_record, find_redirect, get_record
from campaign.queries.words import KIND_WORDS


def build_sheet(
    session: Session,
    slug: str,
    *,
    as_of: date,
    paper: Paper | str = Paper.A4,
    language: str = "en",
    site_url: str = "",
    site_title: str = "Supply Record",
) -> Sheet:
    """Return the fact sheet of a company or a facility.

    Args:
        slug: of a company or facility; old slugs work too.
        as_of: the day that the sheet bears; the data are those of now.
        paper: ``a4`` or ``letter``; the only language yet is ``en``.
        site_url: public address of the site, without a slash at its end.
        site_title: name of the site, as the publisher of counts.

    Raises:
        UnknownSubject: there is no such record, it was retracted, or it is of a kind that
            has no sheet.
    """
    record = _subject(session, slug)
    frame = Frame(as_of, Paper(paper), language, site_url, site_title)
    if company := get_record(session, record.slug, Company):
        return build_company_sheet(session, company, frame)
    facility = get_record(session, record.slug, Facility)
    assert facility is not None
    return build_facility_sheet(session, facility, frame)


def _subject(session: Session, slug: str) -> Record:
    record = None
    if slug.isprintable():
        record = find_record(session, slug) or find_redirect(session, slug)
    if record is None:
        raise UnknownSubject(f"There is no company or facility “{slug}”.")
    if record.kind not in (Kind.COMPANY, Kind.FACILITY):
        raise UnknownSubject(
            f"“{slug}” is a {KIND_WORDS[record.kind]}; fact sheets are made of companies and "
            "facilities."
        )
    if record.retracted_at is not None:
        raise UnknownSubject(f"“{record.title}” was retracted: {record.retraction_reason}")
    return record
