"""What of a document is for the desk alone, and the document without it.

Confidential sources are cited by slugs that begin with a reserved word, so that every door
can tell them without asking a database. Every public form of a document goes through
``public_content``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaign.schemas.types import is_confidential

PRIVATE_FIELDS = frozenset({"publish_not_before", "publicity"})


def public_content(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the plain values of a document without confidential citations and safety fields.

    A part that cited nothing else keeps its place without citations; a group of accounts that
    held nothing else is gone.
    """
    return {key: _public(key, value) for key, value in content.items() if key not in PRIVATE_FIELDS}


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
