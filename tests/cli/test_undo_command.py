from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from campaign.cli.commands import COMMANDS, Commands
from campaign.editorial.batches import review_batch
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.models import Batch, Draft
from campaign.models.vocabulary import DraftAction, DraftState, Verdict
from campaign.queries.records import find_record
from campaign.schemas import parse_document
from tests.factories import company_values, make_company, make_report, make_user

AT = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def run(app, session):
    """Run a command as an editor, or as somebody else."""
    people = {role: make_user(session, role).email for role in ("editor", "reviewer")}
    session.commit()

    def run_command(*words: str, by: str = "editor"):
        commands = Commands("campaign", commands={c.name: c for c in COMMANDS})
        with app.app_context():
            return CliRunner().invoke(commands, [*words, "--by", people[by]])

    return run_command


def test_a_retraction_is_proposed_and_nothing_is_taken_back_yet(run, session):
    make_report(session, slug="nights")
    session.commit()

    result = run("retract", "nights", "--reason", "It was another place.")

    session.rollback()
    draft = session.scalars(select(Draft)).one()
    assert result.exit_code == 0, result.output
    assert (draft.action, draft.state) == (DraftAction.RETRACT, DraftState.SUBMITTED)
    assert find_record(session, "nights").retracted_at is None


def test_a_record_or_account_that_is_none_is_said(run):
    assert "There is no record" in run("retract", "nothing", "--reason", "Because.").output


def test_an_import_is_undone_from_a_terminal_after_review(run, session):
    make_company(session, name="Old Firm")
    document = parse_document(company_values(name="New Firm"))
    publish_all(session, [document], signature=Signature(AT, "a list"))
    session.commit()

    proposed = run("undo", "import", "a list", AT.isoformat(), "--reason", "A wrong list.")
    session.rollback()
    assert proposed.exit_code == 0, proposed.output
    batch = session.scalars(select(Batch)).one()
    reviewer = make_user(session, "reviewer")
    review_batch(session, batch, reviewer=reviewer, verdict=Verdict.APPROVE)
    session.commit()
    done = run("undo", "publish", str(batch.id), by="reviewer")

    session.rollback()
    assert "1 are retracted" in proposed.output
    assert done.exit_code == 0, done.output
    assert find_record(session, "new-firm").retracted_at is not None
