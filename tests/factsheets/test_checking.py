"""What blocks a sheet, and what only warns."""

import pytest

from campaign.factsheets.checking import check_sheet
from campaign.factsheets.frames import Choices
from tests.factories import (
    publish,
    response_values,
    source_values,
    supply_link_values,
)
from tests.support.issues import CITED, SOURCES, make_world, mark_retracted, report
from tests.support.sheets import sheet_of


@pytest.fixture
def world(session):
    make_world(session)
    return session


def found(session, slug="brand", **wishes):
    findings = check_sheet(session, sheet_of(session, slug, **wishes))
    return {(f.where, f.blocks): f for f in findings}


def blocking(findings):
    return {where for where, blocks in findings if blocks}


def test_a_sound_sheet_is_not_blocked(world):
    assert blocking(found(world)) == set()


def source(slug, **changes):
    return source_values(slug=slug, title=f"Nights {slug}", origin=slug) | changes


def test_a_sentence_whose_sources_have_no_address_blocks_and_names_them(world):
    publish(world, source("source-a"))

    finding = found(world)["Sources", True]

    assert "can be looked up" in finding.message
    assert [record.slug for record in finding.records] == ["source-a"]


@pytest.mark.parametrize("address", ["url", "archive_url"])
def test_a_live_or_an_archived_address_is_enough(world, address):
    publish(world, source("source-a", **{address: "https://archive.example/1"}))

    assert blocking(found(world)) == set()


def link(**dates):
    return (
        supply_link_values(
            slug="brand-mill",
            buyer="brand",
            supplier="millworks",
            facility="northern-mill",
            **CITED,
        )
        | dates
    )


def unnamed():
    """Return the report without the brand in it, so that the brand rests on its chain."""
    return report() | {"parties": []}


@pytest.mark.parametrize(
    ("dates", "blocks"),
    [
        ({"from_date": "2019", "as_of": "2022"}, False),
        ({"from_date": "2019", "to_date": "2020", "as_of": "2020", "link_status": "ended"}, True),
        ({"from_date": "2023", "as_of": "2023"}, True),
    ],
)
def test_a_chain_that_did_not_hold_at_the_time_blocks(world, dates, blocks):
    publish(world, link(**dates), unnamed())
    world.expire_all()

    assert ("Chain" in blocking(found(world))) is blocks


def test_a_brand_that_the_report_names_needs_no_chain(world):
    publish(world, link(from_date="2023", as_of="2023"))
    world.expire_all()

    assert "Chain" not in blocking(found(world))


def test_who_runs_a_place_without_dates_only_warns(world):
    assert ("Operator", False) in found(world, "northern-mill")


def test_a_claim_that_was_taken_back_blocks(world):
    sheet = sheet_of(world, "brand")
    publish(world, report(withdrawn=True))
    world.expire_all()

    findings = check_sheet(world, sheet)  # no builder tells it anew

    assert ("Withdrawn claim", True) in {(f.where, f.blocks) for f in findings}


def test_a_retracted_source_blocks(world):
    mark_retracted(world, "source-a", "It was forged.")

    finding = found(world)["Retracted", True]

    assert "It was forged." in finding.message


REPLIES = {
    "asked, and the day has passed": (
        {"state": "asked", "asked_on": "2022-01-01", "due_on": "2022-02-01"},
        True,
    ),
    "asked, and there is time": (
        {"state": "asked", "asked_on": "2022-01-01", "due_on": "2099-02-01"},
        False,
    ),
    "answered, and no answer on record": ({"state": "answered", "asked_on": "2022-01-01"}, True),
    "not asked, with the reason": ({"state": "not_asked", "reason": "It is public."}, False),
    "silent": ({"state": "no_response", "asked_on": "2022-01-01"}, False),
}


@pytest.mark.parametrize("reply", REPLIES)
def test_a_reply_that_should_be_on_record_and_is_not_blocks(world, reply):
    state, blocks = REPLIES[reply]
    publish(world, report(reply=state))
    world.expire_all()

    assert ("Reply of the company" in blocking(found(world))) is blocks


def test_an_answer_on_record_is_enough(world):
    publish(
        world,
        report(reply=REPLIES["answered, and no answer on record"][0]),
        response_values(actor="brand", report="nights", **CITED),
    )
    world.expire_all()

    assert blocking(found(world)) == set()


def test_weaknesses_warn_and_do_not_block(world):
    findings = found(world)

    assert {where for where, blocks in findings if not blocks} >= {"One account", "Age", "Archive"}


def test_an_archived_copy_ends_the_warning(world):
    archived = {"url": "https://a.example", "archive_url": "https://archive.example/1"}
    publish(world, *(source(slug, **archived) for slug in SOURCES))
    world.expire_all()

    assert ("Archive", False) not in found(world)


def test_words_of_ones_own_warn(world):
    own = Choices(own_line="Sleep is a right.")

    assert "Sleep is a right." in found(world, choices=own)["Own words", False].message


@pytest.mark.parametrize("slug", ["apple", "foxconn", "foxconn-zhengzhou", "nike", "walmart"])
@pytest.mark.parametrize("length", ["one", "two"])
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_sheets_of_the_opening_data_can_be_issued(seeded, slug, length):
    assert blocking(found(seeded, slug, length=length)) == set()


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_of_the_opening_data_one_broadcast_without_address_blocks_the_dossier_of_apple(seeded):
    findings = check_sheet(seeded, sheet_of(seeded, "apple", length="dossier"))

    cited = {record.slug for f in findings if f.blocks for record in f.records}
    assert cited == {"src-lizhi-catcher-2017-05-25"}
    assert blocking({(f.where, f.blocks) for f in findings}) == {"Sources"}
