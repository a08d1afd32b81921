"""Forms that did not come from our own pages change nothing; redirects lead to us; no cookies."""

import pytest
from sqlalchemy import inspect

from campaign import create_app
from campaign.web.access import EVERYONE
from config import Config
from tests.support.assault import is_assault
from tests.support.crawling import crawl, leads_home
from tests.support.databases import rows_of
from tests.support.doors import FORM, STRANGER, Town, address_of, all_doors, token_of
from tests.support.forms import PASSWORD, read_form

# The one changes nothing and is nobody's; the other has a signed code, for it needs no cookie.
TAKES_NO_TOKEN = {"/fact-sheets/verify", "/corrections/new"}
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "/\t/evil.example/",
    "\t//evil.example/",
    " //evil.example/",
    "https:evil.example/",
    "https:///evil.example/",
    "HtTpS://evil.example/",
    "//localhost@evil.example/",
    "https://localhost.evil.example/",
    "http://localhost:80@evil.example/",
    "javascript:alert(1)//localhost",
    "data:text/html,x",
    "/%0d%0aLocation:%20https://evil.example/",
    "/\r\nLocation: https://evil.example/",
    "/editor/\x00//evil.example/",
    "／／evil.example/",
    "/..//evil.example/",
    "/.//evil.example/",
]


@pytest.fixture
def town(app, session):
    town = Town(app, session)
    session.rollback()
    return town


def everything(session):
    """Return all rows of all tables."""
    session.rollback()
    connection = session.connection()
    tables = inspect(connection).get_table_names()
    kept = {table: rows_of(connection, table) for table in tables}
    session.rollback()
    return kept


@pytest.mark.attack
def test_no_form_is_taken_without_its_own_token(town, session, assault):
    before = everything(session)
    doors = [d for d in all_doors(town.app) if d.method not in ("GET", "HEAD")]
    doors = [door for door in doors if door.rule.rule not in TAKES_NO_TOKEN]
    taken, tried = [], 0
    behind = town.fillings if is_assault() else town.ends

    for door in doors:
        for role in (STRANGER, "editor", "admin"):
            client = town.clients[role]
            others = token_of(town.app, town.clients["reviewer"])
            token_of(town.app, client)
            for token in (None, "", "wrong", others, others[:-1], token_of(town.app, client)[1:]):
                for state, values in behind(door.rule, role):
                    data = FORM if token is None else {**FORM, "csrf_token": token}
                    address = address_of(town.app, door.rule, values)
                    answer = client.open(address, method=door.method, data=data)
                    tried += 1
                    if answer.status_code != 400 or "The form has expired" not in answer.text:
                        taken.append((door.name, role, state, token, answer.status_code))

    assault.count("forms with no token, a wrong or another's", tried, len(taken))
    assert taken == []
    assert everything(session) == before


@pytest.mark.attack
@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
@pytest.mark.parametrize("there", ["address", "form"])
def test_signing_in_leads_to_no_other_site_however_it_is_written(town, assault, there):
    away = []

    for target in ELSEWHERE:
        client = town.app.test_client()
        query = {"next": target} if there == "address" else {}
        page = client.get("/login", query_string=query)
        form = read_form(page, "/login")
        values = {**form.fields, "email": "editor@example.org", "password": PASSWORD}
        values |= {"next": target} if there == "form" else {}
        answer = client.post(form.action or "/login", data=values)
        location = answer.location or "/"  # a bad target is refused, or passed over
        if not leads_home(location):
            away.append((target, location))

    assault.count("redirects to another site", len(ELSEWHERE), len(away))
    assert away == []


@pytest.mark.parametrize(
    "location", ["https://evil.example/", "//evil.example", "/\\evil", "/\t/e"]
)
def test_a_redirect_to_another_site_is_seen(location):
    assert leads_home("/editor/")
    assert not leads_home(location)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_reader_gets_a_cookie_on_any_page(town):
    pages = crawl(town.app.test_client(), town.addresses(STRANGER), most=320)

    given = {address for address, page in pages.items() if "Set-Cookie" in page.headers}

    public = {door.rule.rule for door in all_doors(town.app) if door.opens_to == EVERYONE}
    assert len(pages) > len(public)
    assert {address.split("?")[0] for address in given} == {"/login"}


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_on_https_every_cookie_goes_over_https_only_and_to_no_script_or_other_site(town):
    settings = Config(town.app.config["CAMPAIGN"].database_url, "test", secure_cookies=True)
    client = create_app(settings).test_client()
    page = client.get("/login", base_url="https://localhost")
    values = read_form(page, "/login").fields | {
        "email": "editor@example.org",
        "password": PASSWORD,
    }

    answer = client.post("/login", data=values, base_url="https://localhost")

    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    assert answer.status_code == 302
    assert len(cookies) >= 3
    for cookie in cookies:
        assert "; Secure" in cookie, cookie
        assert "; HttpOnly" in cookie, cookie
        assert "; SameSite=" in cookie, cookie
        assert "SameSite=None" not in cookie, cookie
