"""What an editor may change on one sheet, and what nobody may."""

import pytest

from campaign.factsheets.frames import Choices
from campaign.factsheets.parts import BlockKey, Opinion, Sentence
from campaign.factsheets.runs import UncitedSentence
from campaign.factsheets.sheet import UnknownChoice
from tests.factories import make_report
from tests.factsheets.worlds import one_report, the_campaign
from tests.support.sheets import block, entries, sheet_of, texts

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def brand(session):
    the_campaign(session)
    return "brand"


def keys(sheet):
    return [found.key for found in sheet.blocks]


def test_a_section_left_out_is_gone_and_that_is_said(session, brand):
    whole = sheet_of(session, brand)

    sheet = sheet_of(session, brand, choices=Choices(left_out=(BlockKey.CONNECTED,)))

    assert keys(sheet) == [key for key in keys(whole) if key is not BlockKey.CONNECTED]
    assert sheet.left_out == (
        "Left out of this sheet by its editors: Who is connected. All of it is at /companies/brand",
    )


@pytest.mark.parametrize("key", [BlockKey.SAYS, BlockKey.CHANGED, BlockKey.UNKNOWN])
def test_answers_improvements_and_what_is_unknown_stay(session, brand, key):
    with pytest.raises(UnknownChoice, match="cannot be left out"):
        sheet_of(session, brand, choices=Choices(left_out=(key,)))


def test_another_order_renumbers_the_endnotes(session, brand):
    order = (BlockKey.FIGURES, BlockKey.REPORTED)

    sheet = sheet_of(session, brand, choices=Choices(order=order))

    assert tuple(keys(sheet)[:2]) == order
    first = list(dict.fromkeys(n for said in sheet.everything_said() for n in said.notes if n > 1))
    assert first == sorted(first)


def test_an_own_key_message_is_marked_and_the_facts_follow(session, brand):
    usual = sheet_of(session, brand)

    sheet = sheet_of(
        session,
        brand,
        choices=Choices(key_message="Nobody should work at night.", own_line="Sleep is a right."),
        site_title="Union of Testers",
    )

    assert sheet.key_message == Opinion(
        "Opinion of Union of Testers:", "Nobody should work at night."
    )
    assert isinstance(sheet.headline[0], Sentence)
    assert sheet.headline[0].text == usual.key_message.text
    assert sheet.headline[-1].text == "Sleep is a right."


@pytest.mark.parametrize("text", ["Brand lies.", "Close the Northern Mill!"])
def test_an_own_line_that_names_somebody_is_refused(session, brand, text):
    with pytest.raises(UncitedSentence, match="cannot name"):
        sheet_of(session, brand, choices=Choices(own_line=text))


def test_a_report_left_out_is_counted_but_not_told(session):
    one_report(session)
    make_report(session, site="northern-mill", title="Another", slug="another")

    sheet = sheet_of(session, "brand", choices=Choices(reports_left_out=("nights-at-the-mill",)))

    assert [entry.slug for entry in entries(sheet)] == ["another"]
    assert sheet.headline[0].text.startswith("At least 2 reports")
    assert sheet.left_out[0].startswith("1 further report counts")


def test_a_chosen_campaign_brings_all_of_its_demands(session, brand):
    sheet = sheet_of(session, brand, choices=Choices(campaign="sleep-at-night"))

    [entry] = entries(sheet, BlockKey.ASK)
    assert [said.text for said in entry.said] == [
        "Brand, by 31 January 2027: No work at night",
        "Miller, asked 2021: Pay for the nights worked",
    ]
    assert "Miller: Lamps in every hall. Lamps hang since 2022." in texts(sheet)
    assert block(sheet, BlockKey.ACT)[1].url == "https://example.org/sleep"


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"paper": "a5"}, "no paper “a5”; choose one of a4, letter"),
        ({"length": "three"}, "no length “three”; choose one of one, two, dossier"),
        ({"form": "poem"}, "no form “poem”; choose one of sheet, letter, reply"),
        ({"role": "victim"}, "no role “victim”"),
        ({"language": "tlh"}, "no fact sheet in “tlh”"),
        ({"choices": Choices(campaign="nothing")}, "no campaign “nothing”"),
        ({"choices": Choices(campaign="a\x00b")}, "no campaign"),
    ],
)
def test_of_what_there_is_not_is_said_what_there_is(session, brand, wishes, message):
    with pytest.raises(UnknownChoice, match=message):
        sheet_of(session, brand, **wishes)


@pytest.mark.usefixtures("brand")
def test_letters_go_to_companies_only(session):
    with pytest.raises(UnknownChoice, match="letters go to companies only"):
        sheet_of(session, "northern-mill", form="letter")
