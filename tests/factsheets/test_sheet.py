"""A sheet refuses to say anything without a source, and anything that cannot be printed."""

import json
import unicodedata
from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.factsheets.drawing import Arrow, Drawing, Node
from campaign.factsheets.frames import Labels, Masthead
from campaign.factsheets.parts import (
    Action,
    BlockKey,
    Endnote,
    Entry,
    Figure,
    Opinion,
    Row,
    Sentence,
)
from campaign.factsheets.runs import Run, UncitedSentence
from campaign.factsheets.sheet import (
    Block,
    Direction,
    Form,
    Length,
    Paper,
    Sheet,
    Subject,
    note_marks,
)
from campaign.factsheets.values import sheet_of_values, sheet_values
from campaign.models.vocabulary import Kind


def endnote(number, slug="examplewatch"):
    return Endnote(number, slug, "Examplewatch", "Nights", None, "2021", None, None, "en", "B")


def said(*notes, computed=False):
    return Sentence((Run("Examplewatch reported it."),), notes, computed=computed)


LABELS = Labels(*(f.name for f in fields(Labels) if f.name != "separator"))
DRAWING = Drawing(
    nodes=(Node("acme", (Run("Acme"),), "company", 0), Node("mill", (Run("Mill"),), "facility", 1)),
    arrows=(Arrow("acme", "mill", "buys springs", "as of 2021", "NGO report", (2,)),),
    alternative="Acme buys springs from Mill.",
)
SHEET = Sheet(
    subject=Subject(Kind.COMPANY, "acme", "Acme", heading=(Run("Acme"),)),
    form=Form.SHEET,
    length=Length.TWO,
    paper=Paper.A4,
    language="en",
    direction=Direction.LTR,
    as_of=date(2026, 11, 22),
    masthead=Masthead("Supply Record", "Fact sheet · brand", "Data as of today", "English"),
    key_message=said(1, computed=True),
    headline=(),
    blocks=(
        Block(BlockKey.CONNECTED, "Who is connected", (DRAWING,)),
        Block(BlockKey.REPORTED, "What is reported", (Entry(said(2), said(2), (said(2),)),)),
        Block(BlockKey.FIGURES, "Key figures", (Figure("5", "people", (Run("in all"),), (2,)),)),
        Block(BlockKey.ACT, "Take action", (Action("Write.", "https://example.org", (said(2),)),)),
    ),
    endnotes=(endnote(1, slug=""), endnote(2)),
    left_out=(),
    method=(),
    labels=LABELS,
    url="/companies/acme",
    records=("acme",),
)


def with_block(key, *items):
    return replace(SHEET, blocks=(*SHEET.blocks, Block(key, "More", items)))


@pytest.mark.parametrize(
    "make",
    [
        lambda: Sentence((), ()),
        lambda: Row((), ()),
        lambda: Figure("5", "people", (), ()),
        lambda: Arrow("a", "b", "buys", "2021", "press", ()),
    ],
)
def test_nothing_is_said_without_a_note(make):
    with pytest.raises(UncitedSentence, match="has no source"):
        make()


def test_a_note_leads_to_an_endnote():
    with pytest.raises(UncitedSentence, match="leads nowhere"):
        with_block(BlockKey.UNKNOWN, said(3, computed=True))


def test_only_counts_and_absences_rest_on_this_record_alone():
    assert with_block(BlockKey.UNKNOWN, said(1, computed=True))
    with pytest.raises(UncitedSentence, match="No source outside this record"):
        with_block(BlockKey.UNKNOWN, said(1))


def test_an_arrow_needs_a_source_outside_this_record():
    arrow = replace(DRAWING.arrows[0], notes=(1,))

    with pytest.raises(UncitedSentence, match="No source outside this record"):
        with_block(BlockKey.CONNECTED, replace(DRAWING, arrows=(arrow,)))


def test_an_own_line_is_an_opinion_and_needs_no_source():
    own = Opinion("In the words of the Union of Testers:", "Nobody should work at night.")

    sheet = replace(SHEET, key_message=own)

    assert list(sheet.opinions()) == [own]
    assert own not in list(sheet.everything_said())


@pytest.mark.parametrize("text", ["Acme robs its workers.", "Shame on the Mill!"])
def test_an_own_line_names_nobody_for_that_would_need_a_source(text):
    with pytest.raises(UncitedSentence, match="it cannot name"):
        replace(SHEET, key_message=Opinion("Our view:", text))


def test_a_word_that_is_only_like_a_name_may_stand_in_an_own_line():
    assert replace(SHEET, headline=(Opinion("Our view:", "The acme of millers."),))


def test_values_and_sheet_are_the_same_thing():
    values = json.loads(json.dumps(sheet_values(SHEET)))

    assert sheet_of_values(values) == SHEET


def test_values_without_a_source_make_no_sheet():
    values = sheet_values(SHEET)
    values["key_message"]["notes"] = []

    with pytest.raises(UncitedSentence):
        sheet_of_values(values)


@given(st.text(st.characters(exclude_categories=()), max_size=20))
def test_no_text_hides_turns_round_or_breaks_a_line(text):
    run = Run(text)

    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in run.text)
    assert not any("\u202a" <= char <= "\u202e" for char in run.text)
    assert Run(run.text) == run


@pytest.mark.parametrize(
    ("notes", "marks"),
    [
        ((1,), (("1", 1),)),
        ((1, 2), (("1", 1), ("2", 2))),
        ((1, 2, 3), (("1–3", 1),)),
        ((2, 4, 5, 6, 9), (("2", 2), ("4–6", 4), ("9", 9))),
    ],
)
def test_notes_in_a_row_are_printed_as_a_range(notes, marks):
    assert note_marks(notes) == marks
