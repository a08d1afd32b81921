"""`campaign seed`: says what it did, or what is wrong and where, and then changes nothing."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.cli.commands import Commands
from campaign.cli.seeds import seed_command
from campaign.models import Record
from tests.factories import company_values, source_values


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One file with a source and a company."""
    text = yaml.safe_dump([source_values(), company_values()])
    (tmp_path / "base.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def run_seed(app: Flask, folder: Path) -> Result:
    with app.app_context():
        return CliRunner().invoke(Commands(commands=[seed_command]), ["seed", str(folder)])


def count_records(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Record)) or 0


def test_it_says_what_it_did_and_keeps_it(app, session, folder):
    result = run_seed(app, folder)

    assert result.exit_code == 0, result.output
    assert "2 created, 0 changed, 0 unchanged, 0 kept as edited here." in result.stdout
    assert "by kind: source 1, company 1." in result.stdout
    assert "Loading the seeds" in result.stderr
    assert count_records(session) == 2


def test_it_can_be_run_again(app, session, folder):
    run_seed(app, folder)

    result = run_seed(app, folder)

    assert "0 created, 0 changed, 2 unchanged, 0 kept as edited here." in result.stdout
    assert count_records(session) == 2


def test_it_says_what_is_wrong_and_changes_nothing(app, session, folder):
    text = yaml.safe_dump([company_values(slug="other", country="XX")])
    (folder / "other.yaml").write_text(text, encoding="utf-8")

    result = run_seed(app, folder)

    assert result.exit_code == 1
    assert "other.yaml, record “other”: /country: 'XX' is not a country code" in result.stderr
    assert "Traceback" not in result.output
    assert count_records(session) == 0
