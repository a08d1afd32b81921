"""`campaign user`: makes, lists and switches off accounts, and says what is wrong."""

import pytest
from click.testing import CliRunner
from flask_security import verify_password
from sqlalchemy import select

from campaign.accounts.users import find_user
from campaign.cli.commands import Commands
from campaign.cli.users import user
from campaign.models import AuditEntry
from tests.support.forms import PASSWORD

MAKE = ["create", "ana@example.org", "--role", "editor"]


@pytest.fixture
def run(app):
    def run_command(*arguments, typed=""):
        with app.app_context():
            return CliRunner().invoke(Commands(commands=[user]), ["user", *arguments], input=typed)

    return run_command


def test_the_password_is_asked_for_twice(run, session):
    result = run(*MAKE, typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert result.exit_code == 0, result.output
    assert PASSWORD not in result.output
    assert verify_password(PASSWORD, find_user(session, "ana@example.org").password)


def test_the_password_is_read_from_standard_input(run, session):
    result = run(*MAKE, "--password-stdin", typed=f"{PASSWORD}\n")

    assert result.exit_code == 0, result.output
    assert verify_password(PASSWORD, find_user(session, "ana@example.org").password)


def test_a_generated_password_is_printed_once_and_fits(run, session):
    result = run(*MAKE, "--generate")

    password = result.output.strip().rsplit(" ", 1)[1]
    assert verify_password(password, find_user(session, "ana@example.org").password)


@pytest.mark.parametrize(
    ("arguments", "typed", "message"),
    [
        (["create", "nobody", "--role", "editor", "--generate"], "", "is not a mail address"),
        (["create", "a@example.org", "--role", "boss", "--generate"], "", "'boss' is not one of"),
        ([*MAKE, "--password-stdin"], "short\n", "at least 12 characters"),
        ([*MAKE, "--password-stdin", "--generate"], "", "Choose one of"),
        (["deactivate", "nobody@example.org"], "", "There is no account nobody@example.org"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(run, arguments, typed, message):
    result = run(*arguments, typed=typed)

    assert result.exit_code != 0
    assert message in result.output
    assert "Traceback" not in result.output


def test_an_account_is_not_made_twice(run):
    run(*MAKE, "--generate")

    result = run(*MAKE, "--generate")

    assert result.exit_code == 1
    assert "There is an account ana@example.org already." in result.output


def test_accounts_are_listed_with_roles_and_whether_they_are_on(run):
    run(*MAKE, "--generate")
    run("create", "bo@example.org", "--role", "admin", "--generate")

    run("deactivate", "ANA@example.org")

    assert run("list").output.splitlines() == [
        "ana@example.org  editor  switched off",
        "bo@example.org  admin",
    ]


def test_the_trail_knows_accounts_by_number_only(run, session):
    run(*MAKE, "--generate")
    run("deactivate", "ana@example.org")

    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["account:create", "account:deactivate"]
    assert "ana" not in str([(entry.subject, entry.details) for entry in entries])
