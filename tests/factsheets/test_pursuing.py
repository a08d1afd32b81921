"""A campaign's sheet tells what it did, and what was promised, with what shows what came of it."""

from campaign.factsheets.parts import BlockKey, Figure
from tests.factories import (
    SOURCE,
    allegation_values,
    campaign_values,
    company_values,
    make_company,
    publish,
    report_values,
    source_values,
)
from tests.support.sheets import block, items, sheet_of, texts

NIGHTS = "nights-at-the-mill"
EVIDENCE = "gazette-2022"


def promised(**more):
    return {
        "actor": "brand",
        "text": "To end night work.",
        "on_date": "2021-06",
        "state": "open",
        "citations": [SOURCE],
        **more,
    }


def publish_campaign(session, **overrides):
    make_company(session, name="Brand")
    values = {
        "slug": "sleep",
        "target": "brand",
        "demands": {
            "nights": {
                "text": "No work at night",
                "actor": "brand",
                "state": "open",
                "citations": [SOURCE],
            }
        },
    }
    publish(
        session,
        source_values(),
        source_values(slug=EVIDENCE, title="Lamps still burn", origin="gazette"),
        campaign_values(**values | overrides),
    )


def came_of_it(sheet):
    return block(sheet, BlockKey.CHANGED)


def test_a_commitment_stands_with_its_evidence_and_the_sources_of_both(session):
    evidence = {
        "text": "The lamps still burn.",
        "on_date": "2022-03",
        "citations": [EVIDENCE],
    }
    made = promised(due_on="2021-12-31", state="broken", evidence=evidence)
    publish_campaign(session, commitments={"c1": made})

    [said] = came_of_it(sheet_of(session, "sleep"))

    assert said.text == (
        "Brand made a commitment (June 2021, due 31 December 2021): To end night work. "
        "What came of it (March 2022): The lamps still burn."
    )
    assert [word.code for word in said.status] == ["broken"]
    cited = {note.slug for note in sheet_of(session, "sleep").endnotes if note.number in said.notes}
    assert cited == {SOURCE, EVIDENCE}


def test_the_sheet_of_the_company_tells_its_commitments_too(session):
    publish_campaign(session, commitments={"c1": promised()})

    assert "Brand made a commitment (June 2021): To end night work." in texts(
        sheet_of(session, "brand")
    )


def test_actions_are_told_with_day_kind_and_place_the_newest_first(session):
    def done(on_date, kind, **more):
        return {"on_date": on_date, "kind": kind, "text": "We met.", "citations": [SOURCE], **more}

    actions = {"a1": done("2021", "petition"), "a2": done("2022-05-01", "protest", place="Berlin")}
    publish_campaign(session, actions=actions)

    said = [sentence.text for sentence in came_of_it(sheet_of(session, "sleep"))]

    assert said == ["1 May 2022, protest, Berlin: We met.", "2021, petition: We met."]


def test_other_languages_have_words_for_it(session):
    publish_campaign(session, commitments={"c1": promised(state="unknown")})

    assert "asumió un compromiso" in texts(sheet_of(session, "sleep", language="es"))
    assert "作出承诺" in texts(sheet_of(session, "sleep", language="zh"))


def test_the_sheet_of_a_campaign_asks_without_saying_its_title_again(session):
    publish_campaign(session, from_date="2021", to_date="2022")

    sheet = sheet_of(session, "sleep")

    assert [said.text for said in block(sheet, BlockKey.ASK)] == ["Brand: No work at night"]
    assert sheet.headline[0].text == "Campaign, 2021–2022."


def test_the_sheet_of_a_company_says_where_its_website_is(session):
    publish_campaign(session)
    publish(session, company_values(name="Brand", website="https://brand.example"))

    *_, last = block(sheet_of(session, "brand"), BlockKey.ACT)

    assert (last.text, last.url) == ("Website of Brand:", "https://brand.example")


def test_several_speakers_are_a_list_in_the_key_message(session):
    speakers = allegation_values(speaker="Examplewatch; the Union of Testers; Gazette")
    publish(session, source_values(), report_values(allegations={"a1": speakers}))

    english, spanish = (
        sheet_of(session, NIGHTS, language=tag).key_message.text for tag in ("en", "es")
    )

    assert english.startswith("According to Examplewatch, the Union of Testers and Gazette (")
    assert spanish.startswith("Según Examplewatch, the Union of Testers y Gazette")


def test_a_list_of_speakers_never_ties_wrong_words_together(session):
    speakers = allegation_values(speaker="Examplewatch, relayed by Gazette; Union of Testers")
    publish(session, source_values(), report_values(allegations={"a1": speakers}))

    said = sheet_of(session, NIGHTS).key_message.text

    assert said.startswith("According to Examplewatch, relayed by Gazette; Union of Testers (")


def test_what_a_source_counts_is_said_in_the_language_of_the_sheet(session):
    counted = allegation_values(at_least=159, unit="other", unit_words="workers taken ill")
    publish(session, source_values(), report_values(allegations={"a1": counted}))

    sheet = sheet_of(session, NIGHTS, language="es")
    english = sheet_of(session, NIGHTS)

    assert "trabajadores que enfermaron" in {f.unit for f in items(sheet, BlockKey.FIGURES, Figure)}
    assert "workers taken ill" in {f.unit for f in items(english, BlockKey.FIGURES, Figure)}


def test_english_words_of_a_record_keep_their_space_in_a_chinese_sheet(session):
    publish_campaign(
        session,
        demands={
            "nights": {
                "text": "No work at night",
                "actor": "brand",
                "state": "met",
                "note": "The night shift ended.",
                "citations": [SOURCE],
            }
        },
    )

    said = texts(sheet_of(session, "sleep", language="zh"))

    assert "No work at night. The night shift ended." in said
