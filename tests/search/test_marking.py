from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from campaign.search.marking import mark
from campaign.search.parsing import parse

PARTS = [
    "Écru",
    "e\u0301",
    "鴻海",
    "富士康",
    "O-Film",
    "S.T.",
    "ﬁ",
    "ß",
    "İ",
    "가",
    "\u1100\u1161",
    " ",
]
PARTS += ["ผ้า", "خوتەن", "\u200d", "👩\u200d🏭", "Co., Ltd.", "'", "株式会社", "\u202e", "\ud800"]
TEXTS = st.text() | st.lists(st.sampled_from(PARTS) | st.text(max_size=4)).map("".join)


def shown(text: str, words: str, **how: bool) -> str:
    """The text with brackets around what is marked."""
    pieces = mark(text, parse(words), "en", **how).pieces
    return "".join(f"[{piece}]" if matched else piece for piece, matched in pieces)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Quillow East Works", "works east", "Quillow [East] [Works]"),
        ("Électrique Générale", "electrique", "[Électrique] Générale"),
        ("E\u0301lectrique", "electrique", "[E\u0301lectrique]"),
        ("桂洛工業股份有限公司", "桂洛工业", "[桂洛工業]股份有限公司"),
        ("桂洛工業股份有限公司", "gui luo", "[桂洛]工業股份有限公司"),
        ("桂洛工業股份有限公司", "guiluogongye", "[桂洛工業]股份有限公司"),
        ("桂洛工業股份有限公司", "kuei lo", "[桂洛]工業股份有限公司"),
        ("ホンハイ精密", "ほんはい", "[ホンハイ]精密"),
        ("Quillow Co., Ltd.", "quillow company limited", "[Quillow] Co., Ltd."),
        ("O-Brill Tech", "obrill", "[O-Brill] Tech"),
        ("OBrill Tech", "o-brill", "[OBrill] Tech"),
        ("S.T. Glass", "st glass", "[S.T]. [Glass]"),
        ("Brill’s", "brills", "[Brill’s]"),
        ("Росвет", "rosvet", "[Росвет]"),
        ("เจริญผ้าไทย", "ผ้าไทย", "เจริญ[ผ้าไทย]"),
        ("A mill in Hotan, Xinjiang", "和田", "A mill in [Hotan], Xinjiang"),
        ("Straße", "strasse", "[Straße]"),
        ("East works, east gate", '"east works"', "[East works], east gate"),
        ("Easter works", "east", "Easter works"),
        ("Works at Tarsk", "-tarsk works", "[Works] at Tarsk"),
    ],
)
def test_words_are_marked_as_they_stand_in_the_text(text, words, expected):
    assert shown(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Quillow", "quil", "[Quil]low"),
        ("桂洛工業", "guil", "[桂洛]工業"),
        ("桂洛工業", "桂", "[桂]洛工業"),
        ("Éclair Mills", "ecl", "[Écl]air Mills"),
    ],
)
def test_the_beginning_of_a_name_is_marked_while_it_is_typed(text, words, expected):
    assert shown(text, words, is_name=True) == expected


@given(TEXTS, TEXTS)
@example("👩‍🏭 e\u0301", "e")
def test_marking_breaks_no_text(text, words):
    for is_name in (False, True):
        marked = mark(text, parse(words), "en", is_name=is_name)

        assert "".join(piece for piece, _ in marked.pieces) == text
        assert all(0 <= start < end <= len(text) for start, end in marked.spans)
        assert all(first[1] < second[0] for first, second in pairwise(marked.spans))


@given(st.text(min_size=1, max_size=30))
def test_a_text_that_is_asked_for_as_it_stands_is_marked(text):
    asked = parse(text)
    marked = mark(text, asked, "en", is_name=True)

    quoted = any(word.quoted for word in asked.words) or asked.excluded or asked.address
    assert marked.spans or quoted or not asked.joined or asked.ignored
