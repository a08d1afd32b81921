from hypothesis import given, settings

from campaign.editorial.changes import Change, Difference, changes_between
from campaign.editorial.lookup import Lookup, Meaning
from campaign.editorial.recounting import told_between
from campaign.models.vocabulary import Kind
from tests.factories import (
    company_values,
    name_values,
    party_values,
    report_values,
    statement_values,
)
from tests.strategies import document_values

FEWER = settings(max_examples=max(20, settings().max_examples // 5))


def told(before, after, lookup=None):
    """The headline of each change with what it was and is."""
    changes = told_between(before, after, lookup or Lookup())
    return [(change.headline, change.before, change.after) for change in changes]


@FEWER
@given(document_values())
def test_the_same_document_has_no_changes(document):
    assert changes_between(document, document) == []


def test_each_value_that_differs_is_told_with_what_it_was_and_is():
    before = report_values(note="Old.", to_date="2022", certainty="reported")
    after = report_values(note="New.", certainty="corroborated", disputed=True)

    assert told(before, after) == [
        ("Status changed", "reported", "corroborated"),
        ("Disputed changed", "no", "yes"),
        ("Note changed", "Old.", "New."),
        ("End removed", "2022", None),
    ]


def test_a_part_that_came_is_one_change_however_much_it_holds():
    before = report_values()
    after = report_values(
        statements={"s1": statement_values(), "s2": statement_values(text="More.")}
    )

    [change] = told(before, after)

    assert change[0] == "Statement 2 added"
    assert "Text: More." in change[2]


def test_a_citation_is_told_by_the_title_of_its_source_and_its_page():
    lookup = Lookup({"diary": Meaning(Kind.SOURCE, "diary", "The Diary")})
    cited = {"source": "diary", "locator": "p. 3", "stance": "denies"}
    before = report_values()
    after = report_values(
        statements={"s1": statement_values(citations=["examplewatch-2021", cited])}
    )

    assert told(before, after, lookup) == [
        ("Statement 1: source “The Diary” added", None, "The Diary, p. 3 (denies)")
    ]
    assert told(after, before, lookup) == [
        ("Statement 1: source “The Diary” removed", "The Diary, p. 3 (denies)", None)
    ]


def test_what_moved_is_not_told_as_taken_away_and_added():
    one, two = party_values("one", "buyer"), party_values("two", "operator")

    [change] = changes_between(report_values(parties=[one, two]), report_values(parties=[two, one]))

    assert (change.steps, change.change) == (("parties",), Change.MOVED)


def test_a_row_before_others_leaves_them_as_they_were():
    names = [name_values("Acme Anvils"), name_values("Acme", name_kind="acronym")]
    more = [name_values("Amboss", language="de", name_kind="native"), *names]

    [change] = changes_between(company_values(names=names), company_values(names=more))

    assert change == Difference(("names", "Amboss"), Change.ADDED, None, more[0])


def test_words_of_vocabularies_dates_and_titles_stand_in_place_of_codes():
    lookup = Lookup(
        {"mill": Meaning(Kind.FACILITY, "mill", "Northern Mill")}, abuse={"E01": "Long hours"}
    )
    before = report_values(allegations={})
    after = report_values(
        sites=["mill"], reply={"state": "asked", "asked_on": "2022-10-03"}, allegations={}
    )

    assert told(before, after, lookup) == [
        ("Site Northern Mill added", None, "Northern Mill"),
        ("Right of reply: state changed", "not asked", "asked to reply"),
        ("Right of reply: asked on added", None, "3 October 2022"),
        ("Right of reply: reason removed", "The account is public already.", None),
    ]


def test_the_words_that_differ_are_marked():
    before = report_values(note="Work began at night.")
    [change] = told_between(before, {**before, "note": "Work began at noon."}, Lookup())

    assert [text for text, differs in change.pieces("after") if differs] == ["noon"]
    assert "".join(text for text, _ in change.pieces("before")) == "Work began at night."


@FEWER
@given(document_values(), document_values())
def test_any_two_documents_of_a_kind_can_be_told_apart(one, other):
    if one["kind"] != other["kind"]:
        other = one

    changes = told_between(one, other, Lookup())

    assert all(change.headline for change in changes)
    assert all((change.before, change.after) != (None, None) for change in changes)
