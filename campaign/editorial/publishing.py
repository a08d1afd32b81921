"""The one way into the public record: documents in, published tables out, one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import QueryableAttribute, Session, selectinload

from campaign.editorial.audit import lock_trail, record_deeds
from campaign.editorial.independence import count_accounts
from campaign.editorial.projection import empty, entitle, project
from campaign.editorial.revisions import Signature, add_revision, latest_revisions, publication
from campaign.errors import InvalidDocument, Problem
from campaign.graph.refreshing import read_touched, refresh_exposure
from campaign.models import (
    AbuseType,
    ConfidentialSource,
    Identifier,
    Ownership,
    Record,
    Response,
    Revision,
    SupplyLink,
)
from campaign.models.vocabulary import DraftAction, Kind
from campaign.queries.confidential import confidential_sources
from campaign.queries.records import MODELS, read_whole
from campaign.schemas import Document
from campaign.schemas.calendar import today_everywhere
from campaign.schemas.report import ReportDocument
from campaign.schemas.texts import texts_in
from campaign.search.index import index_records

ORDER = {kind: position for position, kind in enumerate(Kind)}
Progress = Callable[[int], None]
MOST_AT_ONCE = 10_000  # values in one question; PostgreSQL takes 65,535


def publish_all(
    session: Session,
    documents: Iterable[Document],
    *,
    signature: Signature,
    actions: Mapping[str, DraftAction] | None = None,
    progress: Progress = lambda _done: None,
) -> list[Record]:
    """Publish documents together: all of them or, when one is wrong, none.

    A document whose record is there already replaces what the record says; one that says
    the same as the record is passed over, so that the same files can be loaded again.

    Args:
        session: its transaction is the caller's to commit.
        documents: of any kinds, in any order; they may refer to one another.
        signature: who stands behind them, and where they came from.
        actions: by slug, where it is neither create nor update. What is restored is
            published also where it was retracted or merged away.
        progress: called with 1 for each document written.

    Returns:
        The records that were created or changed.

    Raises:
        InvalidDocument: a reference leads nowhere, or a slug is used twice; each problem
            names document and field.
    """
    batch = sorted(documents, key=lambda document: ORDER[document.kind])
    lock_trail(session)
    with session.begin_nested():
        plan = _Plan(session, batch, signature, actions or {})
        before = read_touched(session, plan.standing)
        plan.empty_standing()
        for document in plan.changed:
            plan.write(document)
            progress(1)
        plan.refuse_early()
        plan.refuse_problems()
        _keep(session, plan, signature, actions or {})
        records = [plan.records[document.slug] for document in plan.changed]
        _retitle(session, [record.id for record in records if record.revision > 1])
        count_accounts(session, records)
        touched = before | read_touched(session, records)
    # What is derived refuses nothing, and can be much: inside the savepoint SQLite would hold
    # the old state of every page in memory.
    moved = refresh_exposure(session, touched)
    index_records(session, [record.id for record in records], moved)
    return records


class _Plan:
    """Which documents of a batch change something, and the records that they mean."""

    def __init__(
        self,
        session: Session,
        batch: Sequence[Document],
        signature: Signature,
        actions: Mapping[str, DraftAction],
    ) -> None:
        self.session = session
        self.restored = {s for s, action in actions.items() if action is DraftAction.RESTORE}
        self.signature = signature
        self.problems: list[Problem] = []
        self.slug = ""
        self._refuse_twins(batch)
        self.records = self._existing(batch)
        self.confidential = confidential_sources(session, map(Document.content, batch))
        self.revisions = latest_revisions(session, [r.id for r in self.records.values() if r.id])
        self.contents = {document.slug: document.content() for document in batch}
        self.changed = [d for d in batch if self._says_something_new(d)]
        self._abuse_codes: set[str] | None = None
        self._holders: dict[tuple[str, str], str] = {}
        self._create(d for d in self.changed if d.slug not in self.records)

    def _refuse_twins(self, batch: Sequence[Document]) -> None:
        seen: set[str] = set()
        twins = [d.slug for d in batch if d.slug in seen or seen.add(d.slug)]  # type: ignore[func-returns-value]
        if twins:
            raise InvalidDocument([Problem(f"{slug}/slug", "is used twice") for slug in twins])

    def _existing(self, batch: Sequence[Document]) -> dict[str, Record]:
        slugs = {document.slug for document in batch} | set(slugs_in(batch))
        wanted = sorted(slugs)
        return {
            record.slug: record
            for start in range(0, len(wanted), MOST_AT_ONCE)
            for record in self.session.scalars(
                select(Record).where(Record.slug.in_(wanted[start : start + MOST_AT_ONCE]))
            )
        }

    def _says_something_new(self, document: Document) -> bool:
        record = self.records.get(document.slug)
        if record is None:
            return True
        if record.kind is not document.kind:
            there = record.kind.value.replace("_", " ")
            self._note(document.slug, "/slug", f"belongs to a {there} already; choose another")
            return False
        if record.retracted_at is not None:
            return self._may_come_back(record)
        return self.revisions[record.id].document != self.contents[document.slug]

    def _may_come_back(self, record: Record) -> bool:
        if record.slug not in self.restored:
            self._note(record.slug, "/slug", "was retracted; restore it before changing it")
            return False
        return True

    def _create(self, documents: Iterable[Document]) -> None:
        for document in documents:
            model = MODELS[document.kind]
            self.records[document.slug] = model(
                kind=document.kind,
                slug=document.slug,
                revision=0,
                published_at=self.signature.at,
                updated_at=self.signature.at,
            )

    @property
    def standing(self) -> list[Record]:
        """Return the records that were there before and will change."""
        known = (self.records[document.slug] for document in self.changed)
        return [record for record in known if record.revision]

    def empty_standing(self) -> None:
        """Take all parts off the records that will change, to be filled anew."""
        self.session.flush()
        for record in read_whole(self.session, self.standing):
            empty(record)
        self.session.flush()

    def write(self, document: Document) -> None:
        """Fill the record of a document; problems are gathered, not raised."""
        record = self.records[document.slug]
        self.slug = document.slug
        with self.session.no_autoflush:
            record.retracted_at = record.retraction_reason = record.merged_into_id = None
            project(record, document, self._resolve)
            self._check_vocabulary(document)
            self._check_identifiers(document)
            if not self.problems:
                entitle(record)
                self.session.add(record)

    def _resolve(self, slug: str, model: type[Any], path: str) -> Any:
        if model is ConfidentialSource:
            return self._confidential(slug, path)
        found = self.records.get(slug)
        if isinstance(found, model) and found.retracted_at is None:
            return found
        if isinstance(found, model):
            self._note(self.slug, path, f"“{slug}” was retracted")
            return None
        kind = "record" if model is Record else model.__tablename__.replace("_", " ")
        self._note(self.slug, path, f"there is no {kind} “{slug}”")
        return None

    def _confidential(self, slug: str, path: str) -> ConfidentialSource | None:
        if slug not in self.confidential:
            self._note(self.slug, path, f"there is no confidential source “{slug}”")
        return self.confidential.get(slug)

    def _check_vocabulary(self, document: Document) -> None:
        if not isinstance(document, ReportDocument):
            return
        if self._abuse_codes is None:
            self._abuse_codes = set(self.session.scalars(select(AbuseType.code)))
        for key, allegation in document.allegations.items():
            if allegation.abuse not in self._abuse_codes:
                path = f"/allegations/{key}/abuse"
                self._note(self.slug, path, f"{allegation.abuse} is not in the vocabulary")

    def _check_identifiers(self, document: Document) -> None:
        """Note a register number that another record has, on record or in this batch."""
        for index, number in enumerate(getattr(document, "identifiers", ())):
            holder = self._holders.setdefault((number.scheme, number.value), document.slug)
            on_record = self.session.scalar(
                select(Record.slug)
                .join(Identifier, Identifier.record_id == Record.id)
                .where(Identifier.scheme == number.scheme, Identifier.value == number.value)
            )
            other = next((s for s in (on_record, holder) if s not in (None, document.slug)), None)
            if other is not None:
                path = f"/identifiers/{index}"
                self._note(document.slug, path, f"{number.value} is the number of “{other}”")

    def _note(self, slug: str, path: str, message: str) -> None:
        self.problems.append(Problem(f"{slug}{path}", message))

    def refuse_early(self) -> None:
        """Note what may not be public yet, by whatever door it comes."""
        today = today_everywhere()
        for document in self.changed:
            if isinstance(document, ReportDocument) and document.waits(today):
                words = f"may not be published before {document.publish_not_before}"
                self._note(document.slug, "/publish_not_before", words)

    def refuse_problems(self) -> None:
        """Stop here when anything was wrong.

        Raises:
            InvalidDocument: with every problem found in the batch.
        """
        if self.problems:
            raise InvalidDocument(self.problems)


def _retitle(session: Session, changed: list[int]) -> None:
    """Give what is known by its ends new words, where an end may have another title now."""
    ends: tuple[tuple[type[Record], tuple[QueryableAttribute[Any], ...]], ...] = (
        (SupplyLink, (SupplyLink.buyer, SupplyLink.supplier)),
        (Ownership, (Ownership.parent, Ownership.subsidiary)),
        (Response, (Response.actor, Response.report, Response.campaign)),
    )
    for model, relations in ends if changed else ():
        columns = [next(iter(relation.property.local_columns)) for relation in relations]
        tied = (
            select(model)
            .where(or_(*(column.in_(changed) for column in columns)))
            .options(*(selectinload(relation) for relation in relations))
        )
        for record in session.scalars(tied):
            entitle(record)
    session.flush()


def slugs_in(batch: Iterable[Document]) -> Iterable[str]:
    """Yield every text in some documents that may be a reference, often more than once.

    Those that are none find no record.
    """
    for document in batch:
        for text in texts_in(document.content()):
            if len(text) <= 120 and " " not in text:
                yield text


def _keep(
    session: Session, plan: _Plan, signature: Signature, actions: Mapping[str, DraftAction]
) -> None:
    deeds = []
    for document in plan.changed:
        record = plan.records[document.slug]
        previous: Revision | None = plan.revisions.get(record.id) if record.id else None
        default = DraftAction.UPDATE if previous else DraftAction.CREATE
        action = actions.get(document.slug, default)
        record.updated_at = signature.at
        content = plan.contents[document.slug]
        revision = add_revision(session, record, content, action, signature, previous)
        deeds.append(publication(record, revision))
    session.flush()
    record_deeds(session, deeds, user_id=signature.reviewer_id, at=signature.at)
