"""The opening data: vocabularies and documents from YAML files, through the one way in."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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
from campaign.imports.seed_files import (
    REFERENCE,
    Placed,
    fingerprint,
    parse_files,
    place_problem,
    read_files,
)
from campaign.imports.yaml_files import read_yaml
from campaign.models import AbuseType, AuditEntry, IloIndicator, Record, Revision, SlugRedirect
from campaign.models.vocabulary import Kind
from campaign.schemas import Document

ORIGIN = "seed"
ACTION = "seed"
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


def _say_nothing(_done: int, _total: int) -> None: ...


def seed(session: Session, folder: Path, progress: Progress = _say_nothing) -> SeedResult:
    """Bring the record up to what the seed files say; again and again, with the same result.

    Records that an editor has touched are kept as they are. When the files are those of the
    last seeding, they are neither parsed nor compared.

    Args:
        session: its transaction is the caller's to commit.
        folder: holds lists of documents in ``*.yaml``, at any depth, and the vocabularies
            in ``reference/``.
        progress: called with the number of documents written and of those to look at.

    Raises:
        InvalidDocument: a file or a document is wrong; names file, record and field.
    """
    lock_trail(session)
    files = read_files(folder)
    sha256 = fingerprint(files)
    if (last := _last_seeding(session)) and last["sha256"] == sha256:
        kinds = {Kind(kind): number for kind, number in last["kinds"].items()}
        return SeedResult(0, 0, last["records"], 0, kinds)
    if (folder / REFERENCE).is_dir():
        load_reference(session, folder / REFERENCE)
    with _uncollected():
        placed = parse_files(files)
        result = _publish(session, placed, progress)
    kinds_by_word = {kind.value: number for kind, number in result.kinds.items()}
    details = {"sha256": sha256, "records": len(placed), "kinds": kinds_by_word}
    record_deeds(session, [Deed(ACTION, folder.name, details)], user_id=None)
    return result


def read_seeds(folder: Path) -> list[Document]:
    """Return the documents of all files in a folder, except ``reference/``.

    Raises:
        InvalidDocument: a file or a document is wrong; names file, record and field.
    """
    return [place.document for place in parse_files(read_files(folder)).values()]


def load_reference(session: Session, folder: Path) -> None:
    """Write the vocabularies of abuse and of ILO indicators; terms are never taken away.

    Raises:
        InvalidDocument: a file is missing or lacks a field; names file and field.
    """
    for name, read_terms in (
        ("abuse_types.yaml", _abuse_types),
        ("ilo_indicators.yaml", _ilo_indicators),
    ):
        where = f"{folder.parent.name}/{folder.name}/{name}"
        try:
            for term in read_terms(read_yaml((folder / name).read_bytes(), where)):
                session.merge(term)
        except FileNotFoundError:
            raise InvalidDocument([Problem("", "is missing")], where) from None
        except (KeyError, TypeError) as error:
            raise InvalidDocument([Problem("", f"lacks {error}")], where) from None
    session.flush()


def _abuse_types(content: Any) -> Iterator[AbuseType]:
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


def _ilo_indicators(content: Any) -> Iterator[IloIndicator]:
    for item in content["indicators"]:
        yield IloIndicator(code=item["id"], name=item["name"], meaning=item["meaning"])


def _last_seeding(session: Session) -> dict[str, Any] | None:
    return session.scalar(
        select(AuditEntry.details)
        .where(AuditEntry.action == ACTION)
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )


def _publish(session: Session, placed: Mapping[str, Placed], progress: Progress) -> SeedResult:
    kept = set(_touched(session, list(placed)))
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
        raise InvalidDocument([place_problem(p, placed) for p in error.problems]) from None
    created = sum(record.revision == 1 for record in records)
    return SeedResult(
        created=created,
        changed=len(records) - created,
        unchanged=len(documents) - len(records),
        kept=len(kept),
        kinds=Counter(place.document.kind for place in placed.values()),
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no garbage: all that a seeding makes lives to its end, and to go through it
    again and again takes a fifth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _touched(session: Session, slugs: Sequence[str]) -> Iterator[str]:
    """Yield the slugs whose record somebody edited since, or gave another address."""
    yield from session.scalars(
        select(Record.slug)
        .join(Revision, (Revision.record_id == Record.id) & (Revision.number == Record.revision))
        .where(Record.slug.in_(slugs), Revision.origin != ORIGIN)
    )
    yield from session.scalars(select(SlugRedirect.slug).where(SlugRedirect.slug.in_(slugs)))
