"""Records that may be the same as one that somebody is about to add."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from pyroaring import BitMap
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.models import Company, Facility, Organization, Record, SearchName
from campaign.models.vocabulary import Kind
from campaign.search.addresses import MARK
from campaign.search.comparing import LIKE, Verdict, compare_names, read_name
from campaign.search.content import NO_LANGUAGE
from campaign.search.correcting import respell
from campaign.search.matching import match_names
from campaign.search.nearest import nearest
from campaign.search.parsing import parse
from campaign.search.sets import Sets, read_sets
from campaign.search.vocabulary import read_uses
from campaign.search.words import Asked, Phrase, Word

COMPARED = 400  # records whose names are compared
ELSEWHERE = 0.75  # of the score is left where the countries differ
TELLING = 3  # rarest words of a name by which it is looked for
_SIGNS = re.compile(r"[-\"“”„«»＂「」『』#]")


@dataclass(frozen=True)
class Likeness:
    """A record that may be meant.

    Attributes:
        record_id: of the record, and
        kind: its kind,
        slug: its slug and
        title: its title.
        name: the one of its names that is most like the one typed.
        country: of the record (ISO code), if it is known.
        score: from 0 to 1; ``comparing.SAME`` and above is taken to be the same.
        reason: why, in words.
    """

    record_id: int
    kind: Kind
    slug: str
    title: str
    name: str
    country: str | None
    score: float
    reason: str


def likely_same(
    session: Session,
    name: str,
    country: str | None = None,
    *,
    kind: Kind = Kind.COMPANY,
    limit: int = 5,
) -> tuple[Likeness, ...]:
    """Return the records of a kind that may be the same, the likeliest first.

    Numbers in names (unit 6, unit 10) and places ((Zhengzhou), (Shenzhen)) tell them apart.

    Args:
        session: is only read.
        name: as typed, in any script.
        country: ISO code of where it is, if that is known.
        kind: company, facility or organisation.
        limit: of records.
    """
    sets = read_sets(session)
    ids = BitMap(islice(_candidates(session, sets, name, kind), COMPARED))
    found = (_likeness(record, names, name, country) for record, names in _read(session, ids))
    likely = [likeness for likeness in found if likeness.score >= LIKE]
    return tuple(sorted(likely, key=lambda like: (-like.score, like.record_id))[:limit])


def _candidates(session: Session, sets: Sets, name: str, kind: Kind) -> Iterator[int]:
    """Yield records of a kind with such a name; one may come more than once."""
    wanted = sets.of_kind(kind)
    yield from wanted & BitMap(_with_the_same_letters(session, name))
    for asked in _questions(session, name):
        for _, ids in match_names(session, sets, asked).classes:
            yield from ids & wanted


def _with_the_same_letters(session: Session, name: str) -> Sequence[int]:
    parts = read_name(name)
    query = select(SearchName.record_id).where(SearchName.folded.in_({parts.joined, parts.read}))
    return session.scalars(query).all() if parts.joined else ()


def _questions(session: Session, name: str) -> Iterator[Asked]:
    """Yield what to look for: all words, as they are or nearly so, and then the rarest few."""
    asked = respell(session, parse(_SIGNS.sub(" ", name)))
    if not asked.words:
        return
    yield asked
    words = [_or_nearly(session, word) for word in asked.words]
    yield replace(asked, words=tuple(words))
    if len(words) > 1:
        uses = read_uses(session, [word.token for word in words if word.token])
        rarest = sorted(words, key=lambda word: uses.get(word.typed, 0))
        yield replace(asked, words=tuple(rarest[:1]), joined="")
        yield replace(asked, words=tuple(rarest[:TELLING]), joined="")


def _or_nearly(session: Session, word: Word) -> Word:
    near = nearest(session, word.token) if word.token else []
    return replace(word, ways=(*word.ways, *((Phrase((term,)),) for term in near)))


def _read(session: Session, ids: BitMap) -> Iterator[tuple[_Known, list[str]]]:
    names: dict[int, list[str]] = defaultdict(list)
    query = select(SearchName.record_id, SearchName.text).where(
        SearchName.record_id.in_(list(ids)),
        SearchName.romanised.is_(False),
        SearchName.language != NO_LANGUAGE,
        ~SearchName.folded.startswith(MARK),
    )
    for record_id, text in session.execute(query):
        names[record_id].append(text)
    company, facility = Company.__table__.c, Facility.__table__.c
    organization = Organization.__table__.c
    country = func.coalesce(company.country, facility.country, organization.country)
    records = select(Record.id, Record.kind, Record.slug, Record.title, country.label("country"))
    for model in (Company, Facility, Organization):
        records = records.outerjoin(model.__table__, model.__table__.c.id == Record.id)
    for row in session.execute(records.where(Record.id.in_(list(ids)))):
        yield _Known(*row), names[row.id]


@dataclass(frozen=True)
class _Known:
    record_id: int
    kind: Kind
    slug: str
    title: str
    country: str | None


def _likeness(record: _Known, names: Sequence[str], typed: str, country: str | None) -> Likeness:
    verdicts = {name: compare_names(typed, name) for name in names or [record.title]}
    name, verdict = max(verdicts.items(), key=lambda item: item[1].score)
    if country and record.country and country.upper() != record.country:
        verdict = Verdict(verdict.score * ELSEWHERE, f"{verdict.reason}, another country")
    return Likeness(
        record.record_id,
        record.kind,
        record.slug,
        record.title,
        name,
        record.country,
        verdict.score,
        verdict.reason,
    )
