"""Where in the form a document's problem is, in words that a person can act on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wtforms import FieldList

from campaign.errors import Problem
from campaign.schemas import DOCUMENTS
from campaign.web.editor.content import keyed
from campaign.web.editor.fields import Rows, When, every_field
from campaign.web.editor.forms import RecordForm

PLAIN = {
    "Field required": "is still missing",
    "String should match pattern": "is not on record; type a few words and press Find",
    "Input should be a valid integer": "is not a whole number",
    "Input should be a valid number": "is not a number",
    "Input should be greater than 0": "must be more than nothing",
    "Input should be greater than or equal": "is out of range",
    "Input should be less than or equal": "is out of range",
    "Input should be": "must be chosen from the list",
    "Dictionary should have at least 1 item": "needs at least one",
    "Tuple should have at least 1 item": "needs at least one",
    "there is no": "is not on record; type a few words and press Find",
}

LONGER = re.compile(r"String should have at most (\d+) character")


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with a field; ``field`` is its id in the page, empty when it has none."""

    field: str
    label: str
    message: str


def place_problems(
    problems: Iterable[Problem], form: RecordForm, typed: Mapping[str, Any]
) -> list[FieldProblem]:
    """Return problems with the fields that they belong to, in the order of the form.

    Args:
        problems: with JSON Pointers into the document.
        form: for the labels.
        typed: the form's values, tidied, whose rows stand in the document's order.
    """
    fields = [field for part in form.sections() for field in form.fields_of(part)]
    labels = dict(_labels(fields))
    order = {field: position for position, field in enumerate(labels)}
    dates = {f.id: f.mistake for f in every_field(form) if isinstance(f, When) and f.data}
    placed = [
        FieldProblem(
            field,
            labels.get(field, "The record"),
            dates.get(field) or plain_words(problem.message),
        )
        for problem in problems
        for field in [field_of(problem.path, form, typed, labels)]
    ]
    return sorted(placed, key=lambda problem: order.get(problem.field, len(order)))


def field_of(
    path: str, form: RecordForm, typed: Mapping[str, Any], known: Mapping[str, str]
) -> str:
    """Return the id of the field, row or section for a path; empty when the form has none."""
    first, *rest = path.strip("/").split("/")
    if first == "slug":
        return form.titled_by
    schema = DOCUMENTS[form.kind].model_fields
    if rest and first in schema and keyed(schema[first]):
        keys = [row.get("key") for row in typed.get(first) or []]
        rest[0] = str(keys.index(rest[0])) if rest[0] in keys else "0"
    steps = [first, *rest]
    while steps and "-".join(steps) not in known:
        steps.pop()
    return "-".join(steps)


def plain_words(message: str) -> str:
    """Return a checker's message as a person would say it."""
    if found := LONGER.match(message):
        return f"is too long: at most {int(found[1]):,} characters"
    return next((words for start, words in PLAIN.items() if message.startswith(start)), message)


def _labels(fields: Iterable[Any], within: str = "") -> Iterable[tuple[str, str]]:
    """Yield the label of each field by its id, with the row in which it stands."""
    for field in fields:
        label = _joined(within, field.label.text)
        yield str(field.id), label
        if isinstance(field, FieldList):
            one = field.one if isinstance(field, Rows) else field.label.text
            for number, row in enumerate(field, 1):
                here = _joined(within, f"{one} {number}")
                yield str(row.id), here
                yield from _labels(getattr(row, "form", ()), here)
        elif hasattr(field, "form"):
            yield from _labels(field.form, label if within == "" else within)


def _joined(within: str, label: str) -> str:
    return f"{within}, {label}" if within else label[:1].upper() + label[1:]
