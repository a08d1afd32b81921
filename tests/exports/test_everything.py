"""What was exported and imported is the same database, on whichever server, and says so."""

import io
import zipfile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.cli.checking import find_problems
from campaign.cli.evidence import evidence_problems
from campaign.db import Base, begin_reading, now
from campaign.exports.everything import export_everything
from campaign.models import AccountLink, User
from campaign.schemas.carried import CREDENTIALS, all_carried
from tests.factories import company_values, make_source, publish, source_values
from tests.support.carrying import exported, imported, lines_of, make_busy_desk
from tests.support.databases import DIALECTS, open_engine

SIGN_IN = {"account_link", "recovery_code", "ended_session", "sign_in_attempts"}
MADE_AGAIN = {"making", "made_file"}
COMPUTED = {"exposure"}  # and all that begins with "search_"
PUBLISHED = {  # rows follow from the documents in the revisions
    *("company", "facility", "organization", "source", "supply_link", "ownership", "report"),
    *("response", "campaign", "name", "identifier", "citation", "confidential_citation", "denial"),
    *("operation", "headcount", "report_site", "party", "statement", "allegation"),
    *("company_reply", "campaign_party", "demand", "campaign_action", "commitment"),
    "campaign_report",
}
SAME = ("record", "revision", "audit_entry", "draft", "issued_sheet", "exposure", "search_name")


@pytest.fixture
def desk(database_url, tmp_path):
    """The address of a database on which everything has happened once, and its evidence."""
    folder = tmp_path / "evidence"
    engine = open_engine(database_url)
    with Session(engine) as session, session.begin():
        make_busy_desk(session, folder)
    engine.dispose()
    return database_url, folder


@pytest.fixture
def elsewhere(databases, dialect):
    """An empty database of the other kind."""
    [other] = set(DIALECTS) - {dialect}
    with databases.ready(other) as url:
        yield url


def test_every_table_is_carried_or_there_is_a_reason_why_not():
    carried = {each.table.name for each in all_carried()}
    derived = {name for name in Base.metadata.tables if name.startswith("search_")} | COMPUTED
    reasons = [carried, derived, SIGN_IN, MADE_AGAIN, PUBLISHED]

    assert set().union(*reasons) == set(Base.metadata.tables)
    assert sum(map(len, reasons)) == len(Base.metadata.tables)


def test_everything_comes_back_on_the_other_kind_of_database(desk, elsewhere, tmp_path):
    url, folder = desk
    file, there = tmp_path / "all.zip", tmp_path / "there"
    file.write_bytes(exported(url, folder))

    imported(elsewhere, file, there)

    assert exported(elsewhere, there) == file.read_bytes()
    engine, old = open_engine(elsewhere), open_engine(url)
    with Session(engine) as session:
        assert list(find_problems(session)) == []
        assert list(evidence_problems(session, there)) == []
        publish(
            session, source_values(), company_values(name="Newcomer")
        )  # get numbers that are free
        session.rollback()
    with engine.connect() as new, old.connect() as before:
        assert {t: plain(before, t) == plain(new, t) for t in SAME} == dict.fromkeys(SAME, True)
    for each in (engine, old):
        each.dispose()


def plain(connection, table):
    """Return the rows of a table as both databases say them."""
    columns = Base.metadata.tables[table].columns
    chosen = [column for column in columns if (table, column.name) != ("search_name", "id")]
    return sorted(map(repr, connection.execute(select(*chosen))))


def test_each_file_of_it_has_rows_and_facilities_in_every_state(busy_export):
    with zipfile.ZipFile(busy_export) as file:
        empty = {name for name in file.namelist() if not file.read(name)}
        states = {
            (line["retracted_at"] is None, line["merged_into_id"] is None)
            for line in lines_of(file, "records/facility.jsonl")
        }

    assert empty == set()
    assert states == {(True, True), (False, True), (False, False)}


def test_nothing_with_which_anybody_signs_in_is_in_it(session, database_url):
    user = User(
        email="ana@example.org",
        password="the-hash-of-a-passphrase",
        fs_uniquifier="the-mark-of-sessions",
        tf_totp_secret="the-key-of-an-authenticator",
        tf_primary_method="authenticator",
        tf_last_counter=4_700_000_123,
    )
    session.add_all([user, AccountLink(hash="the-hash-of-a-link", expires_at=now())])
    session.commit()

    with zipfile.ZipFile(io.BytesIO(exported(database_url))) as file:
        said = {name: file.read(name).decode() for name in file.namelist()}
        [account] = lines_of(file, "account.jsonl")

    assert account["email"] == "ana@example.org"
    assert not account.keys() & set(CREDENTIALS)
    for secret in ("the-hash", "the-mark", "the-key", "4700000123"):
        assert [name for name, text in said.items() if secret in text] == []


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_who_comes_back_needs_a_new_link(busy_export, elsewhere):
    imported(elsewhere, busy_export)

    engine = open_engine(elsewhere)
    with Session(engine) as session:
        users = session.scalars(select(User)).all()
        assert len(users) == 4
        assert {user.password for user in users} == {""}
        assert {user.tf_totp_secret for user in users} == {None}
        assert len({user.fs_uniquifier for user in users}) == 4
        assert all(user.role_names for user in users)
    engine.dispose()


def test_an_export_sees_one_moment_whatever_is_published_meanwhile(session, database_url):
    make_source(session)
    publish(session, company_values(name="Early"))
    session.commit()
    quiet = exported(database_url, export=export_everything)
    engine = open_engine(database_url)

    with Session(engine) as reading:
        begin_reading(reading)
        pieces = export_everything(reading)
        written = [next(pieces).content]
        publish(session, company_values(name="Late"))
        session.commit()
        written += [piece.content for piece in pieces]

    engine.dispose()
    assert b"".join(written) == quiet


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_the_opening_data_come_back_on_the_other_kind_of_database(
    databases, dialect, elsewhere, tmp_path
):
    file = tmp_path / "all.zip"
    file.write_bytes(exported(databases.seeded(dialect)))

    imported(elsewhere, file)

    assert exported(elsewhere) == file.read_bytes()
