"""Folders of YAML files, each a list of documents: read, told apart and parsed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.errors import InvalidDocument, Problem
from campaign.imports.yaml_files import read_yaml
from campaign.schemas import Document, parse_document

REFERENCE = "reference"


@dataclass(frozen=True)
class Placed:
    """A document and the name of the file in which it stands."""

    document: Document
    file: str


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the content of each YAML file by its name, which begins with the folder's own.

    Raises:
        InvalidDocument: there is none.
    """
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise InvalidDocument([Problem("", "holds no YAML file (*.yaml)")], str(folder))
    return {f"{folder.name}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in paths}


def fingerprint(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hex) of all names and contents."""
    whole = hashlib.sha256()
    for name, content in files.items():
        whole.update(f"{name}\n{len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()


def parse_files(files: Mapping[str, bytes]) -> dict[str, Placed]:
    """Return the documents of all files except the vocabularies, by slug.

    Raises:
        InvalidDocument: a file or a document is wrong, or a slug stands in two places;
            names file, record and field.
    """
    placed: dict[str, Placed] = {}
    for name, content in files.items():
        if name.split("/")[1] == REFERENCE:
            continue
        for document in _parse_file(name, content):
            twin = placed.get(document.slug)
            if twin is not None:
                problem = Problem("/slug", f"is used twice: in {twin.file} and in {name}")
                raise InvalidDocument([problem], _where(name, document.slug))
            placed[document.slug] = Placed(document, name)
    return placed


def place_problem(problem: Problem, placed: Mapping[str, Placed]) -> Problem:
    """Put the name of the file before a problem whose path begins with a document's slug."""
    slug, slash, field = problem.path.partition("/")
    if slug not in placed:
        return problem
    return Problem(f"{_where(placed[slug].file, slug)}: {slash}{field}", problem.message)


def _parse_file(name: str, content: bytes) -> Iterator[Document]:
    items = read_yaml(content, name)
    if not isinstance(items, list):
        raise InvalidDocument([Problem("", "is not a list of documents (- kind: …)")], name)
    for position, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            problem = Problem("", "is not a document: it has no kind, slug and other fields")
            raise InvalidDocument([problem], f"{name}, document {position}")
        slug = item.get("slug")
        yield parse_document(item, _where(name, slug) if slug else f"{name}, document {position}")


def _where(file: str, slug: str) -> str:
    return f"{file}, record “{slug}”"
