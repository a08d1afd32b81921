import pytest
from sqlalchemy import select

from campaign.editorial.audit import broken_entries
from campaign.editorial.companions import attach_source
from campaign.editorial.completeness import check_draft
from campaign.editorial.drafts import (
    discard_draft,
    rebase_draft,
    save_draft,
    start_draft,
    start_update,
    submit_draft,
    withdraw_draft,
)
from campaign.editorial.slugs import slugify
from campaign.errors import InvalidDocument, InvalidTransition, NotAllowed
from campaign.models import AuditEntry, Draft, Record, Report, SlugReservation
from campaign.models.vocabulary import DraftAction, DraftState
from campaign.queries.records import get_record
from tests.factories import (
    allegation_values,
    make_company,
    make_report,
    make_source,
    make_user,
    party_values,
    publish,
    report_values,
    source_values,
    statement_values,
)


def deeds(session) -> list[str]:
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.id))
    return [entry.action for entry in entries if entry.action.startswith("draft:")]


def paths(session, draft) -> list[str]:
    return [problem.path for problem in check_draft(session, draft)]


def test_a_draft_with_a_whole_document_lacks_nothing(session):
    make_source(session)
    author = make_user(session, "editor")

    draft = start_draft(session, report_values(), author=author)

    assert draft.state is DraftState.WRITING
    assert draft.action is DraftAction.CREATE
    assert check_draft(session, draft) == []


def test_an_empty_draft_is_kept_and_says_what_is_missing(session):
    draft = start_draft(session, {"kind": "report"}, author=make_user(session, "editor"))

    assert draft.document == {"kind": "report"}
    assert paths(session, draft) == ["/title", "/from_date", "/statements", "/certainty", "/reply"]


def test_whatever_is_typed_is_kept_even_when_it_is_wrong(session):
    author = make_user(session, "editor")
    draft = start_draft(session, {"kind": "report"}, author=author)
    typed = report_values(
        from_date="last spring", allegations={"a1": allegation_values(at_least="many")}
    )

    save_draft(session, draft, typed, author=author)
    session.commit()

    assert draft.document["from_date"] == "last spring"
    assert draft.document["allegations"]["a1"]["at_least"] == "many"
    assert "/from_date" in paths(session, draft)
    assert "/allegations/a1/at_least" in paths(session, draft)


def test_what_a_draft_refers_to_must_be_on_record(session):
    make_source(session)
    company = make_company(session)
    author = make_user(session, "editor")
    typed = report_values(
        sites=[company.slug],
        parties=[party_values("nobody-at-all", "buyer")],
        statements={"s1": statement_values(citations=["no-such-source"])},
        allegations={"a1": allegation_values(abuse="Z99")},
    )

    draft = start_draft(session, typed, author=author)

    assert set(paths(session, draft)) == {
        "/sites/0",
        "/parties/0/actor/record",
        "/statements/s1/citations/0/source",
        "/allegations/a1/abuse",
    }


def test_nothing_of_a_draft_is_a_record(session):
    make_source(session)
    before = set(session.scalars(select(Record.slug)))
    author = make_user(session, "editor")

    draft = start_draft(session, report_values(), author=author)
    submit_draft(session, draft, author=author)

    assert set(session.scalars(select(Record.slug))) == before


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Nights at the Mill", "nights-at-the-mill"),
        ("富士康 2022", "fushikang-2022"),
        ("Ü & Söhne — Streik!", "u-sohne-streik"),
        ("…", ""),
        ("word " * 40, "-".join(["word"] * 16)),
        ("w" * 200, "w" * 80),
    ],
)
def test_a_slug_is_made_of_the_title(title, slug):
    assert slugify(title) == slug


def test_two_drafts_never_claim_the_same_address(session):
    author = make_user(session, "editor")
    make_report(session, slug="nights")
    documents = ({"kind": "report", "title": title} for title in ("Nights", "Nights!", "NIGHTS"))

    slugs = [start_draft(session, each, author=author).document["slug"] for each in documents]

    assert slugs == ["nights-2", "nights-3", "nights-4"]


def test_an_address_follows_the_title_and_is_otherwise_kept(session):
    author = make_user(session, "editor")
    draft = start_draft(session, {"kind": "report", "title": "Nights"}, author=author)

    slugs = [
        save_draft(session, draft, {"title": title}, author=author).document.get("slug")
        for title in ("nights!", "Days", "", "Days")
    ]

    assert slugs == ["nights", "days", None, "days"]
    assert session.scalars(select(SlugReservation.slug)).all() == ["days"]


def test_what_is_not_finished_is_not_submitted(session):
    author = make_user(session, "editor")
    draft = start_draft(session, {"kind": "report"}, author=author)

    with pytest.raises(InvalidDocument) as caught:
        submit_draft(session, draft, author=author)

    assert [problem.path for problem in caught.value.problems] == paths(session, draft)
    assert draft.state is DraftState.WRITING


