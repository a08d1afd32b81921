"""The import of an export of everything into an empty database: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from campaign.editorial.altered import altered_records
from campaign.editorial.audit import broken_among, broken_entries, lock_trail
from campaign.editorial.hashing import GENESIS
from campaign.editorial.heads import disagreements, trail_head
from campaign.editorial.independence import count_all_accounts
from campaign.editorial.revisions import open_hash
from campaign.editorial.sealing import broken_seals
from campaign.editorial.withheld import Key, open_hashes, withheld_problems
from campaign.errors import BrokenExport, InvalidTransition
from campaign.evidence.keeping import receive
from campaign.factsheets.issuing import broken_issues
from campaign.factsheets.numbering import numbering_gaps
from campaign.graph.refreshing import rebuild_exposure
from campaign.imports.archive import Incoming
from campaign.imports.dossiers import Dossier, read_dossiers
from campaign.imports.filling import fill_records
from campaign.imports.rows import continue_numbers, read_rows, write_rows
from campaign.models import AuditEntry
from campaign.models.vocabulary import Kind
from campaign.queries.evidence import kept_hashes
from campaign.schemas.carried import (
    AFTER_RECORDS,
    BEFORE_RECORDS,
    TRAIL,
    VOCABULARIES,
    AuditHead,
    all_carried,
)
from campaign.search.index import rebuild_index

Step = Callable[[str, int, int], None]
ANOTHER_END = "The audit trail does not end where the manifest says."
MOST_NAMED = 5  # problems in one message


def import_everything(session: Session, incoming: Incoming, step: Step) -> int:
    """Make the database of an export again, in one transaction; return how many rows it has.

    What is derived is computed, every chain of hashes is followed, and the end of the audit
    trail must be the one that the manifest names. Accounts have no passphrase afterwards.

    Args:
        session: on an empty database; its transaction is the caller's to commit.
        incoming: an export that was opened.
        step: called with what is being done, how much of it, and of how much.

    Raises:
        InvalidTransition: the database is not empty.
        InvalidDocument: a line does not fit; names file, line and field.
        BrokenExport: what was written does not agree in itself.
    """
    lock_trail(session)
    refuse_filled(session)
    for carried in reversed(VOCABULARIES):
        session.execute(delete(carried.table))
    done, total = 0, _lines(incoming)
    for number in _write(session, incoming):
        done += number
        step("Importing", done, total)
    continue_numbers(session)
    count_all_accounts(session)
    rebuild_exposure(session, lambda some, of: step("Computing exposure", some, of))
    rebuild_index(session, lambda some, of: step("Indexing", some, of))
    refuse_disagreements(session, incoming)
    return done


def check_everything(incoming: Incoming, step: Step) -> int:
    """Read every line of an export without a database; return how many there are.

    Raises:
        InvalidDocument: a line, a document or a chain of revisions is wrong.
        BrokenExport: the audit trail is broken, or ends otherwise than the manifest says.
    """
    done, total = 0, _lines(incoming)
    for number in _read(incoming):
        done += number
        step("Checking", done, total)
    return done


def receive_uploads(incoming: Incoming, folder: Path, received: list[str]) -> None:
    """Write the uploaded files of an export where new ones arrive.

    Args:
        incoming: an export that was opened.
        folder: where uploaded files are kept.
        received: gets the name of each as it is written, to give back if the rest fails.
    """
    for name in incoming.uploads:
        receive(folder, name, incoming.upload(name))
        received.append(name)


def refuse_filled(session: Session) -> None:
    """Stop here unless nobody has written in the database yet.

    Raises:
        InvalidTransition: with what to do.
    """
    vocabularies = {carried.table for carried in VOCABULARIES}
    for table in {carried.table: None for carried in all_carried()}:
        if table not in vocabularies and session.scalar(select(exists(select(table.c[0])))):
            raise InvalidTransition(
                f"The database is not empty: {table.name} has rows. An export is imported into "
                "a new one only. Name it in CAMPAIGN_DATABASE_URL, run: campaign db upgrade, "
                "and import again."
            )


def refuse_disagreements(session: Session, incoming: Incoming) -> None:
    """Stop here unless all that was written agrees, and the trail ends as it did.

    Raises:
        BrokenExport: with the first few things that do not.
    """
    problems = [
        *(f"Audit entry {n} does not follow from the one before." for n in broken_entries(session)),
        *disagreements(session),
        *withheld_problems(session),
        *broken_seals(session),
        *(f"{slug} would not say what was accepted." for slug in altered_records(session)),
        *broken_issues(session),
        *numbering_gaps(session),
        *_strange_uploads(session, incoming),
    ]
    if AuditHead(**trail_head(session).values()) != incoming.manifest.audit:
        problems.append(ANOTHER_END)
    if problems:
        raise BrokenExport(f"Nothing was imported. {' '.join(problems[:MOST_NAMED])}")


def _strange_uploads(session: Session, incoming: Incoming) -> Iterator[str]:
    known = kept_hashes(session)
    for name, member in incoming.uploads.items():
        if known.get(name) != member.sha256:
            yield f"The uploaded file {name} is not one that the rows tell of."


def _lines(incoming: Incoming) -> int:
    return sum(member.lines for member in incoming.manifest.files)


def _write(session: Session, incoming: Incoming) -> Iterator[int]:
    for carried in BEFORE_RECORDS:
        yield from write_rows(session, incoming, carried)
    for kind in Kind:
        yield from fill_records(session, read_dossiers(incoming, kind))
    for carried in AFTER_RECORDS:
        yield from write_rows(session, incoming, carried)


def _read(incoming: Incoming) -> Iterator[int]:
    withheld: dict[Key, str] = {}
    for kind in Kind:
        for dossier in read_dossiers(incoming, kind):
            withheld |= _withheld_in(dossier)
            yield 1 + len(dossier.revisions)
    for carried in chain(BEFORE_RECORDS, AFTER_RECORDS):
        if carried is not TRAIL:
            yield from (1 for _ in read_rows(incoming, carried))
    yield _read_trail(incoming, withheld)


def _withheld_in(dossier: Dossier) -> dict[Key, str]:
    slug = dossier.record["slug"]
    return {(slug, each.number): open_hash(each) for each in dossier.revisions if each.withheld}


def _read_trail(incoming: Incoming, withheld: dict[Key, str]) -> int:
    """Follow the audit trail to its end, which must be the one that the manifest names.

    What is left of each revision of which something was withheld must be what it notes.
    """
    read, digest, left = 0, GENESIS, set(withheld.items())

    def entries() -> Iterator[AuditEntry]:
        nonlocal read, digest
        for _, values in read_rows(incoming, TRAIL):
            read, digest = read + 1, values["hash"]
            noted = open_hashes([(values["action"], values["subject"], values["details"])])
            left.difference_update(noted.items())
            yield AuditEntry(**values)

    for entry_id in broken_among(entries()):
        raise BrokenExport(f"Audit entry {entry_id} does not follow from the one before.")
    head = incoming.manifest.audit
    if head is None or (head.entries, head.hash) != (read, digest):
        raise BrokenExport(ANOTHER_END)
    for (slug, number), _ in sorted(left):
        raise BrokenExport(
            f"Revision {number} of {slug} is, without what was given in confidence, not what "
            "the audit trail notes."
        )
    return read
