"""A preview is the page that the public will see, and leaves nothing behind."""

import re

import pytest
from sqlalchemy import func, select

from campaign.editorial.drafts import start_draft, submit_draft
from campaign.models import AuditEntry, Draft, Record, Revision
from campaign.models.vocabulary import Kind
from tests.factories import (
    campaign_values,
    company_values,
    facility_values,
    make_company,
    make_report,
    ownership_values,
    report_values,
    response_values,
    supply_link_values,
)
from tests.support.forms import send
from tests.support.newsroom import SECRET


def main_of(page):
    """Return what a page says, without the banner of a preview."""
    main = page.text.split("<main", 1)[1].split("</main>")[0]
    return re.sub(r'<p class="notice" role="status">.*?</p>\n?', "", main, flags=re.DOTALL)


def everything(session):
    """Count what publishing adds to."""
    session.rollback()
    counts = [session.scalar(select(func.count()).select_from(m)) for m in (Record, Revision)]
    return [*counts, session.scalar(select(func.max(AuditEntry.id)))]


DRAFTS = {
    Kind.COMPANY: company_values(name=f"{SECRET} Works"),
    Kind.FACILITY: facility_values(name=f"{SECRET} Mill"),
    Kind.REPORT: report_values(title=f"{SECRET} nights"),
    Kind.CAMPAIGN: campaign_values(title=f"{SECRET} rest"),
    Kind.SUPPLY_LINK: supply_link_values(
        buyer="acme-anvils", supplier="spring-makers", product=SECRET
    ),
    Kind.OWNERSHIP: ownership_values(parent="acme-anvils", subsidiary="spring-makers"),
    Kind.RESPONSE: response_values(
        actor="acme-anvils", report="nights-at-the-mill", text=f"{SECRET} denied it."
    ),
}

# On which page of others a record is read that has none of its own.
LINK = "/connections?from=acme-anvils&to=spring-makers"
ELSEWHERE = {
    Kind.SUPPLY_LINK: LINK,
    Kind.OWNERSHIP: LINK,
    Kind.RESPONSE: "/reports/nights-at-the-mill",
}


@pytest.fixture
def world(newsroom):
    make_company(newsroom.session)
    make_company(newsroom.session, name="Spring Makers")
    make_report(newsroom.session)
    newsroom.session.commit()


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("kind", DRAFTS)
def test_a_preview_is_the_page_that_is_public_afterwards(newsroom, session, kind, client):
    author = newsroom.user("editor")
    draft = start_draft(session, DRAFTS[kind], author=author)
    submit_draft(session, draft, author=author)
    number = draft.id
    session.commit()
    before = everything(session)
    editor, reviewer = newsroom.client("editor"), newsroom.client("reviewer")

    seen = editor.get(f"/editor/drafts/{number}/preview", follow_redirects=True)
    after = everything(session)
    review = f"/editor/drafts/{number}/review"
    published = send(reviewer, reviewer.get(review), review, {"verdict": "approve"})

    assert published.status_code == 303, published.text
    assert seen.status_code == 200
    assert "Preview, not public" in seen.text
    page = ELSEWHERE.get(kind, published.location)
    assert main_of(seen) == main_of(client.get(page))
    assert after == before


def test_nobody_else_sees_what_a_preview_shows(newsroom, session, client):
    draft = newsroom.draft(title=f"{SECRET} nights")
    session.commit()

    seen = newsroom.client("editor").get(f"/editor/drafts/{draft.id}/preview")

    assert f"{SECRET} nights" in seen.text
    assert "no-store" in seen.headers["Cache-Control"]
    for address in (f"/search?q={SECRET}", f"/api/v1/suggest?q={SECRET}", "/"):
        assert f"{SECRET} nights" not in client.get(address).text
    assert client.get(f"/reports/{SECRET.lower()}-nights").status_code == 404


def test_a_preview_of_a_change_shows_the_changed_page(newsroom, session):
    make_company(session, note="Before.")
    session.commit()
    client = newsroom.client("editor")
    address = "/editor/edit/acme-anvils"
    number = send(client, client.get(address), address).location.rsplit("/", 1)[1]
    form = f"/editor/drafts/{number}"
    send(client, client.get(form), form, {"do": "save", "website": "https://example.org/new"})

    seen = client.get(f"{form}/preview")

    assert "https://example.org/new" in seen.text
    assert "https://example.org/new" not in client.get("/companies/acme-anvils").text
    session.rollback()
    assert session.get(Draft, int(number)).record_id is not None


@pytest.mark.parametrize(
    ("values", "label", "text"),
    [
        (company_values(name="Half Done", citations=[]), "Name", "Half Done"),
        (
            campaign_values(
                demands={"d1": {"text": "Open the gate.", "actor": {"name": "X"}, "citations": []}}
            ),
            "Demand",
            "Open the gate.",
        ),
    ],
)
def test_an_unfinished_preview_calls_each_field_as_its_form_does(
    newsroom, session, values, label, text
):
    draft = start_draft(session, values, author=newsroom.user("editor"))
    session.commit()

    page = newsroom.client("editor").get(f"/editor/drafts/{draft.id}/preview").text

    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "Something is missing" in words
    assert f"{label} {text}" in words
