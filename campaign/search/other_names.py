"""A company among the words of a query, met under its other names: 富士康 印度 in Foxconn India.

Facilities and reports name a company in one script only. Where somebody types its name in
another one beside other words, the names that it has here are looked for as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from campaign.models import Record, SearchName
from campaign.models.vocabulary import Kind
from campaign.queries.lists import any_of
from campaign.search.content import NO_LANGUAGE, is_live
from campaign.search.folding import fold_name, is_latin, joined
from campaign.search.words import Asked, Phrase, ReadAs, Word

MOST_READ = 40  # names of companies that are called as typed
MOST_NAMES = 6  # under which a word is met besides


def with_other_names(session: Session, asked: Asked) -> Asked:
    """Let words that are a company's name in another script be met under its Latin names.

    A word by itself finds the company by that name, and is left as it is.
    """
    places = {reading.typed for reading in asked.understood if reading.read_as is ReadAs.PLACE}
    typed = [joined(word.typed) for word in asked.words if not is_latin(word.typed)]
    foreign = [name for name in typed if name not in places]
    if len(asked.words) < 2 or not foreign:
        return asked
    names = _read_other_names(session, foreign)
    return replace(asked, words=tuple(_with(word, names) for word in asked.words))


def _with(word: Word, names: dict[str, list[tuple[str, ...]]]) -> Word:
    others = () if word.quoted else names.get(joined(word.typed), ())[:MOST_NAMES]
    return replace(word, ways=(*word.ways, *((Phrase(tokens),) for tokens in others)))


def _read_other_names(session: Session, typed: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return the Latin names of the companies that have these names, shortest first."""
    other = aliased(SearchName)
    rows = session.execute(
        select(SearchName.folded, other.text)
        .join(Record, Record.id == SearchName.record_id)
        .join(other, other.record_id == SearchName.record_id)
        .where(any_of(SearchName.folded, typed), Record.kind == Kind.COMPANY, is_live())
        .where(~SearchName.romanised, ~other.romanised, other.language != NO_LANGUAGE)
        .order_by(other.id)
        .limit(MOST_READ)
    )
    names: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for folded, text in rows:
        tokens = tuple(fold_name(text).split())
        if tokens and all(map(is_latin, tokens)) and "(" not in text:
            names[folded].add(tokens)
    return {folded: sorted(found, key=lambda t: (len(t), t)) for folded, found in names.items()}
