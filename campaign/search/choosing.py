"""Records to choose from in a form: found by a few typed words, a number or a web address."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from sqlalchemy.orm import Session

from campaign.models.vocabulary import Kind
from campaign.queries.choices import Choice, choices_by_slug
from campaign.search.query import search
from campaign.search.suggesting import lookup_identifier, suggest

MOST = 12


def find_choices(
    session: Session, text: str, kinds: Collection[Kind], limit: int = MOST
) -> list[Choice]:
    """Return records of some kinds that the words may mean, in any script, likeliest first.

    What has that number or web address comes first, then what is named so, then what has
    the words anywhere.

    Raises:
        TookTooLong: the search used up its budget.
    """
    words = text.replace("\0", "").strip()
    if not words:
        return []
    slugs = list(islice(dict.fromkeys(_found(session, words, kinds, limit)), limit))
    known = choices_by_slug(session, slugs)
    return [known[slug] for slug in slugs if slug in known]


def _found(session: Session, words: str, kinds: Collection[Kind], limit: int) -> Iterator[str]:
    record = lookup_identifier(session, words)
    if record is not None and record.kind in kinds:
        yield record.slug
    named = [found.slug for found in suggest(session, words, limit, kinds=kinds)]
    yield from named
    if len(named) < limit:
        for kind in sorted(kinds):
            yield from (hit.slug for hit in search(session, words, per_page=limit, kind=kind).hits)
