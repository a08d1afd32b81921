"""Where in the form a document's problem is, in words that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from wtforms import Field, FieldList, Form, FormField

from campaign.errors import Problem
from campaign.web.editor.content import KEYED, REPORT_FIELDS

ROWS = {
    "sites": "Site",
    "sources": "New source",
    "statements": "Statement",
    "allegations": "Allegation",
    "parties": "Party",
    "citations": "source",
}
PLAIN = {
    "Field required": "is still missing",
    "String should match pattern": "is not on record; type a few words and press Find",
    "Input should be a valid integer": "is not a whole number",
    "Input should be greater than 0": "must be more than nothing",
    "Input should be": "must be chosen from the list",
    "Dictionary should have at least 1 item": "needs at least one",
    "there is no": "is not on record; type a few words and press Find",
}


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with a field; ``field`` is its id in the page, empty when it has none."""

    field: str
    label: str
    message: str


def place_problems(
    problems: Iterable[Problem], form: Form, typed: Mapping[str, Any]
) -> list[FieldProblem]:
    """Return problems with the fields that they belong to, in the order of the form.

    Args:
        problems: with JSON Pointers into the document.
        form: for the labels.
        typed: the form's values, tidied, whose rows stand in the document's order.
    """
    labels = dict(_labels(form))
    order = {field: position for position, field in enumerate(labels)}
    placed = [
        FieldProblem(field, _label(field, labels), plain_words(problem.message))
        for problem in problems
        for field in [field_of(problem.path, typed)]
    ]
    return sorted(placed, key=lambda problem: order.get(problem.field, len(order)))


def field_of(path: str, typed: Mapping[str, Any]) -> str:
    """Return the id of the field, row or section for a path; empty when the form has none."""
    first, *rest = path.strip("/").split("/")
    if first == "slug":
        return "title"
    if first not in (*REPORT_FIELDS, "sources"):
        return ""
    if first in KEYED and rest:
        keys = [row.get("key") for row in typed.get(first) or []]
        rest[0] = str(keys.index(rest[0])) if rest[0] in keys else "0"
    if "actor" in rest:
        rest = [*rest[:1], rest[2] if len(rest) > 2 else "record"]
    return "-".join((first, *rest))


def plain_words(message: str) -> str:
    """Return a checker's message as a person would say it."""
    return next((words for start, words in PLAIN.items() if message.startswith(start)), message)


def _label(field: str, labels: Mapping[str, str]) -> str:
    steps = field.split("-") if field else []
    rows = [
        f"{ROWS[name]} {int(number) + 1}"
        for name, number in pairwise(steps)
        if name in ROWS and number.isdigit()
    ]
    label = labels.get(field, "")
    says_more = bool(label) and not (rows and rows[-1].lower().startswith(label.lower()))
    if says_more and not field.rpartition("-")[2].isdigit():
        rows.append(label)
    return ", ".join(rows) or "The report"


def _labels(form: Iterable[Field]) -> Iterable[tuple[str, str]]:
    for field in form:
        yield str(field.id), str(field.label.text)
        if isinstance(field, FormField):
            yield from _labels(field.form)
        elif isinstance(field, FieldList):
            yield from _labels(field.entries)
