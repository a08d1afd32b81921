import pytest

from campaign.errors import InvalidDocument
from campaign.models.vocabulary import Kind
from campaign.schemas import DOCUMENTS, parse_document
from tests.factories import (
    SOURCE,
    Values,
    allegation_values,
    campaign_values,
    company_values,
    denial_values,
    facility_values,
    name_values,
    organization_values,
    ownership_values,
    party_values,
    report_values,
    response_values,
    source_values,
    statement_values,
    supply_link_values,
)

DENYING = [{"source": SOURCE, "stance": "denies"}]
EVERY_KIND = (
    source_values(),
    organization_values(),
    company_values(),
    facility_values(),
    supply_link_values(buyer="a", supplier="b"),
    ownership_values(parent="a", subsidiary="b"),
    report_values(),
    campaign_values(),
    response_values(actor="a", report="r"),
)


def allegation(**overrides) -> Values:
    return report_values(allegations={"a1": allegation_values(**overrides)})


def headcount(**overrides) -> Values:
    one = {"at_least": 3, "as_of": "2020", "speaker": "Someone", "citations": [SOURCE]}
    return facility_values(headcounts=[one | overrides])


def link(**overrides) -> Values:
    return supply_link_values(buyer="a", supplier="b") | overrides


def reply(**values) -> Values:
    return report_values(reply=values)


def response(**overrides) -> Values:
    return response_values(actor="a", report="r") | overrides


def demand(**overrides) -> Values:
    one = {"text": "Sleep.", "actor": "a", "state": "open", "citations": [SOURCE]}
    return campaign_values(demands={"d1": one | overrides})


def without(values: Values, field: str) -> Values:
    return {key: value for key, value in values.items() if key != field}


