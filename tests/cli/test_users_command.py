"""`campaign user` and `campaign workshop`: invite people, keep accounts, say what is wrong."""

from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from flask_security import verify_password
from sqlalchemy import select

from campaign.accounts.users import find_user
from campaign.cli.commands import Commands
from campaign.cli.links import workshop
from campaign.cli.server import first_steps
from campaign.cli.users import user
from campaign.db import now
from campaign.models import AuditEntry
from tests.support.forms import PASSWORD, give_second_factor

MAKE = ["create", "ana@example.org", "--role", "editor"]


@pytest.fixture
def run(app):
    def run_command(*arguments, typed="", noun="user"):
        with app.app_context():
            commands = Commands(commands=[user, workshop])
            return CliRunner().invoke(commands, [noun, *arguments], input=typed)

    return run_command


def link_in(output):
    """Return the path of the link that was printed."""
    [link] = [line.strip() for line in output.splitlines() if "/invitation/" in line]
    return urlsplit(link).path


def test_an_account_is_made_with_a_link_that_sets_the_passphrase(run, app, session):
    result = run(*MAKE)

    assert result.exit_code == 0, result.output
    path = link_in(result.output)
    assert find_user(session, "ana@example.org").password == ""
    assert "Set your passphrase" in app.test_client().get(path).text


def test_a_forgotten_passphrase_is_a_new_link_and_the_old_one_stops(run, app):
    first = link_in(run(*MAKE).output)

    second = link_in(run("reset", "ana@example.org").output)

    assert app.test_client().get(first).status_code == 410
    assert app.test_client().get(second).status_code == 200


def test_links_are_taken_back(run, app):
    path = link_in(run(*MAKE).output)

    result = run("revoke-links", "ana@example.org")

    assert "Links taken back: 1." in result.output
    assert app.test_client().get(path).status_code == 410


def test_a_workshop_gets_a_link_for_each(run, app):
    until = str(now().date())

    result = run("invite", "--until", until, "--count", "3", noun="workshop")

    paths = [urlsplit(line).path for line in result.output.split()]
    assert len(set(paths)) == 3
    assert {app.test_client().get(path).status_code for path in paths} == {200}
    revoked = run("revoke", "--until", until, noun="workshop")
    assert "Links taken back: 3." in revoked.output


def test_an_account_is_kept_from_the_terminal(run, session):
    run(*MAKE, "--generate")

    said = [
        run(*command).output.strip()
        for command in (
            ["role", "ana@example.org", "--role", "contributor"],
            ["sign-out", "ana@example.org"],
            ["deactivate", "ana@example.org"],
            ["reactivate", "ana@example.org"],
        )
    ]

    assert said == [
        "ana@example.org is contributor now.",
        "Ended the sessions of ana@example.org.",
        "Suspended the account ana@example.org.",
        "ana@example.org can sign in again.",
    ]
    user = find_user(session, "ana@example.org")
    assert user.role_names == {"contributor"}
    assert user.active


def test_a_lost_second_factor_is_taken_away(run, session):
    run(*MAKE, "--generate")
    give_second_factor(find_user(session, "ana@example.org"))
    session.commit()

    result = run("reset-second-factor", "ana@example.org")

    assert "sets up a new one" in result.output
    session.rollback()
    assert find_user(session, "ana@example.org").tf_totp_secret is None


def test_the_last_administrator_stays(run):
    run("create", "bo@example.org", "--role", "admin", "--generate")

    result = run("deactivate", "bo@example.org")

    assert result.exit_code == 1
    assert "This is the last administrator" in result.output


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
        ([*MAKE, "--password-stdin"], "short\n", "at least 14 characters"),
        ([*MAKE, "--password-stdin", "--generate"], "", "Choose one of"),
        (["reset", "nobody@example.org"], "", "There is no account nobody@example.org"),
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
        "ana@example.org  editor  suspended",
        "bo@example.org  admin",
    ]


def test_the_trail_knows_accounts_by_number_only(run, session):
    run(*MAKE, "--generate")
    run("deactivate", "ana@example.org")

    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert [entry.action for entry in entries] == ["account:create", "account:suspend"]
    assert "ana" not in str([(entry.subject, entry.details) for entry in entries])


def test_whoever_starts_without_any_account_is_told_how_to_make_one(run, session):
    assert "campaign user create" in first_steps(session)

    run(*MAKE)

    session.rollback()
    assert first_steps(session) == ""
