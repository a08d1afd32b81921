"""A dossier of many reports: one long page, and its first pages to look at."""

from dataclasses import replace

import pytest

from campaign.factsheets import largeness
from campaign.factsheets.beginning import beginning_of
from campaign.factsheets.checking import check_sheet
from campaign.factsheets.drawing import Arrow
from campaign.factsheets.freezing import freeze
from campaign.factsheets.html import render_html, sheet_tree, stream_html
from campaign.factsheets.largeness import (
    count_frozen,
    count_reports,
    count_told,
    is_large,
    is_made_in_a_row,
)
from campaign.factsheets.look import Look
from campaign.factsheets.making import rough_pages
from campaign.factsheets.markup import html_of
from campaign.factsheets.ordering import Order
from campaign.factsheets.sheet import UnknownChoice
from campaign.queries.records import find_record
from tests.factsheets.worlds import the_campaign
from tests.support.paper import html_words, sheet_by_hand, squeezed
from tests.support.sheets import AS_OF, entries, sheet_of

LOOK = Look()
sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def few(monkeypatch):
    """As if three reports were many."""
    monkeypatch.setattr(largeness, "MOST_AT_ONCE", 3)


@sqlite
def test_a_dossier_with_many_reports_is_made_in_a_row_and_nothing_else_is(seeded):
    reports = count_reports(seeded, find_record(seeded, "apple"))
    whole = Order("apple", AS_OF, length="dossier")

    assert reports == 37
    assert not is_made_in_a_row(whole, "pdf", reports)
    assert is_made_in_a_row(whole, "pdf", 61)
    assert is_made_in_a_row(whole, "docx", 61)
    assert not is_made_in_a_row(whole, "html", 61)
    assert not is_made_in_a_row(replace(whole, length="two"), "pdf", 61)
    assert not is_made_in_a_row(replace(whole, form="letter"), "pdf", 61)


@sqlite
@pytest.mark.parametrize("slug", ["foxconn", "foxconn-zhengzhou", "clw-zz-2019"])
def test_reports_are_counted_for_each_kind_and_never_fewer_than_told(seeded, slug):
    told = entries(sheet_of(seeded, slug, length="dossier"))

    counted = count_reports(seeded, find_record(seeded, slug))

    assert counted >= max(1, len(told))


@sqlite
def test_the_reports_on_which_a_campaign_rests_are_counted(session):
    campaign = find_record(session, the_campaign(session))

    assert count_reports(session, campaign) == len(entries(sheet_of(session, campaign))) == 1


@sqlite
@pytest.mark.usefixtures("few")
def test_the_long_page_says_all_that_the_pages_say(seeded):
    sheet = sheet_of(seeded, "apple", length="dossier")

    assert is_large(sheet)
    streamed = "".join(stream_html(sheet, LOOK))

    assert render_html(sheet, LOOK).decode() == streamed
    words = squeezed(html_words(streamed.encode()))
    for said in sheet.everything_said():
        for part in () if isinstance(said, Arrow) else said.text.split(" | "):
            assert squeezed(part) in words
    assert all(f'id="note-{note.number}"' in streamed for note in sheet.endnotes)
    assert streamed.count("<ol") == streamed.count("</ol>") == 1
    assert streamed.rstrip().endswith("</html>")


@sqlite
def test_the_long_page_comes_piece_by_piece(seeded):
    pieces = list(stream_html(sheet_of(seeded, "apple", length="dossier"), LOOK))

    assert len(pieces) > 100
    assert max(map(len, pieces)) < sum(map(len, pieces)) / 2  # the list of sources


@sqlite
def test_the_beginning_breaks_into_pages_as_the_whole_does(seeded):
    sheet = sheet_of(seeded, "apple", length="dossier")
    start = beginning_of(sheet, 40)

    whole, cut = (list(sheet_tree(part, LOOK, "…")) for part in (sheet, start))

    assert len(whole) > len(cut) > 4
    assert [html_of(leaf) for leaf in cut[:4]] == [html_of(leaf) for leaf in whole[:4]]


@sqlite
def test_the_pages_of_a_dossier_are_guessed_well_enough_to_be_told(seeded):
    sheet = sheet_of(seeded, "apple", length="dossier")

    assert rough_pages(sheet) == pytest.approx(26, rel=0.3)


def test_an_order_for_what_there_is_not_is_refused_before_it_waits():
    for wrong in ({"paper": "a3"}, {"language": "xx"}, {"role": "judge"}, {"length": "all"}):
        with pytest.raises(UnknownChoice):
            Order("brand", AS_OF, **wrong).check()


@sqlite
@pytest.mark.usefixtures("few")
def test_of_a_large_dossier_the_check_says_that_its_files_come_later(seeded):
    long = check_sheet(seeded, sheet_of(seeded, "apple", length="dossier"))
    short = check_sheet(seeded, sheet_of(seeded, "foxconn-zhengzhou", length="one"))

    assert [finding.blocks for finding in long if finding.where == "Length"] == [False]
    assert "Length" not in {finding.where for finding in short}


@sqlite
@pytest.mark.parametrize("slug", ["apple", "foxconn-zhengzhou", "clw-zz-2019"])
def test_the_reports_of_a_frozen_sheet_are_counted_without_reading_it(seeded, slug):
    sheet = sheet_of(seeded, slug, length="dossier")

    assert count_frozen(freeze(sheet)) == count_told(sheet) > 0


def test_words_that_look_like_the_frozen_text_are_no_report():
    sheet = sheet_by_hand(text='"circumstances":{ and "circumstances":{')

    assert count_frozen(freeze(sheet)) == count_frozen(freeze(sheet_by_hand()))


def test_a_small_sheet_is_set_in_pages_as_on_paper():
    assert not is_large(sheet_by_hand())
    assert render_html(sheet_by_hand(), LOOK).count(b'class="leaf"') >= 1
