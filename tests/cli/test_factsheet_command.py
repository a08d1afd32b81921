"""`campaign fact-sheet`: writes whole files, and says what is wrong in a line."""

import pytest
from click.testing import CliRunner

from campaign.cli.commands import Commands
from campaign.cli.factsheet import fact_sheet
from tests.factories import make_company


@pytest.fixture
def run(app, session):
    make_company(session, name="Brand")
    session.commit()

    def run_command(*arguments):
        with app.app_context():
            return CliRunner().invoke(Commands(commands=[fact_sheet]), ["fact-sheet", *arguments])

    return run_command


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-"), ("md", b"Fact"), ("json", b"{")])
def test_a_sheet_is_written_to_a_file(run, tmp_path, form, start):
    target = tmp_path / f"sheet.{form}"

    result = run("brand", "--format", form, "--output", str(target))

    assert result.exit_code == 0, result.output
    assert target.read_bytes().startswith(start)
    assert [path.name for path in tmp_path.iterdir()] == [target.name]


def test_without_a_file_name_it_chooses_one_that_says_what_and_when(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    run("brand", "--format", "md")

    [written] = tmp_path.iterdir()
    assert written.name.startswith("brand-fact-sheet-20")
    assert written.suffix == ".md"


def test_a_dash_means_standard_output(run):
    result = run("brand", "--format", "json", "--output", "-")

    assert result.stdout.startswith("{")


def test_the_paper_can_be_chosen(run, tmp_path):
    run("brand", "--paper", "letter", "--output", str(tmp_path / "sheet.pdf"))

    assert b"612 792" in (tmp_path / "sheet.pdf").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nobody"], "There is no company or facility “nobody”."),
        (["brand", "--output", "/nowhere/at/all.pdf"], "Cannot write /nowhere/at/all.pdf"),
        (["brand", "--format", "docx"], "is not one of 'pdf', 'md', 'json'"),
        (["brand", "--paper", "a0"], "is not one of 'a4', 'letter'"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(run, arguments, message):
    result = run(*arguments)

    assert result.exit_code != 0
    assert message in result.output


def test_a_file_that_was_there_stays_when_the_new_one_cannot_be_made(run, tmp_path):
    target = tmp_path / "sheet.md"
    target.write_text("the old one")

    run("nobody", "--output", str(target))

    assert target.read_text() == "the old one"
