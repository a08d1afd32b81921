"""The buttons of a long form, which all work without scripts: each one sends the whole form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Button:
    """The button that was pressed.

    Attributes:
        action: save, submit, preview, add, remove, find or pick.
        target: name of the list, row or field that it concerns.
        value: the slug that was picked.
    """

    action: str = "save"
    target: str = ""
    value: str = ""


def read_button(pressed: str) -> Button:
    """Return the button of a form's ``do``: ``add:statements``, ``pick:sites-0=some-slug``."""
    action, _, rest = pressed.partition(":")
    target, _, value = rest.partition("=")
    return Button(action, target, value)


def press(typed: dict[str, Any], button: Button) -> None:
    """Add or remove a row of a form's values, or put in what was picked.

    A button that names no place in the form does nothing.
    """
    *way, last = button.target.split("-")
    place = _follow(typed, way)
    if button.action == "add" and isinstance(place, dict) and isinstance(place.get(last), list):
        rows = place[last]
        rows.append("" if rows and isinstance(rows[0], str) else {})
    elif button.action == "remove" and isinstance(place, list) and _is_index(last, place):
        place.pop(int(last))
    elif button.action == "pick" and isinstance(place, list) and _is_index(last, place):
        place[int(last)] = button.value
    elif button.action == "pick" and isinstance(place, dict) and last in place:
        place[last] = button.value


def value_at(typed: dict[str, Any], name: str) -> Any:
    """Return the value of a field by its name in the form, or None."""
    return _follow(typed, name.split("-"))


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
