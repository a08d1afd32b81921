"""The database itself refuses what no document could say, whoever writes to it."""

from datetime import datetime

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from campaign.models import Record
from tests.factories import (
    SOURCE,
    allegation_values,
    campaign_values,
    company_values,
    denial_values,
    facility_values,
    make_user,
    ownership_values,
    party_values,
    publish,
    report_values,
    response_values,
    source_values,
    supply_link_values,
)
from tests.support.databases import DIALECTS, open_engine

WORLD = (
    source_values(),
    company_values(name="Brand", identifiers=[{"scheme": "wikidata", "value": "Q1"}]),
    company_values(name="Mill", identifiers=[{"scheme": "wikidata", "value": "Q2"}]),
    company_values(name="Other"),
    facility_values(
        name="Plant",
        operator="mill",
        latitude=31.5,
        longitude=120.25,
        precision="city",
        headcounts=[
            {
                "at_least": 30,
                "at_most": 300,
                "as_of": "2020",
                "speaker": "Someone",
                "citations": [SOURCE],
            }
        ],
    ),
    supply_link_values(buyer="brand", supplier="mill", facility="plant"),
    ownership_values(parent="brand", subsidiary="mill"),
    report_values(
        slug="report",
        site="plant",
        parties=[party_values("mill", "operator")],
        allegations={
            "a1": allegation_values(at_least=3, unit="workers"),
            "a2": allegation_values(),
        },
        denials={"d1": denial_values("mill")},
        outcome={"text": "Nothing.", "as_of": "2022", "citations": [SOURCE]},
        action={"kind": "strike", "text": "They stopped.", "citations": [SOURCE]},
    ),
    campaign_values(
        slug="campaign",
        target="brand",
        reports=["report"],
        demands={
            "d1": {"text": "Sleep.", "actor": "brand", "state": "open", "citations": [SOURCE]}
        },
    ),
    response_values(slug="response", actor="mill", report="report"),
)
ID = "(SELECT id FROM record WHERE slug = '{}')"
BRAND, MILL, OTHER, PLANT, REPORT, CAMPAIGN, THE_SOURCE = (
    ID.format(slug) for slug in ("brand", "mill", "other", "plant", "report", "campaign", SOURCE)
)
NOW = "'2024-01-01 00:00:00'"
CITATION = "INSERT INTO citation (record_id, source_id, position, pointer, stance) VALUES "
RECORD = "INSERT INTO record (kind, slug, title, revision, published_at, updated_at) VALUES "
REVISION = (
    "INSERT INTO revision (record_id, number, action, document, at, origin, note, "
    "previous_hash, hash) VALUES "
)
EXPOSURE = (
    "INSERT INTO exposure (company_id, report_id, holdings, reach, tiers, timing, denied, counted) "
    "VALUES "
)
ENTRY = (
    "INSERT INTO audit_entry (at, action, subject, details, previous_hash, hash) "
    f"SELECT {NOW}, 'x', 'x', '{{}}', "
)
DRAFT = (
    "INSERT INTO draft (kind, action, record_id, document, title, note, state, author_id, "
    "created_at, updated_at) SELECT 'company', '{}', {}, '{{}}', 'x', '', '{}', {}, "
    f"{NOW}, {NOW} FROM account"
)

