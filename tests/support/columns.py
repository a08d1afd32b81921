"""The columns in which texts that people typed are kept."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, Connection, Text, func, or_, select

from campaign.models import Record

# Tables whose texts nobody types: vocabularies, what is made of the records, what we note.
# What is cited in confidence is shown from the document of a draft only.
OURS = (
    *("abuse_type", "ilo_indicator", "role", "search_", "audit_entry"),
    *("confidential_deed", "confidential_citation"),
)
MADE = ("making.doing", "making.trouble")
# What is no part of a document, and said at the desk.
OF_THE_DESK = {
    *("confidential_source.description", "draft.note", "draft.public_note"),
    *("correction_request.wrong", "correction_request.evidence"),
    *("correction_request.contact", "correction_request.words"),
    *("draft_batch.reason", "draft_batch.title", "evidence.words", "removed_evidence.reason"),
    *("issued_sheet.withdrawal_reason", "record.retraction_reason", "review.words"),
    *("revision.note", "revision.origin", "revision.public_note"),
}
# Addresses of the web, which take few strings: most that mean harm are refused.
ADDRESSES = {
    *("company.website", "company.code_of_conduct", "organization.website"),
    *("source.url", "source.archive_url"),
}
# Of the words of the desk, what readers are told.
TOLD = {"issued_sheet.withdrawal_reason", "record.retraction_reason", "revision.public_note"}


def columns_of_texts() -> Iterator[Column[Any]]:
    """Yield every column of texts that are typed, in documents and at the desk."""
    for table in Record.metadata.sorted_tables:
        if not table.name.startswith(OURS):
            texts = (column for column in table.columns if type(column.type) is Text)
            yield from (column for column in texts if str(column) not in MADE)


def columns_without(connection: Connection, *marks: str) -> set[str]:
    """Return the columns of texts in which no text has any of these marks."""
    return {
        str(column)
        for column in columns_of_texts()
        if not connection.scalar(
            select(func.count())
            .select_from(column.table)
            .where(or_(*(column.contains(mark) for mark in marks)))
        )
    }
