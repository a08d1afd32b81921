"""A small world with a brand, its mill and a report, and sheets issued of it."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from campaign.editorial import retracting
from campaign.factsheets.issuing import issue_sheet
from campaign.models import IssuedSheet, Record, User
from campaign.queries.records import find_record
from tests.factories import (
    SIGNATURE,
    allegation_values,
    company_values,
    facility_values,
    make_user,
    party_values,
    publish,
    report_values,
    source_values,
    statement_values,
    supply_link_values,
)
from tests.support.sheets import sheet_of

SITE = "https://record.example"
AT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)
SOURCES = ("source-a", "source-b")
CITED = {"citations": [SOURCES[0]]}


def make_world(session: Session) -> None:
    """Publish a brand that buys from a mill, and what is reported of the mill."""
    publish(
        session,
        *(
            source_values(
                slug=slug, title=f"Nights {slug}", origin=slug, url=f"https://{slug}.example/"
            )
            for slug in SOURCES
        ),
        company_values(name="Brand", **CITED),
        company_values(name="Millworks", **CITED),
        facility_values(name="Northern Mill", operator="millworks", **CITED),
        supply_link_values(
            slug="brand-mill",
            buyer="brand",
            supplier="millworks",
            facility="northern-mill",
            from_date="2019",
            as_of="2022",
            **CITED,
        ),
        report(),
    )


def report(**changes: Any) -> dict[str, Any]:
    """Return the values of the report, with some fields changed."""
    return report_values(
        slug="nights",
        site="northern-mill",
        parties=[party_values("brand", "buyer", **CITED)],
        statements={"s1": statement_values(**CITED)},
        allegations={"a1": allegation_values(**CITED)},
        **changes,
    )


def issue(session: Session, slug: str = "brand", **options: Any) -> IssuedSheet:
    """Issue the sheet of a record, by a new editor unless one is named."""
    editor: User = options.pop("editor", None) or make_user(session, "editor")
    wishes = options.pop("wishes", {})
    return issue_sheet(
        session,
        lambda: sheet_of(session, slug, **wishes),
        editor=editor,
        site_url=SITE,
        **{"at": AT} | options,
    )


def retract(session: Session, slug: str, reason: str = "A mistake of ours.") -> Record:
    """Take a record back, as a reviewer does."""
    record = find_record(session, slug)
    assert record is not None
    return retracting.retract(session, record, reason=reason, signature=SIGNATURE)


def mark_retracted(session: Session, slug: str, reason: str = "A mistake of ours.") -> Record:
    """Mark a record as taken back, although others rest on it: no verb does, a thief might."""
    record = find_record(session, slug)
    assert record is not None
    record.retracted_at, record.retraction_reason = SIGNATURE.at, reason
    session.flush()
    return record
