"""Filling in forms as a browser does, without one: read the page, change fields, press a button."""

import secrets
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from campaign.accounts.second_factor import METHOD
from campaign.models import User

PASSWORD = "correct horse battery"
SENDING = ("input", "select", "textarea", "button")


@dataclass
class PageForm:
    """One form of a page: where it goes and how, its fields as the page has them, its buttons.

    ``names`` are all that people fill in, boxes that nobody ticked among them; ``fixed`` are
    those that they do not: what is hidden, and buttons.
    """

    action: str
    method: str = "get"
    names: set[str] = field(default_factory=set)
    fixed: set[str] = field(default_factory=set)
    fields: dict[str, Any] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class FormReader(HTMLParser):
    """Gathers the forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("name", "")
        if name and self.forms and tag in SENDING:
            is_fixed = tag == "button" or values.get("type") == "hidden"
            (self.forms[-1].fixed if is_fixed else self.forms[-1].names).add(name)
        if tag == "form":
            how = values.get("method", "get").lower()
            self.forms.append(PageForm(values.get("action", ""), how))
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append((name, values.get("value", "")))
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._area = name
            self.forms[-1].fields[name] = ""
        elif tag == "option" and self._select:
            if "selected" in values or self._select not in self.forms[-1].fields:
                self.forms[-1].fields[self._select] = values.get("value", "")
        elif (
            tag == "input"
            and self.forms
            and (values.get("type") != "checkbox" or "checked" in values)
        ):
            self._keep(name, values.get("value", ""), several=values.get("type") == "checkbox")

    def _keep(self, name: str, value: str, several: bool) -> None:
        """Keep a field's value; ticked boxes of the same name are sent together."""
        fields = self.forms[-1].fields
        if several and name in fields:
            before = fields[name] if isinstance(fields[name], list) else [fields[name]]
            fields[name] = [*before, value]
        else:
            fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            so_far = self.forms[-1].fields[self._area]
            self.forms[-1].fields[self._area] = so_far + (data if so_far else data.lstrip("\n"))


def read_form(page: TestResponse, action: str) -> PageForm:
    """Return the form of a page whose address begins so."""
    reader = FormReader()
    reader.feed(page.text)
    return next(form for form in reader.forms if form.action.startswith(action))


def send(
    client: FlaskClient, page: TestResponse, action: str, changes: dict[str, Any] | None = None
) -> TestResponse:
    """Send a form of a page with some fields changed; values of None are left out."""
    form = read_form(page, action)
    values = form.fields | (changes or {})
    target = form.action or page.request.path
    return client.post(target, data={k: v for k, v in values.items() if v is not None})


def sign_in(client: FlaskClient, user: User) -> FlaskClient:
    """Put a browser into the state after a complete sign-in, without the forms.

    Quicker, and a one-time code is good for one sign-in only. ``sign_in_by_hand`` fills
    in the form.
    """
    now = time.time()
    with client.session_transaction() as kept:
        kept.update({"_user_id": user.fs_uniquifier, "_fresh": True, "_id": ""})
        kept.update(began=now, seen=now, fs_paa=now, mark=secrets.token_urlsafe(16))
    return client


def sign_in_by_hand(client: FlaskClient, user: User) -> FlaskClient:
    """Sign in with the password of all test accounts, where that is enough."""
    page = client.get("/login")
    answer = send(client, page, "/login", {"email": user.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def give_second_factor(user: User, secret: str = "in tests") -> None:
    """Say that an account has an authenticator; with this secret no code is ever right."""
    user.tf_primary_method, user.tf_totp_secret = METHOD, secret
