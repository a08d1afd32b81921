"""The exact state of each company's reply, on every page that shows the report, and as JSON."""

import re

import pytest

from tests.factories import (
    make_company,
    make_facility,
    make_report,
    make_response,
    make_source,
    party_values,
)

SILENT = "no response by 14 December 2022"


@pytest.fixture
def client(app, session):
    """A reader, and a report whose buyer was silent, its operator not asked, a third answered."""
    acme, mill, third = (make_company(session, name=n) for n in ("Acme", "Mill", "Third"))
    letter = make_source(session, slug="letter", title="Our letter", origin="letter")
    asked = {"asked_on": "2022-12-01", "channel": "email", "due_on": "2022-12-14"}
    rejoinder = {"text": "The rota shows it.", "on_date": "2023-01", "citations": [letter]}
    report = make_report(
        session,
        slug="nights",
        site=make_facility(session, operator=mill),
        parties=[party_values(acme, "buyer"), party_values(mill, "operator")],
        reply=None,
        replies={
            "r1": {"actor": acme, **asked, "reminders": ["2022-12-08"], "citations": [letter]},
            "r2": {"actor": mill, "because": "endangers_workers"},
            "r3": {"actor": third, **asked, "rejoinder": rejoinder},
        },
    )
    full_text = "Dear all,\n\nwe deny it."
    make_response(
        session, actor=third, report=report, on_date="2022-12-16", text="No.", full_text=full_text
    )
    session.commit()
    return app.test_client()


def words_of(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def test_the_page_of_a_report_says_how_each_company_stands(client):
    page = client.get("/reports/nights").text
    words = words_of(page)

    assert re.search(
        rf"Acme: {SILENT}\d?\. Asked on 1 December 2022 by e-mail, reminded on 8", words
    )
    assert "Mill: not asked, because it could endanger workers." in words
    assert "Third: answered on 16 December 2022, after 14 December 2022, when it was due." in words
    assert re.search(r"Rejoinder, January 2023: The rota shows it\.\d", words)
    assert "<p>Dear all,</p><p>we deny it.</p>" in page.replace("\n", "")
    assert page.count("Our letter") == 1


def test_the_page_of_a_company_says_how_it_stands(client):
    words = words_of(client.get("/companies/acme").text)

    assert f"Acme: {SILENT}" in words


def test_the_page_of_a_facility_says_how_all_stand(client):
    words = words_of(client.get("/facilities/northern-mill").text)

    assert f"Acme: {SILENT}" in words
    assert "Mill: not asked, because it could endanger workers" in words


def test_the_data_say_the_same(client):
    replies = client.get("/api/v1/reports/nights").json["replies"]
    [own] = client.get("/api/v1/companies/acme").json["reports"]["counted"]

    assert [(r["company"], r["state"]) for r in replies] == [
        ("acme", "no_response"),
        ("mill", "not_asked"),
        ("third", "answered"),
    ]
    assert replies[0] | {"words": SILENT, "channel": "email"} == replies[0]
    assert replies[2]["late"]
    assert own["reply"] == replies[0]


def test_a_report_of_before_says_what_it_says_of_all(app, session):
    mill = make_company(session, name="Mill")
    make_report(session, slug="old", parties=[party_values(mill, "operator")])
    session.commit()

    words = words_of(app.test_client().get("/reports/old").text)

    assert "The companies named were not asked: The account is public already." in words
