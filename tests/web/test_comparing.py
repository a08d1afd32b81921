import pytest
from sqlalchemy import select

from campaign.editorial.drafts import save_draft, start_update
from campaign.models import Company, Draft
from campaign.queries.records import get_record
from tests.factories import company_values, make_company, publish
from tests.support.forms import send

MINE = {"sector": "toys", "city": "Ours"}
THEIRS = {"website": "https://example.org/", "city": "Theirs"}


@pytest.fixture
def clash(newsroom, session):
    """A company that two people change at once: each a field alone, and both the city."""
    author = newsroom.user("editor")
    make_company(session, name="Acme", city="Old")
    draft = start_update(session, get_record(session, "acme", Company), author=author)
    save_draft(session, draft, {**draft.document, **MINE}, author=author)
    publish(session, company_values(name="Acme", **THEIRS))
    session.commit()
    return newsroom


def compare(newsroom, session):
    session.rollback()
    draft = session.scalars(select(Draft)).one()
    address = f"/editor/drafts/{draft.id}/compare"
    client = newsroom.client("editor")
    return client, address, client.get(address)


def test_both_versions_and_what_they_have_in_common_are_shown_of_any_kind(clash, session):
    _, _, page = compare(clash, session)

    clashes = page.text.split('id="clashes"')[1].split("</section>")[0]
    assert all(f">{city}<" in clashes for city in ("Old", "Theirs", "Ours"))
    assert "toys" not in clashes
    assert "Website added" in page.text
    assert "Sector changed" in page.text


def test_what_does_not_clash_is_taken_over_and_the_rest_stays_ours(clash, session):
    client, address, page = compare(clash, session)

    answer = send(client, page, address, {"do": "combine"})

    session.rollback()
    draft = session.scalars(select(Draft)).one()
    assert answer.status_code == 303
    assert draft.base_revision == 2
    values = (draft.document[name] for name in ("sector", "website", "city"))
    assert tuple(values) == ("toys", "https://example.org/", "Ours")


def test_the_draft_can_be_kept_as_it_is(clash, session):
    client, address, page = compare(clash, session)

    send(client, page, address, {"do": "keep"})

    session.rollback()
    draft = session.scalars(select(Draft)).one()
    assert (draft.base_revision, "website" in draft.document) == (2, False)


def test_nobody_brings_together_the_draft_of_another(clash, session):
    _, address, page = compare(clash, session)
    colleague = clash.client("second", "reviewer")

    page = colleague.get(address)

    assert "Take over" not in page.text
    assert 'name="csrf_token"' not in page.text.split("<main")[1]


def test_parts_that_differ_stand_side_by_side_and_the_others_once(clash, session):
    _, _, page = compare(clash, session)

    side_by_side = page.text.split('id="whole"')[1].split("</section>\n<details>")[0]
    differing, same = side_by_side.split("<details>")

    assert differing.count('class="version"') == 2
    assert all(words in differing for words in ("Ours", "Theirs", "toys"))
    assert "1 part the same in both" in same
    assert "Name 1" in same
    assert "Name 1" not in differing
