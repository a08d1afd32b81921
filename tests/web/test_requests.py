"""Requests made up from the URL map and the forms: whatever comes, no page breaks."""

import re
from collections import Counter
from itertools import chain
from random import Random
from urllib.parse import quote, urlencode

import pytest

from tests.support.assault import is_assault
from tests.support.crawling import leads_home
from tests.support.doors import ROLES, STRANGER, Town, all_doors, token_of
from tests.support.payloads import PRODUCT, injections, scripts
from tests.support.surveying import TOKEN, survey_of

CHUNKS = range(10 if is_assault() else 1)  # each on both databases
PUT_BACK_AFTER = 400  # requests; so that there are drafts left to do something with
FORMS = ("md", "txt", "json", "html", "svg", "png", "docx", "pdf", "exe", "")
FORM_WEIGHTS = (20, 20, 20, 20, 10, 1, 1, 1, 5, 5)
# Asked by strangers only: whoever is signed out there asks as a stranger from then on.
ENDS_SESSIONS = {"security.login", "security.logout", "account.sign_out_everywhere"}
HEADERS = (
    *("Range", "If-Range", "If-None-Match", "If-Modified-Since", "If-Match", "Accept"),
    *("Accept-Language", "Accept-Encoding", "Cookie", "Content-Type", "Origin", "Referer"),
    *("X-CSRFToken", "Authorization", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host"),
)
HALF_RIGHT = (
    *("bytes=0-", "bytes=-1", "bytes=5-2", "bytes=0-0,1-1", f"bytes={10**30}-", "*", 'W/"x"'),
    *("campaign=x; campaign=y", "Thu, 32 Foo", "en;q=x", "gzip, br;q=2", "null"),
    *("multipart/form-data", "application/json", "text/plain; charset=no-such"),
)
METHODS = ("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH")
METHOD_WEIGHTS = (30, 30, 2, 1, 1, 1, 1)


@pytest.fixture
def town(app, session):
    town = Town(app, session)
    session.rollback()
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return town


class Surface:
    """What can be asked: doors, the names and values that pages use, and what means harm."""

    def __init__(self, town, random):
        self.town, self.random = town, random
        self.doors = all_doors(town.app)
        self.survey = survey_of(town)
        self.names = sorted(set().union(*self.survey.names.values()))
        every = chain.from_iterable(forms.values() for forms in self.survey.forms.values())
        self.forms = [found.form.fields for found in every]
        self.harm = [*injections(), *scripts()]

    def value(self):
        """Return something typed: harmful, nothing, a number, or a word that pages know."""
        kind = self.random.random()
        if kind < 0.5:
            return self.random.choice(self.harm)
        if kind < 0.6:
            return str(self.random.choice((0, -1, 1, 2**31, 2**63, 10**30)))
        if kind < 0.7:
            return "".join(chr(self.random.randrange(1, 0xD7FF)) for _ in range(9))
        if kind < 0.9:
            return self.random.choice(("brand", "nights", "nights", "2021", "en", "a4", "x"))
        return ""

    def address(self, door, role):
        """Return an address of a door, about something that is there or made up."""
        fillings = list(self.town.fillings(door.rule, role))
        values = dict(self.random.choice(fillings)[1])
        if self.random.random() < 0.15:
            values = dict.fromkeys(door.rule.arguments, None)
        if "form" in door.rule.arguments:
            values["form"] = self.random.choices(FORMS, FORM_WEIGHTS)[0]
        path = re.sub(r"<(?:[^>:]+:)?(\w+)>", lambda m: self._part(values[m[1]]), door.rule.rule)
        path = f"/{path.lstrip('/')}"  # or else a client reads it as the address of another site
        known = sorted(self.survey.names[door.rule.endpoint]) * 3 + self.names
        names = self.random.sample(known, self.random.choice((0, 0, 1, 2, 4)))
        query = urlencode([(name, encodable(self.value())) for name in names])
        return f"{path}?{query}" if query else path

    def _part(self, value):
        return quote(encodable(self.value() if value is None else str(value)), safe="")

    def fields(self, door, token):
        """Return what a form sends, some of it changed: mostly a form of this door."""
        own = [found.form.fields for found in self.survey.forms[door.rule.endpoint].values()]
        fields = dict(self.random.choice(own * 20 + self.forms))
        for name in self.random.sample(sorted(fields), min(len(fields), 6)):
            fields[name] = encodable(self.value())
        if self.random.random() < 0.3:
            do = self.random.choice(("submit", "add:sources", "save", self.value()))
            fields["do"] = encodable(do)
        return {**fields, TOKEN: token}

    def headers(self):
        """Return what a client may send beside: mostly nothing, or something half right."""
        if self.random.random() < 0.8:
            return {}
        names = self.random.sample(HEADERS, 2)
        half_right = self.random.random() < 0.5
        texts = [self.random.choice(HALF_RIGHT) if half_right else self.value() for _ in names]
        return {name: as_header(text) for name, text in zip(names, texts, strict=True)}


def as_header(text):
    """Return text as a server gets it in a header: the bytes of UTF-8, and no line of its own."""
    raw = "".join(text.splitlines()).replace("\0", "")
    return raw.encode("utf-8", "replace").decode("latin-1")


def leads_away(answer):
    """Tell whether an answer has a header of the sender's, or leads to another site."""
    away = answer.location is not None and not leads_home(answer.location)
    return away or "X-Injected" in answer.headers


def encodable(text):
    """Return text as a client can send it at all: lone surrogates become something else."""
    return text.encode("utf-8", "replace").decode()


@pytest.mark.attack
@pytest.mark.parametrize("chunk", CHUNKS)
def test_no_request_breaks_a_page(town, assault, chunk, dialect):
    surface = Surface(town, Random(f"{chunk} {dialect}"))
    broken, answers, tried = [], Counter(), assault.size(150, 10_000)

    for number in range(tried):
        if number % PUT_BACK_AFTER == 0:
            town.put_back()
        role = surface.random.choice(ROLES)
        door = surface.random.choice(surface.doors)
        client = town.clients[role]
        method = surface.random.choices(METHODS, METHOD_WEIGHTS)[0]
        if surface.random.random() < 0.7:
            method = door.method
        if door.rule.endpoint in ENDS_SESSIONS:
            client = town.clients[STRANGER]
        address = surface.address(door, role)
        data = surface.fields(door, token_of(town.app, client)) if method != "GET" else None
        headers = surface.headers()
        answer = client.open(address, method=method, data=data, headers=headers)
        answers[answer.status_code] += 1
        if answer.status_code >= 500 or PRODUCT.encode() in answer.data or leads_away(answer):
            broken.append((answer.status_code, method, address[:300], role, data, headers))

    assault.count("requests made up", tried, len(broken))
    assert broken == []
    assert answers[200] > tried / 8, answers  # or else nothing was reached
    assert answers[302] + answers[303] > tried / 50, answers
