"""What the form offers to choose from, and what the chosen slugs mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from campaign.editorial.references import PARTIES, references_in
from campaign.models import Draft
from campaign.models.vocabulary import Kind
from campaign.queries.choices import Choice, choices_by_slug, find_choices, list_choices
from campaign.web.editor.buttons import Button, value_at

KINDS = {"sites": frozenset({Kind.FACILITY}), "record": PARTIES, "source": frozenset({Kind.SOURCE})}


@dataclass(frozen=True)
class Offer:
    """What is shown beside the fields in which a record is chosen.

    Attributes:
        known: by slug, the records that the document refers to.
        suggestions: by list, what a browser may complete while somebody types.
        searched: the field for which Find was pressed, if any.
        words: what was searched for.
        found: what was found.
    """

    known: Mapping[str, Choice]
    suggestions: Mapping[str, list[Choice]]
    searched: str = ""
    words: str = ""
    found: tuple[Choice, ...] = ()


def make_offer(
    session: Session, draft: Draft, typed: dict[str, Any], button: Button | None
) -> Offer:
    """Return what a draft's form offers, and what a pressed Find has found."""
    new = new_sources(draft)
    slugs = {reference.slug for reference in references_in(draft.document)}
    known = choices_by_slug(session, slugs) | {choice.slug: choice for choice in new}
    cited = [choice for choice in known.values() if choice.kind is Kind.SOURCE]
    suggestions = {
        "sites": list_choices(session, KINDS["sites"]),
        "parties": list_choices(session, PARTIES),
        "sources": sorted(cited, key=lambda choice: choice.title),
    }
    if button is None or button.action != "find":
        return Offer(known, suggestions)
    words = str(value_at(typed, button.target) or "").strip()
    found = find_for(session, button.target, words, new)
    return Offer(known, suggestions, button.target, words, found)


def find_for(session: Session, field: str, words: str, new: Iterable[Choice]) -> tuple[Choice, ...]:
    """Return the records that the words in a field may mean, new sources first."""
    name = "sites" if field.startswith("sites-") else field.rpartition("-")[2]
    if name not in KINDS:
        return ()
    wanted = words.lower().split()
    own = [choice for choice in new if name == "source" and _matches(choice, wanted)]
    return (*own, *find_choices(session, words, KINDS[name]))


def new_sources(draft: Draft) -> list[Choice]:
    """Return the sources added to a draft that have a title, and so a slug."""
    return [
        Choice(source.document["slug"], source.title, Kind.SOURCE, "new in this report")
        for source in draft.attached
        if source.document.get("slug")
    ]


def _matches(choice: Choice, words: list[str]) -> bool:
    return bool(words) and all(word in f"{choice.title} {choice.slug}".lower() for word in words)
