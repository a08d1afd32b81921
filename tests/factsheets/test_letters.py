"""The letter to a brand and the request for reply, from the same facts."""

import pytest

from campaign.factsheets.parts import BlockKey
from campaign.factsheets.runs import text_of
from tests.factsheets.worlds import the_campaign
from tests.support.sheets import sheet_of, texts

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def brand(session):
    the_campaign(session)
    return "brand"


def test_the_letter_gives_demands_facts_and_the_deadline(session, brand):
    sheet = sheet_of(session, brand, form="letter", site_title="Union of Testers")

    letter = sheet.letter
    assert [text_of(line) for line in letter.to] == ["Brand", "United States"]
    assert letter.salutation == "To the management of Brand,"
    assert "Please answer by 31 January 2027" in letter.closing[0].text
    assert letter.signature == "Union of Testers"
    assert [found.key for found in sheet.blocks] == [
        BlockKey.ASK,
        BlockKey.CONNECTED,
        BlockKey.REPORTED,
    ]
    assert {note.slug for note in sheet.endnotes} >= {"examplewatch-2021", "list-2021"}


def test_the_request_gives_place_time_and_kind_and_no_source(session, brand):
    sheet = sheet_of(session, brand, form="reply")

    assert [note.slug for note in sheet.endnotes] == [""]
    assert "Examplewatch" not in texts(sheet) + str(sheet.endnotes)
    assert "Northern Mill, Northtown, China, February – March 2021: excessive hours" in texts(sheet)
    assert "Please answer by 13 December 2026" in sheet.letter.closing[-1].text
    assert sheet.left_out == ()
