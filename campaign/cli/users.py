"""`campaign user`: accounts of editors, reviewers and administrators."""

from __future__ import annotations

import secrets
import sys

import click
from sqlalchemy.orm import Session

from campaign.accounts.permissions import RoleName
from campaign.accounts.users import (
    SHORTEST_PASSWORD,
    create_user,
    deactivate_user,
    find_user,
    find_users,
)
from campaign.db import begin_writing, db
from campaign.editorial.audit import Deed, record_deeds
from campaign.models import User


@click.group("user")
def user() -> None:
    """Make, list and switch off the accounts of those who write and review."""


@user.command()
@click.argument("email")
@click.option(
    "--role",
    type=click.Choice([role.value for role in RoleName]),
    required=True,
    help="What the account may do: editors write, reviewers publish, admins keep accounts.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option("--generate", is_flag=True, help="Make a password, and print it once.")
def create(email: str, role: str, password_stdin: bool, generate: bool) -> None:
    """Make an account that signs in with EMAIL; the password is asked for twice."""
    if password_stdin and generate:
        raise click.UsageError("Choose one of --password-stdin and --generate.")
    password = _password(from_stdin=password_stdin, generated=generate)
    begin_writing(db.session)
    account = create_user(db.session, email, role, password)
    _record(db.session, "account:create", account)
    db.session.commit()
    click.echo(f"Made the account {account.email} ({role}).")
    if generate:
        click.echo(f"Password, shown this once: {password}")


@user.command("list")
def list_users() -> None:
    """List all accounts with their roles."""
    for account in find_users(db.session):
        roles = ", ".join(sorted(account.role_names)) or "no role"
        state = "" if account.active else "  switched off"
        click.echo(f"{account.email}  {roles}{state}")


@user.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Switch off the account EMAIL and end its sessions; what it wrote stays."""
    begin_writing(db.session)
    account = find_user(db.session, email)
    if account is None:
        raise click.ClickException(f"There is no account {email}; see: campaign user list")
    deactivate_user(db.session, account)
    _record(db.session, "account:deactivate", account)
    db.session.commit()
    click.echo(f"Switched off the account {account.email}.")


def _password(*, from_stdin: bool, generated: bool) -> str:
    if generated:
        return secrets.token_urlsafe(15)
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    hint = f"Password (at least {SHORTEST_PASSWORD} characters)"
    answer: str = click.prompt(hint, hide_input=True, confirmation_prompt="Once more")
    return answer


def _record(session: Session, action: str, account: User) -> None:
    record_deeds(session, [Deed(action, f"account {account.id}")], user_id=None)
