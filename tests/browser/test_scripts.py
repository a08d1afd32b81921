"""No text of a record, a draft or an address ever runs in a browser, on any page.

The browser is told to overlook our Content-Security-Policy, which would stop scripts that
got through: it is the second wall, and here the first one is tried.
"""

import json
from urllib.parse import quote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.editorial.drafts import start_draft
from campaign.errors import InvalidDocument
from campaign.models import User
from campaign.schemas import parse_document
from tests.factories import (
    SOURCE,
    allegation_values,
    campaign_values,
    company_values,
    denial_values,
    facility_values,
    name_values,
    organization_values,
    ownership_values,
    party_values,
    publish,
    report_values,
    response_values,
    source_values,
    statement_values,
    supply_link_values,
)
from tests.support.assault import is_assault
from tests.support.columns import ADDRESSES, OF_THE_DESK, columns_without
from tests.support.databases import open_engine
from tests.support.forms import PASSWORD
from tests.support.issues import issue
from tests.support.pages import sign_in
from tests.support.payloads import FOUND, MARK, RUNS, SCRIPTS, in_groups, scripts, some
from tests.support.server import run_command, running_server

pytestmark = [pytest.mark.browser, pytest.mark.attack]
PATIENCE = 600_000  # milliseconds: beside other work a page can take long, and slow is not wrong
TOGETHER = 4  # strings in one field
CHUNKS = range(10 if is_assault() else 1)  # of the strings
RECORDS = (
    source_values(
        author="A", url="https://example.org/", archive_url="https://a.example/", grade_reason="B"
    ),
    organization_values(website="https://example.org/", note="A"),
    company_values(
        name="Brand",
        names=[name_values("Brand"), name_values("B", name_kind="acronym")],
        city="A",
        website="https://example.org/",
        code_of_conduct="https://example.org/",
        note="A",
        slug="brand",
    ),
    company_values(name="Mill Co", slug="mill-co"),
    facility_values(
        operator="mill-co",
        address="A",
        locality="B",
        region="C",
        products=["A"],
        headcounts=[{"at_least": 9, "as_of": "2021", "speaker": "A", "citations": [SOURCE]}],
        note="B",
    ),
    supply_link_values(
        buyer="brand",
        supplier="mill-co",
        facility="northern-mill",
        share="A",
        note="A",
        denials={"d1": denial_values("brand", claim="A")},
    ),
    ownership_values(parent="brand", subsidiary="mill-co", share="A", note="A"),
    report_values(
        site="northern-mill",
        parties=[party_values({"record": "brand", "name": "A"}, "buyer")],
        statements={
            "s1": statement_values(
                citations=[
                    {"source": SOURCE, "stance": "supports", "locator": "A", "quotation": "B"}
                ]
            )
        },
        allegations={
            "a1": allegation_values(basis="A", unit="workers", at_least=3, unit_words="B")
        },
        action={"kind": "strike", "text": "A", "citations": [SOURCE]},
        outcome={"text": "A", "as_of": "2022", "citations": [SOURCE]},
        denials={"d1": denial_values({"record": "brand", "name": "A"})},
        replies={
            "r1": {
                "actor": {"record": "brand", "name": "A"},
                "asked_on": "2022-10-01",
                "channel": "email",
                "due_on": "2022-10-15",
                "rejoinder": {"text": "A", "on_date": "2022-11", "citations": [SOURCE]},
            },
            "r2": {"actor": {"name": "B"}, "reason": "A"},
        },
        publicity={"wish": "limited", "words": "A"},
        certainty_reason="A",
        note="A",
    ),
    campaign_values(
        target="brand",
        reports=["nights-at-the-mill"],
        links=["https://example.org/"],
        note="A",
        demands={
            "d1": {
                "text": "A",
                "actor": {"record": "brand", "name": "A"},
                "state": "open",
                "note": "A",
                "citations": [SOURCE],
            }
        },
        actions={
            "a1": {
                "on_date": "2022",
                "kind": "letter",
                "text": "A",
                "place": "B",
                "citations": [SOURCE],
            }
        },
        commitments={
            "c1": {
                "actor": {"record": "brand", "name": "A"},
                "text": "A",
                "on_date": "2022",
                "demand": "d1",
                "state": "kept",
                "evidence": {"text": "A", "on_date": "2023", "citations": [SOURCE]},
                "citations": [SOURCE],
            }
        },
    ),
    response_values(
        actor={"record": "brand", "name": "A"}, report="nights-at-the-mill", full_text="A"
    ),
)
PAGES = (
    *("/", "/search?q=brand", "/search?kind=report", "/companies/brand", "/companies/mill-co"),
    *("/facilities/northern-mill", "/organizations/union-of-testers", "/sources/examplewatch-2021"),
    *("/reports/nights-at-the-mill", "/campaigns/sleep-at-night", "/companies/brand/supply-chain"),
    *("/connections?from=brand&to=northern-mill", "/companies/brand/drawing.svg", "/map"),
    *("/companies/brand/fact-sheet", "/reports/nights-at-the-mill/fact-sheet"),
    *("/campaigns/sleep-at-night/fact-sheet", "/facilities/northern-mill/fact-sheet"),
)
PAGES_OF_DRAFTS = ("", "/preview", "/review")
REFLECTING = (
    *("/search?q={}", "/search?q=brand&brand={}", "/search?kind={}", "/no-such-page/{}"),
    *("/connections?from={0}&to={0}", "/fact-sheets/verify?number={0}&hash={0}", "/companies/{}"),
    *("/companies/brand/fact-sheet?message={0}&line={0}&lang={0}", "/login?next={}"),
    *("/facilities/northern-mill?report={}", "/api/v1/search?q={}"),
)


