"""Every subject of the opening data has a sheet in which nothing is invented, in each language."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.db import db
from campaign.factsheets.catalogues import languages
from campaign.factsheets.key_message import MOST_WORDS, words_in
from campaign.factsheets.parts import BlockKey
from campaign.factsheets.sheet import Form, Length, Sheet
from campaign.factsheets.values import sheet_of_values, sheet_values
from campaign.models import (
    Allegation,
    Campaign,
    CampaignParty,
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
from tests.support.sheets import block, entries, runs, sheet_of, texts

sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
in_each_language = pytest.mark.parametrize("language", languages())
SOME = ("apple", "foxconn", "nike", "foxconn-zhengzhou", "shandong-seafood", "pvh")
MORE = (*SOME, "apple-seven-2021", "end-uyghur-forced-labour")
QUOTED = (
    Statement.text,
    Statement.speaker,
    Allegation.speaker,
    Allegation.unit_words,
    Response.text,
    Denial.text,
    SupplyLink.statement,
    SupplyLink.product,
    Ownership.statement,
    Party.basis,
    Party.actor_name,
    Demand.text,
    Demand.note,
    Demand.actor_name,
    Response.actor_name,
    Denial.actor_name,
    CampaignParty.actor_name,
    Headcount.speaker,
    Report.outcome_text,
    Report.reply_reason,
    Name.text,
    Record.title,
)


@dataclass(frozen=True)
class Everything:
    """All sheets of one language by slug, and every text of the records."""

    sheets: dict[str, Sheet]
    texts: frozenset[str]
    spoken: frozenset[tuple[str, str]]


_everything: dict[str, Everything] = {}


def subjects(session: Session) -> Iterator[str]:
    for model in (Company, Facility, Campaign):
        yield from session.scalars(select(model.slug))
    alleging = select(Allegation.report_id)
    yield from session.scalars(
        select(Report.slug).where(Report.id.in_(alleging), ~Report.withdrawn)
    )


def read_everything(session: Session, language: str) -> Everything:
    """Build a sheet of everything in a language, once for each test process.

    Dossiers, which tell all; each fourth as two pages, which say what they leave out.
    """
    if language not in _everything:
        slugs = list(subjects(session))
        short = {*slugs[::4], *MORE}
        lengths = {slug: Length.TWO if slug in short else Length.DOSSIER for slug in slugs}
        _everything[language] = Everything(
            sheets={s: sheet_of(session, s, language=language, length=lengths[s]) for s in slugs},
            texts=frozenset(t for column in QUOTED for t in session.scalars(select(column)) if t),
            spoken=frozenset(
                (row.speaker, row.text)
                for row in session.execute(select(Statement.speaker, Statement.text))
            ),
        )
    return _everything[language]


@pytest.fixture
def everything(seeded: Session) -> Everything:
    return read_everything(seeded, "en")


def told(sheet: Sheet) -> set[str]:
    return {entry.heading.text for entry in entries(sheet)}


@sqlite
def test_every_sentence_has_a_source(everything: Everything):
    assert len(everything.sheets) > 226 + 107 + 100
    for sheet in everything.sheets.values():
        sources = {note.number for note in sheet.endnotes if note.slug}
        for said in sheet.everything_said():
            assert said.notes, said.text
            computed = getattr(said, "computed", False)
            assert computed or sources.intersection(said.notes), said.text


@pytest.mark.parametrize("slug", MORE)
@in_each_language
def test_both_databases_give_the_same_sheet(seeded_apps, slug: str, language: str):
    sheets = []
    for app in seeded_apps:
        with app.app_context():
            sheets.append(sheet_of(db.session, slug, language=language))

    assert sheets[0] == sheets[1]


@pytest.mark.parametrize("slug", MORE)
@pytest.mark.parametrize("length", list(Length))
@sqlite
def test_a_sheet_can_be_frozen_and_thawed(seeded: Session, slug: str, length: Length):
    sheet = sheet_of(seeded, slug, length=length)

    assert sheet_of_values(sheet_values(sheet)) == sheet


@in_each_language
@sqlite
def test_every_language_has_each_word_and_a_key_message_of_35(seeded: Session, language: str):
    """A message without a translation would show in English, or with its places unfilled.

    In English all sheets; in another language the dossier of each fourth, which has every
    sort of sentence, and some of two pages.
    """
    english = {"The", "of", "is", "are", "was", "were", "reported", "named", "with", "who"}
    slugs = list(subjects(seeded))
    if language == "en":
        sheets = read_everything(seeded, "en").sheets
    else:
        sheets = {s: sheet_of(seeded, s, language=language) for s in MORE}
        for slug in slugs[1::4]:
            sheets[slug] = sheet_of(seeded, slug, language=language, length=Length.DOSSIER)
    for slug, sheet in sheets.items():
        own = " ".join(r.text for r in runs(sheet) if not r.quoted and r.language != "en")
        labels = [block.heading for block in sheet.blocks]
        said = " ".join((own, *labels, *sheet.method, *sheet.left_out, sheet.masthead.what))
        assert "{" not in said, slug
        assert language == "en" or not english & set(said.split()), slug
        assert words_in(sheet.key_message.text) <= MOST_WORDS, slug


@sqlite
def test_every_endnote_is_cited_and_says_who_published_what_and_when(everything: Everything):
    for slug, sheet in everything.sheets.items():
        cited = {number for said in sheet.everything_said() for number in said.notes}
        assert cited | {1} == {note.number for note in sheet.endnotes}, slug
        assert [note.number for note in sheet.endnotes] == list(range(1, len(sheet.endnotes) + 1))
        assert all(note.publisher and note.title and note.date for note in sheet.endnotes)
        assert all(note.words for note in sheet.endnotes)


@sqlite
def test_endnotes_are_numbered_in_order_of_first_mention(everything: Everything):
    for slug, sheet in everything.sheets.items():
        first: list[int] = []
        for said in sheet.everything_said():
            fresh = [number for number in said.notes if number not in first and number != 1]
            first += fresh
        assert first == sorted(first), slug


@sqlite
def test_what_is_quoted_stands_so_in_a_record(everything: Everything):
    for sheet in everything.sheets.values():
        for run in runs(sheet):
            assert not run.quoted or stands_in(run.text, everything.texts), run.text


def stands_in(text: str, recorded: frozenset[str]) -> bool:
    """Tell whether a text is in a record, whole or as the beginning of a longer one."""
    return text in recorded or any(longer.startswith(text) for longer in recorded)


@sqlite
def test_a_statement_is_neither_shortened_nor_sharpened(everything: Everything):
    for sheet in everything.sheets.values():
        for said in (said for entry in entries(sheet) for said in entry.said):
            *speaker, words = said.runs
            own = [run.text for run in speaker if run.quoted]
            assert any(
                text == words.text and own in ([], [who]) for who, text in everything.spoken
            ), said.text


@sqlite
def test_an_answer_stands_beside_every_report(everything: Everything):
    for sheet in everything.sheets.values():
        for entry in entries(sheet):
            assert entry.answers
            for answer in entry.answers:
                assert answer.computed or any(run.quoted for run in answer.runs[-2:])


@sqlite
def test_nothing_is_concluded(everything: Everything):
    for sheet in everything.sheets.values():
        own_words = " ".join(run.text for run in runs(sheet) if not run.quoted).lower()
        assert "guilty" not in own_words
        assert "forced labour" not in own_words.replace("indicators of forced labour", "")


@sqlite
def test_foxconn_hengyang_is_on_the_sheet_of_amazon_and_not_on_that_of_apple(
    seeded: Session,
):
    whole = sheet_of(seeded, "amazon", length="dossier")
    at_hengyang = set(
        seeded.scalars(select(Report.title).where(Report.slug.startswith("foxconn-hengyang")))
    )

    assert at_hengyang <= told(whole)
    assert "Hengyang" not in str(sheet_of(seeded, "apple", length="dossier"))


@sqlite
def test_what_counts_and_is_not_told_is_counted_and_has_an_address(everything: Everything):
    first, second = everything.sheets["apple"].headline

    assert first.text.startswith("At least 37 reports of labour abuse")
    assert "in the documented supply chain of Apple" in first.text
    assert second.text.startswith("Apple has answered ")
    more, *_ = everything.sheets["apple"].left_out
    assert more == (
        f"{37 - len(entries(everything.sheets['apple']))} further reports count and can be read, "
        "with all sources, at /companies/apple"
    )


@sqlite
def test_a_campaign_is_told_by_its_title(seeded: Session, everything: Everything):
    titles = set(seeded.scalars(select(Campaign.title)))

    for sheet in everything.sheets.values():
        assert {entry.heading.text for entry in entries(sheet, BlockKey.ASK)} <= titles


@sqlite
def test_a_dossier_tells_every_report_that_counts(seeded: Session):
    sheet = sheet_of(seeded, "apple", length="dossier")

    assert len(entries(sheet)) == 37
    assert sheet.left_out == ()


@sqlite
def test_a_longer_sheet_tells_more(seeded: Session):
    told = [len(entries(sheet_of(seeded, "nike", length=length))) for length in Length]

    assert told == sorted(set(told))


@pytest.mark.parametrize("slug", ["apple", "nike", "foxconn"])
@in_each_language
@sqlite
def test_a_request_for_reply_gives_no_detail_of_a_source(seeded: Session, slug: str, language: str):
    sheet = sheet_of(seeded, slug, form=Form.REPLY, language=language)

    assert [note.slug for note in sheet.endnotes] == [""]
    titles = [t for kind in (Company, Facility) for t in seeded.scalars(select(kind.title))]
    names = {*seeded.scalars(select(Name.text)), *titles}
    assert {run.text for run in runs(sheet) if run.quoted} <= names


@sqlite
def test_chinese_readers_get_chinese_names_first(seeded: Session):
    sheet = sheet_of(seeded, "foxconn-zhengzhou", language="zh")

    assert sheet.subject.title == "郑州富士康航空港区 (Foxconn Zhengzhou airport campus)"
    assert "苹果公司 (Apple)" in texts(sheet)
    assert "Quoted text" not in str(sheet.method)
    assert any("英文" in paragraph for paragraph in sheet.method)
    company = sheet_of(seeded, "foxconn", language="zh")
    says = company.block(BlockKey.SAYS)
    assert says is not None
    assert says.heading == f"{company.subject.title}的说法"
    assert says.heading.startswith("鸿海精密工业")


@sqlite
def test_a_supplier_key_message_names_buyers_of_that_place_only(seeded: Session):
    """Amazon bought from Foxconn's Hengyang plant, and not from the one in India."""
    said = sheet_of(seeded, "foxconn").key_message.text

    assert "Sriperumbudur" in said
    assert "Apple" in said.split("buyers named")[1]
    assert "Amazon" not in said


@sqlite
@pytest.mark.parametrize("slug", ["apple", "foxconn", "nike", "amazon"])
def test_what_a_company_says_stays_on_two_pages_in_the_longest_language(seeded, slug):
    sheet = sheet_of(seeded, slug, language="es", paper="letter")

    assert block(sheet, BlockKey.SAYS)
