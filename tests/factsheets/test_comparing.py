"""What two sheets say differently: nothing lost, nothing invented, whatever moved."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.factsheets.comparing import Line, compare, compare_lines, lines_of, word_changes
from campaign.factsheets.drawing import Arrow
from tests.factories import publish, response_values, statement_values
from tests.support.issues import CITED, make_world, report
from tests.support.sheets import sheet_of

WORDS = st.sampled_from(["nights", "pay", "鴻海", "bus", "at least 400", "strike", "العمل", "."])
LINES = st.lists(
    st.builds(
        Line,
        section=st.sampled_from(["What is reported", "Sources"]),
        place=st.sampled_from(["a", "b"]),
        text=st.lists(WORDS, max_size=4).map(" ".join),
        status=st.sampled_from([(), ("disputed",)]),
        sources=st.sampled_from([("s1",), ("s1", "s2")]),
    ),
    max_size=8,
)


def said(lines):
    return Counter(line.said for line in lines)


@given(LINES)
def test_a_sheet_does_not_differ_from_itself(lines):
    assert compare_lines(lines, lines) == []


@given(LINES, st.randoms(use_true_random=False))
def test_another_order_is_no_difference(lines, random):
    shuffled = list(lines)
    random.shuffle(shuffled)

    assert compare_lines(lines, shuffled) == []


@given(LINES, LINES)
def test_what_is_gone_and_added_turns_the_old_sheet_into_the_new(old, new):
    differences = compare_lines(old, new)

    gone = said(d.before for d in differences if d.before)
    added = said(d.after for d in differences if d.after)

    assert gone - said(old) == Counter()
    assert said(old) - gone + added == said(new)


@given(LINES, LINES)
def test_no_difference_is_told_where_both_say_the_same(old, new):
    for difference in compare_lines(old, new):
        if difference.before and difference.after:
            assert difference.before.said != difference.after.said


@given(LINES, LINES)
def test_seen_from_the_other_side_as_much_is_gone_as_was_added(old, new):
    there = compare_lines(old, new)
    back = compare_lines(new, old)

    assert said(d.before for d in there if d.before) == said(d.after for d in back if d.after)


@given(st.text(max_size=80), st.text(max_size=80))
def test_the_pieces_of_two_sentences_are_the_sentences(before, after):
    old, new = word_changes(before, after)

    assert "".join(text for text, _ in old) == before
    assert "".join(text for text, _ in new) == after
    assert [t for t, differs in old if not differs] == [t for t, differs in new if not differs]


def test_a_changed_word_is_marked_and_nothing_else():
    old, new = word_changes("400 workers at 鴻海 stopped.", "600 workers at 鴻富 stopped.")

    assert [text for text, differs in old if differs] == ["400", "海"]
    assert [text for text, differs in new if differs] == ["600", "富"]


@pytest.fixture
def world(session):
    make_world(session)
    return session


def changes(session, *documents):
    before = sheet_of(session, "brand")
    publish(session, *documents)
    session.expire_all()
    return compare(before, sheet_of(session, "brand"))


def test_a_reworded_statement_stands_beside_the_old_one(world):
    said = statement_values(text="Examplewatch reported work on Sundays.", **CITED)
    values = report() | {"statements": {"s1": said}}

    found = changes(world, values)

    [pair] = [d for d in found if d.before and "work at night" in d.before.text]
    assert "work on Sundays" in pair.after.text


def test_an_answer_that_came_since_is_added_and_the_silence_is_gone(world):
    answer = response_values(
        actor="brand", report="nights", text="We have ended night work for good.", **CITED
    )

    found = changes(world, answer)

    assert any(d.before is None and "ended night work" in d.after.text for d in found)
    assert any(d.before and "no answer recorded" in d.before.text for d in found)


def test_new_numbers_of_notes_and_another_day_are_no_difference(world):
    sheet = sheet_of(world, "brand")
    [first, *others] = sheet.endnotes
    shifted = {note.number: note.number + 10 for note in others} | {1: 1}

    def renumbered(said):
        return replace(said, notes=tuple(sorted(shifted[n] for n in said.notes)))

    other = replace(
        sheet,
        key_message=renumbered(sheet.key_message),
        headline=tuple(map(renumbered, sheet.headline)),
        blocks=(),
        endnotes=(first, *(replace(n, number=n.number + 10) for n in others)),
    )

    assert compare(replace(sheet, blocks=()), other) == []


def test_everything_that_is_said_is_compared(world):
    sheet = sheet_of(world, "northern-mill")

    compared = {line.text for line in lines_of(sheet)}

    said = {s.text for s in sheet.everything_said() if not isinstance(s, Arrow)}
    assert said <= compared  # an arrow says what a row of a table says
