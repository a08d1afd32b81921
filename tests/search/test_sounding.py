import pytest

from campaign.models import SearchTerm
from campaign.search.folding import fold
from campaign.search.quarters import quarters_of
from campaign.search.query import search
from campaign.search.sounding import consonants, in_letters, is_by_sound, sounds_like
from tests.factories import make_company

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
    assert consonants(in_letters(fold(kana).replace(" ", ""))) == consonants(name)


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


@pytest.mark.parametrize(
    ("hangul", "meant"),
    [
        ("벨모라", ["velmora"]),
        ("퀼로", ["quillow"]),
        ("앨러배드", ["alabad"]),
        ("폭스톤", ["foxton"]),
        ("가나다라", []),
        ("키", []),
    ],
)
def test_hangul_stands_for_the_word_that_sounds_so(session, hangul, meant):
    for term in ("velmora", "vilamura", "quillow", "alabad", "foxton", "tea", "key"):
        session.add(SearchTerm(term=term, uses=2, **quarters_of(term)))
    session.flush()

    assert sounds_like(session, fold(hangul)) == meant


def test_a_name_that_is_written_in_hangul_here_is_left_as_it_is(session):
    make_company(session, name="가람")
    session.add(SearchTerm(term="garam", uses=9, **quarters_of("garam")))

    results = search(session, "가람")

    assert [hit.title for hit in results.hits] == ["가람"]
    assert not results.did_you_mean


def test_of_words_that_sound_alike_the_commoner_counts(session):
    session.add(SearchTerm(term="naike", uses=1, **quarters_of("naike")))
    session.add(SearchTerm(term="nike", uses=9, **quarters_of("nike")))
    session.flush()

    assert sounds_like(session, fold("ナイキ")) == ["nike"]


def test_only_kana_and_hangul_are_read_by_their_sound():
    assert is_by_sound(fold("ナイキ"))
    assert is_by_sound(fold("나이키"))
    assert not is_by_sound(fold("耐克"))
    assert not is_by_sound(fold("ナイキ東京"))