REFUSED = {
    # Sources behind facts
    "a citation without a source": f"{CITATION} ({BRAND}, NULL, 0, '', 'supports')",
    "a citation of a source that is not there": f"{CITATION} ({BRAND}, 9999, 0, '', 'supports')",
    "a citation of what is no source": f"{CITATION} ({BRAND}, {MILL}, 0, '', 'supports')",
    "a citation of nothing": f"{CITATION} (9999, {THE_SOURCE}, 0, '', 'supports')",
    "a citation of a source by itself": (
        f"{CITATION} ({THE_SOURCE}, {THE_SOURCE}, 0, '', 'supports')"
    ),
    "a citation with a stance of its own": f"{CITATION} ({BRAND}, {THE_SOURCE}, 0, '', 'proves')",
    "a citation that points beside the document": (
        f"{CITATION} ({BRAND}, {THE_SOURCE}, 0, 'names', 'supports')"
    ),
    "taking away a source that is cited": f"DELETE FROM source WHERE id = {THE_SOURCE}",
    "taking away a record that has parts": f"DELETE FROM record WHERE id = {BRAND}",
    # Records
    "a slug twice": f"{RECORD} ('company', 'brand', 'Another', 0, {NOW}, {NOW})",
    "a slug twice, in another kind": f"{RECORD} ('facility', 'brand', 'Another', 0, {NOW}, {NOW})",
    "an empty slug": f"{RECORD} ('company', '', 'Another', 0, {NOW}, {NOW})",
    "no slug": f"{RECORD} ('company', NULL, 'Another', 0, {NOW}, {NOW})",
    "no title": f"{RECORD} ('company', 'another', NULL, 0, {NOW}, {NOW})",
    "a kind that is none": f"{RECORD} ('thing', 'another', 'Another', 0, {NOW}, {NOW})",
    "a retraction without a reason": f"UPDATE record SET retracted_at = {NOW} WHERE id = {REPORT}",
    "a reason without a retraction": (
        f"UPDATE record SET retraction_reason = 'x' WHERE id = {REPORT}"
    ),
    "a record merged into itself": (
        f"UPDATE record SET merged_into_id = {BRAND} WHERE id = {BRAND}"
    ),
    "a redirect to nothing": "INSERT INTO slug_redirect (slug, record_id) VALUES ('old', 9999)",
    "two redirects from one slug": (
        f"INSERT INTO slug_redirect (slug, record_id) VALUES ('old', {BRAND}), ('old', {MILL})"
    ),
    # Companies and facilities
    "an identifier twice": (
        "INSERT INTO identifier (record_id, position, scheme, value) "
        f"VALUES ({MILL}, 1, 'wikidata', 'Q1')"
    ),
    "an identifier of no register": "UPDATE identifier SET scheme = 'phone' WHERE value = 'Q1'",
    "a name of a kind that is none": "UPDATE name SET name_kind = 'secret'",
    "half a point": f"UPDATE facility SET longitude = NULL WHERE id = {PLANT}",
    "a point beyond the pole": f"UPDATE facility SET latitude = 90.5 WHERE id = {PLANT}",
    "a point beyond the date line": f"UPDATE facility SET longitude = -181 WHERE id = {PLANT}",
    "a precision that is none": f"UPDATE facility SET precision = 'planet' WHERE id = {PLANT}",
    "a headcount of nobody": "UPDATE headcount SET at_least = 0",
    "a headcount without a number": "UPDATE headcount SET at_least = NULL, at_most = NULL",
    "a headcount with its numbers crossed": "UPDATE headcount SET at_least = 301",
    "an operation by a facility": f"UPDATE operation SET operator_id = {PLANT}",
    # Links
    "a link from a company to itself": f"UPDATE supply_link SET supplier_id = {BRAND}",
    "a link to a facility as supplier": f"UPDATE supply_link SET supplier_id = {PLANT}",
    "a link without a date": "UPDATE supply_link SET as_of = NULL",
    "a link status outside the vocabulary": "UPDATE supply_link SET link_status = 'proven'",
    "a link basis outside the vocabulary": "UPDATE supply_link SET basis = 'rumour'",
    "a relation outside the vocabulary": "UPDATE supply_link SET relation = 'friend'",
    "a holding of oneself": f"UPDATE ownership SET subsidiary_id = {BRAND}",
    "a holding of a kind that is none": "UPDATE ownership SET ownership_type = 'friendship'",
    # Reports
    "a certainty outside the vocabulary": "UPDATE report SET certainty = 'proven'",
    "an outcome without a date": "UPDATE report SET outcome_as_of = NULL",
    "an action without words": "UPDATE report SET action_text = NULL",
    "a reply state outside the vocabulary": "UPDATE report SET reply_state = 'maybe'",
    "a site that is a company": (
        f"INSERT INTO report_site (report_id, facility_id, position) VALUES ({REPORT}, {MILL}, 1)"
    ),
    "a site twice": (
        f"INSERT INTO report_site (report_id, facility_id, position) VALUES ({REPORT}, {PLANT}, 1)"
    ),
    "a party that is nobody": "UPDATE party SET actor_id = NULL",
    "a party with a role outside the vocabulary": "UPDATE party SET role = 'culprit'",
    "two allegations under one key": "UPDATE allegation SET key = 'a1'",
    "an allegation of an abuse that is none": "UPDATE allegation SET abuse = 'Z99'",
    "an allegation without text": "UPDATE allegation SET text = NULL",
    "a count of nobody": "UPDATE allegation SET at_least = 0 WHERE key = 'a1'",
    "a count of nothing": "UPDATE allegation SET unit = NULL WHERE key = 'a1'",
    "a unit without a count": "UPDATE allegation SET unit = 'workers' WHERE key = 'a2'",
    "taking away an abuse that is alleged": "DELETE FROM abuse_type WHERE code = 'E01'",
    "two statements under one key": (
        "INSERT INTO statement (report_id, position, key, text, speaker) "
        f"VALUES ({REPORT}, 1, 's1', 'x', 'x')"
    ),
    "two denials under one key": (
        "INSERT INTO denial (record_id, position, key, actor_name, text) "
        f"VALUES ({REPORT}, 1, 'd1', 'x', 'x')"
    ),
    "a denial by nobody": "UPDATE denial SET actor_id = NULL",
    # Campaigns and responses
    "a demand of nobody": "UPDATE demand SET actor_id = NULL",
    "a demand in a state that is none": "UPDATE demand SET state = 'won'",
    "two demands under one key": (
        "INSERT INTO demand (campaign_id, position, key, text, actor_name, state) "
        f"VALUES ({CAMPAIGN}, 1, 'd1', 'x', 'x', 'open')"
    ),
    "a target that is nobody": "UPDATE campaign_party SET actor_id = NULL, actor_name = NULL",
    "a response of nobody": "UPDATE response SET actor_id = NULL",
    "a response to nothing": "UPDATE response SET report_id = NULL",
    "a response to two things": f"UPDATE response SET campaign_id = {CAMPAIGN}",
    "a response to a demand of no campaign": "UPDATE response SET demand = 'd1'",
    "a response without a date": "UPDATE response SET on_date = NULL",
    "a response with a stance that is none": "UPDATE response SET stance = 'lies'",
    # What is derived, and what is kept
    "an exposure twice": (
        f"{EXPOSURE} ({OTHER}, {REPORT}, 0, 1, 1, 3, false, false), "
        f"({OTHER}, {REPORT}, 0, 1, 2, 3, false, false)"
    ),
    "an exposure of a reach that is none": (
        f"{EXPOSURE} ({OTHER}, {REPORT}, 0, 9, 1, 3, false, false)"
    ),
    "a revision number twice": (
        f"{REVISION} ({BRAND}, 1, 'update', '{{}}', {NOW}, 'x', '', 'x', 'y')"
    ),
    "a revision of nothing": f"{REVISION} (9999, 1, 'create', '{{}}', {NOW}, 'x', '', 'x', 'y')",
    "an audit trail that forks": f"{ENTRY} previous_hash, 'new' FROM audit_entry WHERE id = 1",
    "an audit entry twice": f"{ENTRY} 'new', hash FROM audit_entry WHERE id = 1",
    "a draft of nobody": DRAFT.format("create", "NULL", "writing", 9999),
    "a draft in a state that is none": DRAFT.format("create", "NULL", "secret", "id"),
    "a draft that would create what is there": DRAFT.format("create", BRAND, "writing", "id"),
    "a draft that would update nothing": DRAFT.format("update", "NULL", "writing", "id"),
}


