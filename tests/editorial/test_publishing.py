from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from campaign.editorial.audit import broken_entries
from campaign.editorial.hashing import GENESIS
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import broken_revisions
from campaign.errors import InvalidDocument
from campaign.models import AuditEntry, Citation, Name, Record, Revision, Source
from campaign.models.vocabulary import DraftAction, Kind
from campaign.queries.records import MODELS, document_of, get_record
from campaign.schemas import Document, parse_document
from campaign.schemas.types import LONGEST_URL
from tests.factories import (
    SIGNATURE,
    SOURCE,
    Values,
    allegation_values,
    campaign_values,
    company_values,
    denial_values,
    facility_values,
    make_campaign,
    make_company,
    make_report,
    make_source,
    name_values,
    organization_values,
    ownership_values,
    party_values,
    publish,
    report_values,
    response_values,
    source_values,
    statement_values,
    supply_link_values,
)

BRAND = company_values(name="Brand")
MILL = company_values(name="Mill", title="The Mill (group)")
PLANT = facility_values(
    operator="mill",
    latitude=31.5,
    longitude=120.25,
    precision="city",
    headcounts=[{"at_least": 300, "as_of": "2020", "speaker": "the mill", "citations": [SOURCE]}],
)
EVERY_KIND = (
    source_values(),
    organization_values(),
    BRAND,
    MILL,
    PLANT,
    supply_link_values(
        buyer="brand",
        supplier="mill",
        facility="northern-mill",
        denials={"d1": denial_values("brand", on_date="2021-04")},
    ),
    ownership_values(parent="brand", subsidiary="mill"),
    report_values(
        site="northern-mill",
        parties=[party_values("mill", "operator"), party_values({"name": "A Shop"}, "buyer")],
        action={"kind": "strike", "text": "They stopped work.", "citations": [SOURCE]},
        outcome={"text": "Nobody knows.", "as_of": "2022", "citations": [SOURCE]},
        denials={"d1": denial_values({"record": "mill", "name": "its owner"})},
        origins=[[SOURCE]],
    ),
    campaign_values(target="brand", reports=["nights-at-the-mill"]),
    response_values(actor="mill", report="nights-at-the-mill"),
)


def read(session: Session, document: Document) -> Document:
    """Return what the published tables hold of a document's record."""
    session.expire_all()
    record = get_record(session, document.slug, MODELS[document.kind])
    assert record is not None
    return document_of(record)


def rows(session: Session) -> dict[str, int]:
    """Return how many rows each table of the public record has."""
    return {
        model.__tablename__: session.scalar(select(func.count()).select_from(model))
        for model in (Record, Name, Citation, Revision, AuditEntry)
    }


def titles_of(session: Session) -> dict[str, str]:
    """Return the title of each record by its slug."""
    return dict(session.execute(select(Record.slug, Record.title)).all())


def test_what_was_published_is_what_is_read(session):
    documents = [parse_document(values) for values in EVERY_KIND]

    publish_all(session, reversed(documents), signature=SIGNATURE)

    assert {document.kind for document in documents} == set(Kind)
    assert [read(session, document) for document in documents] == documents


def test_an_update_replaces_every_part(session):
    publish(session, *EVERY_KIND)
    changed = parse_document(
        report_values(
            title="Nights at the Mill, again",
            statements={"s2": statement_values(text="Something else.")},
            allegations={},
            parties=[party_values("brand", "buyer")],
        )
    )

    [record] = publish_all(session, [changed], signature=SIGNATURE)

    assert read(session, changed) == changed
    assert record.revision == 2
    assert record.title == "Nights at the Mill, again"


def test_a_published_name_can_be_taken_back_and_given_again(session):
    identified = {"identifiers": [{"scheme": "wikidata", "value": "Q1"}]}
    publish(session, source_values(), BRAND | identified)
    publish(session, BRAND)

    [record] = publish(session, BRAND | identified)

    assert record.revision == 3


def test_publishing_keeps_the_moment_of_the_first_time_and_of_the_last(session):
    later = replace(SIGNATURE, at=SIGNATURE.at + timedelta(days=1))
    publish(session, source_values(), BRAND)

    [record] = publish_all(session, [parse_document(BRAND | {"country": "DE"})], signature=later)

    assert (record.published_at, record.updated_at) == (SIGNATURE.at, later.at)


def test_an_unchanged_document_makes_no_revision(session):
    publish(session, *EVERY_KIND)
    before = rows(session)

    assert publish(session, *EVERY_KIND) == []

    assert rows(session) == before


def test_a_batch_with_one_wrong_document_leaves_nothing_behind(session):
    publish(session, source_values(), BRAND)
    before = rows(session)
    renamed = BRAND | {"names": [name_values("Brand"), name_values("B.", name_kind="acronym")]}

    with pytest.raises(InvalidDocument):
        publish(session, renamed, MILL, facility_values(operator="nobody"))
    session.rollback()
    publish(session, source_values(), BRAND)

    assert rows(session) == before
    assert read(session, parse_document(BRAND)) == parse_document(BRAND)


