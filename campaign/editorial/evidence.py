"""Files of sources: added at the desk, and removed with a reason.

The bytes are the doors' to write and delete (``evidence.keeping``); here is what is known of
them. The trail says of a public source which file it was, by its hashes, and of a
confidential one only that there was one. How a file was called nobody is told.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from campaign.accounts.permissions import Permission, allows, may_read_draft, require
from campaign.editorial.audit import Deed, lock_trail, record_deeds
from campaign.editorial.confidential import may_know
from campaign.editorial.drafts import hold_draft
from campaign.editorial.states import Step, may_step
from campaign.errors import InvalidDocument, InvalidTransition, NotAllowed, Problem, RefusedFile
from campaign.evidence.cleaning import CleanFile
from campaign.models import ConfidentialSource, Draft, Evidence, RemovedEvidence, Source, User
from campaign.models.vocabulary import Kind
from campaign.queries.evidence import Target, evidence_of
from campaign.schemas.decisions import DECISIONS

MOST_FILES = 50  # of one source
LONGEST_WORDS = 300


def may_see_evidence(user: User, target: Target) -> bool:
    """Say whether an account may have the files of a source, and know of them."""
    if isinstance(target, Source):
        return allows(user, Permission.KEEP)
    if isinstance(target, Draft):
        return target.kind is Kind.SOURCE and may_read_draft(user, target.author_id)
    return may_know(user, target)


def may_add_evidence(user: User, target: Target) -> bool:
    """Say whether an account may add a file now: to a draft its author, and so on."""
    if isinstance(target, Source):
        return target.retracted_at is None and allows(user, Permission.KEEP)
    if isinstance(target, Draft):
        writing = may_step(target, Step.SAVE) and target.action not in DECISIONS
        return writing and _is_own(user, target.author_id)
    return _is_own(user, target.keeper_id)


def may_remove_evidence(user: User, target: Target) -> bool:
    """Say whether an account may remove a file: reviewers, and who has not published it yet."""
    own_draft = isinstance(target, Draft) and may_add_evidence(user, target)
    kept = isinstance(target, ConfidentialSource) and _is_own(user, target.keeper_id)
    return own_draft or kept or allows(user, Permission.REVIEW)


def add_evidence(
    session: Session, target: Target, file: CleanFile, *, name: str, words: str, uploader: User
) -> Evidence:
    """Note a file that was written under ``name`` as evidence of a source.

    Args:
        session: its transaction is the caller's to commit.
        target: a published source, a draft of one, or a confidential source.
        file: clean, and on the disk.
        name: random, ours.
        words: what it shows, for the desk.
        uploader: who sent it.

    Raises:
        NotAllowed: the account may not add to it.
        InvalidTransition: it was retracted, or its draft is not being written now.
        InvalidDocument: the words are too long.
        RefusedFile: the same file is there already, or too many are.
    """
    require(uploader, Permission.WRITE)
    _hold(session, target, uploader)
    if len(words := words.strip()) > LONGEST_WORDS:
        raise InvalidDocument([Problem("/words", f"say it in {LONGEST_WORDS} characters")])
    _refuse_again(session, target, file)
    evidence = Evidence(
        name=name,
        media_type=file.media_type,
        size=len(file.content),
        sha256=file.sha256,
        received_sha256=file.received_sha256,
        words=words,
        uploader_id=uploader.id,
        **{_column(target): target.id},
    )
    session.add(evidence)
    session.flush()
    record_deeds(session, [_deed("add", evidence, target)], user_id=uploader.id)
    return evidence


def remove_evidence(session: Session, evidence: Evidence, *, reason: str, remover: User) -> None:
    """Take a file away for good; that there was one, and why it went, stays at the desk.

    Raises:
        NotAllowed: the account may not remove it.
        InvalidDocument: no reason was given.
    """
    target = target_of(evidence)
    lock_trail(session)
    if not may_remove_evidence(remover, target):
        raise NotAllowed("A reviewer removes evidence.")
    if not (reason := reason.strip()) or len(reason) > LONGEST_WORDS:
        problem = f"say in up to {LONGEST_WORDS} characters why it goes"
        raise InvalidDocument([Problem("/reason", problem)])
    removed = RemovedEvidence(name=evidence.name, remover_id=remover.id, reason=reason)
    if isinstance(target, Source):
        removed.source_id, removed.sha256 = target.id, evidence.sha256
    session.add(removed)
    session.delete(evidence)
    session.flush()
    record_deeds(session, [_deed("remove", evidence, target, reason)], user_id=remover.id)


def target_of(evidence: Evidence) -> Target:
    """Return what a file is evidence of."""
    target = evidence.source or evidence.draft or evidence.confidential
    if target is None:  # the database has a rule against it
        raise AssertionError(f"evidence {evidence.name} is of nothing")
    return target


def _hold(session: Session, target: Target, uploader: User) -> None:
    if isinstance(target, Draft):
        hold_draft(session, target, uploader, Step.SAVE)
    lock_trail(session)
    session.refresh(target)
    if isinstance(target, Source) and target.retracted_at is not None:
        raise InvalidTransition("This source was retracted. Restore it before adding to it.")
    if not may_add_evidence(uploader, target):
        raise NotAllowed("Your account may not add files here.")


def _refuse_again(session: Session, target: Target, file: CleanFile) -> None:
    there = evidence_of(session, target)
    if any(file.received_sha256 == each.received_sha256 for each in there):
        raise RefusedFile("This very file is here already.")
    if len(there) >= MOST_FILES:
        raise RefusedFile(f"A source has at most {MOST_FILES} files. Put some into one PDF.")


def _is_own(user: User, account_id: int) -> bool:
    return user.id == account_id and allows(user, Permission.WRITE)


def _column(target: Target) -> str:
    if isinstance(target, Source):
        return "source_id"
    return "draft_id" if isinstance(target, Draft) else "confidential_id"


def _deed(action: str, evidence: Evidence, target: Target, reason: str = "") -> Deed:
    subject = f"evidence {evidence.name}"
    if isinstance(target, ConfidentialSource):
        return Deed(f"evidence:{action}", subject, {"of": target.slug}, is_confidential=True)
    of = target.slug if isinstance(target, Source) else f"draft {target.id}"
    details = {
        "of": of,
        "sha256": evidence.sha256,
        "received_sha256": evidence.received_sha256,
    }
    return Deed(f"evidence:{action}", subject, details | ({"reason": reason} if reason else {}))
