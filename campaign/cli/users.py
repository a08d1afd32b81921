"""`campaign user`: accounts of those who write, review and administer."""

from __future__ import annotations

import secrets
import sys

import click

from campaign.accounts.passphrases import SHORTEST
from campaign.accounts.permissions import RoleName
from campaign.accounts.second_factor import has_second_factor
from campaign.accounts.users import create_user, find_user, find_users
from campaign.cli.links import secret, show_link
from campaign.db import begin_writing, db
from campaign.editorial import staff
from campaign.editorial.audit import Deed, record_deeds
from campaign.models import User

role = click.option(
    "--role",
    type=click.Choice([role.value for role in RoleName]),
    required=True,
    help="Contributors write drafts, editors also issue fact sheets, reviewers publish, "
    "admins keep accounts.",
)


@click.group("user")
def user() -> None:
    """Invite people, and keep their accounts."""


@user.command()
@click.argument("email")
@role
@click.option("--password-stdin", is_flag=True, help="Read a passphrase from standard input.")
@click.option("--generate", is_flag=True, help="Make a passphrase, and print it once.")
def create(email: str, role: str, password_stdin: bool, generate: bool) -> None:
    """Make an account for EMAIL; prints a link with which its owner sets a passphrase.

    For scripts, --password-stdin and --generate set one at once.
    """
    if password_stdin and generate:
        raise click.UsageError("Choose one of --password-stdin and --generate.")
    begin_writing(db.session)
    if password_stdin or generate:
        return _create_with_passphrase(email, role, generate=generate)
    account, token = staff.invite(db.session, email, role, by=None, secret=secret())
    address = account.email
    db.session.commit()
    click.echo(f"Made the account {address} ({role}).")
    return show_link(token)


@user.command()
@click.argument("email")
def reset(email: str) -> None:
    """Make a new link for EMAIL, who has forgotten the passphrase or lost the first link."""
    token = staff.send_again(db.session, _account(email), by=None, secret=secret())
    db.session.commit()
    show_link(token)


@user.command("list")
def list_users() -> None:
    """List all accounts with their roles."""
    for account in find_users(db.session):
        roles = ", ".join(sorted(account.role_names)) or "no role"
        click.echo("  ".join([account.email, roles, *_standing(account)]))


@user.command("role")
@click.argument("email")
@role
def role_command(email: str, role: str) -> None:
    """Give the account EMAIL another role, and end its sessions."""
    staff.change_role(db.session, _account(email), role, by=None)
    db.session.commit()
    click.echo(f"{email} is {role} now.")


@user.command()
@click.argument("email")
def deactivate(email: str) -> None:
    """Suspend the account EMAIL and end its sessions; what it wrote stays."""
    staff.suspend(db.session, _account(email), by=None)
    db.session.commit()
    click.echo(f"Suspended the account {email}.")


@user.command()
@click.argument("email")
def reactivate(email: str) -> None:
    """Let the suspended account EMAIL sign in again."""
    staff.reactivate(db.session, _account(email), by=None)
    db.session.commit()
    click.echo(f"{email} can sign in again.")


@user.command("reset-second-factor")
@click.argument("email")
def reset_second_factor(email: str) -> None:
    """Take away the second factor of EMAIL, whose device is lost."""
    staff.reset_second_factor(db.session, _account(email), by=None)
    db.session.commit()
    click.echo(f"{email} has no second factor now, and sets up a new one at the next sign-in.")


@user.command("sign-out")
@click.argument("email")
def sign_out(email: str) -> None:
    """End all sessions of the account EMAIL."""
    staff.sign_out(db.session, _account(email), by=None)
    db.session.commit()
    click.echo(f"Ended the sessions of {email}.")


@user.command("revoke-links")
@click.argument("email")
def revoke_links(email: str) -> None:
    """Take back the links made for EMAIL that were not used yet."""
    count = staff.take_back_links(db.session, _account(email), by=None)
    db.session.commit()
    click.echo(f"Links taken back: {count}.")


def _account(email: str) -> User:
    begin_writing(db.session)
    account = find_user(db.session, email)
    if account is None:
        raise click.ClickException(f"There is no account {email}; see: campaign user list")
    return account


def _standing(account: User) -> list[str]:
    ends = "" if account.ends_on is None else f"until {account.ends_on}"
    return [
        word
        for word, says in (
            ("suspended", not account.active),
            ("has not set a passphrase yet", not account.password),
            ("second factor", has_second_factor(account)),
            (ends, bool(ends)),
        )
        if says
    ]


def _create_with_passphrase(email: str, role: str, *, generate: bool) -> None:
    typed = secrets.token_urlsafe(18) if generate else sys.stdin.readline().rstrip("\r\n")
    account = create_user(db.session, email, role, typed)
    deed = Deed("account:create", f"account {account.id}", {"role": role})
    record_deeds(db.session, [deed], user_id=None)
    db.session.commit()
    click.echo(f"Made the account {account.email} ({role}).")
    if generate:
        click.echo(f"Passphrase of at least {SHORTEST} characters, shown this once: {typed}")
