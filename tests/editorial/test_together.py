"""Many who edit, review and restore at once: every update is kept, in one order."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from campaign.cli.checking import find_problems
from campaign.db import begin_writing
from campaign.editorial.deciding import start_restoration
from campaign.editorial.drafts import start_update, submit_draft
from campaign.editorial.restoring import revision_document
from campaign.editorial.review import publish, review_draft
from campaign.errors import Conflict
from campaign.models import Company, Draft, Record, Revision, User
from campaign.models.vocabulary import DraftAction, Verdict
from campaign.queries.records import document_of, get_record
from tests.factories import company_values, make_source, make_user
from tests.factories import publish as publish_values
from tests.support.databases import open_engine

AT_ONCE = 8
TRIES = 60
NAMES = ("Anvils", "Bellows", "Chisels")


@pytest.fixture
def engine(database_url):
    engine = open_engine(database_url)
    with Session(engine) as session, session.begin():
        make_source(session)
        publish_values(session, *(company_values(name=name, note="begun") for name in NAMES))
        make_user(session, "editor", email="editor@example.org")
        make_user(session, "reviewer", email="reviewer@example.org")
    yield engine
    engine.dispose()


def account(session: Session, name: str) -> User:
    return session.scalars(select(User).where(User.email == f"{name}@example.org")).one()


def begin(engine, number: int, slug: str, random: Random) -> int:
    """Begin a draft in a transaction of its own: an edit, or now and then a restoration."""
    with Session(engine) as session:
        begin_writing(session)
        company = get_record(session, slug, Company)
        assert company is not None
        author = account(session, "editor")
        back = random.randrange(1, company.revision + 1)
        differs = revision_document(session, company, back) != document_of(company).content()
        if differs and random.random() < 0.3:
            draft = start_restoration(session, company, back, author=author)
        else:
            draft = start_update(session, company, author=author)
            note = f"{company.note}, {number}"[-300:]
            draft.document = {**draft.document, "note": note, "sector": f"sequence {number}"}
        submit_draft(session, draft, author=author)
        session.commit()
        return draft.id


def sign(engine, draft_id: int) -> bool:
    """Approve and publish; say whether the record had not moved on meanwhile."""
    with Session(engine) as session:
        begin_writing(session)
        draft = session.get_one(Draft, draft_id)
        reviewer = account(session, "reviewer")
        review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE)
        try:
            publish(session, draft, reviewer=reviewer)
        except Conflict:
            return False
        session.commit()
        return True


def sequence(engine, number: int) -> int:
    """Edit, review and publish, beginning anew after each conflict; return how many there were."""
    random = Random(number)
    slug = random.choice(NAMES).lower()
    for conflicts in range(TRIES):
        try:
            if sign(engine, begin(engine, number, slug, random)):
                return conflicts
        except OperationalError as error:
            # Whoever waits longer than SQLite lets them is told so, and sends it again.
            if "database is locked" not in str(error):
                raise
    raise AssertionError(f"sequence {number} never came through")


@pytest.mark.attack
def test_no_update_is_lost_among_many_at_once(engine, assault, dialect):
    sequences = assault.size(16, 200)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        conflicts = list(pool.map(lambda number: sequence(engine, number), range(sequences)))

    with Session(engine) as session:
        assert list(find_problems(session)) == []
        revisions = session.scalars(
            select(Revision).join(Record).order_by(Revision.record_id, Revision.number)
        ).all()
        drafts = {f"draft {draft.id}": draft for draft in session.scalars(select(Draft))}
        kept = [revision for revision in revisions if revision.origin in drafts]
        lost = sequences - len(kept)
        assault.count(f"edit-review-restore sequences at once, on {dialect}", sequences, lost)
        assert lost == 0
        assert sum(conflicts) > 0  # they did meet
        for revision in kept:  # each was made from the one before it, and from no other
            draft = drafts[revision.origin]
            assert draft.base_revision == revision.number - 1
            assert draft.action in (DraftAction.UPDATE, DraftAction.RESTORE)
        for name in NAMES:
            company = get_record(session, name.lower(), Company)
            last = [r for r in revisions if r.record_id == company.id][-1]
            assert document_of(company).content() == last.document
