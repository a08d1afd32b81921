"""A confidential source is cited, kept and forgotten at the desk, and bears out nothing."""

import pytest

from campaign.editorial.certainty import proposed_certainty, supporting_sources
from campaign.editorial.confidential import (
    change_confidential,
    forget_confidential,
    keep_confidential,
)
from campaign.editorial.retracting import retract
from campaign.errors import InvalidDocument, InvalidTransition, NotAllowed
from campaign.models import AuditEntry, ConfidentialCitation, ConfidentialDeed, Report
from campaign.queries.records import document_of, get_record
from campaign.queries.reports import report_rows
from campaign.schemas import parse_document
from campaign.schemas.privacy import public_content
from tests.factories import (
    SIGNATURE,
    SOURCE,
    allegation_values,
    denial_values,
    make_report,
    make_source,
    make_user,
    report_values,
    source_values,
    statement_values,
)

SECRET = {"description": "Zyxomma, an interview.", "received_on": "2024-05", "grade": "B"}


@pytest.fixture
def keeper(session):
    return make_user(session, "editor")


@pytest.fixture
def source(session, keeper):
    make_source(session)
    return keep_confidential(session, SECRET, keeper=keeper)


def citing(source, **more):
    cited = [SOURCE, {"source": source.slug, "locator": "Zyxomma", "quotation": "Zyxomma said"}]
    return statement_values(citations=cited, **more)


def test_a_document_that_cites_one_comes_back_as_it_went_in(session, source):
    cited_between = [source.slug, SOURCE, {"source": source.slug, "stance": "context"}]
    values = report_values(statements={"s1": statement_values(citations=cited_between)})
    document = parse_document(values)

    make_report(session, **values)
    session.expire_all()

    assert document_of(get_record(session, "nights-at-the-mill", Report)) == document


def test_readers_get_the_document_without_it(session, source):
    report = make_report(
        session,
        statements={"s1": citing(source)},
        origins=[[SOURCE, source.slug]],
        publish_not_before="2024-01-01",
        publicity={"wish": "limited", "words": "Zyxomma"},
    )

    public = public_content(document_of(get_record(session, report.slug, Report)).content())

    assert "confidential" not in str(public)
    assert "Zyxomma" not in str(public)
    assert not {"publish_not_before", "publicity"} & set(public)
    assert parse_document(public).statements["s1"].citations[0].source == SOURCE


def test_it_enters_no_count_and_no_proposal(session, source):
    report = make_report(session, allegations={"a1": allegation_values()}, origins=[])
    more = make_report(
        session, allegations={"a1": allegation_values(citations=[SOURCE, source.slug])}
    )

    rows = report_rows(session, [report.id, more.id])

    assert rows[report.id].sources == rows[more.id].sources == 1
    assert rows[more.id].origins == 1
    assert (
        supporting_sources({"allegations": {"a1": {"citations": [{"source": source.slug}]}}})
        == set()
    )
    assert proposed_certainty({"allegations": {}}, {}).accounts == 0


@pytest.mark.parametrize(
    "values",
    [
        {"statements": {"s1": statement_values(citations=["confidential-1"])}},
        {"allegations": {"a1": allegation_values(citations=["confidential-1"])}},
        {
            "denials": {
                "d1": denial_values(
                    "acme", citations=[{"source": "confidential-1", "stance": "denies"}]
                )
            }
        },
        {"origins": [["confidential-1"]]},
    ],
)
def test_nothing_stands_on_confidential_sources_alone(values):
    with pytest.raises(InvalidDocument, match="a confidential source cannot be"):
        parse_document(report_values(**values))


def test_no_record_takes_a_name_that_is_reserved_for_them():
    with pytest.raises(InvalidDocument, match="confidential sources only"):
        parse_document(source_values(slug="confidential-report"))


def test_one_that_is_not_there_cannot_be_cited(session):
    make_source(session)
    cited = statement_values(citations=[SOURCE, "confidential-0"])

    with pytest.raises(InvalidDocument, match="there is no confidential source"):
        make_report(session, statements={"s1": cited})


def test_the_trail_says_that_something_was_done_and_the_desk_what(session, source, keeper):
    change_confidential(session, source, SECRET | {"grade": "C"}, keeper=keeper)
    slug = source.slug
    forget_confidential(session, source, keeper=keeper)

    deeds = session.query(ConfidentialDeed).order_by(ConfidentialDeed.entry_id).all()
    entries = session.query(AuditEntry).where(AuditEntry.action == "confidential").all()

    assert [(deed.action, deed.subject, deed.user_id) for deed in deeds] == [
        ("confidential:keep", slug, keeper.id),
        ("confidential:change", slug, keeper.id),
        ("confidential:forget", slug, keeper.id),
    ]
    assert [(entry.subject, entry.user_id, list(entry.details)) for entry in entries] == [
        ("", None, ["seal"])
    ] * 3


def test_one_that_is_cited_is_not_forgotten_until_the_record_is_gone(session, source, keeper):
    report = make_report(session, statements={"s1": citing(source)})

    with pytest.raises(InvalidTransition, match="change them first"):
        forget_confidential(session, source, keeper=keeper)
    retract(session, report, reason="For their safety.", signature=SIGNATURE)

    assert session.query(ConfidentialCitation).count() == 0
    forget_confidential(session, source, keeper=keeper)


def test_only_its_keeper_changes_or_forgets_it(session, source):
    other = make_user(session, "reviewer")

    with pytest.raises(NotAllowed):
        change_confidential(session, source, SECRET, keeper=other)
    with pytest.raises(NotAllowed):
        forget_confidential(session, source, keeper=other)


@pytest.mark.parametrize("wrong", [{"description": ""}, {"grade": "Z"}, {"received_on": "soon"}])
def test_what_is_kept_is_checked(session, keeper, wrong):
    with pytest.raises(InvalidDocument):
        keep_confidential(session, SECRET | wrong, keeper=keeper)
