"""Drafts for tests: written and handed in by the verbs."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from campaign.editorial.drafts import start_draft, submit_draft
from campaign.models import Draft, Source, User
from tests.factories import make_source, report_values


def submitted(session: Session, author: User, **values: Any) -> Draft:
    """A whole report that waits for review."""
    if session.scalar(select(func.count()).select_from(Source)) == 0:
        make_source(session)
    draft = start_draft(session, report_values(**values), author=author)
    return submit_draft(session, draft, author=author)
