"""What an unfinished document refers to, and whether that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.errors import Problem
from campaign.models import AbuseType, Record
from campaign.models.vocabulary import Kind
from campaign.queries.confidential import confidential_sources

PARTIES = frozenset({Kind.COMPANY, Kind.ORGANIZATION})
COMPANY, FACILITY = frozenset({Kind.COMPANY}), frozenset({Kind.FACILITY})
REPORT = frozenset({Kind.REPORT})
SIDES = re.compile(r"/(organisers|targets)/\d+")  # actors that stand in a list
# By the name of a field, the kinds that it may mean: a single record, or several.
ONE_OF = {
    **dict.fromkeys(("buyer", "supplier", "parent", "subsidiary", "operator"), COMPANY),
    "facility": FACILITY,
    "report": REPORT,
    "campaign": frozenset({Kind.CAMPAIGN}),
}
SEVERAL_OF = {"sites": FACILITY, "reports": REPORT}


@dataclass(frozen=True)
class Reference:
    """One slug in a document: where it stands, and the kinds of record it may mean."""

    path: str
    slug: str
    kinds: frozenset[Kind]


def spell_out(value: Any) -> Any:
    """Write the short forms of a document in full: a citation or an actor that is a bare slug."""
    if isinstance(value, list | tuple):
        return [spell_out(item) for item in value]
    if not isinstance(value, dict):
        return value
    full = {key: spell_out(item) for key, item in value.items()}
    for key in ("organisers", "targets"):
        if isinstance(full.get(key), list):
            full[key] = [_actor(item) for item in full[key]]
    if "actor" in full:
        full["actor"] = _actor(full["actor"])
    if isinstance(full.get("citations"), list):
        full["citations"] = [_citation(item) for item in full["citations"]]
    if isinstance(full.get("origins"), list):
        full["origins"] = [_origin(item) for item in full["origins"]]
    return full


def references_in(value: Any, path: str = "") -> Iterator[Reference]:
    """Yield each reference of a document that is spelled out, finished or not."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from references_in(item, f"{path}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            kinds = _kinds_at(path, str(key))
            if kinds and isinstance(item, str):
                yield Reference(f"{path}/{key}", item, kinds)
            elif key in SEVERAL_OF and isinstance(item, list):
                for index, slug in enumerate(item):
                    yield Reference(f"{path}/{key}/{index}", str(slug), SEVERAL_OF[key])
            else:
                yield from references_in(item, f"{path}/{key}")


def missing_references(
    session: Session, document: dict[str, Any], beside: Mapping[str, Kind]
) -> list[Problem]:
    """Return a problem for each slug that means no published record of the right kind.

    Args:
        session: only read.
        document: spelled out, finished or not.
        beside: kinds, by slug, of the drafts that will be published together with it.
    """
    references = list(references_in(document))
    slugs = sorted({reference.slug for reference in references})
    published = (Record.slug.in_(slugs), Record.retracted_at.is_(None))
    rows = session.execute(select(Record.slug, Record.kind).where(*published))
    kinds = {row.slug: row.kind for row in rows} | dict(beside)
    kinds |= dict.fromkeys(confidential_sources(session, [document]), Kind.SOURCE)
    problems = [
        Problem(reference.path, f"there is no {_words(reference.kinds)} “{reference.slug}”")
        for reference in references
        if kinds.get(reference.slug) not in reference.kinds
    ]
    return problems + _unknown_abuse(session, document)


def _unknown_abuse(session: Session, document: dict[str, Any]) -> list[Problem]:
    allegations = document.get("allegations")
    if not isinstance(allegations, dict):
        return []
    codes = set(session.scalars(select(AbuseType.code)))
    return [
        Problem(f"/allegations/{key}/abuse", f"{part['abuse']} is not in the vocabulary")
        for key, part in allegations.items()
        if isinstance(part, dict) and part.get("abuse") and part["abuse"] not in codes
    ]


def _kinds_at(path: str, key: str) -> frozenset[Kind]:
    if key == "source":
        cited = path.rpartition("/")[0].endswith("/citations")
        return frozenset({Kind.SOURCE}) if cited else frozenset()
    if key == "record":
        return PARTIES if path.endswith("/actor") or SIDES.fullmatch(path) else frozenset()
    return ONE_OF.get(key, frozenset())


def _words(kinds: frozenset[Kind]) -> str:
    return " or ".join(sorted(kind.value.replace("_", " ") for kind in kinds))


def _actor(value: Any) -> Any:
    return {"record": value} if isinstance(value, str) else value


def _citation(value: Any) -> Any:
    return {"source": value} if isinstance(value, str) else value


def _origin(value: Any) -> Any:
    return {"citations": [_citation(item) for item in value]} if isinstance(value, list) else value
