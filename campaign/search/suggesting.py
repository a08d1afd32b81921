"""What is offered while somebody types, and records known by a number or an address."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Identifier, Record, SearchName
from campaign.models.vocabulary import IdentifierScheme, Kind
from campaign.search.budget import SECONDS, within
from campaign.search.content import NO_LANGUAGE, is_live
from campaign.search.correcting import correct
from campaign.search.folding import is_unspaced
from campaign.search.hits import describe_suggestions, read_rows
from campaign.search.matching import can_begin, match_names
from campaign.search.ordering import Sort, in_order, steps_of
from campaign.search.other_names import with_other_names
from campaign.search.parsing import parse
from campaign.search.results import Suggestion
from campaign.search.sets import read_sets
from campaign.search.words import Asked, Phrase

MOST_SUGGESTIONS = 50
OFFERED = frozenset(Kind) - {Kind.SOURCE}


def suggest(
    session: Session,
    text: str,
    limit: int = 8,
    *,
    kinds: Collection[Kind] = OFFERED,
    seconds: float = SECONDS,
) -> tuple[Suggestion, ...]:
    """Return records whose name, or a word of it, begins as typed; the most reported first.

    One Han character is enough, two letters of other scripts. Sources are offered only where
    ``kinds`` names them.
    """
    asked = parse(text)
    if not can_begin(asked.joined):
        return ()
    most = max(1, min(limit, MOST_SUGGESTIONS))
    with within(session, seconds):
        asked = with_other_names(session, asked)
        begun = _named(session, _unfinished(asked), most, kinds)
        return begun or _near(session, asked, most, kinds)


def _near(
    session: Session, asked: Asked, most: int, kinds: Collection[Kind]
) -> tuple[Suggestion, ...]:
    """Return what is offered when nothing begins as typed: what a mistyped word may mean."""
    corrected = correct(session, asked)
    return () if corrected is None else _named(session, corrected, most, kinds)


def _named(
    session: Session, asked: Asked, most: int, kinds: Collection[Kind]
) -> tuple[Suggestion, ...]:
    sets = read_sets(session)
    matching = match_names(session, sets, asked)
    offered = matching.found() & sets.of_kind(*kinds)
    ids = in_order(offered, steps_of(Sort.RELEVANCE, matching, sets))
    rows = read_rows(session, matching, list(islice(ids, most)))
    return describe_suggestions(session, rows, asked)


def lookup_identifier(session: Session, text: str) -> Record | None:
    """Return the record with this identifier or ticker, or what is at this web address."""
    asked = parse(text)
    if asked.address is not None:
        there = select(SearchName.record_id).where(SearchName.folded == asked.address)
        return session.scalar(select(Record).where(Record.id.in_(there), is_live()).limit(1))
    numbered = select(Identifier.record_id).where(
        Identifier.scheme.in_(list(IdentifierScheme)), Identifier.value == asked.identifier
    )
    ticker = select(SearchName.record_id).where(
        SearchName.folded == asked.joined, SearchName.language == NO_LANGUAGE
    )
    for ids in (numbered, ticker):
        record = session.scalar(select(Record).where(Record.id.in_(ids), is_live()).limit(1))
        if record is not None and asked.joined:
            return record
    return None


def _unfinished(asked: Asked) -> Asked:
    """Let the last word go on."""
    if not asked.words:
        return asked
    *before, last = asked.words
    tokens = last.ways[0][0].tokens if last.ways else ()
    if last.quoted or not tokens or is_unspaced(tokens[-1]):
        return asked
    ways = ((Phrase(tokens, prefix=True),), *last.ways)
    return replace(asked, words=(*before, replace(last, ways=ways)))
