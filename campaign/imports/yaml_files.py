"""YAML files in: their mistakes named by file and line, their dates left as text."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Any

import yaml

from campaign.errors import InvalidDocument, Problem

BOOLEAN = "tag:yaml.org,2002:bool"
TIMESTAMP = "tag:yaml.org,2002:timestamp"


class _Loader(yaml.CSafeLoader):
    """YAML in which a date is text, Norway (NO) is no boolean, and a key stands only once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a key that stands twice, of which YAML would keep the last only."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"“{key.value}” stands twice in the same place",
                    problem_mark=key.start_mark,
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag not in (BOOLEAN, TIMESTAMP)]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(BOOLEAN, re.compile("^(true|false)$"), ["t", "f"])


def read_yaml(content: bytes, where: str) -> Any:
    """Return the plain values of a YAML file.

    Args:
        content: the bytes of the file.
        where: the name of the file, to begin an error with.

    Raises:
        InvalidDocument: it is not UTF-8 text, or not YAML; the problem names the line.
    """
    try:
        return yaml.load(content.decode("utf-8-sig"), _Loader)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = Problem(f"line {line}", "is not UTF-8 text; save the file as UTF-8")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem = Problem(at, error.problem or error.context or "is not YAML")
    except yaml.YAMLError as error:
        problem = Problem("", f"is not YAML: {error}")
    raise InvalidDocument([problem], where)
