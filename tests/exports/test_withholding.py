"""An export of everything leaves out what was given in confidence, and can still be followed."""

import io
import zipfile
from contextlib import contextmanager

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from campaign.cli.checking import find_problems
from campaign.cli.evidence import evidence_problems
from campaign.editorial.companions import start_answer
from campaign.editorial.confidential import keep_confidential
from campaign.editorial.drafts import start_draft, submit_draft
from campaign.editorial.evidence import add_evidence, remove_evidence
from campaign.editorial.review import publish, review_draft
from campaign.editorial.sealing import count_sealed
from campaign.editorial.withheld import count_withheld, seal_revisions
from campaign.errors import CampaignError
from campaign.evidence.cleaning import CleanFile
from campaign.evidence.keeping import keeping
from campaign.exports.everything import export_everything
from campaign.imports.archive import open_export
from campaign.imports.everything import check_everything
from campaign.models import AuditEntry, ConfidentialDeed, Evidence, MediaType, Revision
from campaign.models.vocabulary import Verdict
from tests.factories import make_user, report_values, response_values, statement_values
from tests.support.canaries import Canaries
from tests.support.carrying import exported, forge, imported, lines_of
from tests.support.databases import DIALECTS, open_engine
from tests.support.issues import CITED, make_world

SAID = "The source said that the doors were locked."  # in public, resting on a public source too


@pytest.fixture
def canaries():
    return Canaries()


@pytest.fixture
def desk(database_url, tmp_path, canaries):
    """A database in which marked words stand wherever a confidential source leaves some."""
    with at(database_url) as session:
        hide_in_confidence(session, tmp_path / "evidence", canaries)
        session.commit()
    return database_url


@pytest.fixture
def elsewhere(databases, dialect):
    """An empty database of the other kind."""
    [other] = set(DIALECTS) - {dialect}
    with databases.ready(other) as url:
        yield url


@contextmanager
def at(url):
    engine = open_engine(url)
    with Session(engine) as session:
        yield session
    engine.dispose()


def hide_in_confidence(session, folder, canaries):
    make_world(session)
    keeper, reviewer = (make_user(session, role) for role in ("editor", "reviewer"))
    secret = {"description": canaries.word("description"), "grade": "B"}
    kept = keep_confidential(session, secret, keeper=keeper)
    canaries.places[kept.slug] = "reference"
    _add_files(session, folder, canaries, kept, keeper)
    told = {
        "source": kept.slug,
        "locator": canaries.word("page"),
        "quotation": canaries.word("quoted words"),
    }
    cited = statement_values(text=SAID, citations=[*CITED["citations"], told])
    _publish(session, canaries, cited, keeper, reviewer)
    _leave_unread(session, canaries, told, keeper)


def _add_files(session, folder, canaries, kept, keeper):
    for number in (1, 2):
        content = canaries.word(f"file {number}").encode()
        file = CleanFile(MediaType.PDF, content, canaries.word(f"hash {number}"))
        with keeping(folder, file.content) as name:
            words = canaries.word(f"what file {number} shows")
            evidence = add_evidence(session, kept, file, name=name, words=words, uploader=keeper)
        canaries.places[name] = f"name of file {number}"
    remove_evidence(session, evidence, reason=canaries.word("reason"), remover=keeper)


def _publish(session, canaries, cited, keeper, reviewer):
    values = report_values(slug="locked", title="Locked", statements={"s1": cited}, allegations={})
    draft = start_draft(session, values, author=keeper, note=canaries.word("note"))
    submit_draft(session, draft, author=keeper)
    words = canaries.word("words of the reviewer")
    review_draft(session, draft, reviewer=reviewer, verdict=Verdict.APPROVE, words=words)
    publish(session, draft, reviewer=reviewer)


def _leave_unread(session, canaries, told, keeper):
    alone = statement_values(text=canaries.word("unread statement"), citations=[told])
    values = report_values(
        title=canaries.word("unread title"),
        statements={"s1": alone},
        allegations={},
    )
    draft = start_draft(session, values, author=keeper, note=canaries.word("unread note"))
    answer = start_answer(session, draft, author=keeper)
    answer.document = response_values(actor="brand", text=canaries.word("answer beside it"))
    session.flush()


