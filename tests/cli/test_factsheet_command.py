"""`campaign fact-sheet` and `fact-sheets build`: whole files, and errors in a line."""

from dataclasses import replace

import pytest
from click.testing import CliRunner

from campaign.cli.commands import Commands
from campaign.cli.factsheet import fact_sheet
from campaign.cli.sheet_batch import fact_sheets
from campaign.db import db
from tests.factories import (
    make_campaign,
    make_company,
    make_facility,
    make_report,
    make_supply_link,
    party_values,
)

one_database = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.fixture
def run(app, session):
    make_company(session, name="Brand")
    make_report(session, slug="nights", site=make_facility(session, name="Mill"))
    make_campaign(session, slug="sleep", target="brand")
    session.commit()

    def run_command(*arguments, command="fact-sheet"):
        with app.app_context():
            commands = Commands(commands=[fact_sheet, fact_sheets])
            return CliRunner().invoke(commands, [command, *arguments])

    return run_command


@pytest.fixture
def build(run):
    return lambda *arguments: run("build", *arguments, command="fact-sheets")


@pytest.mark.parametrize(
    ("form", "start"),
    [
        ("pdf", b"%PDF-"),
        ("docx", b"PK"),
        ("html", b"<!DOCTYPE"),
        ("md", b"Supply"),
        ("txt", b"Supply"),
        ("json", b"{"),
    ],
)
@one_database
def test_a_sheet_is_written_to_a_file(run, tmp_path, form, start):
    target = tmp_path / f"sheet.{form}"

    result = run("brand", "--format", form, "--output", str(target))

    assert result.exit_code == 0, result.output
    assert target.read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


@one_database
def test_the_role_and_the_contact_of_the_settings_reach_the_paper(run, app):
    mill = make_facility(db.session, name="Own Mill", operator="brand")
    make_report(db.session, slug="heat", site=mill, parties=[party_values("brand", "operator")])
    make_supply_link(db.session, supplier="brand", facility="own-mill")
    db.session.commit()
    app.config["CAMPAIGN"] = replace(app.config["CAMPAIGN"], contact="desk@union.example")

    usual, as_supplier, as_brand = (
        run("brand", *role, "--format", "md", "--output", "-")
        for role in ((), ("--role", "supplier"), ("--role", "brand"))
    )

    assert "desk@union.example" in as_brand.output
    assert as_supplier.output == usual.output != as_brand.output


@one_database
def test_without_a_file_name_it_chooses_one_that_says_what_and_when(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    run("brand", "--format", "md")

    [written] = tmp_path.iterdir()
    assert written.name.startswith("brand-fact-sheet-20")
    assert written.suffix == ".md"


@one_database
def test_a_dash_means_standard_output(run):
    result = run("brand", "--format", "json", "--output", "-")

    assert result.stdout.startswith("{")


@one_database
def test_language_paper_length_and_campaign_can_be_chosen(run, tmp_path):
    target = tmp_path / "sheet.pdf"

    result = run(
        "brand", "--lang", "es", "--paper", "Letter", "--length", "one", "--campaign", "sleep",
        "--output", str(target),
    )  # fmt: skip

    assert result.exit_code == 0, result.output
    assert b"612 792" in target.read_bytes()
    assert b"/Lang(es)" in target.read_bytes().replace(b"/Lang (", b"/Lang(")


@one_database
def test_a_letter_can_be_written_too(run):
    result = run("brand", "--what", "letter", "--format", "txt", "--output", "-")

    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "There is no company, facility, report or campaign “nobody”."),
        (["brand", "--campaign", "nope"], "nope"),
        (["brand", "--output", "/nowhere/at/all.pdf"], "Cannot write /nowhere/at/all.pdf"),
        (["brand", "--lang", "tlh"], "'tlh' is not one of"),
    ],
)
@one_database
def test_what_is_wrong_is_said_in_a_line(run, arguments, message):
    result = run(*arguments)

    assert result.exit_code in (1, 2)
    assert message in result.output
    assert "Traceback" not in result.output


@one_database
def test_sheets_of_all_there_is_are_built_into_a_folder(build, tmp_path):
    result = build("--all", "--out", str(tmp_path / "out"), "--format", "md", "--format", "txt")

    assert result.exit_code == 0, result.output
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"brand.md", "brand.txt", "mill.md", "nights.md", "sleep.md"} <= names
    assert not [name for name in names if name.startswith(".")]


@one_database
def test_a_run_that_was_stopped_goes_on_where_it_was(build, tmp_path):
    (tmp_path / "brand.md").write_text("made before")

    build("--all", "--out", str(tmp_path), "--format", "md")

    assert (tmp_path / "brand.md").read_text() == "made before"
    assert (tmp_path / "mill.md").exists()
    build("brand", "--out", str(tmp_path), "--format", "md", "--again")
    assert (tmp_path / "brand.md").read_text() != "made before"


@one_database
def test_one_sheet_that_cannot_be_made_stops_no_other(build, session, tmp_path):
    make_company(session, name="Another 🧵", slug="another")
    session.commit()

    result = build("another", "brand", "nobody", "--out", str(tmp_path))

    assert result.exit_code == 1
    assert "another: The PDF has no glyph" in result.output
    assert "2 sheets could not be made" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["brand.pdf"]


@pytest.mark.parametrize("arguments", [[], ["brand", "--all"]])
@one_database
def test_it_must_be_said_which_sheets(build, tmp_path, arguments):
    result = build(*arguments, "--out", str(tmp_path))

    assert result.exit_code == 2
    assert "Name some slugs, or say --all." in result.output
