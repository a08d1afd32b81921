"""The buttons of a long form, which all work without scripts: each one sends the whole form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from campaign.web.editor.content import is_blank

CITED_AS = ("source", "stance", "locator")


@dataclass(frozen=True)
class Button:
    """The button that was pressed.

    Attributes:
        action: save, autosave, submit, preview; add, remove, find, pick, same, instead or apart;
            answer, new, open or back, which lead to another form.
        target: name of the list, row or field that it concerns.
        value: the slug that was picked, or the kind of what is new.
    """

    action: str = "save"
    target: str = ""
    value: str = ""


def read_button(pressed: str) -> Button:
    """Return the button of a form's ``do``: ``add:statements``, ``pick:sites-0=some-slug``."""
    action, _, rest = pressed.partition(":")
    target, _, value = rest.partition("=")
    return Button(action, target, value)


def press(typed: dict[str, Any], button: Button, cited: Sequence[str] = ()) -> None:
    """Add or remove a row of a form's values, or put in what was picked.

    A button that names no place in the form does nothing.

    Args:
        typed: the form's values, as they were sent.
        button: what was pressed.
        cited: names of all lists of citations, in the order of the page.
    """
    *way, last = button.target.split("-")
    place = _follow(typed, way)
    if button.action == "add" and isinstance(place, dict) and isinstance(place.get(last), list):
        rows = place[last]
        rows.append("" if rows and isinstance(rows[0], str) else {})
    elif button.action == "remove" and isinstance(place, list) and _is_index(last, place):
        place.pop(int(last))
    elif button.action == "pick":
        _put(place, last, button.value)
    elif button.action == "same":
        _cite_the_same(typed, button.target, cited)
    elif button.action == "instead" and button.target.startswith("sources-"):
        _cite_instead(typed, button)


def value_at(typed: dict[str, Any], name: str) -> Any:
    """Return the value of a field by its name in the form, or None."""
    return _follow(typed, name.split("-"))


def moved(button: Button, typed: dict[str, Any]) -> Button:
    """Return the button with its target where tidying will put it: blank rows go last."""
    value: Any = typed
    steps = []
    for step in button.target.split("-"):
        if isinstance(value, list) and _is_index(step, value):
            order = sorted(range(len(value)), key=lambda index, rows=value: is_blank(rows[index]))  # type: ignore[misc]
            steps.append(str(order.index(int(step))))
            value = value[int(step)]
        else:
            steps.append(step)
            value = value.get(step) if isinstance(value, dict) else None
    return replace(button, target="-".join(steps))


def _put(place: Any, last: str, slug: str) -> None:
    if isinstance(place, list) and _is_index(last, place):
        place[int(last)] = slug
    elif isinstance(place, dict) and last in place:
        place[last] = slug


def _cite_the_same(typed: dict[str, Any], target: str, cited: Sequence[str]) -> None:
    """Copy the citations of the nearest part above that has any."""
    if target not in cited:
        return
    above = reversed(cited[: cited.index(target)])
    rows = next((rows for name in above if (rows := _filled_rows(typed, name))), [])
    here = _filled_rows(typed, target)
    known = [[row.get(field) for field in CITED_AS] for row in here]
    new = [row for row in rows if [row.get(field) for field in CITED_AS] not in known]
    value_at(typed, target)[:] = [*here, *deepcopy(new)]


def _filled_rows(typed: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = value_at(typed, name)
    return [row for row in rows if not is_blank(row)] if isinstance(rows, list) else []


def _cite_instead(typed: dict[str, Any], button: Button) -> None:
    """Take away a new source, and cite one that is on record in its place (``old>new``).

    Where nothing cited it yet, the first place of the form that wants a source gets it.
    """
    old, _, new = button.value.partition(">")
    rows = typed.get("sources") or []
    last = button.target.rpartition("-")[2]
    if not new or not _is_index(last, rows):
        return
    rows.pop(int(last))
    citations = list(_citations_in(typed))
    citing = [each for each in citations if old and each.get("source") == old]
    waiting = [each for each in citations if not each.get("source")]
    for citation in citing or waiting[:1]:
        citation["source"] = new


def _citations_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name == "citations" and isinstance(item, list):
                yield from (row for row in item if isinstance(row, dict))
            else:
                yield from _citations_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from _citations_in(item)


def _follow(value: Any, way: list[str]) -> Any:
    for step in way:
        if isinstance(value, list) and _is_index(step, value):
            value = value[int(step)]
        elif isinstance(value, dict):
            value = value.get(step)
        else:
            return None
    return value


def _is_index(step: str, rows: list[Any]) -> bool:
    return step.isascii() and step.isdigit() and int(step) < len(rows)
