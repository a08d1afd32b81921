"""Editors at work: clients that are signed in, and the long form filled in and sent."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from campaign.accounts.permissions import needs_second_factor
from campaign.accounts.users import create_user
from campaign.editorial.drafts import start_draft, submit_draft
from campaign.models import Draft, User
from tests.factories import report_values
from tests.support.forms import PASSWORD, give_second_factor, send, sign_in

SECRET = "Zyxomma"  # a word that stands nowhere but in a draft


class Newsroom:
    """Clients that are signed in, one for each role, on one application."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.users: dict[str, User] = {}

    def user(self, name: str, role: str | None = None) -> User:
        self.session.rollback()
        if name not in self.users:
            role = role or name
            address = f"{name}@example.org"
            user = self.users[name] = create_user(self.session, address, role, PASSWORD)
            if needs_second_factor(user):
                give_second_factor(user)
            self.session.commit()
        return self.users[name]

    def client(self, name: str, role: str | None = None) -> FlaskClient:
        client = sign_in(self.app.test_client(), self.user(name, role))
        self.session.rollback()
        return client

    def count(self, model: type[Any]) -> int:
        self.session.rollback()
        return self.session.scalar(select(func.count()).select_from(model)) or 0

    def draft(self, author: str = "editor", **values: Any) -> Draft:
        draft = start_draft(self.session, report_values(**values), author=self.user(author))
        self.session.commit()
        return draft

    def submitted(self, author: str = "editor", **values: Any) -> Draft:
        draft = self.draft(author, **values)
        submit_draft(self.session, draft, author=self.user(author))
        self.session.commit()
        return draft


def edit(client: FlaskClient, draft_id: int, do: str = "save", **changes: Any) -> TestResponse:
    """Open the form of a draft, change some fields and press a button."""
    address = f"/editor/drafts/{draft_id}"
    changes = {name.replace("__", "-"): value for name, value in changes.items()}
    return send(client, client.get(address), address, {"do": do, **changes})


def press(client: FlaskClient, page: TestResponse, do: str, **changes: Any) -> TestResponse:
    """Press another button of a form that came back."""
    address = page.request.path
    changes = {name.replace("__", "-"): value for name, value in changes.items()}
    return send(client, page, address, {"do": do, **changes})


def begin(client: FlaskClient, title: str = "Nights at the Gate") -> int:
    """Start a report; return the number of its draft."""
    return begin_record(client, "report", title=title)


def begin_record(client: FlaskClient, kind: str, **asked: str) -> int:
    """Start a record of some kind; return the number of its draft."""
    address = f"/editor/new/{kind}"
    answer = send(client, client.get(address), address, asked)
    return int(answer.location.rsplit("/", 1)[1])


def begin_change(client: FlaskClient, slug: str) -> int:
    """Start to change a record; return the number of the draft."""
    address = f"/editor/edit/{slug}"
    answer = send(client, client.get(address), address)
    return int(answer.location.rsplit("/", 1)[1])
