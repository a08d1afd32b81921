"""`/connections`: how two companies or places are connected, hop by hop."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from campaign.db import db
from campaign.graph.chains import MOST_PATHS, Connection, find_connection
from campaign.graph.network import MAX_HOPS
from campaign.models import Ownership, Record, SupplyLink
from campaign.models.vocabulary import Kind
from campaign.queries.citations import read_citations
from campaign.queries.records import find_record, find_redirect
from campaign.web.access import everyone
from campaign.web.notes import Notes
from campaign.web.public.pages import nodes_of, records_of
from campaign.web.public.routing import bp

ENDS = (Kind.COMPANY, Kind.FACILITY, Kind.ORGANIZATION)


@bp.get("/connections")
@everyone
def connections() -> ResponseReturnValue:
    """Show the strongest chain between two records, and the others below."""
    start, end, problems = read_ends()
    found = Connection((), complete=True)
    if start and end and start.id != end.id:
        found = find_connection(db.session, start.id, end.id)
    return render_template(
        "public/connection.html",
        start=start if not problems else None,
        end=end if not problems else None,
        asked_from=request.args.get("from", ""),
        asked_to=request.args.get("to", ""),
        problems=problems,
        chains=found.chains,
        complete=found.complete,
        most_paths=MOST_PATHS,
        max_hops=MAX_HOPS,
        nodes=nodes_of(found.chains),
        statements=statements_of(records_of(found.chains)),
        citations=read_citations(db.session, records_of(found.chains)),
        notes=Notes(),
    )


def read_ends() -> tuple[Record | None, Record | None, list[str]]:
    """Return the two records that the address names, and what is wrong with it."""
    problems: list[str] = []
    ends: list[Record | None] = []
    for name in ("from", "to"):
        slug = request.args.get(name, "").strip()
        record = _end(slug) if slug else None
        if slug and record is None:
            problems.append(f"“{slug[:120]}” is not a company, facility or organisation here.")
        ends.append(record)
    if ends[0] is not None and ends[0] is ends[1]:
        problems.append("Both ends are the same; choose two.")
    return ends[0], ends[1], problems


def _end(slug: str) -> Record | None:
    if "\x00" in slug:
        return None
    record = find_record(db.session, slug) or find_redirect(db.session, slug)
    usable = record is not None and record.kind in ENDS and record.retracted_at is None
    return record if usable else None


def statements_of(record_ids: set[int]) -> dict[int, str]:
    """Return the attributed statements of the links and holdings among some records."""
    return {
        record_id: statement
        for model in (SupplyLink, Ownership)
        for record_id, statement in db.session.execute(
            select(model.id, model.statement).where(model.id.in_(sorted(record_ids)))
        )
    }
