"""Searching: from what somebody typed and chose to a page of results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypedDict, Unpack

from pyroaring import BitMap
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Record
from campaign.search.budget import SECONDS, within
from campaign.search.content import NAMED
from campaign.search.correcting import correct, respell
from campaign.search.facets import Passing, choose, count_facets, narrow, read_filters
from campaign.search.fewer import with_fewer_words
from campaign.search.folding import fold_name, joined
from campaign.search.hits import describe_hits, read_rows
from campaign.search.labels import describe_facets
from campaign.search.matching import Matching, match_records
from campaign.search.ordering import Sort as Sort
from campaign.search.ordering import in_order, steps_of
from campaign.search.other_names import with_other_names
from campaign.search.parsing import parse, write
from campaign.search.results import Fewer, Hit
from campaign.search.results import Results as Results
from campaign.search.sets import Sets, read_sets
from campaign.search.suggesting import lookup_identifier as lookup_identifier
from campaign.search.suggesting import suggest as suggest
from campaign.search.words import Asked, Match, ReadAs, Reading

MOST_PER_PAGE = 100
LAST_PAGE = 100_000
KNOWN_BY = (Match.EXACT, Match.READING)
FEW = 3  # with so few hits, and none of them by name, a typing mistake is thought of


class Chosen(TypedDict, total=False):
    """What may be chosen beside the words; each may be missing, None or empty.

    Attributes:
        kind: of record: company, facility, organization, report, campaign, source.
        country: ISO 3166-1 code, of a company's head office or of the place.
        abuse: code of a type of abuse (``D01``) or of a group (``D``).
        brand: slug of a company; finds the reports that count as its exposure.
        status: how sure a report is; or disputed, remedied, withdrawn.
        year: in which a report, campaign or publication falls.
        answer: ``none`` for reports that count at least one company that gave no answer.
        origins: ``one`` for reports that go back to one independent account only.
    """

    kind: str | None
    country: str | None
    abuse: str | None
    brand: str | None
    status: str | None
    year: str | int | None
    answer: str | None
    origins: str | None


def every_hit(
    session: Session, text: str, *, sort: str = Sort.RELEVANCE, **chosen: Unpack[Chosen]
) -> Iterator[Hit]:
    """Yield all hits of a search in their order, with no more than a page of them in memory.

    Takes what ``search`` takes, and finds the same; what is found is looked for once, and
    described a page at a time.

    Raises:
        TookTooLong: the budget was used up before the first hit.
    """
    with within(session, SECONDS):
        answer = _answer(session, text, sort, chosen)
    ids = answer.ids()
    while some := list(islice(ids, MOST_PER_PAGE)):
        yield from answer.describe(session, some)


def search(
    session: Session,
    text: str,
    *,
    page: int = 1,
    per_page: int = 20,
    sort: str = Sort.RELEVANCE,
    seconds: float = SECONDS,
    **chosen: Unpack[Chosen],
) -> Results:
    """Find public records by what somebody typed, in any script, and by what they chose.

    No text and no value is an error: what cannot be used is said in ``ignored``. Without
    words everything is listed, the newest reports first.

    Args:
        session: is only read.
        text: words (all must be met), "quoted phrases", -excluded words, an identifier or
            a web address.
        page: counted from 1.
        per_page: at most ``MOST_PER_PAGE``.
        sort: one of ``Sort``; relevance is how well a record fits, then how much is
            reported, then which was first here.
        seconds: the time budget.
        chosen: see ``Chosen``.

    Raises:
        TookTooLong: the budget was used up.
    """
    with within(session, seconds):
        return _search(session, text, (page, per_page), sort, chosen)


def _search(
    session: Session, text: str, leaf: tuple[int, int], sort: str, chosen: Chosen
) -> Results:
    page, per_page = max(1, min(leaf[0], LAST_PAGE)), max(1, min(leaf[1], MOST_PER_PAGE))
    answer = _answer(session, text, sort, chosen)
    ids = islice(answer.ids((page - 1) * per_page), per_page)
    counts = count_facets(answer.found.matching.found(), answer.passing, answer.sets)
    return Results(
        total=len(answer.narrowed),
        hits=answer.describe(session, list(ids)),
        facets=describe_facets(session, counts, answer.filters),
        readings=_read_names(session, text, answer),
        did_you_mean=answer.found.did_you_mean,
        fewer=answer.fewer(session),
        ignored=answer.ignored,
        page=page,
        per_page=per_page,
    )


@dataclass(frozen=True)
class _Found:
    """A query as it was understood in the end, and the records that it finds.

    ``near`` is the query with mistakes put right, by which some are found beside the others,
    or nothing either.
    """

    asked: Asked
    matching: Matching
    did_you_mean: tuple[str, ...] = ()
    near: Asked | None = None


@dataclass(frozen=True)
class _Answer:
    """All that a search finds, by ids.

    Attributes:
        sets: of all records, by which they are counted and put in order.
        found: the query as it was understood, and what it finds without any filter.
        filters: what was chosen and can be used.
        passing: what passes each of them.
        narrowed: what passes all.
        order: in which it comes.
        ignored: a sentence for each thing that was asked and not used.
    """

    sets: Sets
    found: _Found
    filters: Mapping[str, str]
    passing: Passing
    narrowed: BitMap
    order: Sort
    ignored: tuple[str, ...]

    def ids(self, skipped: int = 0) -> Iterator[int]:
        """Yield the ids of the records in their order, less the first few."""
        steps = steps_of(self.order, self.found.matching, self.sets)
        return in_order(self.narrowed, steps, skipped)

    def best_known(self) -> int | None:
        """Return who is known by just the words that were typed, and most is reported of."""
        named = self.sets.of_kind(*NAMED)
        for match, ids in self.found.matching.classes:
            if match in KNOWN_BY and ids & named:
                return next(in_order(ids & named, (self.sets.heaviest_first,)))
        return None

    def fewer(self, session: Session) -> tuple[Fewer, ...]:
        """Return what less one word finds, when nothing has all of them."""
        if self.found.matching.classes:
            return ()
        asked = self.found.near or self.found.asked
        return with_fewer_words(session, self.sets, asked, self.passing)

    def describe(self, session: Session, ids: Sequence[int]) -> tuple[Hit, ...]:
        """Return some of the records as they are shown."""
        rows = read_rows(session, self.found.matching, ids)
        return describe_hits(session, rows, self.found.asked, self.found.near)


def _answer(session: Session, text: str, sort: str, chosen: Chosen) -> _Answer:
    sets = read_sets(session)
    filters, unknown = read_filters(session, chosen)
    order, unsorted = _read_sort(sort)
    read = respell(session, with_other_names(session, parse(text)))
    passing = choose(session, sets, filters)
    found = _find(session, sets, read, passing)
    if order is Sort.RELEVANCE and not found.asked.words and not found.asked.address:
        order = Sort.LISTED
    narrowed = narrow(found.matching.found(), passing)
    ignored = (*read.ignored, *unknown, *unsorted)
    return _Answer(sets, found, filters, passing, narrowed, order, ignored)


def _find(session: Session, sets: Sets, asked: Asked, passing: Passing) -> _Found:
    """Return what is found, with mistakes put right where there is need."""
    matching = match_records(session, sets, asked)
    found = _Found(asked, matching)
    if not asked.words or len(narrow(matching.found(), passing)) > FEW:
        return found
    return _find_mistyped(session, sets, found) or found


def _find_mistyped(session: Session, sets: Sets, found: _Found) -> _Found | None:
    """Return what is found with typing mistakes put right, or None when there is no need.

    Where the words as typed find nothing, they are taken back; where they are met in a few
    texts only, names that are near come on top of those.
    """
    number, best = len(found.matching.found()), found.matching.best
    if number > FEW or (number and best < Match.TITLE):
        return None
    corrected = correct(session, found.asked)
    if corrected is None:
        return None
    if number:
        matching = match_records(session, sets, found.asked, corrected)
        return _Found(found.asked, matching, near=corrected)
    better = match_records(session, sets, corrected)
    if not better.classes:
        return _Found(found.asked, found.matching, near=corrected)
    return _Found(corrected, better, write(corrected))


def _read_sort(sort: str) -> tuple[Sort, list[str]]:
    try:
        return Sort(sort), []
    except ValueError:
        return Sort.RELEVANCE, [f"“sort={sort[:60]}” was ignored: there is no such order."]


def _read_names(session: Session, text: str, answer: _Answer) -> tuple[Reading, ...]:
    """Return what the query was taken to mean: somebody known by the name that was typed."""
    asked = answer.found.asked
    corrections = tuple(r for r in asked.understood if r.read_as is ReadAs.CORRECTED)
    if corrections:
        return corrections
    known = answer.best_known()
    title = session.scalar(select(Record.title).where(Record.id == known)) if known else None
    if title is None:
        return asked.understood
    if joined(fold_name(title)) == asked.joined:
        return ()
    return (Reading(ReadAs.NAME, text.strip(), title),)
