"""What the sheets of the invented worlds say, in short: the same for every renderer."""

import json
from dataclasses import replace

import pytest

from campaign.factsheets.catalogues import languages
from campaign.factsheets.fitting import PROMISED, WIDEST_STAMP
from campaign.factsheets.limits import LADDERS
from campaign.factsheets.look import Look
from campaign.factsheets.parts import BlockKey, Figure
from campaign.factsheets.sheet import Length
from campaign.factsheets.typesetting import set_pages
from campaign.factsheets.values import sheet_of_values, sheet_values
from tests.factsheets.worlds import LONG, NAMES, WORLDS
from tests.support.sheets import entries, items, sheet_of, tables, texts, unknown

sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
KEY_MESSAGES = {
    "without_anything": ("No report of labour abuse is tied to Brand by a source in this record."),
    "without_reports": "No report of labour abuse is tied to Brand by a source in this record.",
    "one_report": (
        "According to Examplewatch, at Northern Mill, Northtown, China (February – March 2021): "
        "excessive hours; worker-paid recruitment fees; the place was listed as a supplier of "
        "Brand in 2021."
    ),
    "the_supplier": (
        "According to Examplewatch, at Northern Mill, Northtown, China (February – March 2021): "
        "excessive hours; worker-paid recruitment fees; buyers named by sources: Brand and Other "
        "Brand."
    ),
    "the_campaign": "Asked of Brand by Union of Testers: No work at night",
}


@pytest.mark.parametrize("world", KEY_MESSAGES)
def test_the_key_message(session, world):
    sheet = sheet_of(session, WORLDS[world](session))

    assert sheet.key_message.text == KEY_MESSAGES[world]


@pytest.mark.parametrize("world", WORLDS)
@sqlite
def test_every_world_has_a_sheet_in_each_length_and_language(session, world):
    slug = WORLDS[world](session)

    for length in Length:
        for language in languages():
            sheet = sheet_of(session, slug, length=length, language=language)
            assert sheet_of_values(json.loads(json.dumps(sheet_values(sheet)))) == sheet
            assert sheet == sheet_of(session, slug, length=length, language=language)


@sqlite
def test_a_company_without_reports_has_an_honest_sheet(session):
    sheet = sheet_of(session, WORLDS["without_reports"](session))

    assert [said.text for said in sheet.headline] == ["That is not a finding that there is none."]
    [table] = tables(sheet)
    assert [row.text for row in table.rows] == [
        "Brand ← Miller ← Northern Mill | bought components (springs), as of 2021 | buyer's own "
        "list: The brand's list names the mill."
    ]
    assert entries(sheet) == []


@sqlite
def test_of_two_hundred_reports_some_are_told_and_all_are_counted(session):
    sheet = sheet_of(session, WORLDS["many_reports"](session))

    told = len(entries(sheet))
    assert 1 <= told <= 6
    assert sheet.headline[0].text.startswith("At least 200 reports of labour abuse (2001–2024)")
    assert sheet.left_out[0].startswith(f"{200 - told} further reports count")


@sqlite
def test_a_dossier_tells_two_hundred(session):
    sheet = sheet_of(session, WORLDS["many_reports"](session), length="dossier")

    assert len(entries(sheet)) == 200


@sqlite
def test_a_figure_has_number_unit_day_place_speaker_and_out_of_how_many(session):
    sheet = sheet_of(session, WORLDS["one_report"](session))

    [figure] = items(sheet, BlockKey.FIGURES, Figure)
    assert figure.text == (
        "at least 400 workers – excessive hours, Northern Mill, February – March 2021, according "
        "to Examplewatch; as of May 2021, at least 900 people worked there"
    )


@sqlite
def test_a_withdrawn_report_is_neither_counted_nor_told(session):
    sheet = sheet_of(session, WORLDS["withdrawn"](session))

    assert sheet.headline[0].text.startswith("At least 1 report of")
    assert "A Withdrawn Report" not in texts(sheet)
    assert "1 report was withdrawn; it is neither counted nor told." in [
        said.text for said in unknown(sheet)
    ]


