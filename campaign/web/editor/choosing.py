"""What the form offers to choose from, and what the chosen slugs mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import Form

from campaign.accounts.permissions import Permission
from campaign.db import db
from campaign.editorial.contents import beside_it
from campaign.editorial.references import references_in
from campaign.models import Campaign, Demand, Draft
from campaign.models.vocabulary import Kind
from campaign.queries.choices import Choice, choices_by_slug
from campaign.queries.reports import abuse_types
from campaign.queries.words import KIND_WORDS
from campaign.search.addresses import LONGEST
from campaign.search.choosing import find_choices
from campaign.web.access import requires
from campaign.web.editor.buttons import Button
from campaign.web.editor.fields import (
    AbusePick,
    Chooser,
    DemandPick,
    every_field,
    grouped,
)
from campaign.web.editor.routing import bp, load_draft


@dataclass(frozen=True)
class Offer:
    """What is shown beside the fields in which a record is chosen.

    Attributes:
        known: by slug, the records that the document refers to.
        sources: those of them that can be cited again, and the new ones.
        searched: the field for which Find was pressed, if any.
        words: what was searched for.
        found: what was found.
    """

    known: Mapping[str, Choice]
    sources: tuple[Choice, ...] = ()
    searched: str = ""
    words: str = ""
    found: tuple[Choice, ...] = ()


def make_offer(session: Session, draft: Draft, form: Form, button: Button | None) -> Offer:
    """Return what a draft's form offers, and what a pressed Find has found."""
    new = new_beside(session, draft)
    slugs = {reference.slug for reference in references_in(draft.document)}
    slugs |= {str(f.data) for f in every_field(form) if isinstance(f, Chooser) and f.data}
    known = choices_by_slug(session, slugs) | {choice.slug: choice for choice in new}
    cited = (choice for choice in known.values() if choice.kind is Kind.SOURCE)
    sources = tuple(sorted(cited, key=lambda choice: choice.title))
    field = None if button is None or button.action != "find" else chooser(form, button.target)
    if field is None:
        return Offer(known, sources)
    words = str(field.data or "").strip()
    found = find_for(session, field.kinds, words, new)
    return Offer(known, sources, field.name, words, found)


def chooser(form: Form, name: str) -> Chooser | None:
    """Return the chooser of this name, if the form has one."""
    choosers = (field for field in every_field(form) if isinstance(field, Chooser))
    return next((field for field in choosers if field.name == name), None)


@bp.get("/choices")
@requires(Permission.WRITE)
def choices() -> ResponseReturnValue:
    """Give records of some kinds that typed words may mean, and what goes with a draft."""
    kinds = [Kind(word) for word in request.args.getlist("kind") if word in tuple(Kind)]
    draft_id = request.args.get("draft", type=int)
    new = [] if draft_id is None else new_beside(db.session, load_draft(db.session, draft_id))
    found = find_for(db.session, kinds, request.args.get("q", "")[:LONGEST], new)
    return jsonify({"results": [_suggestion(choice) for choice in found]})


def _suggestion(choice: Choice) -> dict[str, Any]:
    """Return a choice in the shape of the suggestions of the search box."""
    return {
        "slug": choice.slug,
        "title": choice.title,
        "matched": choice.title,
        "pieces": [[choice.title, False]],
        "language": "",
        "kind": choice.kind.value,
        "label": KIND_WORDS[choice.kind],
        "place": choice.hint,
    }


def find_for(
    session: Session, kinds: Collection[Kind], words: str, new: Iterable[Choice]
) -> tuple[Choice, ...]:
    """Return the records of some kinds that words may mean, new ones first."""
    wanted = words.lower().split()
    own = [c for c in new if c.kind in kinds and _matches(c, wanted)]
    return (*own, *find_choices(session, words, kinds))


def offer_words(session: Session, form: Form) -> None:
    """Fill the lists whose words are in the database."""
    for field in every_field(form):
        if isinstance(field, AbusePick):
            terms = abuse_types(session).values()
            field.choices = grouped((term.group_label, term.code, term.label) for term in terms)
        elif isinstance(field, DemandPick):
            field.choices = demand_options(session, str(form["campaign"].data or ""))


def new_beside(session: Session, draft: Draft) -> list[Choice]:
    """Return what goes with a draft and can be referred to: what has a title, and so a slug."""
    return [
        Choice(new.document["slug"], new.title, new.kind, "new here")
        for new in beside_it(session, draft)
        if new.document.get("slug")
    ]


def demand_options(session: Session, campaign: str) -> list[tuple[str, str]]:
    """Return the demands of a published campaign to choose from, or its whole."""
    query = select(Demand.key, Demand.text).join(Campaign, Campaign.id == Demand.campaign_id)
    rows = session.execute(query.where(Campaign.slug == campaign).order_by(Demand.position))
    shortened = ((key, text if len(text) <= 90 else f"{text[:89]}…") for key, text in rows)
    return [("", "the whole"), *shortened]


def _matches(choice: Choice, words: list[str]) -> bool:
    return bool(words) and all(word in f"{choice.title} {choice.slug}".lower() for word in words)
