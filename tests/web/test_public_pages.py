"""What anybody can read: every page of the opening data, and odd requests."""

import csv
import io
import re

import pytest
from flask import Flask
from sqlalchemy import select

from campaign.db import db
from campaign.models import Record
from campaign.models.vocabulary import Kind
from campaign.web.addresses import PAGES
from tests.factories import make_company, make_facility, make_report, make_supply_link

NONSENSE = [
    "/search?q=%00",
    "/search?q=" + "x" * 5_000,
    "/search?q=%22NEAR(*&page=-1",
    "/search?page=99999999999999999999&kind=dragon&country=XX&year=abcd",
    "/search?brand=nobody&status=certain&abuse=Z99&colour=red",
    "/search?q=%F0%9F%98%80%20OR%20AND%20NOT",
    "/connections?from=%00&to=%F0%9F%98%80",
    "/connections?from=apple&to=apple",
    "/connections?from=src-clw-hengyang-2018&to=apple",
    "/api/v1/search?q=%00&page=x",
    "/api/v1/suggest?q=%00",
]


def test_every_record_has_a_page_that_opens(seeded_app: Flask, dialect: str):
    client = seeded_app.test_client()
    with seeded_app.app_context():
        records = db.session.execute(
            select(Record.kind, Record.slug).where(Record.kind.in_(list(PAGES)))
        ).all()
    some = [(k, s) for k, s in records if k is not Kind.SOURCE] + [
        (k, s) for k, s in records if k is Kind.SOURCE
    ][::40]

    plural = {Kind.COMPANY: "companies", Kind.FACILITY: "facilities"}
    # A page that is the same on both databases has its own test; there is one of each kind here.
    for kind, slug in some if dialect == "sqlite" else some[::6]:
        response = client.get(f"/{plural.get(kind, f'{kind.value}s')}/{slug}")
        assert response.status_code == 200, (kind, slug)
        words = re.sub(r"<[^>]+>", "", response.text)
        assert not re.search(r"\bNone\b(?! recorded)", words), (kind, slug)


def test_the_page_of_apple_answers_in_its_first_sentence(seeded_app: Flask):
    page = seeded_app.test_client().get("/companies/apple").text

    lead = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.split('class="lead">')[1]))

    assert re.match(
        r" ?At least \d+ reports of labour abuse \(\d{4}–\d{4}\), \d+ of them at \d+ facilities "
        r"in Apple’s documented supply chain; .*corroborated.*"
        r"Apple has answered \d+; to \d+ no answer",
        lead,
    )


def test_the_page_of_apple_is_light_and_asks_nobody_else(seeded_app: Flask):
    response = seeded_app.test_client().get("/companies/apple")

    loaded = re.findall(r'<(?:link|script|img)[^>]+(?:href|src)="([^"]+)"', response.text)
    assert len(response.data) <= 100_000
    assert all(address.startswith("/") for address in loaded)
    assert len(loaded) <= 5
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert "Set-Cookie" not in response.headers


def test_hengyang_stands_on_the_page_of_amazon_and_not_among_what_counts_for_apple(
    seeded_app: Flask,
):
    client = seeded_app.test_client()

    amazon = client.get("/companies/amazon").text.split('id="group"')[0]
    apple = client.get("/companies/apple").text.split('id="group"')[0]

    assert "/facilities/foxconn-hengyang" in amazon
    assert "hengyang" not in apple.lower()


@pytest.mark.parametrize("address", NONSENSE)
def test_nonsense_in_an_address_is_never_an_error_of_ours(seeded_app: Flask, address: str):
    response = seeded_app.test_client().get(address)

    assert response.status_code in (200, 400, 404)


def test_what_is_ignored_in_an_address_is_said(seeded_app: Flask):
    page = seeded_app.test_client().get("/search?q=apple&colour=red&kind=dragon&page=zero").text

    for word in ("colour", "dragon", "page=zero"):
        assert re.search(rf'class="notice"[^<]*{word}', page), word


def test_an_unknown_slug_is_a_helpful_404(seeded_app: Flask):
    response = seeded_app.test_client().get("/companies/foxcon")

    assert response.status_code == 404
    assert 'href="/companies/foxconn"' in response.text


def test_a_slug_of_another_kind_leads_to_its_own_page(seeded_app: Flask):
    response = seeded_app.test_client().get("/companies/foxconn-zhengzhou")

    assert response.status_code == 301
    assert response.location == "/facilities/foxconn-zhengzhou"


def test_an_api_error_is_json(seeded_app: Flask):
    response = seeded_app.test_client().get("/api/v1/companies/nobody")

    assert response.status_code == 404
    assert response.json["message"]


def test_the_connection_api_gives_each_hop_with_its_citations(seeded_app: Flask):
    client = seeded_app.test_client()

    answer = client.get("/api/v1/connections?from=apple&to=foxconn-zhengzhou").json

    hops = answer["chains"][0]["hops"]
    assert [hop["to"] for hop in hops] == ["foxconn", "foxconn-zhengzhou"]
    assert all(hop["citations"] and hop["relation"] and hop["timing"] for hop in hops)
    assert answer["chains"][0]["reach"] == "site"


def test_the_table_of_reports_says_what_counts(seeded_app: Flask):
    response = seeded_app.test_client().get("/companies/apple/reports.csv")

    rows = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))
    hengyang = [row for row in rows if "Hengyang" in row["report"]]
    assert hengyang
    assert {row["counted"] for row in hengyang} == {"no"}
    assert sum(row["counted"] == "yes" for row in rows) > 30


def test_a_title_with_markup_is_shown_as_text(app: Flask, session):
    name = "<script>alert(1)</script> & Sons"
    company = make_company(session, name="Markup Mills", title=name)
    session.commit()

    page = app.test_client().get(f"/companies/{company.slug}").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_report_at_a_linked_site_appears_on_the_brands_page(app: Flask, session):
    brand, maker = make_company(session, name="Brand"), make_company(session, name="Maker")
    site = make_facility(session, name="Maker Works", operations=[{"operator": maker.slug}])
    make_supply_link(session, buyer=brand, supplier=maker, facility=site)
    report = make_report(session, title="What happened at the works", sites=[site.slug])
    session.commit()

    page = app.test_client().get(f"/companies/{brand.slug}").text

    assert report.title in page.split('id="group"')[0]
    assert "has answered" in page


def test_health_says_whether_the_schema_is_current(app: Flask):
    assert app.test_client().get("/healthz").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        *("/companies/apple%00", "/reports/%00", "/companies/apple%00/fact-sheet.md", "/%00"),
        *("/api/v1/companies/apple%00", "/fact-sheets/CS%00", "/corrections/%00"),
    ],
)
def test_nothing_is_found_at_an_address_with_a_nul(seeded_app: Flask, address: str):
    response = seeded_app.test_client().get(address)

    assert response.status_code == 404
    assert "\0" not in response.text