def test_every_unknown_reference_is_named_by_its_path(session):
    publish(session, source_values(), BRAND)
    wrong = (
        supply_link_values(buyer="brand", supplier="nobody", facility="nowhere"),
        report_values(
            site="nowhere",
            parties=[party_values("nobody", "operator")],
            allegations={"a1": allegation_values(abuse="Z99", citations=["unread"])},
            denials={"d1": denial_values("nobody")},
        ),
        campaign_values(reports=["unwritten"], organisers=["nobody"]),
    )

    with pytest.raises(InvalidDocument) as caught:
        publish(session, *wrong)

    assert {problem.path for problem in caught.value.problems} == {
        "anvil-link/supplier",
        "anvil-link/facility",
        "nights-at-the-mill/sites/0",
        "nights-at-the-mill/parties/0/actor/record",
        "nights-at-the-mill/allegations/a1/abuse",
        "nights-at-the-mill/allegations/a1/citations",
        "nights-at-the-mill/denials/d1/actor/record",
        "sleep-at-night/reports/0",
        "sleep-at-night/organisers/0/record",
    }


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (supply_link_values(buyer="brand", supplier="northern-mill"), "no company “northern-mill”"),
        (facility_values(name="New", operator=SOURCE), f"no company “{SOURCE}”"),
        (company_values(name="New", citations=["brand"]), "no source “brand”"),
        (report_values(slug="new", site="brand"), "no facility “brand”"),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_a_reference_to_a_record_of_another_kind_is_refused(session, values: Values, message):
    publish(session, *EVERY_KIND)

    with pytest.raises(InvalidDocument, match=message):
        publish(session, values)


def test_a_slug_used_twice_in_a_batch_is_refused(session):
    make_source(session)

    with pytest.raises(InvalidDocument, match="brand/slug: is used twice"):
        publish(session, BRAND, BRAND | {"country": "DE"})


def test_a_slug_of_another_kind_is_refused(session):
    publish(session, source_values(), BRAND)

    with pytest.raises(InvalidDocument, match="brand/slug: belongs to a company already"):
        publish(session, facility_values(slug="brand"))


def test_documents_of_a_batch_may_refer_to_one_another_in_any_order(session):
    published = publish(session, *reversed(EVERY_KIND))

    assert len(published) == len(EVERY_KIND)


def test_revisions_are_numbered_and_chained(session):
    make_source(session)
    for country in ("US", "DE", "FR"):
        publish(session, BRAND | {"country": country})

    first, second, third = session.scalars(
        select(Revision)
        .join(Record, Record.id == Revision.record_id)
        .where(Record.slug == "brand")
        .order_by(Revision.number)
    )

    assert [r.number for r in (first, second, third)] == [1, 2, 3]
    assert [r.action for r in (first, second)] == [DraftAction.CREATE, DraftAction.UPDATE]
    assert first.previous_hash == GENESIS
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert third.document["country"] == "FR"


def test_every_publication_is_in_the_audit_trail(session):
    publish(session, source_values(), BRAND)
    publish(session, BRAND | {"country": "DE"})

    entries = list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))

    assert [(entry.action, entry.subject) for entry in entries] == [
        ("publish:create", SOURCE),
        ("publish:create", "brand"),
        ("publish:update", "brand"),
    ]
    assert entries[2].previous_hash == entries[1].hash


def test_untouched_revisions_and_entries_are_whole(session):
    publish(session, *EVERY_KIND)
    publish(session, BRAND | {"country": "DE"})
    session.expire_all()

    assert list(broken_revisions(session)) == []
    assert list(broken_entries(session)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"document": {"kind": "company", "slug": "brand"}},
        {"origin": "somewhere else"},
        {"note": "a friendlier note"},
        {"at": SIGNATURE.at + timedelta(microseconds=1)},
        {"action": DraftAction.RESTORE},
        {"hash": "f" * 64},
        {"previous_hash": "f" * 64},
        {"number": 7},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_revision_that_was_tampered_with_is_found(session, change):
    publish(session, source_values(), BRAND)
    brand = session.scalars(select(Record.id).where(Record.slug == "brand")).one()

    session.execute(update(Revision).where(Revision.record_id == brand).values(change))
    session.expire_all()

    assert [record for record, _ in broken_revisions(session)] == [brand]


@pytest.mark.parametrize("number", [1, 2], ids=["first", "middle"])
def test_a_revision_that_was_taken_out_is_found(session, number):
    make_source(session)
    for country in ("US", "DE", "FR"):
        publish(session, BRAND | {"country": country})
    brand = session.scalars(select(Record.id).where(Record.slug == "brand")).one()

    session.execute(
        text("DELETE FROM revision WHERE record_id = :record AND number = :number"),
        {"record": brand, "number": number},
    )
    session.expire_all()

    assert (brand, number + 1) in list(broken_revisions(session))


