"""Which sheets are so large that their files are not made while somebody waits."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.factsheets.ordering import Order
from campaign.factsheets.parts import Entry
from campaign.factsheets.sheet import Form, Length, Sheet
from campaign.models import CampaignReport, Exposure, Record, ReportSite
from campaign.models.vocabulary import Kind

MOST_AT_ONCE = 60  # reports; of these a PDF is made in about a second
AN_ENTRY = '"circumstances":{'  # once in each, in canonical JSON
SET_ON_PAPER = ("pdf", "docx")  # other forms cost little more than reading the records


def is_large(sheet: Sheet) -> bool:
    """Tell whether a sheet is too large to be laid out on paper while somebody waits."""
    return count_told(sheet) > MOST_AT_ONCE


def count_told(sheet: Sheet) -> int:
    """Count the reports that a sheet tells, and what else it tells at such length: demands."""
    items = (item for block in sheet.blocks for item in block.items)
    return sum(isinstance(item, Entry) for item in items)


def is_frozen_large(content: str) -> bool:
    """Tell the same of the frozen text of a sheet, without reading it as one."""
    return count_frozen(content) > MOST_AT_ONCE


def count_frozen(content: str) -> int:
    """Count what ``count_told`` counts; within a text a quotation mark is escaped."""
    return content.count(AN_ENTRY)


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
