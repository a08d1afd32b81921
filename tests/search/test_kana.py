import pytest

from campaign.models import SearchTerm
from campaign.search.folding import fold
from campaign.search.kana import consonants, is_kana, romaji, sounds_like
from campaign.search.quarters import quarters_of

HEARD = [
    ("ナイキ", "nike"),
    ("アップル", "apple"),
    ("フォックスコン", "foxconn"),
    ("ウォルマート", "walmart"),
    ("スターバックス", "starbucks"),
    ("ディズニー", "disney"),
    ("ウィストロン", "wistron"),
    ("ヒルフィガー", "hilfiger"),
]


@pytest.mark.parametrize(("kana", "name"), HEARD)
def test_a_name_in_kana_has_the_consonants_of_the_name(kana, name):
    assert consonants(romaji(fold(kana).replace(" ", ""))) == consonants(name)


@pytest.mark.parametrize(
    ("kana", "meant"),
    [
        ("ベルモラ", ["velmora"]),
        ("クイロー", ["quillow"]),
        ("トヨタ", ["toyota"]),
        ("ラーメン", []),
        ("アア", []),
        ("キ", []),
    ],
)
def test_kana_stands_for_the_word_that_sounds_so(session, kana, meant):
    for term in ("velmora", "vilamura", "quillow", "toyota", "romenia", "tea", "key"):
        session.add(SearchTerm(term=term, uses=2, **quarters_of(term)))
    session.flush()

    assert sounds_like(session, fold(kana)) == meant


def test_of_words_that_sound_alike_the_commoner_counts(session):
    session.add(SearchTerm(term="naike", uses=1, **quarters_of("naike")))
    session.add(SearchTerm(term="nike", uses=9, **quarters_of("nike")))
    session.flush()

    assert sounds_like(session, fold("ナイキ")) == ["nike"]


def test_only_kana_is_read_by_its_sound():
    assert is_kana(fold("ナイキ"))
    assert not is_kana(fold("耐克"))
    assert not is_kana(fold("ナイキ東京"))