def test_a_report_surer_than_its_sources_needs_a_reason(session):
    make_source(session)
    author = make_user(session, "editor")
    draft = start_draft(session, report_values(certainty="established"), author=author)

    with pytest.raises(InvalidDocument, match="/certainty_reason: the sources show “reported”"):
        submit_draft(session, draft, author=author)

    reasoned = report_values(certainty="established", certainty_reason="The court said so.")
    save_draft(session, draft, reasoned, author=author)
    assert submit_draft(session, draft, author=author).state is DraftState.SUBMITTED


def test_withdrawing_takes_report_and_sources_back(session):
    make_source(session)
    author = make_user(session, "editor")
    draft = start_draft(session, report_values(), author=author)
    source = attach_source(session, draft, source_values(title="New"), author=author)
    submit_draft(session, draft, author=author)

    withdraw_draft(session, draft, author=author)

    assert (draft.state, source.state) == (DraftState.WRITING, DraftState.WRITING)


def test_discarding_leaves_nothing_but_the_trail(session):
    make_source(session)
    author = make_user(session, "editor")
    draft = start_draft(session, report_values(), author=author)
    attach_source(session, draft, source_values(title="New"), author=author)

    discard_draft(session, draft, author=author)
    session.commit()

    assert session.scalars(select(Draft.id)).all() == []
    assert session.scalars(select(SlugReservation.slug)).all() == []
    assert deeds(session) == ["draft:start", "draft:start", "draft:discard"]


def test_an_update_starts_from_what_the_record_says_and_keeps_its_address(session):
    report = make_report(session)
    author = make_user(session, "editor")
    whole = get_record(session, report.slug, Report)

    draft = start_update(session, whole, author=author)
    save_draft(session, draft, {**draft.document, "title": "Another Title"}, author=author)

    assert draft.base_revision == 1
    assert draft.document["slug"] == report.slug
    assert draft.document["statements"]["s1"]["text"] == "Examplewatch reported work at night."
    assert session.scalars(select(SlugReservation.slug)).all() == []


def test_an_author_who_has_seen_the_newer_revision_goes_on_from_it(session):
    report = make_report(session)
    author = make_user(session, "editor")
    draft = start_update(session, get_record(session, report.slug, Report), author=author)
    publish(session, report_values(slug=report.slug, note="Added meanwhile."))

    rebase_draft(session, draft, author=author)

    assert draft.base_revision == 2


def test_a_new_record_has_nothing_to_compare_with(session):
    author = make_user(session, "editor")
    draft = start_draft(session, {"kind": "report"}, author=author)

    with pytest.raises(InvalidTransition, match="nothing to compare"):
        rebase_draft(session, draft, author=author)


def test_a_retracted_record_is_not_changed(session):
    report = make_report(session)
    report.retracted_at, report.retraction_reason = report.published_at, "Wrong place."

    with pytest.raises(InvalidTransition, match="retracted"):
        start_update(session, report, author=make_user(session, "editor"))


VERBS = {
    "save": lambda session, draft, author: save_draft(session, draft, {}, author=author),
    "attach": lambda session, draft, author: attach_source(session, draft, {}, author=author),
    "submit": lambda session, draft, author: submit_draft(session, draft, author=author),
    "withdraw": lambda session, draft, author: withdraw_draft(session, draft, author=author),
    "discard": lambda session, draft, author: discard_draft(session, draft, author=author),
    "rebase": lambda session, draft, author: rebase_draft(session, draft, author=author),
}


@pytest.mark.parametrize("role", ["editor", "reviewer", "admin"])
def test_only_the_author_writes_in_a_draft(session, role):
    draft = start_draft(session, {"kind": "report"}, author=make_user(session, "editor"))
    somebody_else = make_user(session, role)

    for verb in VERBS.values():
        with pytest.raises(NotAllowed, match="Only the author"):
            verb(session, draft, somebody_else)


def test_an_account_without_a_role_begins_nothing(session):
    visitor = make_user(session, "editor")
    visitor.roles = []

    with pytest.raises(NotAllowed, match="may not write"):
        start_draft(session, {"kind": "report"}, author=visitor)


def test_each_step_leaves_an_entry_with_numbers_only(session):
    make_source(session)
    author = make_user(session, "editor")

    draft = start_draft(session, report_values(), author=author)
    submit_draft(session, draft, author=author)
    withdraw_draft(session, draft, author=author)
    discard_draft(session, draft, author=author)

    entries = session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("draft:")))
    assert deeds(session) == ["draft:start", "draft:submit", "draft:withdraw", "draft:discard"]
    assert all(entry.user_id == author.id for entry in entries)
    assert author.email not in str([entry.details for entry in session.scalars(select(AuditEntry))])
    assert list(broken_entries(session)) == []
