"""What was asked and what came of it, in order; and what the desk is told comes due."""

from datetime import date

import pytest

from campaign.errors import InvalidDocument
from campaign.queries.campaign_events import campaign_events, coming_due
from campaign.queries.records import get_record
from campaign.queries.reports import response_rows
from campaign.schemas import parse_document
from tests.factories import SOURCE, campaign_values, make_campaign, make_company, make_response

CITED = {"citations": [SOURCE]}
DEMAND = {"text": "Rest at night.", "state": "open", **CITED}
PROMISE = {"text": "To end night shifts.", "on_date": "2024-05", "state": "open", **CITED}
SHOWN = {"text": "Examplewatch saw night shifts.", "on_date": "2025-02", **CITED}


@pytest.fixture
def brand(session):
    return make_company(session, name="Brand")


def test_a_campaign_is_told_in_the_order_of_time(session, brand):
    dates = {"on_date": "2024-01", "deadline": "2024-06"}
    action = {"on_date": "2024", "kind": "petition", "text": "9,000 sign.", "place": "Northtown"}
    broken = {"actor": brand, **PROMISE, "demand": "d1", "state": "broken", "evidence": SHOWN}
    campaign = make_campaign(
        session,
        demands={"d1": {"actor": brand, **DEMAND, **dates}},
        actions={"a1": {**action, **CITED}},
        commitments={"c1": broken},
    )
    make_response(session, actor=brand, campaign=campaign, demand="d1", on_date="2024-05-03")
    make_response(session, actor=brand, campaign=campaign, slug="undated", on_date="n.d.")
    session.expire_all()

    record = get_record(session, campaign.slug, type(campaign))
    events = campaign_events(record, response_rows(session, campaign_id=campaign.id))

    assert [(event.on_date, event.what) for event in events] == [
        ("2024", "petition"),
        ("2024-01", "demand to Brand"),
        ("2024-05", "Brand commits"),
        ("2024-05-03", "Brand disputes"),
        ("2024-06", "deadline for Brand"),
        ("2025-02", "commitment of Brand: broken"),
    ]
    assert events[0].text == "9,000 sign. (Northtown)"
    assert events[-1].pointer == "/commitments/c1/evidence"


def test_the_desk_is_told_what_comes_due_and_what_is_overdue(session, brand):
    ask = {"actor": brand, **DEMAND}
    make_campaign(
        session,
        demands={
            "d1": {**ask, "deadline": "2026-11"},
            "d2": {**ask, "deadline": "2027-01-25"},
            "d3": {**ask, "deadline": "2026-11-20", "state": "met"},
            "d4": ask,
        },
        commitments={"c1": {"actor": brand, **PROMISE, "due_on": "2026-11-20"}},
    )

    due = coming_due(session, date(2026, 11, 25))

    assert [(d.key, d.what, d.is_over) for d in due] == [
        ("c1", "commitment", True),
        ("d1", "demand", False),
    ]
    assert [d.key for d in coming_due(session, date(2026, 11, 26))] == ["c1", "d1", "d2"]


@pytest.mark.parametrize(
    ("promise", "path"),
    [
        ({"state": "kept"}, "/commitments/c1/evidence"),
        ({"due_on": "2024-04"}, "/commitments/c1/due_on"),
        ({"evidence": {**SHOWN, "on_date": "2024-04"}}, "/commitments/c1/evidence"),
        ({"evidence": {**SHOWN, "citations": []}}, "/commitments/c1/evidence/citations"),
        ({"demand": "d9"}, "/commitments"),
        ({"citations": []}, "/commitments/c1/citations"),
    ],
)
def test_a_commitment_that_makes_no_sense_is_refused(promise, path):
    values = campaign_values(commitments={"c1": {"actor": "brand", **PROMISE, **promise}})

    with pytest.raises(InvalidDocument) as caught:
        parse_document(values)

    assert {problem.path for problem in caught.value.problems} == {path}
