import pytest
from click.testing import CliRunner
from sqlalchemy import delete, func, select

from campaign.cli.commands import Commands
from campaign.cli.exposure import exposure
from campaign.models import Exposure
from tests.factories import make_company, make_facility, make_report


@pytest.fixture
def run(app, session):
    """Runs commands on a report of one plant."""
    maker = make_company(session, name="Maker")
    make_report(session, site=make_facility(session, name="Plant", operator=maker))
    session.commit()

    def run_command(*arguments):
        with app.app_context():
            return CliRunner().invoke(Commands(commands=[exposure]), arguments)

    return run_command


def test_a_table_that_agrees_is_said_to(run):
    result = run("exposure", "check")

    assert result.exit_code == 0
    assert "is what the records say" in result.output


def test_a_table_that_lacks_a_row_is_told_and_mended(run, session):
    session.execute(delete(Exposure))
    session.commit()

    checked = run("exposure", "check")
    mended = run("exposure", "rebuild")

    session.rollback()
    assert checked.exit_code == 1
    assert "is missing" in checked.output
    assert "campaign exposure rebuild" in checked.output
    assert mended.exit_code == 0
    assert session.scalar(select(func.count()).select_from(Exposure)) == 1
