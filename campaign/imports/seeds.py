"""The opening data: vocabularies and documents from YAML files, through the one way in."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.db import now
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.errors import InvalidDocument, Problem
from campaign.imports.yaml_files import read_yaml
from campaign.models import (
    AbuseType,
    AuditEntry,
    IloIndicator,
    Record,
    Revision,
    SlugRedirect,
)
from campaign.models.vocabulary import Kind
from campaign.schemas import Document, parse_document

ORIGIN = "seed"
REFERENCE = "reference"
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class SeedResult:
    """What a seeding did: numbers of records.

    Attributes:
        created: were not there.
        changed: said something else, and nobody had edited them.
        unchanged: said the same already.
        kept: were edited, renamed, merged or retracted here; the files do not touch them.
        kinds: how many documents of each kind the files hold.
    """

    created: int
    changed: int
    unchanged: int
    kept: int
    kinds: Mapping[Kind, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Placed:
    """A document and the name of the file in which it stands."""

    document: Document
    file: str


def seed(
    session: Session, folder: Path, progress: Progress = lambda done, total: None
) -> SeedResult:
    """Bring the record up to what the seed files say; again and again, with the same result.

    Records that an editor has touched are kept as they are. When the files are those of the
    last seeding, nothing is read or compared.

    Args:
        session: its transaction is the caller's to commit.
        folder: holds ``reference/`` and, at any depth, lists of documents in ``*.yaml``.
        progress: called with the documents done and their total.

    Raises:
        InvalidDocument: a file or a document is wrong; names file, record and field.
    """
    lock_trail(session)
    files = _read_files(folder)
    sha256 = _fingerprint(files)
    if (last := _last_seeding(session)) and last["sha256"] == sha256:
        kinds = {Kind(kind): number for kind, number in last["kinds"].items()}
        return SeedResult(0, 0, last["records"], 0, kinds)
    load_reference(session, folder / REFERENCE)
    placed = _parse_files(files)
    result = _publish(session, placed, progress)
    details = {"sha256": sha256, "records": len(placed), "kinds": dict(result.kinds)}
    record_deeds(session, [Deed("seed", folder.name, details)], user_id=None)
    return result


def read_seeds(folder: Path) -> list[Document]:
    """Return the documents of all files in a folder, except ``reference/``.

    Raises:
        InvalidDocument: a file or a document is wrong; names file, record and field.
    """
    return [place.document for place in _parse_files(_read_files(folder)).values()]


def load_reference(session: Session, folder: Path) -> None:
    """Write the vocabularies of abuse and of ILO indicators; terms are never taken away.

    Raises:
        InvalidDocument: a file is missing, or lacks a field; names file and field.
    """
    for term in _abuse_types(folder / "abuse_types.yaml"):
        session.merge(term)
    for indicator in _ilo_indicators(folder / "ilo_indicators.yaml"):
        session.merge(indicator)
    session.flush()


def _abuse_types(path: Path) -> Iterator[AbuseType]:
    content = _read_reference(path)
    try:
        groups = {group["code"]: group["label"] for group in content["groups"]}
        for term in content["terms"]:
            yield AbuseType(
                code=term["code"],
                group_code=term["group"],
                group_label=groups[term["group"]],
                label=term["label"],
                indicators=term["indicators"],
                conventions=term["conventions"],
            )
    except (KeyError, TypeError) as error:
        raise InvalidDocument([Problem("", f"lacks {error}")], _name(path)) from None


def _ilo_indicators(path: Path) -> Iterator[IloIndicator]:
    content = _read_reference(path)
    try:
        for item in content["indicators"]:
            yield IloIndicator(code=item["id"], name=item["name"], meaning=item["meaning"])
    except (KeyError, TypeError) as error:
        raise InvalidDocument([Problem("", f"lacks {error}")], _name(path)) from None


def _read_reference(path: Path) -> Any:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InvalidDocument([Problem("", "is missing")], _name(path)) from None
    return read_yaml(content, _name(path))


def _name(path: Path) -> str:
    return "/".join(path.parts[-3:])


def _read_files(folder: Path) -> dict[str, bytes]:
    """Return the content of each YAML file by its name, which begins with the folder's own."""
    paths = sorted(folder.rglob("*.yaml"))
    return {f"{folder.name}/{p.relative_to(folder).as_posix()}": p.read_bytes() for p in paths}


def _fingerprint(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hex) of all names and contents."""
    whole = hashlib.sha256()
    for name, content in files.items():
        whole.update(f"{name}\n{len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()


def _last_seeding(session: Session) -> dict[str, Any] | None:
    return session.scalar(
        select(AuditEntry.details)
        .where(AuditEntry.action == "seed")
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )


def _parse_files(files: Mapping[str, bytes]) -> dict[str, _Placed]:
    placed: dict[str, _Placed] = {}
    for name, content in files.items():
        if name.split("/")[1] == REFERENCE:
            continue
        for document in _parse_file(name, content):
            twin = placed.get(document.slug)
            if twin is not None:
                where = f"{name}, record “{document.slug}”"
                raise InvalidDocument([Problem("/slug", f"is used in {twin.file} too")], where)
            placed[document.slug] = _Placed(document, name)
    return placed


def _parse_file(name: str, content: bytes) -> Iterator[Document]:
    items = read_yaml(content, name)
    if not isinstance(items, list):
        raise InvalidDocument([Problem("", "is not a list of documents (“- kind: …”)")], name)
    for position, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            problem = Problem("", "is not a document with kind, slug and more")
            raise InvalidDocument([problem], f"{name}, document {position}")
        slug = item.get("slug")
        record = f"record “{slug}”" if slug else f"document {position}"
        yield parse_document(item, f"{name}, {record}")


def _publish(session: Session, placed: Mapping[str, _Placed], progress: Progress) -> SeedResult:
    kept = set(_touched(session, placed))
    documents = [place.document for slug, place in placed.items() if slug not in kept]
    done = 0

    def count(number: int) -> None:
        nonlocal done
        done += number
        progress(done, len(documents))

    signature = Signature(now(), ORIGIN)
    try:
        records = publish_all(session, documents, signature=signature, progress=count)
    except InvalidDocument as error:
        raise InvalidDocument([_placed_problem(p, placed) for p in error.problems]) from None
    created = sum(record.revision == 1 for record in records)
    return SeedResult(
        created=created,
        changed=len(records) - created,
        unchanged=len(documents) - len(records),
        kept=len(kept),
        kinds=Counter(place.document.kind for place in placed.values()),
    )


def _touched(session: Session, slugs: Iterable[str]) -> Iterator[str]:
    """Yield the slugs whose record somebody edited since, or gave another address."""
    slugs = list(slugs)
    yield from session.scalars(
        select(Record.slug)
        .join(Revision, (Revision.record_id == Record.id) & (Revision.number == Record.revision))
        .where(Record.slug.in_(slugs), Revision.origin != ORIGIN)
    )
    yield from session.scalars(select(SlugRedirect.slug).where(SlugRedirect.slug.in_(slugs)))


def _placed_problem(problem: Problem, placed: Mapping[str, _Placed]) -> Problem:
    slug, _, field_path = problem.path.partition("/")
    place = placed.get(slug)
    if place is None:
        return problem
    return Problem(f"{place.file}, record “{slug}”: /{field_path}", problem.message)
