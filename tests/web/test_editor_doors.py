import re

import pytest

from campaign.models import Report
from tests.factories import (
    make_company,
    make_facility,
)
from tests.support.forms import read_form, send
from tests.support.newsroom import SECRET, begin, edit, press


@pytest.mark.parametrize("role", ["editor", "reviewer", "admin"])
def test_the_author_finds_no_button_to_publish_and_cannot_send_it_either(newsroom, role):
    draft = newsroom.submitted(author=role)
    client = newsroom.client(role)
    page = client.get(f"/editor/drafts/{draft.id}/review")
    token = read_form(page, "/editor").fields["csrf_token"]

    answers = [
        client.post(address, data={"csrf_token": token, "verdict": "approve"})
        for address in (
            f"/editor/drafts/{draft.id}/review",
            f"/editor/drafts/{draft.id}/publish",
        )
    ]

    assert "pprove and publish" not in page.text
    assert [answer.status_code for answer in answers] == [403, 403]
    assert newsroom.count(Report) == 0


def test_a_reviewer_cannot_write_in_the_draft_of_another(newsroom):
    draft = newsroom.draft()
    client = newsroom.client("reviewer")
    token = read_form(client.get("/editor/"), "/logout").fields["csrf_token"]

    page = client.get(f"/editor/drafts/{draft.id}")
    answer = client.post(
        f"/editor/drafts/{draft.id}", data={"csrf_token": token, "title": "Changed"}
    )

    assert page.location == f"/editor/drafts/{draft.id}/review"
    assert answer.status_code == 403


def test_a_draft_that_is_no_more_or_never_was_is_not_found(newsroom):
    client = newsroom.client("admin")

    for number in (999, 2**31, 10**30):
        assert client.get(f"/editor/drafts/{number}").status_code == 404


PUBLIC = (
    "/",
    "/method",
    "/search?q={word}",
    "/search?kind=report",
    "/api/v1/search?q={word}",
    "/api/v1/suggest?q={word}",
    "/facilities/northern-mill",
    "/companies/acme-anvils",
    "/reports/{slug}",
    "/sources/{source}",
)


def test_a_draft_is_nowhere_in_public_until_it_is_published(newsroom, session, client):
    make_facility(session, name="Northern Mill")
    make_company(session, name="Acme Anvils")
    session.commit()
    author = newsroom.client("editor")
    number = begin(author, f"{SECRET} nights")
    page = press(
        author,
        edit(author, number, "add:sources"),
        "save",
        sources__0__title=f"{SECRET} bulletin",
        sources__0__publisher=SECRET,
        sources__0__published="2024",
        sources__0__source_type="union",
        sources__0__grade="B",
        from_date="2024",
        sites__0="northern-mill",
        statements__0__text=f"{SECRET} reported it.",
        statements__0__speaker=SECRET,
        statements__0__citations__0__source=f"{SECRET.lower()}-bulletin",
        certainty="reported",
        reply__state="not_asked",
        reply__reason="Public already.",
    )
    names = {
        "word": SECRET,
        "slug": f"{SECRET.lower()}-nights",
        "source": f"{SECRET.lower()}-bulletin",
    }
    addresses = [address.format(**names) for address in PUBLIC]

    def seen():
        texts = {a: re.sub("</?mark>", "", client.get(a).text) for a in addresses}
        said = {
            a: text.replace(f"“{SECRET}”", "").split("<main", 1)[-1] for a, text in texts.items()
        }
        return {
            a for a, text in said.items() if f"{SECRET} nights" in text or "reported it" in text
        }

    assert seen() == set()
    page = edit(author, number, "submit")
    assert page.status_code == 303, page.text
    assert seen() == set()
    assert client.get(f"/reports/{names['slug']}").status_code == 404
    assert client.get(f"/sources/{names['source']}").status_code == 404

    reviewer = newsroom.client("reviewer")
    address = f"/editor/drafts/{number}/review"
    send(reviewer, reviewer.get(address), address, {"verdict": "approve"})

    assert seen() >= {
        f"/search?q={SECRET}",
        f"/api/v1/search?q={SECRET}",
        "/facilities/northern-mill",
        f"/reports/{names['slug']}",
        f"/sources/{names['source']}",
    }


@pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
def test_no_copy_of_the_desk_is_kept_by_browsers(newsroom):
    page = newsroom.client("editor").get("/editor/")

    assert page.headers["Cache-Control"] == "no-store"
