"""Which sheets are so large that their files are not made while somebody waits."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.factsheets.ordering import Order
from campaign.factsheets.parts import BlockKey, Entry
from campaign.factsheets.sheet import Form, Length, Sheet
from campaign.models import CampaignReport, Exposure, Record, ReportSite
from campaign.models.vocabulary import Kind

MOST_AT_ONCE = 60  # reports; of these a PDF is made in about a second
SET_ON_PAPER = ("pdf", "docx")  # other forms cost little more than reading the records


def is_large(sheet: Sheet) -> bool:
    """Tell whether a sheet is too large to be laid out on paper while somebody waits."""
    told = sheet.block(BlockKey.REPORTED)
    entries = sum(isinstance(item, Entry) for item in told.items) if told else 0
    return entries > MOST_AT_ONCE


def is_made_in_a_row(order: Order, form: str, reports: int) -> bool:
    """Tell whether a file is to be asked for and fetched later, by how many reports it tells."""
    whole = order.length == Length.DOSSIER and order.form == Form.SHEET
    return whole and form in SET_ON_PAPER and reports > MOST_AT_ONCE


def count_reports(session: Session, record: Record) -> int:
    """Count the reports that the dossier of a record tells, or a few more."""
    if record.kind is Kind.COMPANY:
        counted = select(func.count()).where(
            Exposure.company_id == record.id, Exposure.counted.is_(True)
        )
    elif record.kind is Kind.FACILITY:
        counted = select(func.count()).where(ReportSite.facility_id == record.id)
    elif record.kind is Kind.CAMPAIGN:
        counted = select(func.count()).where(CampaignReport.campaign_id == record.id)
    else:
        return 1
    return session.scalars(counted).one()
