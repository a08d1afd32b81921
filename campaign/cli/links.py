"""Links that the terminal hands out, and `campaign workshop`."""

from __future__ import annotations

from datetime import datetime

import click
from flask import current_app

from campaign.db import begin_writing, db
from campaign.editorial import staff
from config import Config

HERE = "http://127.0.0.1:5000"  # where `make run` serves when nothing else is said

until = click.option(
    "--until",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    help="Last day of the accounts that are made, such as 2026-12-31.",
)


@click.group("workshop")
def workshop() -> None:
    """Links for people who write drafts for a few days, such as at a training."""


@workshop.command("invite")
@until
@click.option("--count", type=click.IntRange(min=1), required=True, help="How many people.")
def invite(until: datetime, count: int) -> None:
    """Print COUNT links; each makes one contributor's account that ends on a day."""
    begin_writing(db.session)
    tokens = staff.invite_workshop(
        db.session, until=until.date(), count=count, by=None, secret=secret()
    )
    db.session.commit()
    for token in tokens:
        click.echo(address_of(token))


@workshop.command("revoke")
@until
def revoke(until: datetime) -> None:
    """Take back the links of the workshop that ends on a day; accounts made stay until then."""
    begin_writing(db.session)
    count = staff.end_workshop_links(db.session, until.date(), by=None)
    db.session.commit()
    click.echo(f"Links taken back: {count}.")


def show_link(token: str) -> None:
    """Print a link and what to know of it."""
    click.echo(f"\n  {address_of(token)}\n")
    click.echo("Hand it over safely: whoever opens it first sets the passphrase.")
    click.echo("It works once, for a week. A new one: campaign user reset EMAIL")
    if not _config().site_url:
        click.echo(f"Served elsewhere than at {HERE}? Change that part, or set CAMPAIGN_SITE_URL.")


def address_of(token: str) -> str:
    """Return the address of a link's page on this site."""
    return f"{_config().site_url or HERE}/invitation/{token}"


def secret() -> str:
    """Return what signs links."""
    return _config().secret_key


def _config() -> Config:
    config: Config = current_app.config["CAMPAIGN"]
    return config