@pytest.fixture(scope="module", params=DIALECTS)
def world(databases, request):
    """One database for all these tests: nothing that is refused leaves a trace."""
    with databases.ready(request.param) as url:
        engine = open_engine(url)
        with Session(engine) as session:
            publish(session, *WORLD)
            make_user(session, "editor")
            session.commit()
        yield engine


@pytest.mark.parametrize("statement", REFUSED.values(), ids=REFUSED)
def test_the_database_refuses(world, statement):
    with world.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        f"{CITATION} ({BRAND}, {THE_SOURCE}, 1, '/names/0', 'context')",
        f"{RECORD} ('company', 'another', 'Another', 0, {NOW}, {NOW})",
        f"{REVISION} ({BRAND}, 2, 'update', '{{}}', {NOW}, 'x', '', 'x', 'y')",
        f"{ENTRY} 'new', 'newer'",
        f"{EXPOSURE} ({OTHER}, {REPORT}, 0, 1, 1, 3, false, false)",
        DRAFT.format("create", "NULL", "writing", "id"),
        DRAFT.format("update", BRAND, "writing", "id"),
        "INSERT INTO statement (report_id, position, key, text, speaker) "
        f"VALUES ({REPORT}, 1, 's2', 'x', 'x')",
        "INSERT INTO denial (record_id, position, key, actor_name, text) "
        f"VALUES ({REPORT}, 1, 'd2', 'x', 'x')",
        "INSERT INTO demand (campaign_id, position, key, text, actor_name, state) "
        f"VALUES ({CAMPAIGN}, 1, 'd2', 'x', 'x', 'open')",
        "INSERT INTO identifier (record_id, position, scheme, value) "
        f"VALUES ({MILL}, 1, 'wikidata', 'Q3')",
        "UPDATE headcount SET at_least = NULL",
        f"UPDATE facility SET latitude = NULL, longitude = NULL WHERE id = {PLANT}",
    ],
)
def test_the_database_accepts_what_differs_only_in_the_fault(world, statement):
    with world.connect() as connection:
        assert connection.execute(text(statement)).rowcount == 1


def test_a_moment_without_a_time_zone_is_refused(world):
    with Session(world) as session, pytest.raises(StatementError, match="without a time zone"):
        session.execute(update(Record).values(updated_at=datetime(2024, 1, 1)))
