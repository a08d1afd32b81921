"""`/api/v1`: how two records are connected, and who stands beside one."""

from __future__ import annotations

from typing import Any

from flask import abort, jsonify
from flask.typing import ResponseReturnValue

from campaign.db import db
from campaign.errors import RetractedEnd, UnknownEnd
from campaign.graph.around import Neighbour, neighbours_of
from campaign.graph.edges import Side
from campaign.graph.ends import find_end
from campaign.graph.values import chain_values, together_values
from campaign.queries.citations import read_citations
from campaign.queries.records import RecordReference
from campaign.queries.words import KIND_WORDS
from campaign.web.access import everyone
from campaign.web.addresses import url_for_connection, url_for_page
from campaign.web.api.routing import bp
from campaign.web.public.asking import read_question
from campaign.web.public.connections import ask, ask_together
from campaign.web.public.pages import nodes_of, records_of
from campaign.web.public.sketching import tie_words

EXAMPLE = "Give two slugs: ?from=apple&to=foxconn-zhengzhou, and perhaps &on=2022-10"


@bp.get("/connections")
@everyone
def connections_json() -> ResponseReturnValue:
    """Give the chains between two records, hop by hop, with timing and citations."""
    question = read_question()
    found = ask(question)
    if found is None:
        message = " ".join(question.problems) or EXAMPLE
        return jsonify(error="no answer", message=message), max(question.status, 400)
    nodes = nodes_of(found.chains)
    citations = read_citations(db.session, records_of(found.chains))
    return jsonify(
        chains=[chain_values(chain, nodes, citations) for chain in found.chains],
        together=[together_values(row) for row in ask_together(question)],
        found=found.found,
        complete=found.complete,
        hops_searched=found.hops_searched,
        cut_off=found.cut_off,
        on=question.asked_on or None,
    )


@bp.get("/neighbours/<slug>")
@everyone
def neighbours_json(slug: str) -> ResponseReturnValue:
    """Give who stands right beside a company or facility, for a drawing to unfold."""
    try:
        record = find_end(db.session, slug)
    except UnknownEnd as error:
        abort(404, description=str(error))
    except RetractedEnd as error:
        abort(410, description=str(error))
    found = neighbours_of(db.session, record.id)
    return jsonify(
        title=record.title,
        complete=found.complete,
        nodes=[_node(neighbour) for neighbour in found.neighbours],
        links=[_link(record, neighbour) for neighbour in found.neighbours],
    )


def _node(neighbour: Neighbour) -> dict[str, Any]:
    record = neighbour.record
    return {
        "slug": record.slug,
        "kind": record.kind.value,
        "title": record.title,
        "words": f"{KIND_WORDS[record.kind].capitalize()}: {record.title}",
        "url": url_for_page(record.kind, record.slug),
        "side": neighbour.side.value,
    }


def _link(record: RecordReference, neighbour: Neighbour) -> dict[str, Any]:
    """Return the tie as a line from the buying to the making side."""
    here, there = record, neighbour.record
    start, end = (here, there) if neighbour.side is Side.MAKING else (there, here)
    return {
        "from": start.slug,
        "to": end.slug,
        "words": f"{start.title} – {tie_words(neighbour.tie)} – {end.title}",
        "ties": neighbour.ties,
        "denied": neighbour.tie.denied,
        "url": url_for_connection(start.slug, end.slug),
    }
