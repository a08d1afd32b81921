"""The schema goes up and down with its rows, on both databases, from any version."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

import click
import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from campaign.cli.database import alone, upgrade_schema
from campaign.errors import SchemaMismatch
from campaign.imports.seeds import load_reference
from campaign.models import Exposure
from campaign.models.vocabulary import Basis, Reach, Timing
from campaign.queries.schema import (
    ADVICE,
    SchemaState,
    alembic_config,
    require_current_schema,
    schema_state,
)
from campaign.search.quarters import quarters_of
from campaign.search.query import search
from campaign.search.rules import is_outdated
from config import ROOT
from tests.factories import make_report
from tests.support.databases import SEEDS, open_engine

# From the first migration to the last.
REVISIONS = [*ScriptDirectory.from_config(alembic_config()).walk_revisions()][::-1]


@dataclass(frozen=True)
class Step:
    """What a migration must do to rows.

    Attributes:
        before: writes rows, as they looked before the migration.
        after: asserts that they are there after it, as they look now; called again after
            the migration was taken back and run once more.
    """

    before: Callable[[Connection], None]
    after: Callable[[Connection], None]


def nothing(_connection: Connection) -> None:
    """Stand below the first migration, where there is no table."""


def write_record(connection: Connection) -> None:
    """Write the row on which all others hang."""
    connection.execute(
        text(
            "INSERT INTO record (id, kind, slug, title, revision, published_at, updated_at) "
            "VALUES (1, 'source', 'first', 'First', 1, '2024-01-01', '2024-01-01')"
        )
    )


def write_and_find_record(connection: Connection) -> None:
    """Write a row into the new schema, and find it."""
    write_record(connection)
    assert connection.scalar(text("SELECT title FROM record")) == "First"


def write_searched_record(connection: Connection) -> None:
    """Write a record with a name by which it is searched."""
    write_record(connection)
    connection.execute(
        text(
            "INSERT INTO search_name (record_id, text, language, folded, romanised) "
            "VALUES (1, '鴻海', 'zh-Hant', '鸿 海', false)"
        )
    )
    connection.execute(text("INSERT INTO search_term (term, uses) VALUES ('honghai', 1)"))


def find_searched_record(connection: Connection) -> None:
    """Find it by its name, and an index beside it."""
    found = connection.scalar(
        text(
            "SELECT slug FROM record JOIN search_name ON record.id = record_id "
            "WHERE folded >= '鸿' AND folded < '鸿~'"
        )
    )
    assert found == "first"
    assert connection.scalar(text("SELECT term FROM search_term")) == "honghai"


def write_searched_company(connection: Connection) -> None:
    """Write a company as it was indexed before the postings."""
    connection.execute(
        text(
            "INSERT INTO record (id, kind, slug, title, revision, published_at, updated_at) "
            "VALUES (1, 'company', 'quillow', 'Quillow', 1, '2024-01-01', '2024-01-01')"
        )
    )
    for statement in (
        "INSERT INTO company (id, country, roles, sector, collective) "
        "VALUES (1, 'TW', '[]', 'toys', false)",
        "INSERT INTO search_entry (record_id, names, romanised, body, weight) "
        "VALUES (1, 'quillow', '', '', 0)",
    ):
        connection.execute(text(statement))


def find_postings(connection: Connection) -> None:
    """Find it, and where its postings stand or will stand."""
    assert connection.scalar(text("SELECT names FROM search_entry")) == "quillow"
    connection.execute(text("SELECT key, segment, ids FROM search_posting"))


def write_term(connection: Connection) -> None:
    """Write a word of the vocabulary as it was kept before it was cut in parts."""
    connection.execute(text("INSERT INTO search_term (term, uses) VALUES ('kettlewick', 4)"))


def find_term(connection: Connection) -> None:
    """Assert that a word is kept with its uses, and under the parts by which it is found."""
    parts = text("SELECT uses, beginning, middle, ending FROM search_term WHERE term = :term")
    row = connection.execute(parts, {"term": "kettlewick"}).one()
    assert tuple(row) == (4, "10ket", "10tle", "10wick")


def write_cut_term(connection: Connection) -> None:
    """Write a company, and a word of its name as it was kept when it was cut in three."""
    write_searched_company(connection)
    connection.execute(text("INSERT INTO search_term VALUES ('quillow', 1, '7qu', '7il', '7low')"))


def find_quarters(connection: Connection) -> None:
    """Assert that it is kept with its uses under its quarters."""
    query = text("SELECT uses, first, second, third, fourth FROM search_term WHERE term = :term")
    row = connection.execute(query, {"term": "quillow"}).mappings().one()
    assert dict(row) == {"uses": 1, **quarters_of("quillow")}
    connection.execute(text("SELECT id, rules FROM search_state"))


ACCOUNT = (
    "INSERT INTO account (id, email, password, active, fs_uniquifier, create_datetime, "
    "update_datetime) VALUES (1, 'ana@example.org', 'x', true, 'x', '2024-01-01', '2024-01-01')"
)


def write_account(connection: Connection) -> None:
    """Write a record, and an account that can issue a sheet of it."""
    write_record(connection)
    connection.execute(text(ACCOUNT))


def issue_sheet(connection: Connection) -> None:
    """Issue a sheet of the record by the account, into the new tables."""
    for statement in (
        "sheet_number (id, year, running, subject_id, form, length, paper, language, role, "
        "campaign) VALUES (1, 2026, 1, 1, 'sheet', 'two', 'a4', 'en', '', '')",
        "issued_look (id, hash, accent) VALUES (1, 'x', '#9b1c1c')",
        "issued_sheet (id, number_id, version, title, look_id, content, hash, issued_at, "
        "issued_by_id) VALUES (1, 1, 1, 'First', 1, '{}', 'x', '2026-11-25', 1)",
        "issued_record (sheet_id, record_id, revision) VALUES (1, 1, 1)",
        "issued_file (sheet_id, form, hash) VALUES (1, 'pdf', 'x')",
    ):
        connection.execute(text(f"INSERT INTO {statement}"))
    assert connection.scalar(text("SELECT title FROM record WHERE slug = 'first'")) == "First"


def write_issue(connection: Connection) -> None:
    """Write an issued sheet with one file."""
    write_account(connection)
    issue_sheet(connection)


def find_two_hashes(connection: Connection) -> None:
    """Find the file, and room for another that was made of the same sheet later."""
    found = connection.execute(text("SELECT sheet_id, form, hash FROM issued_file")).one()
    assert tuple(found) == (1, "pdf", "x")
    connection.execute(
        text("INSERT INTO issued_file (sheet_id, form, hash) VALUES (1, 'pdf', 'y')")
    )


PLACED_REPORT = (
    *(
        "INSERT INTO record (id, kind, slug, title, revision, published_at, updated_at) "
        f"VALUES ({number}, '{kind}', '{kind}', '{kind}', 1, '2024-01-01', '2024-01-01')"
        for number, kind in enumerate(("company", "facility", "report"), 1)
    ),
    "INSERT INTO company (id, country, roles, sector, collective) "
    "VALUES (1, 'US', '[]', 'toys', false)",
    "INSERT INTO facility (id, country, products, operating_status) VALUES (2, 'CN', '[]', 'open')",
    "INSERT INTO operation (facility_id, position, operator_id) VALUES (2, 0, 1)",
    "INSERT INTO report (id, from_date, certainty, disputed, remedied, withdrawn, reply_state)"
    " VALUES (3, '2021', 'reported', false, false, false, 'not_asked')",
    "INSERT INTO report_site (report_id, facility_id, position) VALUES (3, 2, 0)",
)


def write_exposed_report(connection: Connection) -> None:
    """Write a company that runs a plant, a report on it, and the tie between the two."""
    for statement in (
        *PLACED_REPORT,
        "INSERT INTO exposure (company_id, report_id, reach, tiers, timing, denied, counted) "
        "VALUES (1, 3, 'site', 0, 'unknown', false, false)",
    ):
        connection.execute(text(statement))


def write_placed_report(connection: Connection) -> None:
    """Write a report on a plant that a company runs."""
    for statement in PLACED_REPORT:
        connection.execute(text(statement))


def fill_exposure(connection: Connection) -> None:
    """Find the table empty, for it is computed; it takes the place of a tie now."""
    assert connection.scalar(text("SELECT count(*) FROM exposure")) == 0
    connection.execute(
        text(
            "INSERT INTO exposure (company_id, report_id, facility_id, reach, tiers, holdings,"
            " timing, denied, counted) VALUES (1, 3, 2, 'site', 0, 0, 'unknown', false, false)"
        )
    )
    assert connection.scalar(text("SELECT share FROM supply_link")) is None
    connection.execute(text("DELETE FROM exposure"))


def write_attempts(connection: Connection) -> None:
    """Write a row of the throttle beside the record."""
    assert connection.scalar(text("SELECT title FROM record")) == "First"
    connection.execute(text("DELETE FROM sign_in_attempts"))
    connection.execute(
        text("INSERT INTO sign_in_attempts VALUES ('k', 3, '2026-11-25 10:00:00+00')")
    )


def find_report_and_reply(connection: Connection) -> None:
    """Find what the report says of all companies; one with an entry of its own stands too."""
    assert connection.scalar(text("SELECT reply_state FROM report WHERE id = 3")) == "not_asked"
    connection.execute(text("DELETE FROM company_reply"))
    connection.execute(
        text(
            "INSERT INTO company_reply (report_id, position, key, actor_id, because, reminders) "
            "VALUES (3, 0, 'r1', 1, 'endangers_workers', '[]')"
        )
    )
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(text("UPDATE company_reply SET because = NULL"))
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(text("UPDATE report SET reply_state = 'perhaps'"))


def write_to_the_desk(connection: Connection) -> None:
    """Write a request on the record, and a batch of the account, into the new tables."""
    for statement in (
        "DELETE FROM correction_request",
        "DELETE FROM draft_batch",
        "INSERT INTO correction_request (id, about_id, page, wrong, evidence, receipt, at, state) "
        "VALUES (1, 1, '', 'The year.', '', 'x', '2026-11-25', 'waiting')",
        "INSERT INTO draft_batch (id, title, reason, author_id, created_at) "
        "VALUES (1, 'Undo', 'A wrong list.', 1, '2026-11-25')",
    ):
        connection.execute(text(statement))
    assert connection.execute(text("SELECT title, looked_at FROM record")).one() == ("First", None)


def invite(connection: Connection) -> None:
    """Give the account a last day, a link and a recovery code; it is still there."""
    account = connection.execute(text("SELECT id, email FROM account")).one()
    assert tuple(account) == (1, "ana@example.org")
    connection.execute(text("UPDATE account SET ends_on = '2026-12-31', tf_last_counter = 59"))
    connection.execute(
        text(
            "INSERT INTO account_link (id, account_id, hash, made_at, expires_at) "
            "VALUES (1, 1, 'x', '2026-11-25', '2026-12-02')"
        )
    )
    connection.execute(text("INSERT INTO recovery_code (id, account_id, hash) VALUES (1, 1, 'x')"))


def write_draft(connection: Connection) -> None:
    """Write a draft as it was before its savings were counted, and a record."""
    write_account(connection)
    connection.execute(
        text(
            "INSERT INTO draft (id, kind, action, document, title, note, state, author_id, "
            "created_at, updated_at) VALUES (1, 'company', 'create', '{}', 'Quillow', '', "
            "'writing', 1, '2024-01-01', '2024-01-01')"
        )
    )


def find_draft_told_apart(connection: Connection) -> None:
    """Find it at version 0, and tell it from the record."""
    assert connection.scalar(text("SELECT version FROM draft WHERE title = 'Quillow'")) == 0
    connection.execute(
        text(
            "INSERT INTO distinction (id, draft_id, record_id, author_id, at) "
            "VALUES (1, 1, 1, 1, '2024-01-01')"
        )
    )


def write_question(connection: Connection) -> None:
    """Write two drafts of reports, one of which asks a company until a month."""
    write_account(connection)
    reply = '{"replies": {"r1": {"asked_on": "2026-11-01", "due_on": "2026-12"}}}'
    for number, document in enumerate((reply, "{}"), 1):
        values = {"id": number, "document": document}
        connection.execute(
            text(
                "INSERT INTO draft (id, kind, action, document, title, note, state, author_id, "
                "created_at, updated_at) VALUES (:id, 'report', 'create', :document, 'Nights', "
                "'', 'writing', 1, '2024-01-01', '2024-01-01')"
            ),
            values,
        )


def find_question(connection: Connection) -> None:
    """Find until when each draft asks."""
    rows = connection.execute(text("SELECT asks_until FROM draft ORDER BY id"))
    assert [row[0] for row in rows] == ["2026-12-31", None]


def tie_answer(connection: Connection) -> None:
    """Let the second draft go with the first, as nothing was told of it before."""
    assert connection.scalar(text("SELECT count(*) FROM answer_draft")) == 0
    connection.execute(text("INSERT INTO answer_draft (draft_id, report_draft_id) VALUES (2, 1)"))


def end_session(connection: Connection) -> None:
    """End a session; no account is named with it."""
    assert connection.scalar(text("SELECT count(*) FROM ended_session")) == 0
    connection.execute(text("INSERT INTO ended_session VALUES ('abc', '2024-01-01')"))


def find_safety(connection: Connection) -> None:
    """Find the report without safety fields, and where they and confidential sources stand."""
    assert connection.scalar(text("SELECT publicity_wish FROM report WHERE id = 3")) is None
    for statement in ("DELETE FROM confidential_citation", "DELETE FROM confidential_source"):
        connection.execute(text(statement))
    for statement in (
        "confidential_source (id, slug, description, grade, keeper_id, created_at) "
        "VALUES (1, 'confidential-1', 'A letter.', 'B', 1, '2026-11-25')",
        "confidential_citation (record_id, source_id, position, pointer, stance) "
        "VALUES (3, 1, 0, '', 'context')",
    ):
        connection.execute(text(f"INSERT INTO {statement}"))
    for wrong in (
        "UPDATE report SET publicity_wish = 'perhaps'",
        "UPDATE confidential_source SET slug = 'open'",
    ):
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(text(wrong))


def write_report_and_account(connection: Connection) -> None:
    """Write a report on a plant, and an account."""
    write_placed_report(connection)
    connection.execute(text(ACCOUNT))


def find_wide_indexes(connection: Connection) -> None:
    """Assert that the indexes hold what is read of links and of exposure."""
    wide = {
        index["name"]: index["column_names"]
        for table in ("supply_link", "exposure")
        for index in inspect(connection).get_indexes(table)
    }
    assert wide["ix_supply_link_buyer_id"] == ["buyer_id", "supplier_id", "facility_id", "id"]
    assert wide["ix_supply_link_facility_id_buyer_id"] == ["facility_id", "buyer_id", "id"]
    assert len(wide["ix_exposure_counted"]) == len(Exposure.__table__.columns)


TIE = (
    "INSERT INTO exposure (company_id, report_id, facility_id, reach, tiers, holdings, basis,"
    " timing, denied, counted) VALUES (1, 3, 2, {}, 0, 0, {}, {}, false, false)"
)


def write_tie_in_words(connection: Connection) -> None:
    """Write a report on a plant that a company runs, and the tie between the two in words."""
    write_placed_report(connection)
    connection.execute(text(TIE.format("'site'", "'ngo'", "'unknown'")))


def write_tie_in_numbers(connection: Connection) -> None:
    """Find the table made anew: it takes places of words, and only such."""
    connection.execute(text("DELETE FROM exposure"))
    connection.execute(text(TIE.format(1, 7, 3)))
    tie = connection.execute(select(Exposure.reach, Exposure.basis, Exposure.timing)).one()
    assert tuple(tie) == (Reach.SITE, Basis.NGO, Timing.UNKNOWN)
    connection.execute(text("DELETE FROM exposure"))
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(text(TIE.format(9, 7, 3)))


def find_index_of_retracted(connection: Connection) -> None:
    """Assert that the retracted records can be read alone."""
    assert "ix_record_retracted" in {i["name"] for i in inspect(connection).get_indexes("record")}


def find_second_place(connection: Connection) -> None:
    """Assert that the report is there, and that those about several places can be read alone."""
    indexes = {index["name"] for index in inspect(connection).get_indexes("report_site")}
    assert "ix_report_site_second" in indexes
    assert connection.scalar(text("SELECT facility_id FROM report_site")) == 2


def write_grouping(connection: Connection) -> None:
    """Write a report that groups its sources."""
    write_placed_report(connection)
    for statement in (
        "INSERT INTO record (id, kind, slug, title, revision, published_at, updated_at) "
        "VALUES (4, 'source', 'source', 'source', 1, '2024-01-01', '2024-01-01')",
        "INSERT INTO source (id, publisher, published, language, source_type, grade, origin) "
        "VALUES (4, 'Examplewatch', '2021', 'en', 'ngo_report', 'B', 'first')",
        "INSERT INTO citation (record_id, source_id, position, pointer, stance) "
        "VALUES (3, 4, 0, '/origins/0', 'context')",
    ):
        connection.execute(text(statement))


def find_grouping(connection: Connection) -> None:
    """Assert that the grouping is there, and has an index of its own."""
    indexes = {index["name"] for index in inspect(connection).get_indexes("citation")}
    assert "ix_citation_grouping" in indexes
    grouped = text("SELECT count(*) FROM citation WHERE substr(pointer, 1, 9) = '/origins/'")
    assert connection.scalar(grouped) == 1


def write_grouped_and_plain(connection: Connection) -> None:
    """Write a report that groups its two sources as one account, and one that does not."""
    write_grouping(connection)
    for statement in (
        "INSERT INTO record (id, kind, slug, title, revision, published_at, updated_at) "
        "VALUES (5, 'source', 'other', 'other', 1, '2024-01-01', '2024-01-01'), "
        "(6, 'report', 'plain', 'plain', 1, '2024-01-01', '2024-01-01')",
        "INSERT INTO source (id, publisher, published, language, source_type, grade, origin) "
        "VALUES (5, 'Examplewatch', '2021', 'en', 'ngo_report', 'B', 'second')",
        "INSERT INTO report (id, from_date, certainty, disputed, remedied, withdrawn)"
        " VALUES (6, '2021', 'reported', false, false, false)",
        "INSERT INTO citation (record_id, source_id, position, pointer, stance) VALUES "
        "(3, 5, 1, '/statements/s1', 'supports'), (6, 4, 0, '/statements/s1', 'supports'), "
        "(6, 5, 1, '/statements/s1', 'supports')",
    ):
        connection.execute(text(statement))


def find_accounts(connection: Connection) -> None:
    """Find the groups of the one counted, and the stories of the other."""
    rows = connection.execute(text("SELECT id, independent_accounts FROM report ORDER BY id"))
    assert [tuple(row) for row in rows] == [(3, 1), (6, 2)]


def write_revision(connection: Connection) -> None:
    """Write a record with a revision, and the entry of the trail about it."""
    write_account(connection)
    connection.execute(
        text(
            "INSERT INTO revision (record_id, number, action, document, at, origin, note, "
            "previous_hash, hash) "
            "VALUES (1, 1, 'create', '{}', '2024-01-01', 'seeds', '', 'a', 'b')"
        )
    )
    connection.execute(
        text(
            "INSERT INTO audit_entry (id, at, action, subject, details, previous_hash, hash) "
            "VALUES (1, '2024-01-01', 'publish:create', 'first', '{}', 'a', 'b')"
        )
    )


def find_nothing_withheld(connection: Connection) -> None:
    """Find the revision whole, and a place for words beside the trail."""
    [row] = connection.execute(text("SELECT salt, withheld, hash FROM revision"))
    assert (row.salt, bool(row.withheld), row.hash) == (None, False, "b")
    connection.execute(
        text(
            "INSERT INTO confidential_deed (entry_id, salt, user_id, action, subject, details) "
            "VALUES (1, 'c', 1, 'confidential:keep', 'confidential-1', '{}')"
        )
    )


def write_campaign(connection: Connection) -> None:
    """Write a campaign."""
    connection.execute(
        text(
            "INSERT INTO record (id, kind, slug, title, revision, published_at, updated_at) "
            "VALUES (1, 'campaign', 'sleep', 'Sleep', 1, '2024-01-01', '2024-01-01')"
        )
    )
    connection.execute(
        text("INSERT INTO campaign (id, summary, links) VALUES (1, 'Rest at night.', '[]')")
    )


def find_commitments(connection: Connection) -> None:
    """Find the campaign; what was promised to it, and kept, needs evidence."""
    assert connection.scalar(text("SELECT summary FROM campaign")) == "Rest at night."
    for statement in (
        "DELETE FROM campaign_action",
        "DELETE FROM commitment",
        "INSERT INTO campaign_action (campaign_id, position, key, on_date, kind, text) "
        "VALUES (1, 0, 'a1', '2024', 'petition', 'A petition.')",
        "INSERT INTO commitment (campaign_id, position, key, actor_name, text, on_date, state) "
        "VALUES (1, 0, 'c1', 'Brand', 'To act.', '2024', 'open')",
    ):
        connection.execute(text(statement))
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(text("UPDATE commitment SET state = 'kept'"))


def make_large_file(connection: Connection) -> None:
    """Keep a file that was made; a making has no other state than the four."""
    for statement in (
        "DELETE FROM making",
        "DELETE FROM made_file",
        "INSERT INTO made_file (hash, size, made_at, content) VALUES ('h', 1, '2024-01-01', 'x')",
        'INSERT INTO making (key, "order", form, reports, state, asked_at, attempts, doing, '
        "done, total, trouble, file_hash) "
        "VALUES ('k', '{}', 'pdf', 100, 'done', '2024-01-01', 1, '', 0, 0, '', 'h')",
    ):
        connection.execute(text(statement))
    with pytest.raises(IntegrityError), connection.begin_nested():
        connection.execute(text("UPDATE making SET state = 'lost'"))


def write_source_and_account(connection: Connection) -> None:
    """Write a source, and somebody who can add a file to it."""
    write_account(connection)
    connection.execute(
        text(
            "INSERT INTO source (id, publisher, published, language, source_type, grade, origin) "
            "VALUES (1, 'Examplewatch', '2021', 'en', 'ngo_report', 'B', 'first')"
        )
    )


def find_evidence(connection: Connection) -> None:
    """Find the source, and room for files of it: each of one thing only."""
    assert connection.scalar(text("SELECT publisher FROM source")) == "Examplewatch"
    connection.execute(text("DELETE FROM evidence"))
    row = (
        "INSERT INTO evidence (name, media_type, size, sha256, received_sha256, words, uploader_id,"
        " at, source_id) VALUES ('{}', 'image/png', {}, 'a', 'b', '', 1, '2024-01-01', {})"
    )
    connection.execute(text(row.format("one", 9, 1)))
    for name, size, source in (("one", 9, 1), ("two", 0, 1), ("three", 9, "NULL")):
        with pytest.raises(IntegrityError), connection.begin_nested():
            connection.execute(text(row.format(name, size, source)))


# A new migration needs an entry here: rows below it, and what they are above it.
STEPS: dict[str, Step] = {
    "20261122_records": Step(nothing, write_and_find_record),
    "20261122_search": Step(write_searched_record, find_searched_record),
    "20261125_sign_in": Step(write_record, write_attempts),
    "20261125_terms": Step(write_term, find_term),
    "20261125_exposure": Step(write_exposed_report, fill_exposure),
    "20261125_issued": Step(write_account, issue_sheet),
    "20261125_postings": Step(write_searched_company, find_postings),
    "20261125_replies": Step(write_placed_report, find_report_and_reply),
    "20261125_desk": Step(write_account, write_to_the_desk),
    "20261125_campaigns": Step(write_campaign, find_commitments),
    "20261125_safety": Step(write_report_and_account, find_safety),
    "20261125_quarters": Step(write_cut_term, find_quarters),
    "20261125_reach": Step(write_record, find_wide_indexes),
    "20261125_accounts": Step(write_account, invite),
    "20261125_versions": Step(write_draft, find_draft_told_apart),
    "20261125_questions": Step(write_question, find_question),
    "20261125_answers": Step(write_question, tie_answer),
    "20261125_ended": Step(write_account, end_session),
    "20261125_makings": Step(write_record, make_large_file),
    "20261125_evidence": Step(write_source_and_account, find_evidence),
    "20261126_ties": Step(write_tie_in_words, write_tie_in_numbers),
    "20261126_retracted": Step(write_record, find_index_of_retracted),
    "20261126_grouping": Step(write_grouping, find_grouping),
    "20261126_independent": Step(write_grouped_and_plain, find_accounts),
    "20261126_withheld": Step(write_revision, find_nothing_withheld),
    "20261126_made_later": Step(write_issue, find_two_hashes),
    "20261126_second_place": Step(write_placed_report, find_second_place),
}


@pytest.fixture
def engine(bare_database_url):
    """An engine on a database with nothing in it."""
    return open_engine(bare_database_url)


def downgrade(engine: Engine, revision: str) -> None:
    with alone(engine) as connection:
        settings = alembic_config()
        settings.attributes["connection"] = connection
        command.downgrade(settings, revision)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_every_migration_has_a_test_with_rows():
    assert set(STEPS) == {revision.revision for revision in REVISIONS}


def test_migrations_stand_in_one_line_and_are_named_by_date_and_sentence():
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1
    assert [r.down_revision for r in REVISIONS] == [None, *(r.revision for r in REVISIONS[:-1])]
    for revision in REVISIONS:
        assert revision.module.__file__.rsplit("/", 1)[1][:9] == f"{revision.revision[:8]}_"


@pytest.mark.parametrize("revision", REVISIONS, ids=lambda revision: revision.revision)
def test_rows_survive_a_migration_up_down_and_up_again(engine, revision):
    below, step = revision.down_revision or "base", STEPS[revision.revision]
    if revision.down_revision:
        upgrade_schema(engine, below)
    with engine.begin() as connection:
        step.before(connection)

    upgrade_schema(engine, revision.revision)

    with engine.begin() as connection:
        step.after(connection)
    if revision.down_revision:
        downgrade(engine, below)
        upgrade_schema(engine, revision.revision)
        with engine.begin() as connection:
            step.after(connection)


def test_the_schema_goes_up_down_to_nothing_and_up_again(engine):
    upgrade_schema(engine)
    whole = tables(engine)

    downgrade(engine, "base")
    assert tables(engine) == set()
    upgrade_schema(engine)

    assert tables(engine) == whole


def test_a_full_database_can_be_taken_down_to_nothing(engine):
    upgrade_schema(engine)
    with Session(engine) as session:
        load_reference(session, SEEDS / "reference")
        make_report(session)
        session.commit()

    downgrade(engine, "base")

    assert tables(engine) == set()


def test_the_migrations_say_what_the_models_say(database_url):
    with alone(open_engine(database_url)) as connection:
        settings = alembic_config()
        settings.attributes["connection"] = connection

        command.check(settings)


def test_an_upgrade_computes_anew_what_a_migration_emptied(engine):
    upgrade_schema(engine, "20261125_terms")
    with engine.begin() as connection:
        write_exposed_report(connection)

    upgrade_schema(engine)

    with Session(engine) as session:
        assert session.get(Exposure, (1, 3)).facility_id == 2


def test_an_upgrade_writes_the_index_where_there_is_none(engine):
    upgrade_schema(engine, "20261122_search")
    with engine.begin() as connection:
        write_searched_company(connection)

    upgrade_schema(engine)

    with Session(engine) as session:
        assert [hit.slug for hit in search(session, "quillow").hits] == ["quillow"]


def test_an_upgrade_writes_an_index_of_older_rules_anew(engine):
    upgrade_schema(engine)
    with engine.begin() as connection:
        write_searched_company(connection)
        connection.execute(text("UPDATE search_state SET rules = 'older'"))

    upgrade_schema(engine)

    with Session(engine) as session:
        assert [hit.slug for hit in search(session, "quillow").hits] == ["quillow"]
        assert not is_outdated(session)


def test_a_second_upgrade_changes_nothing(engine):
    upgrade_schema(engine)
    with Session(engine) as session:
        load_reference(session, SEEDS / "reference")
        session.commit()

    upgrade_schema(engine)

    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM abuse_type")) > 40
        assert schema_state(connection) is SchemaState.CURRENT


def test_a_migration_that_fails_leaves_the_schema_as_it_was(engine):
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE supply_link (in_the_way INTEGER)"))

    with pytest.raises(Exception, match="already exists"):
        upgrade_schema(engine)

    assert tables(engine) == {"supply_link"}


def test_an_empty_database_is_refused_with_advice(engine):
    with (
        engine.connect() as connection,
        pytest.raises(SchemaMismatch, match=r"empty\. Run: campaign db upgrade"),
    ):
        require_current_schema(connection)


def test_an_older_database_is_refused_with_advice(engine):
    for revision in REVISIONS[:-1]:
        upgrade_schema(engine, revision.revision)
        with engine.connect() as connection, pytest.raises(SchemaMismatch, match="Make a backup"):
            require_current_schema(connection)


def test_a_newer_database_is_refused_with_advice(engine):
    upgrade_schema(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '29991231_future'"))

    with (
        engine.connect() as connection,
        pytest.raises(SchemaMismatch, match="newer version of the application"),
    ):
        require_current_schema(connection)
    with pytest.raises(click.ClickException, match="newer version of the application"):
        upgrade_schema(engine)


def test_a_current_database_is_accepted(database_url):
    with open_engine(database_url).connect() as connection:
        require_current_schema(connection)


def test_there_is_advice_for_every_state_but_the_good_one():
    assert set(ADVICE) == set(SchemaState) - {SchemaState.CURRENT}


UPGRADE_WHEN_TOLD = """
import sys
from campaign.cli.database import upgrade_schema
from tests.support.databases import open_engine
engine = open_engine(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
upgrade_schema(engine)
"""


def test_two_processes_that_upgrade_a_new_database_at_once_both_succeed(bare_database_url):
    processes = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", UPGRADE_WHEN_TOLD, bare_database_url],
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for process in processes:
        assert process.stdout.readline() == "ready\n"

    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    answers = [(process.communicate()[1], process.returncode) for process in processes]

    assert answers == [("", 0), ("", 0)]
    with open_engine(bare_database_url).connect() as connection:
        require_current_schema(connection)
