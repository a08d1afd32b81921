"""A file is kept whole or not at all, whatever ends the writing; nothing is deleted unasked."""

import os
import resource
import stat
import time
from itertools import count
from random import Random

import pytest
from sqlalchemy.orm import Session

from campaign.cli.evidence import evidence_problems, tidy_folder
from campaign.db import begin_writing
from campaign.editorial.evidence import add_evidence, remove_evidence
from campaign.errors import DiskRefuses, MissingFile
from campaign.evidence.cleaning import CleanFile
from campaign.evidence.keeping import ABANDONED, INCOMING, KEPT, keeping, names_in, read, tidy
from campaign.models import MediaType, Source, User
from campaign.queries.evidence import evidence_of, kept_hashes
from campaign.queries.records import get_record
from tests.factories import SOURCE, make_source, make_user
from tests.support.databases import open_engine
from tests.support.killing import kill_at

CONTENT = b"a clean file" * 5_000
FILE = CleanFile(MediaType.PNG, CONTENT, "0" * 64)


def keep(folder, content=CONTENT):
    with keeping(folder, content) as name:
        pass
    return name


def age(path, seconds):
    os.utime(path, (time.time() - seconds,) * 2)


def test_a_kept_file_is_whole_and_for_its_owner_only(tmp_path):
    name = keep(tmp_path)

    path = tmp_path / KEPT / name
    assert read(tmp_path, name, FILE.sha256) == CONTENT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert names_in(tmp_path, INCOMING) == []


def test_nothing_is_kept_where_the_database_refuses(tmp_path):
    with pytest.raises(RuntimeError), keeping(tmp_path, CONTENT):
        raise RuntimeError("the row was not written")

    assert names_in(tmp_path, INCOMING) == names_in(tmp_path, KEPT) == []


def test_a_full_disk_keeps_nothing_and_says_so(tmp_path):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(DiskRefuses, match="is full"):
            keep(tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert names_in(tmp_path, INCOMING) == names_in(tmp_path, KEPT) == []


def test_a_folder_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "evidence").write_text("in the way")

    with pytest.raises(DiskRefuses, match="cannot be written"):
        keep(tmp_path / "evidence")


def test_a_file_that_somebody_changed_is_not_given_out(tmp_path):
    name = keep(tmp_path)
    (tmp_path / KEPT / name).write_bytes(b"other")

    with pytest.raises(MissingFile, match="no longer what was kept"):
        read(tmp_path, name, FILE.sha256)
    with pytest.raises(MissingFile, match="not where it was kept"):
        read(tmp_path, "0" * 32, FILE.sha256)


def test_what_was_cut_off_is_ended_and_what_is_unknown_is_left_alone(tmp_path):
    known, removed, unknown = keep(tmp_path), keep(tmp_path), keep(tmp_path)
    os.replace(tmp_path / KEPT / known, tmp_path / INCOMING / known)  # killed before the move
    for name, old in (("given up", ABANDONED + 9), ("at work", 5)):
        (tmp_path / INCOMING / name).write_bytes(b"half")
        age(tmp_path / INCOMING / name, old)

    assert read(tmp_path, known, FILE.sha256) == CONTENT  # also before it is moved
    tidy(tmp_path, {known}, {removed})

    assert names_in(tmp_path) == sorted([known, unknown])
    assert names_in(tmp_path, INCOMING) == ["at work"]


@pytest.fixture
def world(database_url, tmp_path):
    """A source to which files can be added, by a reviewer."""
    engine = open_engine(database_url)
    with Session(engine) as session, session.begin():
        make_source(session)
        user_id = make_user(session, "reviewer").id
    yield engine, user_id, tmp_path / "evidence"
    engine.dispose()


def keep_adding_and_removing(url, user_id, folder, writing):
    """Add and remove for ever, as the doors do it; say when the first round was done."""
    engine = open_engine(url)
    for turn in count():
        if turn == 1:
            os.write(writing, b"!")
        with keeping(folder, CONTENT) as name, Session(engine) as session:
            begin_writing(session)
            source, user = get_record(session, SOURCE, Source), session.get_one(User, user_id)
            file = CleanFile(MediaType.PNG, CONTENT, name * 2)
            add_evidence(session, source, file, name=name, words="", uploader=user)
            session.commit()
        with Session(engine) as session:
            begin_writing(session)
            user = session.get_one(User, user_id)
            for evidence in evidence_of(session, get_record(session, SOURCE, Source))[1:]:
                remove_evidence(session, evidence, reason="Enough.", remover=user)
            session.commit()
            tidy_folder(session, folder)


@pytest.mark.attack
def test_an_upload_that_is_killed_leaves_nothing_half(world, database_url, dialect, assault):
    engine, user_id, folder = world
    random, kills, states = Random(dialect), assault.size(4, 100), set()

    for _ in range(kills):
        moment, ends = random.uniform(0, 0.2), (database_url, user_id, folder)
        assert kill_at(moment, keep_adding_and_removing, *ends)
        for name in names_in(folder, INCOMING):
            age(folder / INCOMING / name, ABANDONED + 9)
        with Session(engine) as session:
            states.add((len(names_in(folder, INCOMING)), len(names_in(folder))))
            tidy_folder(session, folder)
            assert list(evidence_problems(session, folder)) == []
            assert sorted(kept_hashes(session)) == names_in(folder)
            assert names_in(folder, INCOMING) == []

    assault.count(f"killed while uploading, on {dialect}", kills)
    assert any(kept for _, kept in states)  # some was done, or else nothing was tried
