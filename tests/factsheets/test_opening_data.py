"""Every company and facility of the opening data has a sheet in which nothing is invented."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.factsheets.parts import Entry, Sentence
from campaign.factsheets.runs import Run
from campaign.factsheets.sheet import Sheet
from campaign.models import (
    Campaign,
    Company,
    Demand,
    Denial,
    Facility,
    Headcount,
    Name,
    Ownership,
    Party,
    Record,
    Report,
    Response,
    Statement,
    SupplyLink,
)
from tests.support.sheets import sheet_of

sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
SOME = ("apple", "foxconn", "nike", "foxconn-zhengzhou", "shandong-seafood", "pvh")
QUOTED = (
    Statement.text,
    Response.text,
    Denial.text,
    SupplyLink.statement,
    Ownership.statement,
    Party.basis,
    Party.actor_name,
    Demand.text,
    Demand.note,
    Headcount.speaker,
    Name.text,
    Record.title,
)


@dataclass(frozen=True)
class Everything:
    """All sheets by slug, and every text of the records."""

    sheets: dict[str, Sheet]
    texts: frozenset[str]
    spoken: frozenset[tuple[str, str]]


_by_slug: dict[str, Sheet] = {}
_everything: list[Everything] = []


@pytest.fixture
def everything(seeded: Session) -> Everything:
    """All sheets, built once for each test process, from SQLite."""
    if not _everything:
        slugs = [s for model in (Company, Facility) for s in seeded.scalars(select(model.slug))]
        _everything.append(
            Everything(
                sheets={slug: sheet_of(seeded, slug) for slug in slugs},
                texts=frozenset(t for column in QUOTED for t in seeded.scalars(select(column))),
                spoken=frozenset(
                    (row.speaker, row.text)
                    for row in seeded.execute(select(Statement.speaker, Statement.text))
                ),
            )
        )
    return _everything[0]


def entries(sheet: Sheet, heading: str = "What is reported") -> Iterator[Entry]:
    for block in sheet.blocks:
        if block.heading == heading:
            yield from (item for item in block.items if isinstance(item, Entry))


def told(sheet: Sheet) -> set[str]:
    return {entry.heading.text for entry in entries(sheet)}


def runs(sheet: Sheet) -> Iterator[Run]:
    for said in sheet.everything_said():
        yield from (
            said.runs if isinstance(said, Sentence) else [r for cell in said.cells for r in cell]
        )


@sqlite
def test_every_sentence_has_a_source(everything: Everything):
    assert len(everything.sheets) == 226 + 107
    for sheet in everything.sheets.values():
        sources = {note.number for note in sheet.endnotes if note.slug}
        for said in sheet.everything_said():
            assert said.notes, said.text
            assert said.computed or sources.intersection(said.notes), said.text


@pytest.mark.parametrize("slug", SOME)
def test_both_databases_give_the_same_sheet(seeded: Session, dialect: str, slug: str):
    sheet = sheet_of(seeded, slug)

    first = _by_slug.setdefault(slug, replace(sheet, records=()))

    assert replace(sheet, records=()) == first, dialect


@sqlite
def test_every_endnote_is_cited_and_says_who_published_what_and_when(everything: Everything):
    for slug, sheet in everything.sheets.items():
        cited = {number for said in sheet.everything_said() for number in said.notes}
        assert cited == {note.number for note in sheet.endnotes}, slug
        assert [note.number for note in sheet.endnotes] == list(range(1, len(sheet.endnotes) + 1))
        assert all(note.publisher and note.title and note.date for note in sheet.endnotes)


@sqlite
def test_what_is_quoted_stands_so_in_a_record(everything: Everything):
    for sheet in everything.sheets.values():
        for run in runs(sheet):
            assert not run.quoted or run.text in everything.texts, run.text


@sqlite
def test_a_statement_is_neither_shortened_nor_sharpened(everything: Everything):
    for sheet in everything.sheets.values():
        for entry in entries(sheet):
            assert 1 <= len(entry.said) <= 2
            for said in entry.said:
                *speaker, words = said.runs
                own = [run.text.removesuffix(": ") for run in speaker]
                assert any(
                    text == words.text and own in ([], [who]) for who, text in everything.spoken
                ), said.text


@sqlite
def test_an_answer_stands_beside_every_report(everything: Everything):
    for sheet in everything.sheets.values():
        for entry in entries(sheet):
            assert entry.answers
            for answer in entry.answers:
                assert answer.computed or answer.runs[-1].quoted


@sqlite
def test_nothing_is_concluded(everything: Everything):
    for sheet in everything.sheets.values():
        own_words = " ".join(run.text for run in runs(sheet) if not run.quoted).lower()
        assert "guilty" not in own_words
        assert "forced labour" not in own_words.replace("“forced labour”", "") or (
            _only_in_titles(sheet, "forced labour")
        )


def _only_in_titles(sheet: Sheet, words: str) -> bool:
    """Tell whether our words say it only where they name a report that was answered."""
    return all(
        "“" in run.text for run in runs(sheet) if not run.quoted and words in run.text.lower()
    )


@sqlite
def test_foxconn_hengyang_is_on_the_sheet_of_amazon_and_not_on_that_of_apple(
    seeded: Session, everything: Everything
):
    at_hengyang = set(
        seeded.scalars(select(Report.title).where(Report.slug.startswith("foxconn-hengyang")))
    )

    assert at_hengyang <= told(everything.sheets["amazon"])
    assert "Hengyang" not in str(everything.sheets["apple"])


@sqlite
def test_the_sheet_of_apple_answers_in_its_first_sentences(everything: Everything):
    sheet = everything.sheets["apple"]
    first, second = sheet.key_message, *sheet.headline

    assert first.text.startswith("At least ")
    assert "in the documented supply chain of Apple" in first.text
    assert second.text.startswith("Apple has answered ")


@sqlite
def test_a_sheet_leaves_out_what_it_counts_but_does_not_tell(everything: Everything):
    for sheet in everything.sheets.values():
        assert len(list(entries(sheet))) <= 6
        assert bool(sheet.left_out) <= (len(list(entries(sheet))) == 6)


@sqlite
def test_a_campaign_is_told_by_its_title(seeded: Session, everything: Everything):
    titles = set(seeded.scalars(select(Campaign.title)))

    for sheet in everything.sheets.values():
        assert {e.heading.text for e in entries(sheet, "Campaigns and demands")} <= titles
