"""Every kind of record is written, reviewed, published and changed by the same form."""

import re

import pytest
from sqlalchemy import select

from campaign.editorial.referring import content_of, load_whole
from campaign.models import Draft, Record
from campaign.models.vocabulary import Kind
from campaign.queries.records import document_of
from campaign.schemas import parse_document
from tests.factories import (
    SOURCE,
    make_campaign,
    make_company,
    make_facility,
    make_organization,
    make_ownership,
    make_report,
    make_response,
    make_source,
    make_supply_link,
)
from tests.support.forms import read_form, send
from tests.support.newsroom import begin_change, begin_record, edit, press

CITED = {"citations__0__source": SOURCE}
NAMED = {"names__0__language": "en", **CITED}
LINK = {
    "statement": "Examplewatch reported it.",
    "as_of": "2021",
    "link_status": "listed",
    "basis": "ngo",
    **CITED,
}
# By kind: what is asked first, and what the form needs before it can be submitted.
FILLED = {
    Kind.SOURCE: (
        {"title": "The Gate Bulletin"},
        {
            "publisher": "Gate Union",
            "published": "2024-04",
            "source_type": "union",
            "grade": "B",
        },
    ),
    Kind.COMPANY: (
        {"name": "Bolt Brothers"},
        {"country": "US", "sector": "electronics", "roles": ["brand", "retailer"], **NAMED},
    ),
    Kind.FACILITY: (
        {"name": "Southern Mill"},
        {"country": "CN", "latitude": "1,5", "longitude": "7", "precision": "site", **NAMED},
    ),
    Kind.ORGANIZATION: ({"name": "Gate Union"}, {"organization_type": "union", **NAMED}),
    Kind.SUPPLY_LINK: (
        {"buyer": "acme-anvils", "supplier": "spring-makers"},
        {"relation": "component", "product": "springs", **LINK},
    ),
    Kind.OWNERSHIP: (
        {"parent": "acme-anvils", "subsidiary": "spring-makers"},
        {"ownership_type": "subsidiary", **LINK},
    ),
    Kind.REPORT: (
        {"title": "Days at the Gate"},
        {
            "from_date": "2024-03",
            "statements__0__text": "The Gate Union reported it.",
            "statements__0__speaker": "Gate Union",
            "statements__0__citations__0__source": SOURCE,
            "certainty": "reported",
            "reply__state": "not_asked",
            "reply__reason": "Public already.",
        },
    ),
    Kind.RESPONSE: (
        {"actor": "acme-anvils", "report": "nights-at-the-mill"},
        {"stance": "disputes", "on_date": "2022", "text": "Acme Anvils denied it.", **CITED},
    ),
    Kind.CAMPAIGN: (
        {"title": "Rest at the Gate"},
        {
            "summary": "It asks for shorter shifts.",
            "organisers__0__record": "union-of-testers",
            "reports__0": "nights-at-the-mill",
            **CITED,
        },
    ),
}


@pytest.fixture
def world(newsroom):
    """Records of every kind, to which others can refer."""
    session = newsroom.session
    buyer, supplier = make_company(session), make_company(session, name="Spring Makers")
    mill = make_facility(session, operator=supplier)
    report = make_report(session, site=mill)
    made = [
        buyer,
        mill,
        make_organization(session),
        make_supply_link(session, buyer=buyer, supplier=supplier, facility=mill),
        make_ownership(session, parent=buyer, subsidiary=supplier),
        report,
        make_response(session, actor=buyer, report=report),
        make_campaign(session, organisers=["union-of-testers"], reports=[report]),
        make_source(session, slug="another"),
    ]
    session.commit()
    return {record.kind: record.slug for record in made}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("kind", Kind)
def test_a_record_is_written_reviewed_and_published(newsroom, session, kind):
    asked, filled = FILLED[kind]
    client, reviewer = newsroom.client("editor"), newsroom.client("reviewer")

    number = begin_record(client, kind.value, **asked)
    page = edit(client, number, "submit", **filled)
    assert page.status_code == 303, re.findall(r"<li>.*?</li>", page.text)
    review = f"/editor/drafts/{number}/review"
    published = send(reviewer, reviewer.get(review), review, {"verdict": "approve"})

    assert published.status_code == 303, published.text
    session.rollback()
    record = session.get(Draft, number).record_id
    record = load_whole(session, session.get(Record, record))
    assert record.kind is kind
    assert client.get(published.location).status_code == 200
    assert document_of(record).content().get("roles") == (
        ["brand", "retailer"] if kind is Kind.COMPANY else None
    )


