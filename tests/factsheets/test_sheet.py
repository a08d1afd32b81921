"""A sheet refuses to say anything without a source."""

from dataclasses import replace
from datetime import date

import pytest

from campaign.factsheets.sheet import (
    Block,
    Endnote,
    Paper,
    Row,
    Run,
    Sentence,
    Sheet,
    Subject,
    UncitedSentence,
    note_marks,
)
from campaign.models.vocabulary import Kind


def endnote(number, slug="examplewatch"):
    return Endnote(number, slug, "Examplewatch", "Nights", None, "2021", None, None, "en", "B")


def said(*notes, computed=False):
    return Sentence((Run("Examplewatch reported it."),), notes, computed=computed)


SHEET = Sheet(
    subject=Subject(Kind.COMPANY, "acme", "Acme"),
    kicker="Fact sheet",
    headline=(said(1, computed=True),),
    as_of=date(2026, 11, 22),
    language="en",
    paper=Paper.A4,
    site_title="Supply Record",
    blocks=(Block("What is reported", (said(2),)),),
    unknown=(),
    endnotes=(endnote(1, slug=""), endnote(2)),
    left_out="",
    method="",
    url="/companies/acme",
    record_ids=(1,),
)


@pytest.mark.parametrize("kind", [Sentence, Row])
def test_nothing_is_said_without_a_note(kind):
    with pytest.raises(UncitedSentence, match="has no source"):
        kind((), ())


def test_a_note_leads_to_an_endnote():
    with pytest.raises(UncitedSentence, match="leads nowhere"):
        replace(SHEET, unknown=(said(3, computed=True),))


def test_only_counts_and_absences_rest_on_this_record_alone():
    assert replace(SHEET, unknown=(said(1, computed=True),))
    with pytest.raises(UncitedSentence, match="No source outside this record"):
        replace(SHEET, unknown=(said(1),))


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