def texts_in(content):
    """Return all that an export says, unpacked."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = "\n".join(file.namelist())
        return names + "\n".join(file.read(name).decode() for name in file.namelist())


def test_nothing_of_a_confidential_source_is_in_it_and_everything_in_the_complete_backup(
    desk, canaries, tmp_path
):
    folder = tmp_path / "evidence"

    usual = texts_in(exported(desk, folder, export=export_everything))
    complete = texts_in(exported(desk, folder))

    assert canaries.found_in(usual) == set()
    assert SAID in usual
    gone = {"file 2", "hash 2", "what file 2 shows"}  # it was removed
    assert canaries.found_in(complete) == set(canaries.places.values()) - gone
    assert len(canaries.places) == 19


def test_it_comes_back_and_leaves_again_with_the_same_bytes_and_all_is_followed(
    desk, elsewhere, canaries, tmp_path
):
    file, there = tmp_path / "usual.zip", tmp_path / "there"
    file.write_bytes(exported(desk, tmp_path / "evidence", export=export_everything))

    imported(elsewhere, file, there)

    for export in (export_everything, None):  # there is nothing more to give
        again = exported(elsewhere, there, **({"export": export} if export else {}))
        assert canaries.found_in(texts_in(again)) == set()
        if export:
            assert again == file.read_bytes()
    with at(elsewhere) as session:
        assert list(find_problems(session)) == []
        assert list(evidence_problems(session, there)) == []
        assert (count_withheld(session), count_sealed(session)) == (1, 4)
        assert session.scalars(select(Evidence)).all() == []


def test_the_desk_itself_has_nothing_withheld_and_agrees(desk):
    with at(desk) as session:
        deeds = session.scalars(select(ConfidentialDeed).order_by(ConfidentialDeed.entry_id)).all()

        assert list(find_problems(session)) == []
        assert (count_withheld(session), count_sealed(session)) == (0, 0)
        assert [deed.action for deed in deeds] == [
            *("confidential:keep", "evidence:add", "evidence:add", "evidence:remove")
        ]


def rewrite(lines):
    """Change what is left of a revision of which something was withheld."""
    [line] = (line for line in lines if line["withheld"])
    line["document"]["statements"]["s1"]["text"] = "Nobody locked anything."


def give_back_a_note(lines):
    [line] = (line for line in lines if line["withheld"])
    line["note"] = "Somebody else's words."


def withhold_another(lines):
    """Hide words behind the hash that were never given in confidence."""
    line = next(line for line in lines if not line["withheld"])
    line.update(withheld=True, note="", document=line["document"] | {"title": "Other"})


def deny_that_it_is_withheld(lines):
    [line] = (line for line in lines if line["withheld"])
    line["withheld"] = False


def forget_the_rest(lines):
    """Take the hash of the rest out of the trail."""
    for line in lines:
        line["details"].pop("open", None)


def exchange_seals(lines):
    first, second = [line for line in lines if "seal" in line["details"]][:2]
    first["details"], second["details"] = second["details"], first["details"]


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("revisions/report.jsonl", rewrite),
        ("revisions/report.jsonl", give_back_a_note),
        ("revisions/report.jsonl", withhold_another),
        ("revisions/report.jsonl", deny_that_it_is_withheld),
        ("audit_entry.jsonl", forget_the_rest),
        ("audit_entry.jsonl", exchange_seals),
    ],
)
def test_whatever_was_changed_in_what_is_left_is_found(desk, databases, tmp_path, name, change):
    file = tmp_path / "usual.zip"
    file.write_bytes(exported(desk, export=export_everything))
    forged = forge(file, tmp_path / "forged.zip", name, change)

    with pytest.raises(CampaignError), open_export(forged) as found:
        check_everything(found, lambda *_: None)
    with databases.ready("postgresql") as other, pytest.raises(CampaignError):
        imported(other, forged)


def test_what_is_changed_behind_the_application_is_found_at_the_desk(desk):
    for change in (
        update(Revision).where(Revision.salt.is_not(None)).values(salt="0" * 32),
        update(Revision).where(Revision.salt.is_not(None)).values(withheld=True),
        update(Revision).where(Revision.salt.is_(None)).values(withheld=True),
        update(ConfidentialDeed).values(subject="confidential-of-another"),
        update(ConfidentialDeed).values(user_id=None),
    ):
        with at(desk) as session:
            session.execute(change)

            assert list(find_problems(session)), str(change)


def test_revisions_of_older_versions_are_sealed_once_and_can_be_withheld(
    desk, elsewhere, canaries, tmp_path
):
    with at(desk) as session:
        make_old(session)
        assert list(find_problems(session))

        sealed = seal_revisions(session), seal_revisions(session)
        session.commit()
        assert list(find_problems(session)) == []
    file = tmp_path / "usual.zip"
    file.write_bytes(exported(desk, export=export_everything))
    imported(elsewhere, file)

    assert sealed == (1, 0)
    with at(elsewhere) as session:
        assert list(find_problems(session)) == []
    assert canaries.found_in(texts_in(file.read_bytes())) == set()


def make_old(session):
    """Let a revision be one that an older version wrote: without salt and second hash."""
    from campaign.editorial import audit, revisions
    from campaign.editorial.hashing import chained_hash

    revision = session.scalars(select(Revision).where(Revision.salt.is_not(None))).one()
    revision.salt = None
    revision.hash = chained_hash(revision.previous_hash, revisions._content(revision))
    previous = None
    for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id)):
        if "open" in entry.details:
            kept = {name: entry.details[name] for name in ("kind", "revision")}
            entry.details = kept | {"hash": revision.hash}
        if previous is not None:
            entry.previous_hash = previous
        entry.hash = previous = chained_hash(entry.previous_hash, audit._content(entry))
    session.flush()


def test_an_export_tells_whether_it_is_complete(busy_export, desk):
    usual = zipfile.ZipFile(io.BytesIO(exported(desk, export=export_everything)))

    with usual, zipfile.ZipFile(busy_export) as complete:
        assert b'"confidential": "withheld"' in usual.read("manifest.json")
        assert b'"confidential": "included"' in complete.read("manifest.json")
        assert lines_of(usual, "confidential_source.jsonl") == []
        assert [line["title"] for line in lines_of(usual, "draft.jsonl")].count("Withheld") == 2
