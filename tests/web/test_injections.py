"""Strings that mean something to a database, a template, a path or a header are text everywhere."""

import csv
import io
import re
from itertools import cycle
from time import monotonic
from urllib.parse import quote, urlencode

import pytest
from sqlalchemy import func, select

from campaign.models import AuditEntry, Record, User
from campaign.queries.schema import SchemaState, schema_state
from tests.factories import company_values, make_source, publish
from tests.support.canaries import unpacked
from tests.support.crawling import asked_names, crawl
from tests.support.doors import Town, all_doors, token_of
from tests.support.payloads import INTO_DATABASES, PRODUCT, injections, some
from tests.web.test_requests import encodable, forms_of, leads_away

PATIENCE = 25  # seconds, less than what the strings would make a database sleep
LEAKS = re.compile(
    rf"{PRODUCT}|root:x?:0:0|syntax error|sqlite3\.|psycopg|Traceback|no such column|SECRET_KEY'"
)
SLOW = {"png", "pdf", "docx"}


@pytest.fixture
def town(app, session):
    town = Town(app, session)
    session.rollback()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return town


def counts(session):
    session.rollback()
    return [
        session.scalar(select(func.count()).select_from(model)) for model in (Record, User)
    ], session.scalars(select(AuditEntry.hash).order_by(AuditEntry.id).limit(20)).all()


class Parameters:
    """What each door takes, filled with strings in turn: each parameter gets each in the end."""

    def __init__(self, town, strings):
        self.town, self.strings = town, strings
        self.client = town.clients["admin"]
        pages = crawl(self.client, town.addresses("admin"), most=60)
        self.names = sorted(asked_names(pages) - {"csrf_token"})
        self.forms = {
            form.action.split("?")[0]: form.fields
            for page in pages.values()
            for form in forms_of(page)
        }

    def ask(self, door, path, turn):
        """Send a request in which all parameters have different strings; return how many."""
        mixed = self.strings[turn:] + self.strings[:turn]
        if door.method == "GET":
            given = dealt(self.names, mixed)
            return self.client.get(f"{path}?{urlencode(given)}"), len(given)
        fields = dealt(self.forms.get(path, {"title": "", "q": ""}), mixed[3:] + mixed[:3])
        data = {**fields, "csrf_token": token_of(self.town.app, self.client)}
        answer = self.client.open(path, method=door.method, data=data)
        self.town.put_back()
        return answer, len(fields)


def dealt(names, strings):
    return {name: encodable(text) for name, text in zip(names, cycle(strings), strict=False)}


def path_of(town, door, string):
    """Return the path of a door to something that is there; now and then a string in its place."""
    values = dict(next(iter(town.fillings(door.rule, "admin")))[1])
    if string is not None:
        values = dict.fromkeys(values, encodable(string)[:3_000] or "x")
    return re.sub(
        r"<(?:[^>:]+:)?(\w+)>", lambda match: quote(str(values[match[1]]), safe=""), door.rule.rule
    )


def gets_through(answer, seconds):
    """Tell whether a string was more than text."""
    return (
        answer.status_code >= 500
        or LEAKS.search(said_by(answer)) is not None
        or leads_away(answer)
        or seconds > PATIENCE
    )


def said_by(answer):
    """Return the text of an answer, or of the files that are packed in it."""
    packed = answer.status_code == 200 and answer.mimetype == "application/zip"
    return unpacked(answer.data) if packed else answer.text


def strings_for(town, assault):
    """Return what to try: in `make test`, on PostgreSQL only what means something to a database.

    What a template, a path or a header makes of a string was seen on SQLite already.
    """
    if assault.size(0, 1) or town.on_sqlite:
        return some(injections(), assault.size(15, 2_000))
    return some(injections(INTO_DATABASES), 8)


@pytest.mark.attack
def test_each_string_through_each_parameter_is_only_text(town, session, assault):
    strings = strings_for(town, assault)
    parameters, before, tried, through = Parameters(town, strings), counts(session), 0, []
    doors = [d for d in all_doors(town.app) if not set(path_of(town, d, None).split(".")) & SLOW]

    for number, door in enumerate(doors):
        for turn, string in enumerate(strings):
            in_path = bool(door.rule.arguments) and turn % 5 == number % 5
            path = path_of(town, door, string if in_path else None)
            began = monotonic()
            answer, given = parameters.ask(door, path, turn)
            tried += given + in_path
            if gets_through(answer, monotonic() - began):
                through.append((door.name, answer.status_code, turn, string[:99]))

    assault.count("injected strings × parameters", tried, len(through))
    assault.count("different injected strings", len(strings))
    assert through == []
    assert not town.on_sqlite or counts(session) == before
    session.rollback()
    assert schema_state(session.connection()) is SchemaState.CURRENT


@pytest.mark.attack
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_cell_of_a_download_is_a_formula(app, session, assault):
    formulas = ["=1+1", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(1)", "\t=1", " =1", "＝1+1"]
    make_source(session)
    for number, formula in enumerate(formulas):
        values = company_values(name=f"{formula} Formula", slug=f"formula-{number}")
        publish(session, values | {"sector": formula})
    session.commit()

    answer = app.test_client().get("/search.csv?q=formula")

    rows = list(csv.reader(io.StringIO(answer.text)))
    cells = [cell for row in rows for cell in row]
    formed = [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))]
    assault.count("formulas in cells", len(formulas), len(formed))
    assert len(rows) > len(formulas)
    assert formed == []
