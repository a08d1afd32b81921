"""The form of a report and its document hold the same content: nothing is lost between them."""

from collections.abc import Iterator

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField

from campaign.editorial.references import spell_out
from campaign.models.vocabulary import Kind
from campaign.schemas import parse_document
from campaign.web.editor.buttons import press, read_button
from campaign.web.editor.content import report_document, report_values, tidy
from campaign.web.editor.forms import ReportForm
from tests.strategies import document_values

APP = Flask("forms")
PLAIN = {"csrf": False}


def as_sent(form) -> Iterator[tuple[str, str]]:
    """Yield what a browser sends of a form, with its own line ends."""
    for field in form:
        if isinstance(field, FormField):
            yield from as_sent(field.form)
        elif isinstance(field, FieldList):
            yield from as_sent(field.entries)
        elif not isinstance(field, BooleanField):
            yield field.name, str("" if field.data is None else field.data).replace("\n", "\r\n")
        elif field.data:
            yield field.name, "1"


def through_the_form(document):
    with APP.test_request_context():
        shown = ReportForm(formdata=None, data=tidy(report_values(document, [])), meta=PLAIN)
        sent = MultiDict(as_sent(shown))
        return report_document(tidy(ReportForm(formdata=sent, meta=PLAIN).data), document)


@given(document_values(lambda kind: kind is Kind.REPORT))
def test_any_report_comes_back_from_its_form_unchanged(values):
    document = parse_document(values)

    back = through_the_form(spell_out(document.content()))

    assert parse_document(back) == document


def test_empty_rows_make_no_parts():
    empty = {"statements": [{"citations": [{"stance": "supports"}]}], "sites": ["", " "]}

    assert report_document(tidy(empty), {"kind": "report"}) == {"kind": "report"}


def test_what_the_form_does_not_show_is_kept():
    before = {"kind": "report", "slug": "x", "denials": {"d1": {"text": "no"}}, "title": "Old"}

    assert report_document({"title": "New"}, before) == {**before, "title": "New"}


def test_a_new_part_gets_a_key_that_no_other_ever_had_in_the_draft():
    before = {"statements": {"s1": {"text": "gone"}, "s2": {"text": "stays"}}}
    typed = {"statements": [{"key": "s2", "text": "stays"}, {"key": "", "text": "new"}]}

    document = report_document(typed, before)

    assert document["statements"] == {"s2": {"text": "stays"}, "s3": {"text": "new"}}


@pytest.mark.parametrize("key", ["s1", "s9", "../s1", ""])
def test_a_key_that_somebody_made_up_loses_no_text(key):
    typed = {"statements": [{"key": "s1", "text": "one"}, {"key": key, "text": "two"}]}

    document = report_document(typed, {"statements": {"s1": {"text": "one"}}})

    assert [part["text"] for part in document["statements"].values()] == ["one", "two"]


@pytest.mark.attack
@given(st.text(max_size=40))
def test_no_button_does_anything_outside_the_form(pressed):
    typed = {"title": "t", "sites": ["a"], "statements": [{"text": "x", "citations": [{}]}]}

    press(typed, read_button(pressed))

    assert set(typed) == {"title", "sites", "statements"}
