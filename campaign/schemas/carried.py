"""What an export carries: which tables and columns, in which order, and the manifest beside them.

Published tables are not among them: their rows follow from the documents in the revisions.
A column that is added to a table here is carried without another word.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pydantic import Field
from sqlalchemy import Column, Table

from campaign.db import Base
from campaign.models import (
    AbuseType,
    AnswerDraft,
    AuditEntry,
    Batch,
    BatchDraft,
    ConfidentialDeed,
    ConfidentialSource,
    CorrectionRequest,
    Distinction,
    Draft,
    Evidence,
    IloIndicator,
    IssuedFile,
    IssuedLook,
    IssuedRecord,
    IssuedSheet,
    Record,
    RemovedEvidence,
    Review,
    Revision,
    Role,
    SheetNumber,
    SlugRedirect,
    SlugReservation,
    User,
    UserRole,
)
from campaign.models.vocabulary import Kind
from campaign.schemas.base import Model

FORMAT: Literal["supply-record-export"] = "supply-record-export"
VERSION = 2
MANIFEST = "manifest.json"
FILES = "evidence/"  # begins the names of uploaded files in an export
EVERYTHING: Literal["everything"] = "everything"
PUBLIC: Literal["public"] = "public"
Confidential = Literal["withheld", "included"]
WITHHELD: Confidential = "withheld"
INCLUDED: Confidential = "included"


@dataclass(frozen=True)
class Carried:
    """Rows of one table, in a file with a line for each; without the columns that stay behind."""

    file: str
    table: Table
    left_out: frozenset[str] = frozenset()

    @property
    def columns(self) -> list[Column[object]]:
        """Return the columns that are carried, in the order of the table."""
        return [column for column in self.table.columns if column.name not in self.left_out]


def _rows(model: type[Base], *left_out: str) -> Carried:
    table = Base.metadata.tables[model.__tablename__]
    return Carried(f"{table.name}.jsonl", table, frozenset(left_out))


# What lets somebody sign in, or goes on with a session, stays behind.
CREDENTIALS = (
    "password",
    "fs_uniquifier",
    "tf_primary_method",
    "tf_totp_secret",
    "tf_last_counter",
)
ACCOUNTS = _rows(User, *CREDENTIALS)
TERMS = (_rows(AbuseType), _rows(IloIndicator))
VOCABULARIES = (*TERMS, _rows(Role, "permissions"))  # a database that was just made may have them
BEFORE_RECORDS = (*VOCABULARIES, ACCOUNTS, _rows(UserRole), _rows(ConfidentialSource))
TRAIL = _rows(AuditEntry)
AFTER_RECORDS = (
    _rows(SlugRedirect),
    _rows(Draft),
    _rows(AnswerDraft),
    _rows(Review),
    _rows(SlugReservation),
    _rows(Batch),
    _rows(BatchDraft),
    _rows(Distinction),
    _rows(CorrectionRequest),
    _rows(SheetNumber),
    _rows(IssuedLook),
    _rows(IssuedSheet),
    _rows(IssuedRecord),
    _rows(IssuedFile),
    _rows(Evidence),
    _rows(RemovedEvidence),
    TRAIL,
    _rows(ConfidentialDeed),
)
_RECORD = Base.metadata.tables[Record.__tablename__]
_REVISION = Base.metadata.tables[Revision.__tablename__]
RECORDS = {kind: Carried(f"records/{kind.value}.jsonl", _RECORD) for kind in Kind}
REVISIONS = {kind: Carried(f"revisions/{kind.value}.jsonl", _REVISION) for kind in Kind}


def all_carried() -> list[Carried]:
    """Return the files of an export of everything, in the order in which they are imported."""
    records = [carried for kind in Kind for carried in (RECORDS[kind], REVISIONS[kind])]
    return [*BEFORE_RECORDS, *records, *AFTER_RECORDS]


class Member(Model):
    """One file of an export: how many lines and bytes it has, and the SHA-256 of those."""

    name: str
    lines: int = Field(ge=0)
    bytes: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class AuditHead(Model):
    """The end of the audit trail: how many entries, the hash and the moment of the last."""

    entries: int = Field(ge=0)
    hash: str
    at: str


class Manifest(Model):
    """What an export says of itself; it stands in ``manifest.json``, its last file.

    ``database_schema`` is the revision of the migrations, ``as_of`` the moment of the latest
    change (ISO 8601, UTC). ``confidential`` says whether what was given in confidence was left
    out; a public export knows of nothing such. There is no moment of export: equal data make
    equal files.
    """

    format: Literal["supply-record-export"] = FORMAT
    version: int = VERSION
    scope: Literal["everything", "public"]
    database_schema: str
    as_of: str | None = None
    confidential: Confidential | None = None
    audit: AuditHead | None = None
    licence: str | None = None
    files: tuple[Member, ...]
