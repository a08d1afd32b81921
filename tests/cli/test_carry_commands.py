"""`campaign export` and `campaign import`: whole files, whole databases, or nothing and why."""

import os
import zipfile
from random import Random

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.cli.carrying import export_command, import_command
from campaign.cli.checking import check
from campaign.cli.commands import Commands
from campaign.exports.everything import export_everything
from campaign.models import AuditEntry, Draft, Evidence, Record
from tests.factories import make_company, make_source
from tests.support.carrying import exported, forge, imported
from tests.support.databases import open_engine
from tests.support.killing import kill_at

ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
LONGEST_IMPORT = 0.6  # seconds, about


@pytest.fixture
def run(app):
    """Run a command on a database of its own."""

    def run_command(*arguments):
        with app.app_context():
            commands = Commands(commands=[export_command, import_command, check])
            return CliRunner().invoke(commands, [str(argument) for argument in arguments])

    return run_command


@pytest.fixture
def folder(app):
    """Where uploaded files are kept."""
    return app.config["CAMPAIGN"].kept_evidence


def count(session, model):
    session.rollback()
    return session.scalar(select(func.count()).select_from(model))


def drop_last(lines):
    lines.pop()


def drop_attached_to(lines):
    """Leave out a draft to which sources were added; nothing but those name it."""
    lines[1]["attached_to_id"] = 4_000


def change_hash(lines):
    lines[0]["sha256"] = "0" * 64


def without(kind, slug):
    """Return what leaves out a record with its revisions, though others rest on it."""

    def keep_others(lines):
        lines[:] = [line for line in lines if line.get("document", line)["slug"] != slug]

    return {f"records/{kind}.jsonl": keep_others, f"revisions/{kind}.jsonl": keep_others}


def test_what_was_imported_is_exported_with_the_same_bytes(
    run, session, folder, busy_export, tmp_path
):
    done = run("import", busy_export)
    again = run("export", "--with-confidential", tmp_path / "again.zip")

    assert done.exit_code == again.exit_code == 0, done.output + again.output
    assert "campaign user reset EMAIL" in done.output
    assert "GIVEN IN CONFIDENCE" in again.output
    assert "Encrypt it now" in again.output
    assert (tmp_path / "again.zip").read_bytes() == busy_export.read_bytes()
    assert (tmp_path / "again.zip").stat().st_mode & 0o777 == 0o600
    assert len(os.listdir(folder / "kept")) == count(session, Evidence) == 2


@ON_SQLITE
def test_an_export_goes_to_standard_output_with_the_same_bytes(run, busy_export):
    run("import", busy_export)

    piped = run("export", "--with-confidential", "-")

    assert piped.stdout_bytes == busy_export.read_bytes()


@ON_SQLITE
def test_what_was_given_in_confidence_leaves_with_one_option_only(run, busy_export, tmp_path):
    usual, again = tmp_path / "usual.zip", tmp_path / "again.zip"
    run("import", busy_export)

    made, refused = run("export", usual), run("export", "--public", "--with-confidential", again)

    assert made.exit_code == 0
    assert "was left out" in made.output
    assert usual.stat().st_mode & 0o777 == 0o600
    assert b"locked the doors" not in read_all(usual)
    assert b"locked the doors" in read_all(busy_export)
    assert refused.exit_code == 2
    assert not again.exists()


@ON_SQLITE
def test_a_database_without_it_says_so_and_agrees(run, databases, busy_export, tmp_path):
    usual, there = tmp_path / "usual.zip", tmp_path / "there"
    with databases.ready("sqlite") as url:
        imported(url, busy_export, there)
        usual.write_bytes(exported(url, there, export=export_everything))

    done, checked = run("import", usual), run("check")

    assert "was left out of this export" in done.output
    assert checked.exit_code == 0, checked.output
    assert "Withheld, hash kept: 1 revision and 4 entries of the audit trail" in checked.output


def read_all(file):
    """Return what all members of a zip file hold."""
    with zipfile.ZipFile(file) as opened:
        return b"\n".join(map(opened.read, opened.namelist()))


@ON_SQLITE
def test_a_public_export_is_for_everybody_and_no_database_is_made_of_it(run, session, tmp_path):
    make_source(session)
    session.commit()
    file = tmp_path / "public.zip"

    made = run("export", "--public", file)
    refused = run("import", file)

    assert made.exit_code == 0
    assert file.stat().st_mode & 0o777 == 0o644
    assert refused.exit_code == 1
    assert "This is a public export" in refused.output


