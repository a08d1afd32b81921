"""`/connections`: how two companies or places are connected, hop by hop, and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from campaign.db import db
from campaign.graph.buyers import SharedSuppliers, shared_suppliers
from campaign.graph.chains import Chain, Connection, Hop, find_connection
from campaign.graph.network import MAX_HOPS
from campaign.graph.together import Together, ties_of_ends
from campaign.models import Ownership, SupplyLink
from campaign.models.record import Denial
from campaign.models.vocabulary import Kind, LinkStatus, Reach
from campaign.queries.citations import read_citations
from campaign.queries.records import RecordReference, references
from campaign.web.access import everyone
from campaign.web.notes import Notes
from campaign.web.public.asking import Question, read_question
from campaign.web.public.drawing import Drawing, draw
from campaign.web.public.pages import nodes_of, records_of
from campaign.web.public.routing import bp
from campaign.web.public.sketching import Sketch, add_chains

MOST_CHAINS = 12  # shown, strongest first; more are counted
MOST_SHARED = 25  # suppliers


@dataclass(frozen=True)
class Claim:
    """What a link or holding says of itself beside its dates: words, status and denials."""

    statement: str
    status: LinkStatus
    denials: tuple[Denial, ...] = ()


@bp.get("/connections")
@everyone
def connections() -> ResponseReturnValue:
    """Show the strongest chain between two records, and the others below."""
    question = read_question(by_name=True)
    if question.moved:
        return redirect(url_for("public.connections", **question.arguments), question.moved)  # type: ignore[arg-type]
    found = ask(question)
    near, group = by_reach(found.chains if found else ())
    chains = (*near, *group)
    shared, together = ask_shared(question), ask_together(question)
    cited = records_of(chains) | {row.record.id for row in together}
    cited |= {tie.record_id for row in shared.suppliers for tie in (*row.first, *row.second)}
    page = render_template(
        "public/connection.html",
        question=question,
        ends=question.ends,
        found=found,
        shared=shared,
        together=together,
        near=near,
        group=group,
        max_hops=MAX_HOPS,
        nodes=nodes_of([*chains, *(row.chain for row in together if row.chain)]),
        records=references(db.session, records_of(chains)),
        claims=claims_of(records_of(chains)),
        citations=read_citations(db.session, cited),
        notes=Notes(),
        drawing=draw_connection(question, chains),
    )
    return page, question.status


def ask(question: Question) -> Connection | None:
    """Return the answer to a question that can be answered."""
    if question.ends is None:
        return None
    start, end = question.ends
    return find_connection(db.session, start.id, end.id, event=question.moment, limit=MOST_CHAINS)


def ask_shared(question: Question) -> SharedSuppliers:
    """Return the suppliers from which two companies both buy; none for other ends."""
    if question.ends is None or {end.kind for end in question.ends} != {Kind.COMPANY}:
        return SharedSuppliers((), 0, more=False)
    start, end = question.ends
    return shared_suppliers(db.session, start.id, end.id, limit=MOST_SHARED)


def ask_together(question: Question) -> tuple[Together, ...]:
    """Return the campaigns and reports that tie an organisation among the ends to the other."""
    if question.ends is None:
        return ()
    return ties_of_ends(db.session, *question.ends, event=question.moment)


def by_reach(chains: Iterable[Chain]) -> tuple[list[Chain], list[Chain]]:
    """Part the chains that come to the very place from those that stop at its group.

    Between two companies there is no place to come to, and nothing to part.
    """
    chains = list(chains)
    near = [chain for chain in chains if chain.reach is not Reach.GROUP]
    return near, [chain for chain in chains if chain.reach is Reach.GROUP]


def draw_connection(question: Question, chains: Sequence[Chain]) -> Drawing | None:
    """Return the drawing of the chains between two records."""
    if question.ends is None or not chains:
        return None
    start, end = question.ends
    sketch = Sketch()
    add_chains(sketch, chains, nodes_of(chains), _step)
    return draw(sketch, f"How {start.title} and {end.title} are connected", start.id)


def _step(_hop: Hop, start: RecordReference, end: RecordReference) -> str:
    """Return the address of the step of the page where the sources of a hop stand."""
    return f"#step-{start.slug}-{end.slug}"


def claims_of(record_ids: set[int]) -> dict[int, Claim]:
    """Return what the links and holdings among some records say of themselves."""
    ids = sorted(record_ids)
    links = db.session.scalars(
        select(SupplyLink).where(SupplyLink.id.in_(ids)).options(selectinload(SupplyLink.denials))
    )
    holdings = db.session.scalars(select(Ownership).where(Ownership.id.in_(ids)))
    claims = {o.id: Claim(o.statement, o.link_status) for o in holdings}
    claims |= {k.id: Claim(k.statement, k.link_status, tuple(k.denials)) for k in links}
    return claims
