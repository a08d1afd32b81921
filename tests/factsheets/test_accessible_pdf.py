"""Every golden sheet, in every language, stands up to what a machine can check of PDF/UA-1."""

import io

import pikepdf
import pytest

from campaign.factsheets.catalogues import languages
from campaign.factsheets.look import Look
from campaign.factsheets.sheet import Direction, Form, Length
from campaign.factsheets.typesetting import set_pdf
from tests.factsheets.worlds import WORLDS
from tests.support.accessible import elements, faults_of, kind_of
from tests.support.paper import sheet_by_hand
from tests.support.sheets import sheet_of

sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.mark.parametrize("world", [world for world in WORLDS if world != "many_reports"])
@sqlite
def test_a_golden_sheet_is_accessible_in_each_language(session, world):
    slug = WORLDS[world](session)

    for language in languages():
        sheet = sheet_of(session, slug, language=language, site_url="https://record.example")
        assert faults_of(set_pdf(sheet, Look())) == [], language


@sqlite
def test_a_dossier_and_letters_are_accessible(session):
    slug = WORLDS["one_report"](session)

    for wishes in ({"length": Length.DOSSIER}, {"form": Form.LETTER}, {"form": Form.REPLY}):
        assert faults_of(set_pdf(sheet_of(session, slug, **wishes), Look())) == [], wishes


def test_a_sheet_from_right_to_left_is_accessible():
    sheet = sheet_by_hand(language="ar", direction=Direction.RTL, title="مصنع الشمال")

    assert faults_of(set_pdf(sheet, Look())) == []


@pytest.mark.parametrize(
    ("spoil", "found"),
    [
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "no language"),
        (lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False), "not marked"),
        (lambda pdf: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"), "not displayed"),
        (lambda pdf: first(pdf, "H1").__setitem__("/S", pikepdf.Name("/H2")), "follows nothing"),
        (lambda pdf: first(pdf, "Figure").__delitem__("/Alt"), "a figure has no words"),
        (lambda pdf: make_table_of_lists(pdf, "TD"), "a table has no head"),
        (lambda pdf: make_table_of_lists(pdf, "TH"), "says not of what"),
        (lambda pdf: first(pdf, "LI").__setitem__("/S", pikepdf.Name("/P")), "P stands in L"),
        (lambda pdf: first(pdf, "H2").__setitem__("/S", pikepdf.Name("/Head")), "no standard type"),
        (lambda pdf: link(pdf).__delitem__("/Contents"), "a link has no words"),
        (lambda pdf: link(pdf).__delitem__("/StructParent"), "stands in no Link"),
        (lambda pdf: pdf.pages[0].__delitem__("/Tabs"), "order of tabs"),
        (lambda pdf: pdf.pages[0].__delitem__("/StructParents"), "has no element"),
        (lambda pdf: pdf.pages[0].contents_add(b"0 0 9 9 re f"), "neither tagged"),
    ],
)
def test_the_check_finds_what_is_spoiled(spoil, found):
    with pikepdf.open(io.BytesIO(set_pdf(sheet_by_hand(), Look()))) as pdf:
        spoil(pdf)
        spoiled = io.BytesIO()
        pdf.save(spoiled)

    assert found in "\n".join(faults_of(spoiled.getvalue()))


def first(pdf, kind):
    return next(e for e in elements(pdf.Root.StructTreeRoot) if kind_of(e) == kind)


def link(pdf):
    return next(note for page in pdf.pages for note in page.get("/Annots", ()))


def make_table_of_lists(pdf, cell):
    """Say that lists are tables, of which our paper has none: it tells them step by step."""
    kinds = {"L": "Table", "LI": "TR", "Lbl": cell, "LBody": cell}
    for element in elements(pdf.Root.StructTreeRoot):
        if kind_of(element) in kinds:
            element.S = pikepdf.Name(f"/{kinds[kind_of(element)]}")
