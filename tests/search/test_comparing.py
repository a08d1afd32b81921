from pathlib import Path

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from campaign.search.comparing import LIKE, SAME, compare_names, read_name
from campaign.search.numerals import cut_numbers

PAIRS = yaml.safe_load(Path(__file__).with_name("pairs.yaml").read_text(encoding="utf-8"))
WORDS = st.sampled_from(
    ["Quillow", "Velmora", "Tarsk", "桂洛", "Росвет", "삼별", "O-Brill", "Orme"]
)
NAMES = st.lists(WORDS, min_size=1, max_size=3, unique=True).map(" ".join)


@pytest.mark.parametrize(("one", "other"), [(str(a), str(b)) for a, b in PAIRS["same"]])
def test_the_same_name_is_known_however_it_is_written(one, other):
    assert compare_names(one, other).score >= SAME


@pytest.mark.parametrize(("one", "other"), [(str(a), str(b)) for a, b in PAIRS["different"]])
def test_different_names_are_not_taken_to_be_the_same(one, other):
    assert compare_names(one, other).score < SAME


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Quillow", "Quillow", "same name"),
        ("桂洛工業", "桂洛工业", "same name written in Traditional characters"),
        ("Quillow Co., Ltd.", "Quillow Limited", "differs only in legal form"),
        ("Velmora Labour", "Velmora Labor", "differs only in spelling"),
        ("O-Brill", "OBrill", "differs only in spaces and signs"),
        ("Électrique", "Electrique", "differs only in signs and accents"),
        ("Quillow Mills", "Mills Quillow", "same words in another order"),
        ("桂洛", "Guiluo", "same name in another script"),
        ("Quilow", "Quillow", "differs by a letter"),
        ("Quillow (Zhengzhou)", "Quillow", "same name, but one says a place"),
        ("Quillow Unit 6", "Quillow Unit 10", "different numbers"),
        ("Quillow", "Tarsk", "different names"),
        ("", "", "different names"),
    ],
)
def test_the_reason_is_said_in_words(one, other, reason):
    assert compare_names(one, other).reason == reason


@pytest.mark.parametrize(
    ("name", "rest", "numbers"),
    [
        ("quillow unit 06", "quillow unit", ("6",)),
        ("quillow no 2 plant", "quillow plant", ("2",)),
        ("quillow 2nd factory", "quillow factory", ("2",)),
        ("quillow second factory", "quillow factory", ("2",)),
        ("second quillow", "second quillow", ()),
        ("quillow plant iii", "quillow plant", ("3",)),
        ("quillow plant b", "quillow plant", ("b",)),
        ("桂洛第十二厂", "桂洛厂", ("12",)),
        ("桂洛二十厂", "桂洛厂", ("20",)),
        ("三星", "三星", ()),
        ("3m 21", "3m", ("21", "3")),
    ],
)
def test_numbers_are_cut_from_a_name(name, rest, numbers):
    assert cut_numbers(name) == (rest, numbers)


@given(st.text(), st.text())
def test_comparing_is_the_same_both_ways_and_never_an_error(one, other):
    verdict = compare_names(one, other)

    assert verdict == compare_names(other, one)
    assert 0 <= verdict.score <= 1


@given(st.text())
def test_a_name_is_the_same_as_itself(name):
    assert not read_name(name).core or compare_names(name, name).score == 1


@given(
    NAMES, st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(["Unit", "No.", "#", ""])
)
def test_names_with_different_numbers_are_never_like_each_other(name, one, other, before):
    assume(one != other)

    assert compare_names(f"{name} {before} {one}", f"{name} {before} {other}").score < LIKE
    assert compare_names(f"{name} {before} {one}", name).score < LIKE


@given(NAMES, st.sampled_from(["Co., Ltd.", "Inc", "GmbH", "股份有限公司", "S.A. de C.V."]))
def test_a_legal_form_makes_no_other_name(name, form):
    assert compare_names(f"{name} {form}", name).score >= SAME
