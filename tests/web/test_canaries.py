"""Nothing that is not public is found by anybody who looks everywhere; what is public is found."""

import logging
import re

import pytest

from tests.factories import allegation_values, report_values, statement_values
from tests.factories import publish as publish_values
from tests.support.canaries import (
    CONTROL,
    NONSENSE,
    Canaries,
    hide,
    hide_behind_public,
    words_of,
)
from tests.support.columns import OF_THE_DESK, TOLD, columns_without
from tests.support.crawling import crawl
from tests.support.doors import all_doors
from tests.support.issues import CITED, issue, make_world

SUBJECTS = ("companies/brand", "facilities/northern-mill", "reports/nights")
FORMS = ("", ".json", ".md", ".txt", ".html", ".docx", ".pdf")
SEARCHES = ("/search", "/search.csv", "/search.json", "/api/v1/search", "/api/v1/suggest")
LISTS = ("/search?kind=report", "/search?q=nights", "/search?q=nights&sort=date", "/search?q=mill")
# Tokens of forms, and moments: what two answers to one question may differ in.
SAFETY = {"report.publicity_words", "confidential_source.description"}
CHANGES = re.compile(
    r'<input[^>]*name="(csrf_token|code)"[^>]*>|'
    r"(Set-Cookie|Date|Expires|Last-Modified): .*"
    r"|\d{4}-\d\d-\d\dT[\d:.+Z]+"
)


@pytest.fixture
def world(session):
    """What is public, with the control in it."""
    make_world(session)
    publish_values(
        session,
        report_values(
            slug="control",
            title=f"Nights of {CONTROL}",
            site="northern-mill",
            statements={"s1": {**statement_values(**CITED), "text": f"{CONTROL} was seen."}},
            allegations={
                "a1": {**allegation_values(**CITED), "text": f"{CONTROL} worked at night."}
            },
        ),
    )
    issue(session, "northern-mill")
    session.commit()
    return session


def starts(app):
    """Return where a reader begins: addresses without parts, each sheet in each form, searches."""
    plain = [
        door.rule.rule
        for door in all_doors(app)
        if door.method == "GET" and not door.rule.arguments
    ]
    sheets = [f"/{subject}/fact-sheet{form}" for subject in SUBJECTS for form in FORMS]
    issued = [f"/fact-sheets/CS-2026-0001{form}" for form in FORMS]
    errors = ["/no-such-page", "/reports/nights-of", "/api/v1/reports/nobody", "/editor/drafts/1"]
    return [*plain, *sheets, *issued, *errors, *LISTS]


def read_all(app, *, most):
    """Return what a stranger reads, by address."""
    pages = crawl(app.test_client(), starts(app), most=most)
    return {address: steady(words_of(page)) for address, page in pages.items()}


def steady(text):
    """Return what an answer says without tokens of forms and moments."""
    return re.sub(CHANGES, "", text)


def searched(app, address, word):
    """Return what a search answers, the word itself set aside."""
    answer = app.test_client().get(address, query_string={"q": word})
    return steady(words_of(answer)).lower().replace(word, "…")


@pytest.mark.attack
def test_no_page_says_a_word_of_what_is_not_public_and_each_what_is(
    app, world, assault, caplog, capfd
):
    caplog.set_level(logging.INFO)
    most, canaries = assault.size(110, 3_000), Canaries()
    before = read_all(app, most=most)
    assert_found(app, before)
    hide(world, canaries)
    world.commit()
    after = read_all(app, most=most)
    hide_behind_public(world, canaries)
    world.commit()

    words = [word.capitalize() for word in canaries.places]
    assert columns_without(world.connection(), *words) & (OF_THE_DESK | SAFETY) == TOLD
    world.rollback()
    last = read_all(app, most=most)
    nothing = {address: searched(app, address, NONSENSE) for address in SEARCHES}
    asked = list(canaries.places)[:: assault.size(6, 1)]
    told = {
        (address, word)
        for word in asked
        for address in SEARCHES
        if searched(app, address, word) != nothing[address]
    }
    printed = capfd.readouterr()
    said = {**after, **last, "log": caplog.text + printed.out + printed.err}
    told |= {(where, place) for where, text in said.items() for place in canaries.found_in(text)}

    assault.count(
        f"canaries looked for, {len(after) + len(last)} pages", len(canaries.places), len(told)
    )
    assert len(canaries.places) >= 50
    assert told == set()
    assert {a for a in before if before[a] != after.get(a)} == set()  # nor by number or order


def assert_found(app, said):
    """Assert that the reader, who is to find nothing else, finds what is public everywhere."""
    found = {address for address, words in said.items() if CONTROL.lower() in words.lower()}
    results = [searched(app, address, CONTROL.lower()) for address in SEARCHES]
    sheets = {f"/facilities/northern-mill/fact-sheet{form}" for form in FORMS}
    issued = {f"/fact-sheets/CS-2026-0001{form}" for form in FORMS}
    assert found >= {"/reports/control", "/facilities/northern-mill", *sheets, *issued, *LISTS[:2]}
    assert results != [searched(app, address, NONSENSE) for address in SEARCHES]
    assert all("nights of" in words for words in results)
