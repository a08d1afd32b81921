"""Every door tried by every role in every state, written as a table that people can read.

The addresses come from the URL map, so that a new route is in the table the moment it is
there. What may stand for a `<part>` of an address is said in ``fillings``.
"""

import re
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from urllib.parse import urlsplit
from weakref import finalize

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import make_url
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from campaign.accounts.permissions import Permission, RoleName, allows
from campaign.editorial.staff import suspend
from campaign.web.access import EVERYONE, doors
from tests.support.newsroom import Newsroom
from tests.support.old_town import (
    ABSENT,
    SLUGS,
    STATES,
    OldTown,
    keep_evidence,
    make_old_town,
    write_each_kind,
)

STRANGER, SWITCHED_OFF, COLLEAGUE = "stranger", "switched off", "colleague"
ROLES = (STRANGER, SWITCHED_OFF, *(role.value for role in RoleName))
LEAST_AND_MOST = (STRANGER, RoleName.ADMIN.value)  # enough where a door is open to all
COOKIE = "campaign"
NOT_EVERYWHERE = "/extras/"  # what is there depends on what is installed
OF_A_LIBRARY = "library"
# What is sent with each form: enough for most to do what they are for.
FORM = {"title": "Nights again", "verdict": "approve", "reason": "Because.", "words": "Because."}
TEXTS = ("text/", "application/json", "application/atom+xml", "image/svg+xml")
Filling = tuple[str, dict[str, object]]


@dataclass(frozen=True)
class Door:
    """A route and a method: where it leads, and to whom it says that it opens."""

    method: str
    rule: Rule
    opens_to: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.rule.rule}"

    @property
    def tried_by(self) -> tuple[str, ...]:
        return LEAST_AND_MOST if self.opens_to == EVERYONE else ROLES


@dataclass(frozen=True)
class Answer:
    """What came back: the status, and where a redirect leads; the words without numbers."""

    status: int
    leads_to: str
    words: str

    def __str__(self) -> str:
        return f"{self.status} {self.leads_to}".strip()