# What is wrong; the path of the field; some words of the message.
RULES = {
    # Sources: every fact has one
    "an allegation without a citation": (
        allegation(citations=[]), "/allegations/a1", "needs a citation that supports"),
    "an allegation that is only denied": (
        allegation(citations=DENYING), "/allegations/a1", "needs a citation that supports"),
    "a statement without a citation": (
        report_values(statements={"s1": statement_values(citations=[])}),
        "/statements/s1", "needs a citation"),
    "a party without a citation": (
        report_values(parties=[party_values("a", "buyer", citations=[])]),
        "/parties/0", "needs a citation"),
    "an outcome without a citation": (
        report_values(outcome={"text": "It ended.", "as_of": "2022"}),
        "/outcome", "needs a citation"),
    "an origin without a source": (report_values(origins=[[]]), "/origins/0", "needs a citation"),
    "a headcount without a citation": (headcount(citations=[]), "/headcounts/0", "needs a citat"),
    "a demand without a citation": (demand(citations=[]), "/demands/d1", "needs a citation"),
    "a company without a citation": (company_values(citations=[]), "", "at least one citation"),
    "a company that is only denied": (company_values(citations=DENYING), "", "at least one cit"),
    "a link without a citation": (link(citations=[]), "", "at least one citation"),
    "a response without a citation": (response(citations=[]), "", "at least one citation"),
    "a denial that nothing denies": (
        link(denials={"d1": denial_values("a", citations=[SOURCE])}),
        "/denials/d1", "needs a citation that denies"),
    "a source that cites": (source_values(citations=["other"]), "", "a source cites nothing"),
    "the same citation twice": (company_values(citations=[SOURCE, SOURCE]), "", "twice"),
    "a long quotation": (
        company_values(citations=[{"source": SOURCE, "quotation": "x" * 301}]),
        "/citations/0/quotation", "at most 300"),
    # Reports
    "a report without a statement": (report_values(statements={}), "/statements", "at least 1"),
    "statements without keys": (
        report_values(statements=[statement_values()]), "/statements", "dictionary"),
    "a key in capitals": (
        report_values(allegations={"A1": allegation_values()}),
        "/allegations/A1/[key]", "pattern"),
    "an abuse without a code": (allegation(abuse="hours"), "/allegations/a1/abuse", "pattern"),
    "a number without a unit": (allegation(at_least=3), "/allegations/a1", "both a number"),
    "a unit without a number": (allegation(unit="workers"), "/allegations/a1", "both a number"),
    "nobody counted": (
        allegation(at_least=0, unit="workers"), "/allegations/a1/at_least", "greater than 0"),
    "more than there are people in a city": (
        allegation(at_least=10_000_001, unit="workers"), "/allegations/a1/at_least", "less than"),
    "a count in words": (
        allegation(at_least="3", unit="workers"), "/allegations/a1/at_least", "valid integer"),
    "half a worker": (
        allegation(at_least=1.5, unit="workers"), "/allegations/a1/at_least", "valid integer"),
    "an unknown certainty": (
        allegation(certainty="proven"), "/allegations/a1/certainty", "reported"),
    "an allegation that ends first": (
        allegation(from_date="2021", to_date="2020"), "/allegations/a1", "before it begins"),
    "a party that is nobody": (
        report_values(parties=[party_values({}, "buyer")]), "/parties/0/actor", "say who"),
    "an outcome older than the report": (
        report_values(outcome={"text": "x", "as_of": "2019", "citations": [SOURCE]}),
        "", "older than the report"),
    "a site twice": (report_values(sites=["a", "a"]), "", "same facility twice"),
    "nobody asked, and no reason": (reply(state="not_asked"), "/reply", "say why"),
    "asked, and no date": (reply(state="asked"), "/reply", "say when"),
    "an answer, and no date of asking": (reply(state="answered"), "/reply", "say when"),
    "due before asked": (
        reply(state="asked", asked_on="2021", due_on="2020"), "/reply", "before it begins"),
    # Dates
    "a period backwards": (
        report_values(from_date="2021", to_date="2020"), "", "before it begins"),
    "an impossible day": (report_values(from_date="2021-02-30"), "/from_date", "no such day"),
    "an impossible month": (report_values(from_date="2021-13"), "/from_date", "no such day"),
    "a day to come": (report_values(from_date="2999"), "/from_date", "lies in the future"),
    "a year as a number": (report_values(from_date=2021), "/from_date", "valid string"),
    "a name backwards": (
        company_values(names=[name_values("A", from_date="2021", to_date="2020")]),
        "/names/0", "before it begins"),
    "an operation backwards": (
        facility_values(operations=[{"operator": "a", "from_date": "2021", "to_date": "2020"}]),
        "/operations/0", "before it begins"),
    "a link backwards": (link(from_date="2021", to_date="2020"), "", "before it begins"),
    "a demand due before it is made": (
        demand(on_date="2022", deadline="2021"), "/demands/d1", "before it begins"),
    "a link known in future": (link(as_of="2999"), "/as_of", "lies in the future"),
    # Responses
    "a response without a date": (without(response(), "on_date"), "/on_date", "required"),
    "a response of an empty date": (response(on_date=""), "/on_date", "write the date"),
    "a response to nothing": (response(report=None), "", "on what it answers"),
    "a response to two things": (response(campaign="c"), "", "on what it answers"),
    "a response to a demand of no campaign": (response(demand="d1"), "", "needs the campaign"),
    "a response of nobody": (response(actor={}), "/actor", "say who"),
    # Names
    "no name": (company_values(names=[]), "/names", "exactly one primary"),
    "two primary names": (
        company_values(names=[name_values("A"), name_values("B")]), "", "exactly one primary"),
    "no primary name": (
        company_values(names=[name_values("A", name_kind="legal")]), "", "exactly one primary"),
    "an empty name": (company_values(names=[name_values(" ")]), "/names/0/text", "at least 1"),
    "an invisible name": (
        company_values(names=[name_values("\u200b")]), "/names/0/text", "nothing that can be seen"),
    "a language that is none": (
        company_values(names=[name_values("A", language="zh_CN")]),
        "/names/0/language", "not a language tag"),
    # Codes, places, addresses
    "a country that is none": (company_values(country="UK"), "/country", "not a country"),
    "a role that is none": (company_values(roles=["boss"]), "/roles/0", "brand"),
    "a wrong LEI": (
        company_values(identifiers=[{"scheme": "lei", "value": "213800KUD8LAJWSQ9D16"}]),
        "/identifiers/0", "not a valid LEI"),
    "a wrong USCC": (
        company_values(identifiers=[{"scheme": "uscc", "value": "91110000600037342L"}]),
        "/identifiers/0", "Unified Social Credit Code"),
    "a wrong OS ID": (
        facility_values(identifiers=[{"scheme": "os_id", "value": "CN2021250D1DTN8"}]),
        "/identifiers/0", "typing mistake"),
    "half a point": (facility_values(latitude=1), "", "both latitude and longitude"),
    "a point of no precision": (
        facility_values(latitude=1, longitude=2), "", "needs a precision"),
    "a point off the earth": (
        facility_values(latitude=91, longitude=2, precision="site"), "/latitude", "less than"),
    "a point that is no number": (
        facility_values(latitude=float("nan"), longitude=2, precision="site"), "/latitude", ""),
    "no workers counted": (headcount(at_least=None), "/headcounts/0", "needs a number"),
    "at least more than at most": (headcount(at_most=2), "/headcounts/0", "more than at most"),
    "an address that a browser runs": (
        source_values(url="javascript:alert(1)"), "/url", "not a web address"),
    "a website that a browser runs": (
        company_values(website="javascript:alert(1)"), "/website", "not a web address"),
    "a link that a browser runs": (
        campaign_values(links=["https://example.org", "data:text/html,x"]), "/links/1", "not a"),
    "an address with a NUL": (
        source_values(url="https://example.org/\x00"), "/url", "control characters"),
    "control characters": (company_values(sector="a\x00b"), "/sector", "control characters"),
    "half a character": (company_values(sector="\ud800"), "/sector", "unicode"),
    "a very long line": (company_values(sector="x" * 501), "/sector", "at most 500"),
    "a hash that is none": (source_values(content_sha256="ab"), "/content_sha256", "pattern"),
    # Ends and slugs
    "a link to oneself": (link(supplier="a"), "", "the same company"),
    "a holding of oneself": (
        ownership_values(parent="a", subsidiary="a"), "", "the same company"),
    "a slug in capitals": (company_values(slug="Acme"), "/slug", "pattern"),
    "a slug in Chinese": (company_values(slug="富士康"), "/slug", "pattern"),
    "a slug that climbs": (company_values(slug="../etc"), "/slug", "pattern"),
    "a slug without end": (company_values(slug="a" * 121), "/slug", "at most 120"),
    "a citation of no slug": (company_values(citations=["No Slug"]), "/citations/0/source", "patt"),
    # Whole documents
    "an unknown field": (company_values(colour="red"), "/colour", "not permitted"),
    "an unknown field of a part": (
        allegation(severity="high"), "/allegations/a1/severity", "not permitted"),
    "a kind that is none": (company_values(kind="thing"), "/kind", "not a kind of record"),
    "a kind that is a list": (company_values(kind=["company"]), "/kind", "not a kind of record"),
    "no kind": ({}, "/kind", "not a kind of record"),
}  # fmt: skip


