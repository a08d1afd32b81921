"""What is found with one word less, for a query of which nothing has all words."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.orm import Session

from campaign.search.correcting import respell
from campaign.search.facets import Passing, narrow
from campaign.search.matching import match_records, match_with_fewer_words
from campaign.search.parsing import parse, write
from campaign.search.results import Fewer
from campaign.search.sets import Sets
from campaign.search.words import Asked

MOST_OFFERED = 3


def with_fewer_words(
    session: Session, sets: Sets, asked: Asked, passing: Passing
) -> tuple[Fewer, ...]:
    """Return the queries of one word less that find something, the most telling first."""
    if len(asked.words) < 2:
        return ()
    found = match_with_fewer_words(session, sets, asked)
    sizes = {number: len(narrow(ids, passing)) for number, ids in enumerate(found) if ids}
    telling = sorted((number for number in sizes if sizes[number]), key=lambda n: sizes[n])
    offers = (_without(session, sets, asked, number, passing) for number in telling[:MOST_OFFERED])
    return tuple(sorted((offer for offer in offers if offer.total), key=lambda o: o.total))


def _without(session: Session, sets: Sets, asked: Asked, number: int, passing: Passing) -> Fewer:
    """Return a query without one of its words, and how much it finds when it is asked."""
    words = asked.words[:number] + asked.words[number + 1 :]
    text = write(replace(asked, words=words))[0]
    matching = match_records(session, sets, respell(session, parse(text)))
    total = len(narrow(matching.found(), passing))
    return Fewer(text, asked.words[number].typed, total)