@pytest.mark.parametrize("kind", Kind)
def test_a_change_that_changes_nothing_leaves_the_document_as_it_was(
    newsroom, session, world, kind
):
    client = newsroom.client("editor")
    slug = world[kind]
    record = session.scalars(select(Record).where(Record.slug == slug)).one()
    before = content_of(session, record)
    session.rollback()

    number = begin_change(client, slug)
    page = edit(client, number, "submit")

    assert page.status_code == 303, re.findall(r"<li>.*?</li>", page.text)
    session.rollback()
    review = newsroom.client("reviewer").get(f"/editor/drafts/{number}/review")
    assert review.status_code == 200
    assert session.get(Draft, number).title == record.title
    assert parse_document(session.get(Draft, number).document).content() == before


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_form_says_what_is_missing_and_every_link_leads_to_it(newsroom, kind):
    client = newsroom.client("editor")
    number = begin_record(client, kind.value)

    page = edit(client, number, "submit", to_reviewer="empty")

    assert page.status_code == 422
    targets = set(re.findall(r'href="#([^"]+)"', page.text))
    assert len(targets) > 3
    assert [target for target in targets if f'id="{target}"' not in page.text] == []
    assert "The record:" not in page.text


@pytest.mark.parametrize("kind", Kind)
def test_every_list_of_a_form_grows_and_shrinks_without_scripts(newsroom, kind):
    client = newsroom.client("editor")
    address = f"/editor/drafts/{begin_record(client, kind.value)}"
    page = client.get(address)
    lists = [
        value.partition(":")[2]
        for _, value in read_form(page, address).buttons
        if value.startswith("add:")
    ]

    for name in lists:
        before = len(read_form(page, address).fields)
        page = press(client, page, f"add:{name}")
        grown = len(read_form(page, address).fields)
        page = press(client, page, f"remove:{name}-0")

        assert grown > before, name
        assert len(read_form(page, address).fields) <= grown, name
    assert lists or kind is Kind.SOURCE


def test_going_on_with_a_change_begins_no_second_draft(newsroom, world):
    client = newsroom.client("editor")
    number = begin_change(client, world[Kind.COMPANY])

    again = client.get(f"/editor/edit/{world[Kind.COMPANY]}")

    assert again.location == f"/editor/drafts/{number}"
    assert newsroom.count(Draft) == 1


@pytest.mark.parametrize("kind", [Kind.COMPANY, Kind.FACILITY, Kind.REPORT, Kind.SOURCE])
def test_editors_find_a_button_on_the_public_page_and_nobody_else(newsroom, client, world, kind):
    pages = {"company": "companies", "facility": "facilities", "report": "reports"}
    address = f"/{pages.get(kind.value, 'sources')}/{world[kind]}"

    button = f"/editor/edit/{world[kind]}"
    assert button not in client.get(address).text
    editor = newsroom.client("editor")

    answer = send(editor, editor.get(address), button)

    assert answer.location.startswith("/editor/drafts/")


def test_a_company_is_written_with_a_new_source_in_the_same_form(newsroom):
    client, reviewer = newsroom.client("editor"), newsroom.client("reviewer")
    answer = send(
        client, client.get("/editor/new/company"), "/editor/new/company", {"name": "東方"}
    )
    number = int(answer.location.rsplit("/", 1)[1])
    page = edit(client, number, "add:sources", names__0__language="zh-Hant", country="TW")
    page = press(
        client,
        page,
        "save",
        sector="electronics",
        sources__0__title="Company register",
        sources__0__publisher="The Register",
        sources__0__published="n.d.",
        sources__0__source_type="government",
        sources__0__grade="A",
        citations__0__source="company-register",
    )
    page = edit(client, number, "submit")
    assert page.status_code == 303, re.findall(r"<li>.*?</li>", page.text)
    review = f"/editor/drafts/{number}/review"

    published = send(reviewer, reviewer.get(review), review, {"verdict": "approve"})

    assert published.location.startswith("/companies/"), published.text
    assert "Company register" in client.get(published.location).text