class Town:
    """The application with old town in it, a client for each role, and a way back."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app = app
        newsroom = Newsroom(app, session)
        users = {role.value: newsroom.user(role.value) for role in RoleName}
        users |= {name: newsroom.user(name, "editor") for name in (COLLEAGUE, "outcast")}
        self.colleague = users[COLLEAGUE].id
        second = newsroom.user("second", RoleName.ADMIN)
        writers = {name: user for name, user in users.items() if allows(user, Permission.WRITE)}
        self.old: OldTown = make_old_town(session, writers, COLLEAGUE, second)
        self.kinds = write_each_kind(session, users[RoleName.ADMIN.value])
        self._evidence: Path = app.config["CAMPAIGN"].kept_evidence
        self.evidence = keep_evidence(session, self._evidence, users[COLLEAGUE])
        session.commit()
        self.clients = {role.value: newsroom.client(role.value) for role in RoleName}
        self.clients[STRANGER] = app.test_client()
        self.clients[SWITCHED_OFF] = newsroom.client("outcast", "editor")
        suspend(session, users["outcast"], by=None)
        session.commit()
        url = make_url(app.config["CAMPAIGN"].database_url)
        self.on_sqlite = url.get_backend_name() == "sqlite"
        self._file = Path(str(url.database))
        self._kept = self._file.with_suffix(".kept")
        self._tokens: dict[str, str] = {}
        if self.on_sqlite:
            _copy(self._file, self._kept)
            self._watching = sqlite3.connect(self._file)
            finalize(self, self._watching.close)
            self._version = self._data_version()
        shutil.copytree(self._evidence, self._kept_evidence)

    @property
    def _kept_evidence(self) -> Path:
        return self._evidence.with_name("evidence.kept")

    def try_door(self, door: Door, role: str, values: dict[str, object]) -> Answer:
        """Go through a door as somebody, and put everything back as it was."""
        client = self.clients[role]
        address = address_of(self.app, door.rule, values)
        token = self._token(role)
        before = client.get_cookie(COOKIE)
        data = {"csrf_token": token, **FORM} if door.method != "GET" else None
        answer = client.open(address, method=door.method, data=data)
        if door.method != "GET":
            self.put_back()
        client.delete_cookie(COOKIE)  # it may have been signed out, or in
        client.set_cookie(COOKIE, before.value if before else "")
        return _answer(answer, address)

    def _token(self, role: str) -> str:
        if role not in self._tokens:
            self._tokens[role] = token_of(self.app, self.clients[role])
        return self._tokens[role]

    def put_back(self) -> None:
        """Make a SQLite database what it was in the beginning, where anything was written."""
        if self.on_sqlite and self._data_version() != self._version:
            _copy(self._kept, self._file)
            self._version = self._data_version()
            shutil.copytree(self._kept_evidence, self._evidence, dirs_exist_ok=True)

    def _data_version(self) -> int:
        """Return a number that changes when another connection commits (PRAGMA data_version)."""
        return int(self._watching.execute("PRAGMA data_version").fetchone()[0])

    def addresses(self, role: str) -> list[str]:
        """Return every address that the URL map gives, in every state of what is behind it."""
        return [
            address_of(self.app, door.rule, values)
            for door in all_doors(self.app)
            if door.method == "GET"
            for _, values in self.fillings(door.rule, role)
        ]

    def fillings(self, rule: Rule, role: str) -> Iterator[Filling]:
        """Yield what an address may be about, in words, with the values for its parts."""
        names = rule.arguments
        fixed: dict[str, object] = {"form": _form(rule)} if "form" in names else {}
        fixed |= {n: v for n, v in (("kind", "report"), ("name", "mine")) if n in names}
        fixed |= {"key": "r1"} if "key" in names else {}
        fixed |= {n: v for n, v in {"plural": "companies", "revision": 1}.items() if n in names}
        if "draft_id" in names:
            yield from ((state, {**values, **fixed}) for state, values in self._drafts(role))
        elif "account_id" in names:
            yield "an account", {"account_id": self.colleague}
            yield "no such account", {"account_id": 99_999}
        elif "batch_id" in names:
            yield "waiting", {"batch_id": self.old.batch}
            yield "no such batch", {"batch_id": 99_999}
        elif "request_id" in names:
            yield "a reader's", {"request_id": self.old.request}
            yield "no such request", {"request_id": 99_999}
        elif "/confidential-sources/" in rule.rule:
            own = self.old.secrets.get(role)
            yield from [("own", {"slug": own})] if own else []
            yield "another's", {"slug": self.old.secrets[COLLEAGUE]}
            yield "no such source", {"slug": ABSENT}
        elif "token" in names:
            yield "made up", {"token": "made-up.link"}
        elif "number" in names:
            for state, (number, version) in self.old.sheets.items():
                values = {"number": number, "version": version}
                yield state, {n: v for n, v in values.items() if n in names} | fixed
            yield "never issued", dict.fromkeys(names, "9") | fixed
        elif "slug" in names:
            for state, slug in self._slugs(rule).items():
                yield state, {"slug": slug, **fixed}
        elif "name" in names and "/evidence/" in rule.rule:
            yield from ((state, {"name": name}) for state, name in self.evidence.items())
        elif "filename" in names:
            yield "there", {"filename": "site.css"}
            yield "not there", {"filename": "../../config.py"}
        else:
            yield "", {name: fixed.get(name, "1") for name in names}

    def ends(self, rule: Rule, role: str) -> list[Filling]:
        """Return the first and the last of these: something that is there, and nothing."""
        fillings = list(self.fillings(rule, role))
        return fillings[:: max(1, len(fillings) - 1)]

    def _drafts(self, role: str) -> Iterator[Filling]:
        for state in STATES:
            if (role, state) in self.old.drafts:
                yield f"own, {state}", {"draft_id": self.old.drafts[role, state]}
        for state in STATES:
            yield f"another's, {state}", {"draft_id": self.old.drafts[COLLEAGUE, state]}
        yield "no such draft", {"draft_id": 99_999}

    def _slugs(self, rule: Rule) -> dict[str, str]:
        kind = next((kind for kind in SLUGS if f"/{kind}/" in rule.rule), "companies")
        kept = SLUGS[kind]
        return {**kept, "only in a draft": self.old.unpublished, "never heard of": ABSENT}


def all_doors(app: Flask) -> list[Door]:
    """Return every route with each of its methods, by address."""
    opens_to = doors(app)
    found = [
        Door(method, rule, opens_to.get(rule.endpoint, OF_A_LIBRARY))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if not rule.rule.startswith(NOT_EVERYWHERE)
    ]
    return sorted(found, key=lambda door: (door.rule.rule, door.method))


def try_all(town: Town) -> Iterator[tuple[Door, str, dict[str, Answer]]]:
    """Yield each door with each state of what is behind it, and the answer to each role."""
    for door in all_doors(town.app):
        answers: dict[str, dict[str, Answer]] = {}
        for role in door.tried_by:
            for state, values in town.fillings(door.rule, role):
                answers.setdefault(state, {})[role] = town.try_door(door, role, values)
        for state in sorted(answers, key=lambda state: not state.startswith("own")):
            yield door, state, answers[state]


def write_table(tried: list[tuple[Door, str, dict[str, Answer]]]) -> str:
    """Return the table as text: a paragraph for each door, a line for each state."""
    return "\n".join(
        f"{door.name}  ({door.opens_to})\n" + "\n".join(_lines(list(rows)))
        for door, rows in groupby(tried, key=lambda row: row[0])
    )


def _lines(rows: list[tuple[Door, str, dict[str, Answer]]]) -> Iterator[str]:
    """Yield a line for each state; roles with the same answer stand together."""
    for door, state, answers in rows:
        together: dict[str, list[str]] = {}
        for role, answer in answers.items():
            together.setdefault(str(answer), []).append(role)
        said = "; ".join(f"{answer}: {', '.join(roles)}" for answer, roles in together.items())
        if len(together) == 1 and len(answers) == len(door.tried_by):
            said = f"{next(iter(together))}: all"
        yield f"    {state + ' – ' if state else ''}{said}"


def token_of(app: Flask, client: FlaskClient) -> str:
    """Return a token that the forms of a client's session may carry."""
    with client.session_transaction() as kept:
        raw = kept.setdefault("csrf_token", secrets.token_hex(20))
    signed = URLSafeTimedSerializer(str(app.secret_key), salt="wtf-csrf-token").dumps(raw)
    return str(signed)


def _form(rule: Rule) -> str:
    listed = re.search(r"<any\(([^),]+)", rule.rule)
    return listed.group(1) if listed else "md"


def address_of(app: Flask, rule: Rule, values: dict[str, object]) -> str:
    return app.url_map.bind("localhost").build(rule.endpoint, values)


def _answer(answer: TestResponse, address: str) -> Answer:
    path = urlsplit(answer.location or "").path
    path = re.sub(r"(?<=/confidential-)[0-9a-f]+|\d+(?=/|$)", "N", path)
    words = answer.text.replace(address, "") if answer.mimetype.startswith(TEXTS) else ""
    return Answer(answer.status_code, path, re.sub(r"\d+|value=\"[^\"]*\"", "", words))


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)
