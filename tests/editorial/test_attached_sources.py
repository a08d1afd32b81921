import pytest
from sqlalchemy import select

from campaign.editorial.companions import attach_source, detach_source
from campaign.editorial.completeness import check_draft
from campaign.editorial.drafts import discard_draft, save_draft, start_draft, submit_draft
from campaign.errors import InvalidTransition
from campaign.models import Draft, SlugReservation
from campaign.models.vocabulary import DraftState
from tests.factories import (
    allegation_values,
    make_source,
    make_user,
    report_values,
    source_values,
    statement_values,
)


def paths(session, draft) -> list[str]:
    return [problem.path for problem in check_draft(session, draft)]


def test_a_new_source_can_be_cited_in_the_report_for_which_it_was_added(session):
    author = make_user(session, "editor")
    draft = start_draft(session, report_values(), author=author)

    source = attach_source(session, draft, source_values(title="A New Account"), author=author)
    cited = report_values(
        statements={"s1": statement_values(citations=["a-new-account"])},
        allegations={"a1": allegation_values(citations=["a-new-account"])},
    )
    save_draft(session, draft, cited, author=author)

    assert source.attached_to_id == draft.id
    assert source.document["slug"] == "a-new-account"
    assert check_draft(session, draft) == []


def test_a_new_source_is_the_first_of_its_story_unless_it_says_otherwise(session):
    author = make_user(session, "editor")
    draft = start_draft(session, {"kind": "report"}, author=author)

    first = attach_source(session, draft, {"title": "First"}, author=author)
    copy = attach_source(session, draft, {"title": "Copy", "origin": "first"}, author=author)

    assert [first.document["origin"], copy.document["origin"]] == ["first", "first"]


def test_a_new_source_keeps_its_address_because_it_is_cited(session):
    author = make_user(session, "editor")
    draft = start_draft(session, {"kind": "report"}, author=author)
    source = attach_source(session, draft, {"publisher": "Nobody"}, author=author)
    assert "slug" not in source.document

    for title in ("First Title", "Better Title"):
        save_draft(session, source, {"title": title}, author=author)

    assert source.document["slug"] == "first-title"


def test_problems_of_a_new_source_are_those_of_its_report(session):
    make_source(session)
    author = make_user(session, "editor")
    draft = start_draft(session, report_values(), author=author)

    attach_source(session, draft, source_values(title="New", url="ftp://x"), author=author)

    assert paths(session, draft) == ["/sources/0/url"]


def test_a_new_source_can_be_thrown_away(session):
    author = make_user(session, "editor")
    draft = start_draft(session, {"kind": "report"}, author=author)
    source = attach_source(session, draft, {"title": "Wrong"}, author=author)

    detach_source(session, source, author=author)

    assert session.scalars(select(Draft.id)).all() == [draft.id]
    assert session.scalars(select(SlugReservation.slug)).all() == []


def test_submitting_takes_the_new_sources_along(session):
    make_source(session)
    author = make_user(session, "editor")
    draft = start_draft(session, report_values(), author=author)
    source = attach_source(session, draft, source_values(title="New"), author=author)

    submit_draft(session, draft, author=author)

    assert (draft.state, source.state) == (DraftState.SUBMITTED, DraftState.SUBMITTED)
    assert draft.submitted_at == source.submitted_at is not None


@pytest.mark.parametrize("verb", [submit_draft, discard_draft])
def test_a_new_source_has_no_way_of_its_own(session, verb):
    author = make_user(session, "editor")
    draft = start_draft(session, {"kind": "report"}, author=author)
    source = attach_source(session, draft, source_values(title="New"), author=author)

    with pytest.raises(InvalidTransition, match="goes the way of the report"):
        verb(session, source, author=author)


def test_a_source_gets_no_sources_of_its_own(session):
    author = make_user(session, "editor")
    draft = start_draft(session, {"kind": "report"}, author=author)
    source = attach_source(session, draft, {"title": "New"}, author=author)

    with pytest.raises(InvalidTransition):
        attach_source(session, source, {}, author=author)
