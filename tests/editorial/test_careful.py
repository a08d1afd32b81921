"""Wording that needs care is noticed often enough to help, and seldom enough to be read."""

import pytest
from hypothesis import given, settings

from campaign.editorial.care import ADVICE, Care, text_concerns
from campaign.editorial.careful import find_concerns
from tests.editorial.careful_sentences import SENTENCES
from tests.factories import allegation_values, report_values, source_values, statement_values
from tests.strategies import document_values


def tally(care: Care) -> tuple[int, int, int]:
    """Right, wrong and missed hits of one kind of care on the labelled sentences."""
    right = wrong = missed = 0
    for text, kinds in SENTENCES:
        found = any(each is care for each, _ in text_concerns(text))
        right += found and care.value in kinds
        wrong += found and care.value not in kinds
        missed += not found and care.value in kinds
    return right, wrong, missed


@pytest.mark.parametrize("care", Care)
def test_of_each_kind_most_are_found_and_few_are_none(care, record_property):
    right, wrong, missed = tally(care)

    precision, recall = right / (right + wrong), right / (right + missed)
    print(f"{care.value}: precision {precision:.0%}, recall {recall:.0%} of {right + missed}")
    record_property("precision", precision)
    record_property("recall", recall)
    assert precision >= 0.85
    assert recall >= 0.85


def test_there_are_as_many_harmless_sentences_as_people_would_meet():
    harmless = [text for text, kinds in SENTENCES if not kinds]

    assert len(SENTENCES) >= 90
    assert len(harmless) >= 40


def test_a_concern_says_where_it_stands_and_why():
    statement = statement_values(text="Examplewatch reported that the firm is guilty.")

    [concern] = find_concerns(report_values(statements={"s1": statement}))

    assert concern.steps == ("statements", "s1", "text")
    assert (concern.before, concern.words) == ("Examplewatch reported that the firm is ", "guilty")
    assert concern.advice == ADVICE[Care.VERDICT]


def test_an_allegation_is_printed_as_somebodys_words_and_needs_no_more():
    allegation = allegation_values(text="Guards beat workers.")

    assert find_concerns(report_values(allegations={"a1": allegation})) == []


def test_a_count_below_ten_is_small_and_one_of_ten_is_not():
    def concerns(count):
        allegation = allegation_values(at_least=count, unit="workers")
        return find_concerns(report_values(allegations={"a1": allegation}))

    assert [concern.care for concern in concerns(9)] == [Care.SMALL_GROUP]
    assert concerns(10) == []


def test_a_name_on_record_is_no_persons():
    text = "Examplewatch reported that Acme Anvil workers marched."

    def named(known):
        return [c for c, _ in text_concerns(text, known) if c is Care.PERSON]

    assert named(()) == [Care.PERSON]
    assert named(("Acme Anvil",)) == []


def test_a_source_is_named_as_it_names_itself():
    assert find_concerns(source_values(title="Slavery, by Zhang Wei, a worker")) == []


@settings(max_examples=max(20, settings().max_examples // 5))
@given(document_values())
def test_any_document_can_be_looked_at(document):
    for concern in find_concerns(document):
        assert concern.words
        assert concern.care in ADVICE
