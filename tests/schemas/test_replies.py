import pytest

from campaign.errors import InvalidDocument
from campaign.schemas import parse_document
from tests.factories import party_values, report_values

ASKED = {"actor": "acme", "asked_on": "2022-12-01", "channel": "email", "due_on": "2022-12-14"}
WRONG = {
    "not asked, and no reason": ({"actor": "acme"}, "/replies/r1/because"),
    "a channel without a day": ({"actor": "acme", "channel": "post"}, "/replies/r1/asked_on"),
    "a reason beside a day": (
        {**ASKED, "because": "endangers_workers"},
        "/replies/r1/because",
    ),
    "asked by no channel": ({**ASKED, "channel": None}, "/replies/r1/channel"),
    "asked until no day": ({**ASKED, "due_on": None}, "/replies/r1/due_on"),
    "due before it was asked": ({**ASKED, "due_on": "2022-11-30"}, "/replies/r1/due_on"),
    "due on the day it was asked": ({**ASKED, "due_on": "2022-12-01"}, "/replies/r1/due_on"),
    "reminded before it was asked": (
        {**ASKED, "reminders": ["2022-11-30"]},
        "/replies/r1/reminders",
    ),
    "reminders out of order": (
        {**ASKED, "reminders": ["2022-12-10", "2022-12-08"]},
        "/replies/r1/reminders",
    ),
    "reminded twice a day": (
        {**ASKED, "reminders": ["2022-12-10", "2022-12-10"]},
        "/replies/r1/reminders",
    ),
    "a rejoinder without a source": (
        {**ASKED, "rejoinder": {"text": "We differ.", "on_date": "2023-01-04"}},
        "/replies/r1/rejoinder/citations",
    ),
}


def problems_of(values):
    with pytest.raises(InvalidDocument) as caught:
        parse_document(values)
    return {problem.path for problem in caught.value.problems}


@pytest.mark.parametrize(("reply", "path"), WRONG.values(), ids=WRONG)
def test_a_reply_is_refused_at_the_field_to_change(reply, path):
    assert problems_of(report_values(replies={"r1": reply})) == {path}


def test_a_report_says_of_every_company_it_names_whether_it_was_asked():
    parties = [party_values("acme", "buyer"), party_values({"name": "The county"}, "public_body")]
    mill = [party_values({"name": "The Mill"}, "operator")]

    parse_document(report_values(parties=parties, reply=None, replies={"r1": ASKED}))

    assert problems_of(report_values(reply=None)) == {"/reply"}
    assert problems_of(
        report_values(parties=parties + mill, reply=None, replies={"r1": ASKED})
    ) == {"/replies"}


def test_a_company_has_one_entry():
    twice = {"r1": ASKED, "r2": {"actor": "acme", "because": "public_already"}}

    assert problems_of(report_values(replies=twice)) == {"/replies"}


def test_a_rejoinder_cites_at_a_place_of_its_own():
    rejoinder = {"text": "We differ.", "on_date": "2023-01-04", "citations": ["letter"]}
    document = parse_document(report_values(replies={"r1": {**ASKED, "rejoinder": rejoinder}}))

    places = [
        pointer for pointer, citation in document.all_citations() if citation.source == "letter"
    ]

    assert places == ["/replies/r1/rejoinder"]
