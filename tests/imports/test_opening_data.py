"""The seeds say what the research says: record by record, sentence by sentence.

The research is not in this repository; ``opening_data_digest.json`` was made from it (not
from the seeds), and is compared with what comes out of the database after seeding.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.imports.seeds import read_seeds
from campaign.queries.records import MODELS, document_of, whole
from campaign.schemas import Document
from config import ROOT
from tests.imports.digest_dossier import DIGEST, digest_dossier, digest_of_record, hash_of
from tests.imports.research_shape import (
    MADE_HERE,
    PLACES,
    Shaper,
    identities,
    with_old_references,
)

DOSSIER = ROOT.parent / "shared" / "dossier"
_read: dict[str, dict[str, Document]] = {}


@pytest.fixture
def documents(seeded: Session, dialect: str) -> dict[str, Document]:
    """What the database holds, by slug; read once for each kind of database."""
    if dialect not in _read:
        _read[dialect] = {document.slug: document for document in published(seeded)}
    return _read[dialect]


def published(session: Session) -> Iterator[Document]:
    for model in MODELS.values():
        for record in session.scalars(select(model).options(*whole(model)).order_by(model.id)):
            yield document_of(record)


def test_every_fact_of_the_research_is_in_the_database_and_no_other(documents):
    expected = json.loads(DIGEST.read_text(encoding="utf-8"))

    found = digest_of_database(list(documents.values()), expected)

    assert list(differences(expected, found)) == []


def test_what_was_seeded_is_what_is_read(documents):
    seeds = {document.slug: document for document in read_seeds(ROOT / "seeds")}

    assert documents.keys() == seeds.keys()
    assert [slug for slug in seeds if documents[slug] != seeds[slug]] == []


def test_no_report_claims_that_a_company_was_asked(documents):
    reports = [document.content() for document in documents.values() if document.kind == "report"]

    assert {report["reply"]["state"] for report in reports} == {"not_asked"}


def test_only_four_authorities_were_added_to_the_research(documents):
    added = [documents[slug].content() for slug in sorted(MADE_HERE)]

    assert {document["organization_type"] for document in added} == {"public_body"}


@pytest.mark.skipif(
    not DOSSIER.exists(),
    reason="the research is no part of the repository; its digest is, and is always compared",
)
def test_the_digest_is_that_of_the_research():
    assert digest_dossier(DOSSIER) == json.loads(DIGEST.read_text(encoding="utf-8"))


def digest_of_database(documents: list[Document], known: dict[str, Any]) -> dict[str, Any]:
    """Return the digest of documents, turned back into the shape of the research."""
    ids = identities({d.slug: d.kind.value for d in documents}, known)
    shaper = Shaper(ids)
    contents = [document.content() for document in documents]
    reports = {d["title"]: d["slug"] for d in contents if d["kind"] == "report"}
    responses = defaultdict(list)
    for content in contents:
        if content["kind"] == "response":
            responses[content["report"]].append(without(content, "kind", "slug"))
    digest: dict[str, Any] = {name: {} for name in known}
    for content in contents:
        kind, slug, facts = content["kind"], content["slug"], without(content, "kind", "slug")
        if slug not in ids:
            continue
        shape = getattr(shaper, kind)
        record = shape(facts, responses[slug]) if kind == "report" else shape(facts)
        file = PLACES[kind][0]
        digest[file][ids[slug]] = digest_of_record(with_old_references(record, ids, reports))
        denials = shaper.denials_of_report(facts) if kind == "report" else []
        if denials:
            hashes = [hash_of(with_old_references(denial, ids, reports)) for denial in denials]
            digest["disputed_claims"][ids[slug]] = hashes
    return digest


def differences(expected: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    """Yield a line for each record, or part of one, that is not the same."""
    for kind in expected:
        for record in sorted(expected[kind].keys() | found[kind].keys()):
            one, other = expected[kind].get(record), found[kind].get(record)
            if one is None or other is None:
                yield f"{kind}: {record} is {'new' if one is None else 'missing'}"
            elif one != other:
                yield f"{kind}: {record} differs in {', '.join(different_parts(one, other))}"


def different_parts(one: Any, other: Any) -> Iterator[str]:
    if not isinstance(one, dict) or not isinstance(other, dict):
        yield "a fact"
        return
    for part in sorted(one.keys() | other.keys()):
        pairs = enumerate(zip_longest(one.get(part, ""), other.get(part, "")), start=1)
        numbers = [str(number) for number, (here, there) in pairs if here != there]
        if numbers:
            yield f"{part} {' '.join(numbers)}" if part else "a fact of its own"


def without(values: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in keys}
