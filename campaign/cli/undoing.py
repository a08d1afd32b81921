"""`campaign retract`, and `campaign undo import|account|publish`: drafts and batches to review."""

from __future__ import annotations

from datetime import UTC, datetime

import click
from flask import current_app
from sqlalchemy.orm import Session

from campaign.accounts.users import find_user
from campaign.cli.progress import progress_bar
from campaign.db import begin_writing, db
from campaign.editorial.batches import publish_batch, start_undo
from campaign.editorial.deciding import start_retraction
from campaign.editorial.drafts import submit_draft
from campaign.editorial.undoing import (
    UndoPlan,
    find_imports,
    plan_undoing_account,
    plan_undoing_import,
)
from campaign.models import Batch, User
from campaign.queries.records import find_record
from config import Config

by = click.option("--by", "email", required=True, help="Account of the person who does it.")
reason = click.option("--reason", required=True, help="Public where records are retracted.")


@click.command()
@click.argument("slug")
@by
@reason
def retract(slug: str, email: str, reason: str) -> None:
    """Propose to retract SLUG: a draft that a second person reviews."""
    session, author = _begin(email)
    record = find_record(session, slug)
    if record is None:
        raise click.ClickException(f"There is no record {slug}.")
    draft = start_retraction(session, record, reason=reason, author=author)
    submit_draft(session, draft, author=author)
    click.echo(f"Draft {draft.id} waits for review: /editor/drafts/{draft.id}/review")
    session.commit()


@click.group()
def undo() -> None:
    """Undo an import, or all that one account did, as one reviewed batch."""


@undo.command("list")
def list_imports() -> None:
    """Print the latest imports, as `undo import` takes them."""
    for run in find_imports(db.session):
        click.echo(f"{run.origin}  {run.at.isoformat()}  {run.records:,} records")


@undo.command("import")
@click.argument("origin")
@click.argument("moment")
@by
@reason
def undo_import(origin: str, moment: str, email: str, reason: str) -> None:
    """Propose to undo the import ORIGIN of MOMENT (see `campaign undo list`)."""
    session, author = _begin(email)
    at = datetime.fromisoformat(moment).astimezone(UTC)
    plan = plan_undoing_import(session, origin, at)
    _propose(session, plan, f"Undo the import “{origin}” of {at:%Y-%m-%d %H:%M}", author, reason)


@undo.command("account")
@click.argument("account")
@click.option("--since", required=True, type=click.DateTime(["%Y-%m-%d"]), help="2026-11-25")
@by
@reason
def undo_account(account: str, since: datetime, email: str, reason: str) -> None:
    """Propose to undo what ACCOUNT wrote since a day."""
    session, author = _begin(email)
    user = _find(session, account)
    plan = plan_undoing_account(session, user, since.replace(tzinfo=UTC))
    title = f"Undo what {user.email} wrote since {since:%Y-%m-%d}"
    _propose(session, plan, title, author, reason)


@undo.command()
@click.argument("batch_id", type=int)
@by
def publish(batch_id: int, email: str) -> None:
    """Carry out an approved batch, in one transaction."""
    session, reviewer = _begin(email)
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise click.ClickException(f"There is no batch {batch_id}.")
    config: Config = current_app.config["CAMPAIGN"]
    with progress_bar("Carrying out", elsewhere="Carrying out; this takes a while.") as progress:
        done = publish_batch(
            session,
            batch,
            reviewer=reviewer,
            reviews_required=config.reviews_required,
            progress=lambda _doing, done, total: progress(done, total),
        )
        session.commit()
    click.echo(f"{done:,} records.")


def _propose(session: Session, plan: UndoPlan, title: str, author: User, reason: str) -> None:
    batch = start_undo(session, plan, title=title, reason=reason, author=author)
    click.echo(
        f"{len(plan.restored):,} go back, {len(plan.retracted):,} are retracted, "
        f"{len(plan.left):,} stay as they are."
    )
    click.echo(f"Batch {batch.id} waits for review: /editor/batches/{batch.id}")
    session.commit()


def _begin(email: str) -> tuple[Session, User]:
    begin_writing(db.session)
    return db.session, _find(db.session, email)


def _find(session: Session, email: str) -> User:
    user = find_user(session, email)
    if user is None:
        raise click.ClickException(f"There is no account {email}.")
    return user
