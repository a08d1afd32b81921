"""Bringing two versions together: nothing is lost, and what clashes is left to a person."""

from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.editorial.combining import Clash, combine
from campaign.editorial.parts import KEYED, plain, unfolded, value_at
from campaign.models.vocabulary import Kind
from tests.factories import report_values, statement_values
from tests.strategies import DOCUMENTS

TRIPLES = st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(*[DOCUMENTS[kind]] * 3))
FEWER = settings(max_examples=max(20, settings().max_examples // 5))
PAIRS = st.sampled_from(list(Kind)).flatmap(lambda kind: st.tuples(*[DOCUMENTS[kind]] * 2))


@FEWER
@given(PAIRS)
def test_where_one_side_changed_nothing_the_other_is_the_result(pair):
    base, changed = pair

    assert combine(base, changed, base).document == plain(changed)
    assert combine(base, base, changed).document == plain(changed)
    assert combine(base, changed, changed).document == plain(changed)
    assert combine(base, changed, base).clashes == []


@FEWER
@given(TRIPLES, st.data())
def test_changes_to_different_fields_are_both_there(triple, data):
    base, one, other = map(plain, triple)
    fields = sorted({*base, *one, *other} - {"kind", "slug"})
    mine, theirs = data.draw(st.lists(st.sampled_from(fields), min_size=2, max_size=2, unique=True))

    published, draft = (plain(_with(base, *change)) for change in ((theirs, one), (mine, other)))

    found = combine(base, published, draft)

    assert found.clashes == []
    assert found.document.get(theirs) == published.get(theirs)
    assert found.document.get(mine) == draft.get(mine)


@FEWER
@given(TRIPLES)
def test_every_value_of_theirs_is_in_the_result_or_among_the_clashes(triple):
    base, theirs, ours = map(plain, triple)

    found = combine(base, theirs, ours)

    clashing = {clash.steps for clash in found.clashes}
    kept = _unnumbered(found.document)
    for steps, value in _leaves(theirs):
        if value_at(base, steps) != value:
            is_clash = any(steps[: len(clash)] == clash for clash in clashing)
            assert is_clash or (_without_number(steps), value) in kept


@FEWER
@given(TRIPLES)
def test_every_value_of_ours_stays(triple):
    base, theirs, ours = map(plain, triple)

    found = combine(base, theirs, ours)

    kept = _unnumbered(found.document)
    for steps, value in _leaves(ours):
        if value_at(base, steps) != value and not KEYED & set(steps):
            assert (_without_number(steps), value) in kept


def _with(base, field, other):
    """A document with one field as in another."""
    rest = {name: value for name, value in base.items() if name != field}
    return {**rest, field: other[field]} if field in other else rest


def _leaves(value, steps=()):
    """Each single value of a document with where it stands."""
    parts = unfolded(value)
    if parts is None:
        yield steps, value
    for key, item in (parts or {}).items():
        yield from _leaves(item, (*steps, key))


def _unnumbered(document):
    """All values of a document; of equal rows it does not matter which is the second."""
    return [(_without_number(steps), value) for steps, value in _leaves(document)]


def _without_number(steps):
    return tuple(step.partition(" #")[0] for step in steps)


def test_both_versions_of_a_clash_are_kept_and_ours_stands():
    base, theirs, ours = (report_values(note=note) for note in ("Old.", "Theirs.", "Ours."))

    found = combine(base, theirs, ours)

    assert found.document["note"] == "Ours."
    assert found.clashes == [Clash(("note",), "Old.", "Theirs.", "Ours.")]


def test_what_they_took_away_and_we_changed_is_a_clash():
    base, ours = report_values(note="Old."), report_values(note="Ours.")

    found = combine(base, report_values(), ours)

    assert found.clashes == [Clash(("note",), "Old.", None, "Ours.")]


def test_two_new_statements_under_one_key_both_stay_and_theirs_keeps_the_key():
    first = statement_values()
    base = report_values(statements={"s1": first})
    theirs = report_values(statements={"s1": first, "s2": statement_values(text="Theirs.")})
    ours = report_values(statements={"s1": first, "s2": statement_values(text="Ours.")})

    found = combine(base, theirs, ours)

    texts = {key: part["text"] for key, part in found.document["statements"].items()}
    assert (texts["s2"], texts["s3"]) == ("Theirs.", "Ours.")
    assert found.clashes == []


def test_a_citation_that_each_added_to_one_statement_is_there_twice():
    def citing(*sources):
        return report_values(statements={"s1": statement_values(citations=list(sources))})

    found = combine(citing("a"), citing("a", "b"), citing("a", "c"))

    cited = [c["source"] for c in found.document["statements"]["s1"]["citations"]]
    assert sorted(cited) == ["a", "b", "c"]


def test_the_order_of_the_side_that_moved_something_holds():
    base, theirs = report_values(sites=["a", "b", "c"]), report_values(sites=["c", "a", "b"])
    ours = report_values(sites=["a", "b", "c", "d"])

    assert combine(base, theirs, ours).document["sites"] == ["c", "d", "a", "b"]
