"""Killed at any moment, a writer leaves everything or nothing, and every chain whole."""

import os
import signal
import time
import warnings
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.cli.checking import find_problems
from campaign.db import begin_writing, now
from campaign.editorial.drafts import start_update, submit_draft
from campaign.editorial.merging import merge
from campaign.editorial.restoring import restore, revision_document
from campaign.editorial.review import publish, review_draft
from campaign.editorial.revisions import Signature
from campaign.imports.seeds import seed
from campaign.models import Company, Draft, Revision, SlugRedirect, User
from campaign.models.vocabulary import DraftState, Verdict
from campaign.queries.records import find_record, get_record
from tests.factories import company_values, make_user, source_values
from tests.factories import publish as publish_values
from tests.support.databases import open_engine
from tests.support.issues import make_world

LONGEST_LIFE = 0.4  # seconds from the second transaction to the end
TURNS = 10_000  # more than anybody lives
SEEDED = 12


@pytest.fixture
def world(database_url, tmp_path):
    """Brand and mill with what is reported; a twin to merge; two sets of seeds."""
    engine = open_engine(database_url)
    with Session(engine) as session, session.begin():
        make_world(session)
        publish_values(session, company_values(name="Twin", citations=["source-a"]))
        for role in ("editor", "reviewer"):
            make_user(session, role, email=f"{role}@example.org")
    for variant in ("one", "two"):
        folder = tmp_path / variant
        folder.mkdir()
        documents = [source_values(slug="seeded-source")] + [
            company_values(name=f"Seeded {n}", sector=variant, citations=["seeded-source"])
            for n in range(SEEDED)
        ]
        (folder / "base.yaml").write_text(yaml.safe_dump(documents))
    yield engine, tmp_path
    engine.dispose()


def keep_publishing(session: Session, turn: int, _folder: object) -> None:
    """Take a change of a company from the first word to publication."""
    editor, reviewer = (
        session.scalars(select(User).where(User.email == f"{role}@example.org")).one()
        for role in ("editor", "reviewer")
    )
    brand = get_record(session, "brand", Company)
    assert brand is not None
    draft = start_update(session, brand, author=editor)
    draft.document = {**draft.document, "sector": f"turn {turn} {time.monotonic()}"}
    submit_draft(session, draft, author=editor)
    review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE)
    publish(session, draft, reviewer=reviewer)


def keep_merging(session: Session, turn: int, _folder: object) -> None:
    """Merge the twin into the brand, or bring it back."""
    twin, brand = find_record(session, "twin"), find_record(session, "brand")
    assert twin is not None
    assert brand is not None
    signature = Signature(now(), f"kill {turn} {time.monotonic()}")
    if twin.merged_into_id is None:
        merge(session, twin, brand, reason="The same.", signature=signature)
    else:
        document = revision_document(session, twin, twin.revision)
        restore(session, twin, document, signature=replace(signature, note="Not the same."))


def keep_seeding(session: Session, turn: int, folder) -> None:
    """Load one set of seeds, and then the other."""
    seed(session, folder / ("one", "two")[turn % 2])


def is_whole(session: Session) -> bool:
    """Tell whether nothing is half done: neither a publication, nor a merger, nor a seeding."""
    assert list(find_problems(session)) == []
    origins = set(session.scalars(select(Revision.origin)))
    for number, state in session.execute(select(Draft.id, Draft.state)):
        assert (f"draft {number}" in origins) == (state is DraftState.PUBLISHED)
    twin = find_record(session, "twin")
    redirected = session.get(SlugRedirect, "twin") is not None
    assert twin is not None
    assert (twin.merged_into_id is not None) == redirected == (twin.retracted_at is not None)
    seeded = session.execute(
        select(Company.slug, Company.sector).where(Company.slug.startswith("seeded-"))
    ).all()
    assert len(seeded) in (0, SEEDED)
    assert len({sector for _, sector in seeded}) <= 1
    return True


def kill_at(url: str, work: Callable[..., None], folder: object, moment: float) -> bool:
    """Let a process work until it is killed; say whether it was at work then."""
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads are left alone
        child = os.fork()
    if child == 0:
        _work_for_ever(url, work, folder, writing)
    os.close(writing)
    began = os.read(reading, 1)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    assert began, "the child could not begin"
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _work_for_ever(url: str, work: Callable[..., None], folder: object, writing: int) -> None:
    try:
        engine = open_engine(url)
        for turn in range(TURNS):
            with Session(engine) as session:
                begin_writing(session)
                if turn == 1:  # it has published once, and is warm
                    os.write(writing, b"!")
                work(session, turn, folder)
                session.commit()
    finally:
        os._exit(1)


@pytest.mark.attack
@pytest.mark.parametrize(
    "work", [keep_publishing, keep_merging, keep_seeding], ids=lambda work: work.__name__[5:]
)
def test_a_writer_that_is_killed_leaves_nothing_half_done(
    world, database_url, dialect, work, assault
):
    engine, folder = world
    random = Random(f"{work.__name__} {dialect}")
    kills, revisions = assault.size(2, 67), set()

    for _ in range(kills):
        assert kill_at(database_url, work, folder, random.uniform(0, LONGEST_LIFE))
        with Session(engine) as session:
            assert is_whole(session)
            revisions.add(len(session.scalars(select(Revision.id)).all()))

    assault.count(f"killed while {work.__name__[5:]}, on {dialect}", kills)
    assert len(revisions) > kills / 4  # some of the work was done, or else nothing was tried