@pytest.mark.parametrize(("values", "path", "words"), RULES.values(), ids=RULES)
def test_a_document_is_refused_and_the_field_named(values, path, words):
    with pytest.raises(InvalidDocument) as caught:
        parse_document(values)

    # ``path`` is the part; a rule across fields goes on to the field to change (see below).
    assert any(
        f"{p.path}/".startswith(f"{path}/") and words in p.message for p in caught.value.problems
    )


@pytest.mark.parametrize("values", EVERY_KIND, ids=lambda values: values["kind"])
def test_the_smallest_documents_are_valid(values):
    document = parse_document(values)

    assert document.kind == values["kind"]
    assert document.record_title


def test_every_kind_has_a_document():
    assert set(DOCUMENTS) == set(Kind) == {values["kind"] for values in EVERY_KIND}


def test_all_mistakes_are_named_at_once():
    wrong = company_values(country="XX", sector="", website="nowhere")

    with pytest.raises(InvalidDocument) as caught:
        parse_document(wrong)

    assert {problem.path for problem in caught.value.problems} == {
        "/country",
        "/sector",
        "/website",
    }


def test_an_error_begins_with_the_place_it_comes_from():
    with pytest.raises(InvalidDocument, match=r"^companies/a\.yaml: /country: 'XX' is not"):
        parse_document(company_values(country="XX"), where="companies/a.yaml")


def test_an_undated_answer_is_valid_and_says_so():
    assert parse_document(response(on_date="n.d.")).on_date == "n.d."


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (response(), "text"),
        (link(), "statement"),
        (source_values(), "publisher"),
        (report_values(), "title"),
        (campaign_values(), "summary"),
    ],
)
def test_spaces_around_a_text_are_taken_off(values, field):
    document = parse_document(values | {field: f"  {values[field]}\n"})

    assert getattr(document, field) == values[field]


def test_a_title_that_repeats_the_primary_name_is_no_title():
    document = parse_document(company_values(name="Acme", title="Acme"))

    assert document.title is None
    assert document.record_title == "Acme"


def test_a_document_cannot_be_changed_after_it_was_checked():
    document = parse_document(company_values())

    with pytest.raises(ValueError, match="frozen"):
        document.country = "XX"


def test_empty_fields_are_left_out_of_the_content():
    content = parse_document(company_values(city=None, roles=[], note=None)).content()

    assert next(iter(content)) == "kind"
    assert not {"city", "roles", "note"} & set(content)


def test_citations_are_found_with_the_part_that_they_belong_to():
    document = parse_document(
        report_values(
            denials={"d1": denial_values("a")},
            origins=[[SOURCE], ["second"]],
            action={"kind": "strike", "text": "They stopped.", "citations": ["second"]},
        )
    )

    found = [(pointer, citation.source) for pointer, citation in document.all_citations()]

    assert found == [
        ("/statements/s1", SOURCE),
        ("/allegations/a1", SOURCE),
        ("/action", "second"),
        ("/denials/d1", SOURCE),
        ("/origins/0", SOURCE),
        ("/origins/1", "second"),
    ]


@pytest.mark.parametrize(
    ("values", "path"),
    [
        (report_values(from_date="2021", to_date="2020"), "/to_date"),
        (company_values(names=[name_values("A"), name_values("B")]), "/names"),
        (facility_values(latitude=1), "/longitude"),
        (link(supplier="a"), "/supplier"),
        (reply(state="asked"), "/reply/asked_on"),
        (company_values(citations=[]), "/citations"),
    ],
)
def test_a_rule_across_fields_names_the_field_to_change(values, path):
    with pytest.raises(InvalidDocument) as caught:
        parse_document(values)

    assert [problem.path for problem in caught.value.problems] == [path]


def test_one_mistake_in_a_name_is_one_problem():
    with pytest.raises(InvalidDocument) as caught:
        parse_document(company_values(names=[name_values("A", language="zh_CN")]))

    assert [problem.path for problem in caught.value.problems] == ["/names/0/language"]


def test_the_same_register_number_twice_is_refused():
    number = {"scheme": "wikidata", "value": "Q1"}

    with pytest.raises(InvalidDocument):
        parse_document(company_values(identifiers=[number, number]))
