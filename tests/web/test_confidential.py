"""No page, file, search or answer for readers tells of a confidential source or a safety field."""

import io
import re
import zipfile

import pytest

from campaign.editorial.confidential import keep_confidential
from campaign.web.access import EVERYONE
from tests.factories import (
    SOURCE,
    allegation_values,
    make_campaign,
    make_company,
    make_facility,
    make_report,
    make_response,
    make_supply_link,
    party_values,
    statement_values,
)
from tests.support.doors import all_doors
from tests.support.forms import send

CANARY = "Zyxomma"
SECRET = {"description": f"{CANARY}, an interview.", "received_on": "2024-05", "grade": "B"}
FORMS = ("pdf", "md", "docx", "json", "txt", "html")


@pytest.fixture
def world(newsroom):
    """Records that cite a confidential source in every kind of part; returns its slug."""
    session = newsroom.session
    keeper = newsroom.user("editor")
    slug = keep_confidential(session, SECRET, keeper=keeper).slug
    cited = {
        "citations": [
            SOURCE,
            {"source": slug, "locator": f"{CANARY} tape", "quotation": f"{CANARY} said it."},
        ]
    }
    brand, miller = (make_company(session, name=n, **cited) for n in ("Brand", "Miller"))
    mill = make_facility(session, operator=miller, **cited)
    make_supply_link(session, buyer=brand, supplier=miller, facility=mill, **cited)
    report = make_report(
        session,
        slug="nights",
        site=mill,
        statements={"s1": statement_values(**cited)},
        allegations={"a1": allegation_values(**cited)},
        parties=[party_values(miller, "operator", **cited)],
        replies={"r1": {"actor": brand, "because": "endangers_workers", **cited}},
        origins=[[SOURCE, slug]],
        publish_not_before="2024-01-01",
        publicity={"wish": "limited", "words": f"{CANARY} wants no names."},
        **cited,
    )
    make_response(session, actor=miller, report=report, **cited)
    demand = {"text": "Rest.", "actor": brand, "state": "open", **cited}
    make_campaign(session, target=brand, reports=[report], demands={"d1": demand}, **cited)
    session.commit()
    return slug


def addresses(app):
    """Yield what a reader can open, from the URL map: each address for each record."""
    slugs = ["brand", "miller", "northern-mill", "nights", "sleep-at-night", SOURCE]
    for door in all_doors(app):
        if door.method != "GET" or door.opens_to != EVERYONE:
            continue
        names = door.rule.arguments
        for slug in slugs if "slug" in names else [""]:
            for form in FORMS if "form" in names else [""]:
                values = {name: {"slug": slug, "form": form}.get(name, "1") for name in names}
                with app.test_request_context():
                    try:
                        yield app.url_map.bind("localhost").build(door.rule.endpoint, values)
                    except ValueError:
                        continue  # no such form of this page


def text_of(answer):
    """Return all text of an answer, of a Word file its parts too."""
    data = answer.data
    if data[:2] == b"PK":
        archive = zipfile.ZipFile(io.BytesIO(data))
        data = b"".join(archive.read(name) for name in archive.namelist())
    return data.decode("utf-8", "replace")


def tells(slug, answer):
    return re.search(rf"{CANARY}|{slug}|publish_not_before|publicity", text_of(answer), re.I)


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_nothing_that_readers_can_open_tells_of_it(app, world):
    client = app.test_client()
    opened = {}

    for address in sorted(set(addresses(app))):
        answer = client.get(address)
        opened[address] = answer.status_code
        assert not tells(world, answer), address

    found = [address for address, status in opened.items() if status == 200]
    assert len(found) > 60
    assert "/companies/brand/fact-sheet.docx" in found


def test_searching_and_suggesting_find_nothing_of_it(app, world):
    client = app.test_client()
    for words in (CANARY, world, "interview", "tape"):
        for door in ("/search", "/search.json", "/search.csv", "/api/v1/search", "/api/v1/suggest"):
            answer = client.get(door, query_string={"q": words})
            said = text_of(answer).replace(words, "")
            assert not re.search(rf"{CANARY}|{world}", said, re.I), (door, words)
        assert client.get("/api/v1/search", query_string={"q": words}).json["total"] == 0


@pytest.mark.parametrize("kind", ["sources", "reports", "api/v1/sources"])
def test_it_has_no_page(app, world, kind):
    assert app.test_client().get(f"/{kind}/{world}").status_code == 404


@pytest.mark.usefixtures("world")
def test_sources_and_accounts_are_counted_without_it(app):
    page = app.test_client().get("/reports/nights").text

    assert "1 source, 1 independent account" in page


def test_its_keeper_and_reviewers_see_it_and_no_other_editor(newsroom, world):
    address = f"/editor/confidential-sources/{world}"

    for name in ("editor", "reviewer"):
        client = newsroom.client(name)
        assert CANARY in client.get(address).text
        assert CANARY in client.get("/editor/confidential-sources").text
    other = newsroom.client("other", "editor")

    assert other.get(address).status_code == 404
    assert CANARY not in other.get("/editor/confidential-sources").text


def test_one_is_kept_changed_and_forgotten_by_forms(newsroom):
    client = newsroom.client("editor")
    listed = "/editor/confidential-sources"

    wrong = send(client, client.get(listed), listed, {"description": "A letter."})
    kept = send(client, client.get(listed), listed, {"description": "A letter.", "grade": "B"})
    page = client.get(kept.location)
    changed = send(client, page, kept.location, {"description": "Two letters."})
    forget = f"{kept.location}/forget"
    unsure = send(client, client.get(kept.location), forget, {"sure": ""})
    there = client.get(kept.location)
    gone = send(client, there, forget, {"sure": "y"})

    assert (wrong.status_code, kept.status_code, changed.status_code) == (422, 303, 303)
    assert (unsure.status_code, unsure.location) == (303, kept.location)
    assert "Nothing was deleted" in there.text
    assert gone.status_code == 303
    assert client.get(kept.location).status_code == 404


def test_a_reviewer_is_asked_to_confirm_what_workers_want(newsroom):
    draft = newsroom.submitted(title="Quiet", publicity={"wish": "limited", "words": "No names."})
    client, address = newsroom.client("reviewer"), f"/editor/drafts/{draft.id}/review"
    page = client.get(address)
    assert "limited: only as the words beside it say: No names." in page.text

    refused = send(client, page, address, {"verdict": "approve"})
    accepted = send(client, page, address, {"verdict": "approve", "publicity_confirmed": "1"})

    assert refused.status_code == 422
    assert "confirm that this keeps to it" in refused.text
    assert accepted.status_code == 303


def test_an_approved_draft_that_waits_says_so(newsroom):
    draft = newsroom.submitted(title="Later", publish_not_before="2999-01-01")
    client, address = newsroom.client("reviewer"), f"/editor/drafts/{draft.id}/review"

    answer = send(client, client.get(address), address, {"verdict": "approve"})
    page = client.get(address).text

    assert answer.status_code == 303
    assert "Approved. It waits for 1 January 2999." in page
    assert client.get("/reports/later").status_code == 404
