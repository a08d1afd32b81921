"""From a query to the records that it means, each with how well it fits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from pyroaring import BitMap, FrozenBitMap
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from campaign.models import Identifier, SearchName
from campaign.models.vocabulary import IdentifierScheme, Kind
from campaign.search.batch import as_ids, ids_gathered
from campaign.search.content import NAMED, TOLD
from campaign.search.folding import is_unspaced
from campaign.search.phrases import Lookup, meets
from campaign.search.postings import LAST_CHARACTER, LONGEST_WHOLE, read_keys
from campaign.search.sets import Sets
from campaign.search.words import Asked, Match, Phrase

SHORTEST_PREFIX = 2
WHOLE = (Match.IDENTIFIER, Match.EXACT, Match.READING)
IN_NAMES = (*WHOLE, Match.PREFIX, Match.NAME, Match.ROMANISED)


Found = Mapping[Match, BitMap]
Scopes = Mapping[Match, Callable[[Lookup, Phrase], BitMap | None]]
SCOPES: Scopes = {
    Match.NAME: Lookup.written,
    Match.ROMANISED: Lookup.named,
    Match.TEXT: Lookup.told,
}
NAME_SCOPES: Scopes = {match: find for match, find in SCOPES.items() if match is not Match.TEXT}


@dataclass(frozen=True)
class Matching:
    """The records that a query finds: ``classes`` by how well they fit, best first.

    No record is in two classes, and none is empty.
    """

    classes: tuple[tuple[Match, BitMap], ...]

    @property
    def best(self) -> Match:
        """Return how well the best fits; LISTED when nothing is found."""
        return self.classes[0][0] if self.classes else Match.LISTED

    def found(self) -> BitMap:
        """Return all records."""
        return BitMap.union(BitMap(), *(ids for _, ids in self.classes))


def match_records(
    session: Session, sets: Sets, asked: Asked, corrected: Asked | None = None
) -> Matching:
    """Return what a query finds.

    Args:
        session: is only read.
        sets: as of now.
        asked: the query; when it is empty, everything is listed.
        corrected: the same with typing mistakes put right; the names that only this finds
            come as mistyped, below other names and above texts.
    """
    lookup = Lookup(session, sets, [asked] if corrected is None else [asked, corrected])
    if asked.address is not None:
        found: dict[Match, BitMap] = {Match.IDENTIFIER: _at_address(session, asked.address)}
    elif asked.words:
        found = _by_words(session, lookup, asked)
    else:
        found = {Match.LISTED: BitMap(sets.every)}
    if corrected is not None:
        near = _by_words(session, lookup, corrected)
        found[Match.MISTYPED] = BitMap.union(
            BitMap(), *(near[match] for match in IN_NAMES if match in near)
        )
    wanted = sets.every - BitMap.union(BitMap(), *map(lookup.told, asked.excluded))
    return Matching(tuple(_in_order(found, sets, wanted)))


def match_with_fewer_words(session: Session, sets: Sets, asked: Asked) -> list[BitMap]:
    """Return for each word of a query the records that have all others, in name or text."""
    lookup = Lookup(session, sets, [asked])
    found = [meets(word, lookup.told) for word in asked.words]
    without = [found[:number] + found[number + 1 :] for number in range(len(found))]
    return [BitMap.intersection(*others) & sets.every for others in without]


def match_names(session: Session, sets: Sets, asked: Asked) -> Matching:
    """Return the records whose names have the words of a query; what else is told is not read."""
    lookup = Lookup(session, sets, [asked])
    found = _by_words(session, lookup, asked, NAME_SCOPES) if asked.words else {}
    wanted = sets.every - BitMap.union(BitMap(), *map(lookup.named, asked.excluded))
    return Matching(tuple(_in_order(found, sets, wanted)))


def _by_words(
    session: Session, lookup: Lookup, asked: Asked, scopes: Scopes = SCOPES
) -> dict[Match, BitMap]:
    """Return records by how the words fit them, whatever their kind; one may be in several."""
    names = _whole_names(session, asked) | {Match.IDENTIFIER: _with_number(session, asked)}
    found = {
        match: BitMap.intersection(*(meets(word, partial(find, lookup)) for word in asked.words))
        for match, find in scopes.items()
    }
    for match, ids in names.items():
        found[match] = found.get(match, BitMap()) | ids
    return found


def _in_order(
    found: Found, sets: Sets, wanted: BitMap | FrozenBitMap
) -> Iterator[tuple[Match, BitMap]]:
    """Yield the classes, each without those before; set right by what was found.

    Words in the title of a report or a source are not the name of somebody; words in what
    is told of a company or facility tell who it is, and come before reports.
    """
    named, told = sets.of_kind(*NAMED), sets.of_kind(*TOLD)
    nothing = BitMap()
    title = BitMap.union(nothing, *(found.get(match, nothing) for match in IN_NAMES))
    text = found.get(Match.TEXT, nothing)
    mistyped = found.get(Match.MISTYPED, nothing)
    classes = {
        **{match: found.get(match, nothing) for match in WHOLE},
        **{match: found.get(match, nothing) & named for match in IN_NAMES if match not in WHOLE},
        Match.ABOUT: text & named,
        Match.MISTYPED: mistyped & (named | told),
        Match.TITLE: title & told,
        Match.TEXT: text & told,
        Match.SOURCE: (title | text | mistyped) & sets.of_kind(Kind.SOURCE),
        Match.LISTED: found.get(Match.LISTED, nothing),
    }
    left: BitMap | FrozenBitMap = wanted
    for match in sorted(classes):
        ids = classes[match] & left
        if ids:
            left = left - ids
            yield match, BitMap(ids)


def can_begin(joined: str) -> bool:
    """Tell whether typed text is enough to look for names that begin so."""
    return len(joined) >= SHORTEST_PREFIX or (joined != "" and is_unspaced(joined))


def _with_number(session: Session, asked: Asked) -> BitMap:
    """Return the record with this number; what has neither digit nor colon is none."""
    if not any(sign.isdigit() or sign == ":" for sign in asked.identifier):
        return BitMap()
    numbers = Identifier.scheme.in_(list(IdentifierScheme))
    query = select(Identifier.record_id).where(numbers, Identifier.value == asked.identifier)
    return BitMap(session.scalars(query))


def _whole_names(session: Session, asked: Asked) -> dict[Match, BitMap]:
    """Return the records with a name that is as typed or begins so, and with such a reading."""
    typed, begins = asked.joined, can_begin(asked.joined) and not asked.is_literal
    if not typed:
        return {}
    if not begins or len(typed) <= LONGEST_WHOLE:
        names = _read_names(session, typed, SearchName.folded == typed)
        begun = read_keys(session, [f"wn{typed}", f"wr{typed}"] if begins else [])
        names[Match.PREFIX] = begun.get(f"wn{typed}", BitMap())
        names[Match.ROMANISED] = begun.get(f"wr{typed}", BitMap())
        return names
    return _read_names(session, typed, SearchName.folded.between(typed, typed + LAST_CHARACTER))


def _read_names(
    session: Session, typed: str, condition: ColumnElement[bool]
) -> dict[Match, BitMap]:
    """Return the records with names of a condition, apart by whether they are as typed."""
    alike, read = SearchName.folded == typed, SearchName.romanised
    query = select(alike, read, ids_gathered(session, SearchName.record_id)).where(condition)
    matches = {
        (True, False): Match.EXACT,
        (True, True): Match.READING,
        (False, False): Match.PREFIX,
        (False, True): Match.ROMANISED,
    }
    rows = session.execute(query.group_by(alike, read))
    return {matches[bool(same), is_read]: as_ids(ids) for same, is_read, ids in rows}


def _at_address(session: Session, address: str) -> BitMap:
    at_address = SearchName.folded == address
    return BitMap(session.scalars(select(SearchName.record_id).where(at_address)))