@sqlite
def test_silence_after_being_asked_is_told_with_its_days(session):
    sheet = sheet_of(session, WORLDS["no_response"](session))

    [entry] = entries(sheet)
    assert entry.answers[0].text == (
        "Brand (30 June 2021; no response): No answer came by 1 July 2021."
    )


@sqlite
def test_names_of_three_hundred_letters_stay_out_of_the_key_message(session):
    sheet = sheet_of(session, WORLDS["long_names"](session))

    assert LONG not in sheet.key_message.text
    assert LONG in texts(sheet)


@pytest.mark.parametrize("language", languages())
@sqlite
def test_names_of_three_hundred_letters_stand_on_the_pages_that_are_promised(session, language):
    slug = WORLDS["long_names"](session)

    for length, promised in PROMISED.items():
        sheet = sheet_of(session, slug, length=length, language=language)
        assert sheet.subject.title == LONG
        assert set_pages(replace(sheet, stamp=WIDEST_STAMP), Look()).pages <= promised, length


@sqlite
def test_every_script_keeps_its_language(session):
    sheet = sheet_of(session, WORLDS["many_scripts"](session))

    found = {(name.language, name.text) for name in sheet.subject.names}
    assert found >= {(language, f"B {text}") for language, text in NAMES.values()}


@sqlite
def test_markup_is_text_and_nothing_turns_the_writing_round(session):
    sheet = sheet_of(session, WORLDS["markup"](session))

    said = texts(sheet) + sheet.subject.title
    assert "#let x = 1 _a_ [b](c) <i>d</i> $e$ `f` | g \\ @h ~i~ & co" in said
    assert not set(said) & set("\u202e\u2069\u202a\u200f")


@sqlite
def test_what_ended_is_told_in_the_past_with_its_year(session):
    sheet = sheet_of(session, WORLDS["the_place"](session))

    rows = [row.text for table in tables(sheet) for row in table.rows]
    assert (
        "Other Brand ← Miller ← Northern Mill | bought components (springs), until 2019 | "
        "buyer's own list"
    ) in rows


@sqlite
def test_what_changed_since_has_outcomes_and_demands_that_were_met(session):
    sheet = sheet_of(session, WORLDS["the_campaign"](session))

    changed = [said.text for said in sheet.block(BlockKey.CHANGED).items]
    assert changed == [
        "Miller: Lamps in every hall. Lamps hang since 2022.",
        "Nights at the Mill – as of 2022: The lights were mended.",
    ]


@sqlite
def test_a_supplier_is_told_by_its_places_and_who_buys_there(session):
    sheet = sheet_of(session, WORLDS["the_supplier"](session))

    captions = [table.caption.text for table in tables(sheet)]
    assert "Who buys, as far as sources name it." in captions


@sqlite
def test_the_sheet_of_a_report_quotes_it_and_says_who_has_a_part(session):
    sheet = sheet_of(session, WORLDS["the_report"](session))

    [entry] = entries(sheet)
    assert [said.text for said in entry.said] == [
        "Examplewatch reported work at night.",
        "Examplewatch: It counted 400 workers.",
    ]
    assert "Miller | named as operator | Examplewatch says so." in texts(sheet)
    assert "ILO’s 11 indicators of forced labour are reported:" in texts(sheet)


@sqlite
@pytest.mark.parametrize("world", ["one_report", "the_place", "the_supplier", "the_report"])
def test_every_rung_of_every_ladder_can_be_told(session, world, monkeypatch):
    slug = WORLDS[world](session)

    for length, ladder in list(LADDERS.items()):
        for limits in ladder:
            monkeypatch.setitem(LADDERS, length, (limits,))
            assert sheet_of(session, slug, length=length).key_message.text