@pytest.mark.parametrize(
    "change",
    [
        {"action": "publish:update"},
        {"subject": "somebody-else"},
        {"details": {}},
        {"at": SIGNATURE.at + timedelta(microseconds=1)},
        {"hash": "f" * 64},
        {"previous_hash": "f" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_an_audit_entry_that_was_tampered_with_is_found(session, change):
    publish(session, source_values(), BRAND, MILL)
    entry = session.scalars(select(AuditEntry.id).where(AuditEntry.subject == "brand")).one()

    session.execute(update(AuditEntry).where(AuditEntry.id == entry).values(change))
    session.expire_all()

    assert entry in list(broken_entries(session))


def test_an_audit_entry_that_was_taken_out_is_found(session):
    publish(session, source_values(), BRAND, MILL)

    session.execute(text("DELETE FROM audit_entry WHERE subject = 'brand'"))
    session.expire_all()

    assert len(list(broken_entries(session))) == 1


def test_a_moment_of_another_time_zone_breaks_no_chain(session):
    shanghai = datetime(2024, 5, 1, 20, 30, tzinfo=timezone(timedelta(hours=8)))

    publish_all(
        session,
        [parse_document(source_values())],
        signature=replace(SIGNATURE, at=shanghai),
    )
    session.expire_all()

    assert list(broken_revisions(session)) == []
    assert list(broken_entries(session)) == []


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_server_in_another_time_zone_breaks_no_chain(session):
    make_source(session)
    session.commit()

    session.execute(text("SET LOCAL TIME ZONE 'Asia/Shanghai'"))
    [source] = session.scalars(select(Source))

    assert source.published_at.tzinfo is UTC
    assert list(broken_revisions(session)) == []
    assert list(broken_entries(session)) == []


def test_a_record_is_known_by_its_title_or_else_by_its_primary_name(session):
    publish(session, source_values(), BRAND, MILL)

    titles = titles_of(session)

    assert titles["brand"] == "Brand"
    assert titles["mill"] == "The Mill (group)"


def test_a_link_is_known_by_the_titles_of_its_ends(session):
    publish(session, *EVERY_KIND)

    titles = titles_of(session)

    assert titles["anvil-link"] == "The Mill (group) supplies Brand"
    assert titles["anvil-holding"] == "Brand holds The Mill (group)"
    assert titles["answer-of-the-mill"] == "The Mill (group) on “Nights at the Mill”"


def test_a_link_is_known_by_the_new_name_of_an_end(session):
    publish(session, *EVERY_KIND)

    publish(session, MILL | {"title": "Renamed Mill"})
    titles = titles_of(session)

    assert titles["anvil-link"] == "Renamed Mill supplies Brand"


def test_a_citation_points_to_its_part(session):
    make_source(session, slug="second")
    report = make_report(
        session, outcome={"text": "It ended.", "as_of": "2022", "citations": ["second"]}
    )

    pointers = session.scalars(
        select(Citation.pointer).where(Citation.record_id == report.id).order_by(Citation.position)
    )

    assert list(pointers) == ["/statements/s1", "/allegations/a1", "/outcome"]


def test_many_documents_are_published_together(session):
    documents = [parse_document(company_values(name=f"Company {n}")) for n in range(300)]
    seen = []

    publish_all(
        session,
        [parse_document(source_values()), *documents],
        signature=SIGNATURE,
        progress=seen.append,
    )

    assert sum(seen) == 301
    assert session.scalar(select(func.count()).select_from(Name)) == 300


@pytest.mark.parametrize("dialect", ["postgresql"], indirect=True)
def test_a_document_with_very_many_words_is_published(session):
    make_source(session)
    products = [f"product-{n}" for n in range(70_000)]

    [mill] = publish(session, facility_values(products=products))

    assert mill.products == products


def test_the_longest_address_is_published(session):
    beginning = "https://example.org/"
    letters = (LONGEST_URL - len(beginning)) // len("字".encode())
    address = beginning + "".join(chr(0x4E00 + 7 * n) for n in range(letters))

    source = make_source(session, url=address)

    assert source.url == address


def test_a_title_of_signs_that_no_search_can_fold_is_published(session):
    campaign = make_campaign(session, title="👩🏽‍🏭")

    assert campaign.title == "👩🏽‍🏭"


def test_a_long_register_number_is_refused_before_the_database_sees_it(session):
    make_source(session)
    number = {"scheme": "wikidata", "value": "Q" + "1" * 200}

    with pytest.raises(InvalidDocument, match="/identifiers/0"):
        publish(session, company_values(identifiers=[number]))


def test_a_register_number_that_another_record_has_is_refused_by_its_path(session):
    number = {"scheme": "wikidata", "value": "Q1"}
    make_company(session, name="First", identifiers=[number])

    with pytest.raises(InvalidDocument, match="second/identifiers/0"):
        publish(session, company_values(name="Second", identifiers=[number]))


def test_a_failed_batch_leaves_nothing_even_when_the_caller_commits(session):
    publish(session, *EVERY_KIND)
    session.commit()

    with pytest.raises(InvalidDocument):
        publish(session, report_values(title="Half", site="nowhere"))
    session.commit()

    report = parse_document(EVERY_KIND[7])
    assert read(session, report) == report