@ON_SQLITE
@pytest.mark.parametrize(("form", "begins"), [("graphml", "<graphml"), ("json", "{")])
def test_the_graph_is_one_file_for_everybody(run, session, tmp_path, form, begins):
    make_company(session, name="Brand")
    session.commit()
    file = tmp_path / "graph"

    done = run("export", "--graph", form, file)

    assert done.exit_code == 0, done.output
    assert "encrypt" not in done.output
    assert file.stat().st_mode & 0o777 == 0o644
    assert file.read_text().startswith(begins)
    assert "Brand" in file.read_text()


@ON_SQLITE
def test_a_database_in_which_something_is_written_is_left_alone(run, session, busy_export):
    make_source(session)
    session.commit()

    refused = run("import", busy_export)

    assert refused.exit_code == 1
    assert "The database is not empty: record has rows." in refused.output
    assert "CAMPAIGN_DATABASE_URL" in refused.output
    assert count(session, Record) == 1


@ON_SQLITE
def test_checking_reads_all_and_writes_nothing(run, session, folder, busy_export, tmp_path):
    whole = run("import", "--check", busy_export)
    broken = run(
        "import", "--check", forge(busy_export, tmp_path / "f.zip", "audit_entry.jsonl", drop_last)
    )

    assert whole.exit_code == 0
    assert "The export is whole" in whole.output
    assert broken.exit_code == 1
    assert "does not end where the manifest says" in broken.output
    assert count(session, Record) == 0
    assert not folder.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"audit_entry.jsonl": drop_last}, "Nothing was imported."),
        ({"account.jsonl": drop_last}, "user_role.jsonl, line"),
        ({"review.jsonl": lambda lines: lines.append(lines[0])}, "review.jsonl, line"),
        (without("company", "millworks"), "facility.jsonl, line 1: /operations/0/operator: there"),
        (without("source", "source-a"), "/merged_into_id: is no row"),
        ({"evidence.jsonl": change_hash}, "is not one that the rows tell of"),
        ({"draft.jsonl": drop_attached_to}, "/attached_to_id: is no row"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_kept(
    run, session, folder, busy_export, tmp_path, changes, words
):
    file = busy_export
    for number, (name, change) in enumerate(changes.items()):
        file = forge(file, tmp_path / f"forged-{number}.zip", name, change)

    refused = run("import", file)

    assert refused.exit_code == 1
    assert words in refused.output
    assert {count(session, model) for model in (Record, Draft, AuditEntry, Evidence)} == {0}
    assert os.listdir(folder / "incoming") == []


@ON_SQLITE
def test_an_export_that_cannot_be_ended_leaves_no_file(run, folder, busy_export, tmp_path):
    run("import", busy_export)
    (folder / "kept" / os.listdir(folder / "kept")[0]).write_bytes(b"Something else.")
    there = tmp_path / "there"
    there.mkdir()

    refused = run("export", "--with-confidential", there / "all.zip")
    without = run("export", "--no-evidence", there / "rows.zip")

    assert refused.exit_code == 1
    assert "no longer what was kept" in refused.output
    assert without.exit_code == 0
    assert os.listdir(there) == ["rows.zip"]


@ON_SQLITE
def test_without_the_uploaded_files_the_import_says_where_they_belong(
    run, databases, folder, busy_export, tmp_path
):
    with databases.ready("sqlite") as url:
        imported(url, busy_export)
        (tmp_path / "rows.zip").write_bytes(exported(url))

    done = run("import", tmp_path / "rows.zip")

    assert done.exit_code == 0
    assert f"2 files of evidence are to be copied into {folder / 'kept'}" in done.output


@pytest.mark.attack
def test_an_import_that_is_killed_leaves_an_empty_database_or_all(
    databases, busy_export, dialect, assault
):
    random, kills, halves = Random(dialect), assault.size(2, 40), 0
    everything = busy_export.read_bytes()

    for _ in range(kills):
        with databases.ready(dialect) as url:
            kill_at(random.uniform(0, LONGEST_IMPORT), keep_importing, url, busy_export)
            if is_empty(url):
                imported(url, busy_export)
            halves += exported(url, busy_export.parent / "evidence") != everything

    assault.count(f"killed while importing, on {dialect}", kills, halves)
    assert halves == 0


def is_empty(url):
    engine = open_engine(url)
    with Session(engine) as session:
        empty = (count(session, AuditEntry), count(session, Record)) == (0, 0)
    engine.dispose()
    return empty


def keep_importing(url, file, writing):
    imported(url, file, step=lambda *_: os.write(writing, b"!"))
