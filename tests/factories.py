"""Records for tests: all names are invented, and all go the one way in.

``*_values`` gives the plain values of a valid document, ``make_*`` publishes one and
returns its record. Overrides are fields of the document; where a document has a slug, a
record will do. The transaction is the caller's.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.accounts.permissions import RoleName
from campaign.accounts.users import ensure_roles
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.models import (
    Campaign,
    Company,
    Facility,
    Organization,
    Ownership,
    Record,
    Report,
    Response,
    Source,
    SupplyLink,
    User,
)
from campaign.queries.records import find_record
from campaign.schemas import parse_document

SIGNATURE = Signature(at=datetime(2024, 5, 1, 12, 30, 0, 123456, tzinfo=UTC), origin="tests")
SOURCE = "examplewatch-2021"
Values = dict[str, Any]


def source_values(**overrides: Any) -> Values:
    return {
        "kind": "source",
        "slug": SOURCE,
        "title": "Nights at the Mill",
        "publisher": "Examplewatch",
        "published": "2021-03",
        "language": "en",
        "source_type": "ngo_report",
        "grade": "B",
        "origin": "examplewatch",
    } | _plain(overrides)


def company_values(*, name: str = "Acme Anvils", **overrides: Any) -> Values:
    return {
        "kind": "company",
        "slug": slugify(name),
        "names": [name_values(name)],
        "country": "US",
        "sector": "electronics",
        "citations": [SOURCE],
    } | _plain(overrides)


def facility_values(
    *, name: str = "Northern Mill", operator: Any = None, **overrides: Any
) -> Values:
    return {
        "kind": "facility",
        "slug": slugify(name),
        "names": [name_values(name)],
        "country": "CN",
        "operations": [] if operator is None else [{"operator": _plain(operator)}],
        "citations": [SOURCE],
    } | _plain(overrides)


def organization_values(*, name: str = "Union of Testers", **overrides: Any) -> Values:
    return {
        "kind": "organization",
        "slug": slugify(name),
        "names": [name_values(name)],
        "organization_type": "union",
        "citations": [SOURCE],
    } | _plain(overrides)


def supply_link_values(*, buyer: Any, supplier: Any, **overrides: Any) -> Values:
    return {
        "kind": "supply_link",
        "slug": "anvil-link",
        "buyer": _plain(buyer),
        "supplier": _plain(supplier),
        "relation": "component",
        "product": "springs",
        "as_of": "2021",
        "link_status": "listed",
        "basis": "ngo",
        "statement": "Examplewatch names the supplier.",
        "citations": [SOURCE],
    } | _plain(overrides)


def ownership_values(*, parent: Any, subsidiary: Any, **overrides: Any) -> Values:
    return {
        "kind": "ownership",
        "slug": "anvil-holding",
        "parent": _plain(parent),
        "subsidiary": _plain(subsidiary),
        "ownership_type": "subsidiary",
        "as_of": "2021",
        "link_status": "listed",
        "basis": "company_filing",
        "statement": "The yearly filing lists it.",
        "citations": [SOURCE],
    } | _plain(overrides)


def report_values(*, site: Any = None, **overrides: Any) -> Values:
    return {
        "kind": "report",
        "slug": "nights-at-the-mill",
        "title": "Nights at the Mill",
        "from_date": "2021",
        "sites": [] if site is None else [_plain(site)],
        "statements": {"s1": statement_values()},
        "allegations": {"a1": allegation_values()},
        "certainty": "reported",
        "reply": {"state": "not_asked", "reason": "The account is public already."},
    } | _plain(overrides)


def response_values(*, actor: Any, report: Any = None, **overrides: Any) -> Values:
    return {
        "kind": "response",
        "slug": "answer-of-the-mill",
        "actor": _plain(actor),
        "report": _plain(report),
        "on_date": "2021-06-30",
        "stance": "disputes",
        "text": "The company says that nobody works at night.",
        "citations": [SOURCE],
    } | _plain(overrides)


def campaign_values(*, target: Any = None, **overrides: Any) -> Values:
    return {
        "kind": "campaign",
        "slug": "sleep-at-night",
        "title": "Sleep at Night",
        "summary": "An end to night shifts.",
        "organisers": [{"name": "Union of Testers"}],
        "targets": [] if target is None else [_plain(target)],
        "citations": [SOURCE],
    } | _plain(overrides)


def name_values(text: str, **overrides: Any) -> Values:
    return {"text": text, "language": "en", "name_kind": "primary"} | overrides


def statement_values(**overrides: Any) -> Values:
    return {
        "text": "Examplewatch reported work at night.",
        "speaker": "Examplewatch",
        "citations": [SOURCE],
    } | _plain(overrides)


def allegation_values(**overrides: Any) -> Values:
    return {
        "abuse": "E01",
        "text": "Shifts of fourteen hours.",
        "speaker": "Examplewatch",
        "certainty": "reported",
        "citations": [SOURCE],
    } | _plain(overrides)


def party_values(actor: Any, role: str, **overrides: Any) -> Values:
    return {
        "actor": _plain(actor),
        "role": role,
        "basis": "Examplewatch says so.",
        "citations": [SOURCE],
    } | _plain(overrides)


def denial_values(actor: Any, **overrides: Any) -> Values:
    return {
        "actor": _plain(actor),
        "text": "The company says that it is not so.",
        "citations": [{"source": SOURCE, "stance": "denies"}],
    } | _plain(overrides)


def make_source(session: Session, **overrides: Any) -> Source:
    return _make(session, source_values(**overrides), overrides)


def make_company(session: Session, **overrides: Any) -> Company:
    return _make(session, company_values(**overrides), overrides)


def make_facility(session: Session, **overrides: Any) -> Facility:
    return _make(session, facility_values(**overrides), overrides)


def make_organization(session: Session, **overrides: Any) -> Organization:
    return _make(session, organization_values(**overrides), overrides)


def make_supply_link(session: Session, **overrides: Any) -> SupplyLink:
    """Publish a link; without ``buyer`` or ``supplier`` a company is made for it."""
    for end in ("buyer", "supplier"):
        if end not in overrides:
            overrides[end] = make_company(session)
    return _make(session, supply_link_values(**overrides), overrides)


def make_ownership(session: Session, **overrides: Any) -> Ownership:
    """Publish a holding; without ``parent`` or ``subsidiary`` a company is made for it."""
    for end in ("parent", "subsidiary"):
        if end not in overrides:
            overrides[end] = make_company(session)
    return _make(session, ownership_values(**overrides), overrides)


def make_report(session: Session, **overrides: Any) -> Report:
    return _make(session, report_values(**overrides), overrides)


def make_response(session: Session, **overrides: Any) -> Response:
    """Publish an answer; without ``actor`` or subject these are made for it."""
    if "actor" not in overrides:
        overrides["actor"] = make_company(session)
    if not {"report", "campaign"} & set(overrides):
        overrides["report"] = make_report(session)
    return _make(session, response_values(**overrides), overrides)


def make_campaign(session: Session, **overrides: Any) -> Campaign:
    return _make(session, campaign_values(**overrides), overrides)


def publish(session: Session, *values: Values) -> list[Record]:
    """Publish documents together; returns the records created or changed."""
    return publish_all(session, [parse_document(v) for v in values], signature=SIGNATURE)


def make_user(session: Session, role: str, **overrides: Any) -> User:
    """Add an account with one role (editor, reviewer, admin); nobody knows its password.

    For one that signs in, use ``accounts.users.create_user``.
    """
    number = uuid4().hex
    values = {
        "email": f"{role}-{number[:8]}@example.org",
        "password": "no hash, and so no password fits",
        "fs_uniquifier": number,
    }
    user = User(**values | overrides, roles=[ensure_roles(session)[RoleName(role)]])
    session.add(user)
    session.flush()
    return user


def slugify(text: str) -> str:
    """Return a slug of a name in Latin script; a word for any other."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "nameless"


def _make(session: Session, values: Values, overrides: Values) -> Any:
    if values["kind"] != "source" and find_record(session, SOURCE) is None:
        publish(session, source_values())
    if "slug" not in overrides:
        values["slug"] = _free_slug(session, values["slug"])
    [record] = publish(session, values)
    return record


def _free_slug(session: Session, slug: str) -> str:
    taken = set(session.scalars(select(Record.slug).where(Record.slug.startswith(slug))))
    return next(s for s in (slug, *(f"{slug}-{n}" for n in range(2, 10_000))) if s not in taken)


def _plain(value: Any) -> Any:
    """Write records as their slugs, wherever they stand in some values."""
    if isinstance(value, Record):
        return value.slug
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(item) for item in value]
    return value
