"""Deleting from the disk what the database says was removed, after it was committed."""

from __future__ import annotations

from flask import current_app

from campaign.db import db
from campaign.evidence.keeping import tidy
from campaign.queries.evidence import kept_hashes, removed_names
from config import Config


def tidy_evidence() -> None:
    """Bring the folder of evidence in line with the database; a file that is stuck waits."""
    config: Config = current_app.config["CAMPAIGN"]
    known, removed = kept_hashes(db.session), removed_names(db.session)
    db.session.rollback()
    try:
        tidy(config.kept_evidence, known, removed)
    except OSError as error:
        current_app.logger.error("evidence could not be tidied up: %s", error.strerror)
