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
from tests.support.assault import is_assault
from tests.support.canaries import unpacked
from tests.support.doors import STRANGER, Town, all_doors, token_of
from tests.support.payloads import INTO_DATABASES, PRODUCT, injections, some
from tests.support.surveying import TOKEN, survey_of
from tests.web.test_requests import encodable, leads_away

PATIENCE = 25  # seconds, less than what the strings would make a database sleep
LEAKS = re.compile(
    rf"{PRODUCT}|root:x?:0:0|syntax error|sqlite3\.|psycopg|Traceback|no such column|SECRET_KEY'"
)
SLOW = {"png", "pdf", "docx"}
CHUNKS = range(10 if is_assault() else 1)  # of the strings
LONG_FORM = 12  # fields; of a longer form all are read, whatever is in one of them
DECIDED = {400, 403, 404, 405, 409, 410}
OF_STRANGERS = ("/login", "/invitation")


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


class Target:
    """What can be sent to a door: by whom, where, and which names are filled.

    What decides whether there is a page at all (a language, a button, what is hidden) is sent
    in a request of its own, or else a wrong one would keep the others from being read.
    """

    def __init__(self, town, door, role, path, names, fields=None, fixed=()):
        self.town, self.door, self.path, self.fields = town, door, path, fields or {}
        self.client = town.clients[role]
        self.together = sorted(set(names) - {TOKEN})
        few = self.together if len(self.together) <= LONG_FORM else ()
        self.alone = sorted({*fixed, *filter(self._decides, few)} - {TOKEN})
        self.together = [name for name in self.together if name not in self.alone]

    def _decides(self, name):
        return self.send({name: "no-such"}).status_code in DECIDED

    def ask(self, strings, turn):
        """Send a string in each name; yield the answers, with how many strings they had."""
        mixed = strings[turn:] + strings[:turn]
        yield self.send(dealt(self.together, mixed)), len(self.together)
        for name in self.alone:
            yield self.send(dealt([name], mixed)), 1

    def send(self, given):
        if self.door.method == "GET":
            return self.client.get(f"{self.path}?{urlencode(given)}")
        data = {**self.fields, **given, TOKEN: token_of(self.town.app, self.client)}
        answer = self.client.open(self.path, method=self.door.method, data=data)
        self.town.put_back()
        return answer


def targets(town):
    """Yield all that can be sent to each door: one form, or the parameters of its address."""
    survey = survey_of(town)
    short = {name for name, form in every_field(survey) if len(form.names) <= LONG_FORM}
    for door in all_doors(town.app):
        path, role = path_of(town, door), who_asks(door)
        if set(path.split(".")) & SLOW:
            continue
        if door.method == "GET":
            yield Target(town, door, role, path, survey.names[door.rule.endpoint])
        for found in survey.forms_to(door.rule.endpoint, town) if door.method != "GET" else ():
            names, fixed = found.form.names, found.form.fixed
            yield Target(town, door, found.role, found.action, names, found.form.fields, fixed)
        if door.method != "GET" and not survey.forms[door.rule.endpoint]:
            yield Target(town, door, role, path, short)  # no page has it in this town


def every_field(survey):
    for forms in survey.forms.values():
        for found in forms.values():
            yield from ((name, found.form) for name in found.form.names)


def who_asks(door):
    return STRANGER if door.rule.rule.startswith(OF_STRANGERS) else "admin"


def dealt(names, strings):
    return {name: encodable(text) for name, text in zip(names, cycle(strings), strict=False)}


def path_of(town, door, string=None):
    """Return the path of a door to something that is there, or with a string in its place."""
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
    """Return what to try: on PostgreSQL less, and only what means something to a database.

    What a template, a path or a header makes of a string was seen on SQLite already.
    """
    if town.on_sqlite:
        return some(injections(), assault.size(6, 2_000))
    return some(injections(INTO_DATABASES), assault.size(3, 500))


@pytest.mark.attack
@pytest.mark.parametrize("chunk", CHUNKS)
def test_each_string_through_each_parameter_is_only_text(town, session, assault, chunk):
    strings = strings_for(town, assault)[chunk :: len(CHUNKS)]
    before, tried, through = counts(session), 0, []
    often = min(5, len(strings))  # one in so many strings stands in the address too

    for number, target in enumerate(targets(town)):
        for turn, string in enumerate(strings):
            began = monotonic()
            answers = list(target.ask(strings, turn))
            if target.door.rule.arguments and turn % often == number % often:
                plain, target.path = target.path, path_of(town, target.door, string)
                answers.append((target.send({}), 1))
                target.path = plain
            seconds = (monotonic() - began) / len(answers)
            tried += sum(given for _, given in answers)
            through += [
                (target.door.name, answer.status_code, string[:99])
                for answer, _ in answers
                if gets_through(answer, seconds)
            ]

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