def with_texts(values, strings):
    """Return a document with these strings in every field that takes any text.

    Besides, how many strings they took together. An address takes one, and not each.
    """
    taken = 0
    for path in list(leaves(values)):
        if path[-1] != "slug":
            values, number = with_text(values, path, strings)
            taken += number
    return values, taken


def with_text(values, path, strings):
    """Return a document with all strings in one field, or one of them, or none."""
    in_a_row = [" ".join(text.split()) for text in strings]
    together = [(" ".join(strings), len(strings))]
    for text, number in (*together, *((text, 1) for text in (*strings, *in_a_row))):
        for shape in ("{}", "https://example.org/{}"):
            changed = replaced(values, path, shape.replace("{}", text))
            if at(changed, path) != at(values, path) and is_valid(changed):
                return changed, number
    return values, 0


def leaves(values, path=()):
    if isinstance(values, str):
        yield path
    elif isinstance(values, dict | list):
        items = values.items() if isinstance(values, dict) else enumerate(values)
        for key, value in items:
            yield from leaves(value, (*path, key))


def at(values, path):
    for key in path:
        values = values[key]
    return values


def replaced(values, path, text):
    copy = json.loads(json.dumps(values))
    at(copy, path[:-1])[path[-1]] = text
    return copy


def is_valid(values):
    try:
        parse_document(values)
    except InvalidDocument:
        return False
    # What refers to something must still find it, so only text may change.
    return True


@pytest.fixture
def site(databases, tmp_path):
    """A running site, with the engine of its database and an editor's number."""
    with databases.ready("sqlite") as url:
        create = ["user", "create", "editor@example.org", "--role", "editor", "--password-stdin"]
        run_command(create, url, tmp_path, PASSWORD)
        engine = open_engine(url)
        with running_server(url, tmp_path) as address:
            yield address, engine
        engine.dispose()


def write(engine, strings):
    """Publish every kind of record with these strings, issue a sheet, and write drafts."""
    taken, drafts = 0, []
    with Session(engine) as session, session.begin():
        editor = session.scalars(select(User)).one()
        for values in RECORDS:
            changed, number = with_texts(values, strings)
            publish(session, changed)
            taken += number
        sheet = issue(session, "brand", editor=editor)
        for values in RECORDS:
            begun = start_draft(session, with_texts(values, strings)[0], author=editor)
            drafts += [begun.id]
        made = [f"/fact-sheets/{sheet.number.text}/v{sheet.version}"]
    made += [f"/editor/drafts/{number}{page}" for number in drafts for page in PAGES_OF_DRAFTS]
    return taken, made


@pytest.mark.parametrize("chunk", CHUNKS)
def test_no_string_runs_in_a_browser_on_any_page(browser, site, assault, chunk):
    address, engine = site
    strings = some(scripts(), assault.size(4, 500))[chunk :: len(CHUNKS)]
    context = browser.new_context(base_url=address, bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    page, through, tried = context.new_page(), [], 0
    page.on("dialog", lambda dialog: (through.append(dialog.message), dialog.dismiss()))
    sign_in(page, "editor@example.org")

    def look(where):
        page.goto(where, wait_until="load")
        through.extend((where, found) for found in page.evaluate(FOUND))

    for group in in_groups(strings, TOGETHER):
        taken, made = write(engine, group)
        tried += taken
        for where in (*PAGES, *made):
            look(where)
        for text in group if is_assault() else ("".join(group),):
            for where in REFLECTING:
                look(where.format(quote(text, safe="")))
                tried += 1
    context.close()

    assault.count("scripts × fields and parameters, in Chromium", tried, len(through))
    assault.count("different scripts, in Chromium", len(strings))
    with engine.connect() as connection:
        assert columns_without(connection, MARK) - ADDRESSES == OF_THE_DESK
    assert through == []


def test_each_string_is_seen_where_it_is_taken_for_markup(browser):
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    runs, unseen = RUNS if is_assault() else RUNS[:1], []
    markup = [text.format(run=run) for run in runs for text in SCRIPTS if text.startswith("<")]

    for html in markup:
        page.set_content(f"<p>{html}</p>")
        unseen += [] if page.evaluate(FOUND) else [html]
        page.evaluate(f"delete window.{MARK}")

    page.set_content("<p title='<script>'>nothing</p>")
    assert len(markup) > 30 * len(runs)
    assert unseen == []
    assert page.evaluate(FOUND) == []
    context.close()
