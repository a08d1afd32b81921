"""The form of a record and its document hold the same content: nothing is lost between them."""

from collections.abc import Iterator
from typing import get_args

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, FieldList, FormField

from campaign.editorial.references import spell_out
from campaign.imports.seeds import read_seeds
from campaign.models.vocabulary import Kind
from campaign.schemas import DOCUMENTS, parse_document
from campaign.schemas.base import Model
from campaign.web.editor.buttons import press, read_button
from campaign.web.editor.content import document_from, form_values, tidy
from campaign.web.editor.fields import Picks, declared_fields
from campaign.web.editor.forms import FORMS
from config import ROOT
from tests.strategies import document_values

APP = Flask("forms")
PLAIN = {"csrf": False}


@pytest.fixture(scope="module")
def opening():
    """The documents of the opening data."""
    return read_seeds(ROOT / "seeds")


def as_sent(form) -> Iterator[tuple[str, str]]:
    """Yield what a browser sends of a form, with its own line ends."""
    for field in form:
        if isinstance(field, FormField):
            yield from as_sent(field.form)
        elif isinstance(field, FieldList):
            yield from as_sent(field.entries)
        elif isinstance(field, Picks):
            yield from ((field.name, value) for value in field.data or [])
        elif not isinstance(field, BooleanField):
            yield field.name, str("" if field.data is None else field.data).replace("\n", "\r\n")
        elif field.data:
            yield field.name, "1"


def through_the_form(document):
    kind = Kind(document["kind"])
    with APP.test_request_context():
        shown = FORMS[kind](formdata=None, data=tidy(form_values(document, [])), meta=PLAIN)
        sent = MultiDict(as_sent(shown))
        return document_from(kind, tidy(FORMS[kind](formdata=sent, meta=PLAIN).data), document)


@pytest.mark.parametrize("kind", Kind)
@given(data=st.data())
def test_any_document_comes_back_from_its_form_unchanged(kind, data):
    document = parse_document(data.draw(document_values(lambda other: other is kind)))

    back = through_the_form(spell_out(document.content()))

    assert parse_document(back) == document


@pytest.mark.parametrize("kind", Kind)
def test_every_document_of_the_opening_data_comes_back_from_its_form_unchanged(kind, opening):
    documents = [document for document in opening if document.kind is kind]

    changed = [
        document.slug
        for document in documents
        if parse_document(through_the_form(spell_out(document.content()))) != document
    ]

    assert documents
    assert changed == []


@pytest.mark.parametrize("kind", Kind)
def test_a_form_shows_every_field_of_its_document_and_no_other(kind):
    missing = {*shapes(DOCUMENTS[kind])} - {*form_shapes(FORMS[kind])}
    invented = {*form_shapes(FORMS[kind])} - {*shapes(DOCUMENTS[kind])}

    assert missing == {"slug"} | ({"citations"} if kind is Kind.SOURCE else set())
    of_the_page = {"page_mark", "page_version", "to_reviewer"}
    assert {name for name in invented if not name.startswith("sources")} == of_the_page


def shapes(schema, within=""):
    """Yield the path of each field of a document, parts included."""
    for name, field in schema.model_fields.items():
        yield f"{within}{name}"
        inner = model_in(field.annotation)
        if inner is not None and name != "citations":
            yield from shapes(inner, f"{within}{name}/")


def form_shapes(form, within=""):
    """Yield the path of each field of a form, parts included; keys are no field."""
    for name, inner in declared_fields(form):
        if name not in ("key", "draft_id"):
            yield f"{within}{name}"
            if inner is not None and name != "citations":
                yield from form_shapes(inner, f"{within}{name}/")


def model_in(annotation):
    """Return the part of which a field is made, if it is."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    return next((found for arg in get_args(annotation) if (found := model_in(arg))), None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1200", 1200), ("1,200", 1200), ("1.200", 1200), ("1 200 000", 1200000), ("12,5", "12,5")],
)
def test_counts_may_be_typed_in_groups_of_three(typed, meant):
    row = {"at_least": typed, "speaker": "x"}

    document = document_from(Kind.FACILITY, {"headcounts": [row]}, {})

    assert document["headcounts"][0]["at_least"] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("0", 0.0), ("34.5", 34.5), ("34,5", 34.5), ("-7", -7.0), ("nan", "nan"), ("1e999", "1e999")],
)
def test_degrees_may_be_typed_with_a_comma(typed, meant):
    assert document_from(Kind.FACILITY, {"latitude": typed}, {}) == {"latitude": meant}


def test_empty_rows_make_no_parts():
    empty = {"statements": [{"citations": [{"stance": "supports"}]}], "sites": ["", " "]}

    assert document_from(Kind.REPORT, tidy(empty), {"kind": "report"}) == {"kind": "report"}


def test_what_the_form_does_not_show_is_kept():
    before = {"kind": "report", "slug": "x", "denials": {"d1": {"text": "no"}}, "title": "Old"}

    assert document_from(Kind.REPORT, {"title": "New"}, before) == {**before, "title": "New"}


def test_a_new_part_gets_a_key_that_no_other_ever_had_in_the_draft():
    before = {"statements": {"s1": {"text": "gone"}, "s2": {"text": "stays"}}}
    typed = {"statements": [{"key": "s2", "text": "stays"}, {"key": "", "text": "new"}]}

    document = document_from(Kind.REPORT, typed, before)

    assert document["statements"] == {"s2": {"text": "stays"}, "s3": {"text": "new"}}


@pytest.mark.parametrize("key", ["s1", "s9", "../s1", ""])
def test_a_key_that_somebody_made_up_loses_no_text(key):
    typed = {"statements": [{"key": "s1", "text": "one"}, {"key": key, "text": "two"}]}

    document = document_from(Kind.REPORT, typed, {"statements": {"s1": {"text": "one"}}})

    assert [part["text"] for part in document["statements"].values()] == ["one", "two"]


@pytest.mark.attack
@given(st.text(max_size=40))
def test_no_button_does_anything_outside_the_form(pressed):
    typed = {"title": "t", "sites": ["a"], "statements": [{"text": "x", "citations": [{}]}]}

    press(typed, read_button(pressed))

    assert set(typed) == {"title", "sites", "statements"}
