"""Which of a record's names matched, and whether it says more than the title."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import SearchName
from campaign.queries.lists import among
from campaign.search.addresses import MARK
from campaign.search.marking import Marked, find_words, has_whole, mark
from campaign.search.passages import Needles, folded_text, words_in, write_needles
from campaign.search.words import Asked, Match


@dataclass(frozen=True)
class KnownName:
    """One name of a record, as shown and in a form by which it is found."""

    text: str
    language: str
    folded: str
    romanised: bool


def read_names(session: Session, record_ids: Sequence[int]) -> Mapping[int, list[KnownName]]:
    """Return the names of records by which they are found, in the order in which they stand."""
    names: dict[int, list[KnownName]] = defaultdict(list)
    rows = session.execute(
        select(
            SearchName.record_id,
            SearchName.text,
            SearchName.language,
            SearchName.folded,
            SearchName.romanised,
        )
        .where(
            among(session, SearchName.record_id, record_ids), ~SearchName.folded.startswith(MARK)
        )
        .order_by(SearchName.id)
    )
    for row in rows:
        names[row.record_id].append(KnownName(row.text, row.language, row.folded, row.romanised))
    return names


def mark_name(names: Sequence[KnownName], asked: Asked) -> Marked | None:
    """Return the name that fits a query, marked, or None when none has a word of it."""
    name = best_name(names, asked) or _name_read_otherwise(names, asked)
    return mark(name.text, asked, name.language, is_name=True) if name else None


def _name_read_otherwise(names: Sequence[KnownName], asked: Asked) -> KnownName | None:
    """Return a name in Han with words as Taiwan and Hong Kong romanise them."""
    readable = (name for name in names if not name.text.isascii())
    return next((name for name in readable if find_words(name.text, asked)[1]), None)


def says_more(name: Marked, title: Marked, asked: Asked) -> bool:
    """Tell whether a name says more of what was typed than the title, or in the script typed."""
    if name.text == title.text or has_whole(title.text, asked):
        return False
    return has_whole(name.text, asked) or name.length > title.length


def best_name(names: Iterable[KnownName], asked: Asked) -> KnownName | None:
    """Return the name that fits a query best, or None when none has a word of it."""
    best: KnownName | None = None
    most = (int(Match.LISTED), 0)
    wanted = write_needles(asked)
    for name in names:
        fits = _fit(name, asked, wanted)
        if fits < most:
            best, most = name, fits
    return best


def _fit(name: KnownName, asked: Asked, wanted: Needles) -> tuple[int, int]:
    """Return how a name fits and how many words it lacks: the less, the better."""
    if asked.joined and name.folded == asked.joined:
        return (Match.READING if name.romanised else Match.EXACT), 0
    begins = asked.joined and name.folded.startswith(asked.joined)
    if begins and not name.romanised:
        return Match.PREFIX, 0
    read = name.folded if name.romanised else ""
    lacking = len(asked.words) - len(words_in(folded_text(name.text), wanted, read))
    if begins or not lacking:
        return (Match.ROMANISED if name.romanised else Match.NAME), 0
    return (Match.LISTED if lacking == len(asked.words) else Match.TEXT), lacking
