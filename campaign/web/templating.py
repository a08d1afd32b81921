"""What every template may use: words, dates, addresses, the versioned style sheet."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, url_for
from flask_security import current_user

from campaign.accounts.permissions import Permission, allows
from campaign.db import db
from campaign.factsheets.catalogues import language_name
from campaign.models import Record
from campaign.queries import campaign_words, field_words, reply_words, words
from campaign.queries.revisions import PublicRevision, public_notes
from campaign.schemas.types import countries
from campaign.web.addresses import (
    PLURALS,
    url_for_history,
    url_for_page,
    url_for_public_history,
    url_for_record,
    url_for_whereabouts,
)
from campaign.web.extras import cytoscape_url
from config import Config

RIGHT_TO_LEFT = ("ar", "fa", "he", "ps", "ug", "ur")


def init_app(app: Flask) -> None:
    """Give the templates their filters and functions."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        date=words.date_words,
        country=lambda code: countries().get(code, code),
        direction=direction,
    )
    app.jinja_env.globals.update(
        words=words,
        replies=reply_words,
        campaign_words=campaign_words,
        field_words=field_words,
        period=words.period_words,
        page_url=url_for_page,
        record_url=url_for_record,
        whereabouts=url_for_whereabouts,
        corrections_of=corrections_of,
        plurals=PLURALS,
        history_url=url_for_history,
        public_history_url=url_for_public_history,
        asset=asset_url,
        language_name=language_name,
        cytoscape_url=cytoscape_url,
    )
    app.context_processor(shared_context)


def shared_context() -> dict[str, Any]:
    """Return what the page frame needs."""
    config: Config = current_app.config["CAMPAIGN"]
    previewing = g.get("previewing")  # the number of a draft that is shown as the public sees it
    rights = {
        "may_write": Permission.WRITE,
        "may_issue": Permission.ISSUE,
        "may_keep": Permission.KEEP,
        "may_administer": Permission.ADMINISTER,
    }
    may = {
        name: previewing is None and allows(current_user, right) for name, right in rights.items()
    }
    return {"site": config, "previewing": previewing, **may}


def corrections_of(record: Record) -> list[PublicRevision]:
    """Return what readers were told of corrections of a record."""
    return public_notes(db.session, record.id)


def direction(language: str) -> str:
    """Return the ``dir`` attribute for a language tag."""
    return "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"


def asset_url(name: str) -> str:
    """Return the address of a file in ``static/``, which changes when the file does."""
    folder = current_app.static_folder or ""
    return url_for("static", filename=name, v=_fingerprint(Path(folder) / name))


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]
