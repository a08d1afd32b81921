"""What of a document is for the desk alone, and the document without it.

Confidential sources are cited by slugs that begin with a reserved word, so that every door
can tell them without asking a database. Every public form of a document goes through
``public_content``; the export of everything through ``without_confidential``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from campaign.schemas.texts import texts_in
from campaign.schemas.types import is_confidential

PRIVATE_FIELDS = frozenset({"publish_not_before", "publicity"})


def public_content(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a document without confidential citations and safety fields.

    A part that cited nothing else keeps its place without citations; a group of accounts that
    held nothing else is gone.
    """
    return {key: _public(key, value) for key, value in content.items() if key not in PRIVATE_FIELDS}


def without_confidential(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a published document without its confidential citations.

    Every other field stays. What holds nothing afterwards is left out, as documents do.
    """
    kept: dict[str, Any] = _without_empty(_public("", content))
    return kept


def confidential_slugs(value: Any) -> Iterator[str]:
    """Yield the slugs of confidential sources that stand anywhere in plain values."""
    return filter(is_confidential, texts_in(value))


def cites_confidential(content: Mapping[str, Any]) -> bool:
    """Say whether a document cites anything that was given in confidence."""
    return any(True for _ in confidential_slugs(content))


def _without_empty(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            name: _without_empty(item)
            for name, item in value.items()
            if item != [] or name not in ("citations", "origins")
        }
    return [_without_empty(item) for item in value] if isinstance(value, list) else value


def _public(key: str, value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _public(name, item) for name, item in value.items()}
    if not isinstance(value, list | tuple):
        return value
    if key == "citations":
        return [cited for cited in value if not _is_confidential(cited)]
    parts = [_public("", item) for item in value]
    return [part for part in parts if part != {"citations": []}] if key == "origins" else parts


def _is_confidential(citation: Any) -> bool:
    slug = citation.get("source") if isinstance(citation, Mapping) else citation
    return isinstance(slug, str) and is_confidential(slug)
