"""HTML built as a tree: text is escaped because it can be nothing but text."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Child = Element | str | None


def element(tag: str, /, *children: Child, **attributes: str) -> Element:
    """Return an element; children are elements and text, and ``None`` is left out.

    Attributes are named as in HTML, with ``_`` for ``-`` and a ``_`` after Python's words
    (``class_``); an empty one is left out.
    """
    made = Element(tag)
    for name, value in attributes.items():
        if value:
            made.set(name.rstrip("_").replace("_", "-"), value)
    fill(made, children)
    return made


def fill(parent: Element, children: Iterable[Child]) -> None:
    """Put elements and text at the end of an element."""
    for child in children:
        if isinstance(child, Element):
            parent.append(child)
        elif child and len(parent):
            parent[-1].tail = (parent[-1].tail or "") + child
        elif child:
            parent.text = (parent.text or "") + child


def html_of(tree: Element) -> str:
    """Return an element as HTML."""
    return tostring(tree, encoding="unicode", method="html")
