"""Makes ``opening_data_digest.json`` from the research that the seeds were converted from.

    python -m tests.imports.digest_dossier ../shared/dossier

The research is not part of this repository; its digest is: for every record, and for every
statement, allegation, answer and other part of one, the beginning of a SHA-256 of all its
facts. So a test can say which sentence a conversion, a publication or a later edit has lost.
"""

import hashlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import yaml

DIGEST = Path(__file__).with_name("opening_data_digest.json")
FILES = (
    "sources",
    "organizations",
    "companies",
    "facilities",
    "supply_links",
    "ownership",
    "reports",
    "campaigns",
    "disputed_claims",
)
LENGTH = 16  # hexadecimal digits: 64 bits are plenty to tell some thousand parts apart
Digest = dict[str, dict[str, Any]]


def digest_of_record(record: dict[str, Any]) -> Any:
    """Return the hash of a record, or hashes by part when it has a list of parts."""
    facts = dict(record)
    parts = {
        key: [hash_of(item) for item in facts.pop(key)]
        for key in sorted(record)
        if key != "names" and _is_list_of_parts(record[key])
    }
    return {"": hash_of(facts), **parts} if parts else hash_of(facts)


def hash_of(facts: Any) -> str:
    """Return the beginning of the SHA-256 of all facts, whatever the order of their keys."""
    text = json.dumps(_without_nothing(facts), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def digest_dossier(folder: Path) -> Digest:
    """Return the digest of all files of the research, by file and then by record."""
    digest: Digest = {name: {} for name in FILES}
    denials: dict[str, list[str]] = defaultdict(list)
    for name in FILES:
        for record in _load(folder / f"{name}.yaml"):
            identity = record.pop("id")
            if name == "disputed_claims":
                denials[record.pop("subject")].append(hash_of(record))
            else:
                digest[name][identity] = digest_of_record(record)
    return {**digest, "disputed_claims": dict(denials)}


def _load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def _is_list_of_parts(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _without_nothing(value: Any) -> Any:
    """Leave out what says nothing: no value, not disputed, an address that is not there."""
    if isinstance(value, list):
        return [_without_nothing(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _without_nothing(item) for key, item in value.items()}
    return {k: v for k, v in kept.items() if v not in (None, [], {}, "n/a") and v is not False}


def _write(digest: Digest) -> None:
    kinds = (
        f"{json.dumps(kind)}: {{\n"
        + ",\n".join(f"{json.dumps(key)}: {json.dumps(records[key])}" for key in sorted(records))
        + "\n}"
        for kind, records in digest.items()
    )
    DIGEST.write_text("{\n" + ",\n".join(kinds) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    _write(digest_dossier(Path(sys.argv[1])))
