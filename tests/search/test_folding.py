import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from opencc import OpenCC

from campaign.search.folding import compounds, fold, fold_name, joined, romanise
from campaign.search.pinyin import readings
from campaign.search.places import cut_place, find_place

HAN = [
    chr(code) for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF)) for code in range(first, last)
]
# OpenCC's own tables go round in a circle here: 苧 is Simplified of 薴 and Traditional of 苎.
CIRCLES = set("苎苧薴么幺")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hon Hai Precision Industry Co., Ltd.", "hon hai precision industry co ltd"),
        ("鴻海", "鸿 海"),
        ("富士康zhengzhou", "富 士 康 zhengzhou"),
        ("Ürümqi", "urumqi"),
        ("İstanbul ISPARTA ısı", "istanbul isparta isi"),
        ("Đồng Nai", "dong nai"),
        ("Łódź Straße Ærø", "lodz strasse aero"),
        ("S.T. Screen", "st screen"),
        ("U.S.A.", "usa"),
        ("O-Film", "o film"),
        ("Amazon.com", "amazon com"),
        ("Levi’s Levi's", "levis levis"),
        ("H&M", "h m"),
        ("ＡＢＣ　１２３", "abc 123"),
        ("২০১২ ٢٠١٢", "2012 2012"),
        ("ঢাকা", "ঢাকা"),
        ("กรุงเทพ", "ก รุ ง เ ท พ"),
        ("ソニー ｿﾆｰ そにー", "そ に そ に そ に"),
        ("삼성전자", "삼성전자"),
        ("مُحَمَّد", "محمد"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("🙂 * NEAR( \x00", "near"),
        ("", ""),
    ],
)
def test_a_text_is_folded(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text",
    [
        "Acme",
        "ACME Inc.",
        "Acme Co., Ltd.",
        "Acme Company Limited",
        "Acme (Group) Holdings Public Company Limited",
        "Acme S.A. de C.V.",
        "Acme S. de R.L. de C.V.",
        "Acme GmbH & Co. KG",
        "Acme San. ve Tic. A.Ş.",
        "PT Acme Tbk",
        "Công ty TNHH Acme",
        "ООО Acme",
        "Acme Sdn. Bhd.",
        "acme, incorporated",
    ],
)
def test_legal_forms_are_set_aside(text):
    assert fold_name(text) == "acme"


@pytest.mark.parametrize(
    "text", ["富士康", "富士康股份有限公司", "富士康集团有限公司", "富士康集團", "富士康公司"]
)
def test_chinese_legal_forms_are_set_aside(text):
    assert joined(fold_name(text)) == "富士康"


@pytest.mark.parametrize("text", ["Inc.", "公司", "Co., Ltd.", "Limited", "集团"])
def test_a_name_of_legal_forms_keeps_something(text):
    assert fold_name(text)


@pytest.mark.parametrize(
    "spellings",
    [
        ("الرياض", "رياض", "ألرِّيَاض", "الريـــاض", "رياض‌"),
        ("شركة", "شرکه", "شركه"),
        ("علی", "علي", "على"),
        ("خوتەن", "خوتهن"),
        ("ئۈرۈمچى", "ئوروومچي".replace("وو", "و")),
        ("ソニー", "そにー", "ソニ", "ｿﾆｰ"),
        ("เจริญ", "เจริญ์"),
        ("ผ้าไทย", "ผาไทย"),
        ("বাংলাদেশ", "বাঁলাদেশ"),
        ("ढाका", "ढ़ाका"),
        ("Đồng Nai", "dong nai", "ĐỒNG NAI", "Dồng Nai"),
        ("Şanlıurfa", "ŞANLIURFA", "sanliurfa", "SANLİURFA"),
        ("삼성전자", "삼성전자"),
        ("The Home Depot", "Home Depot, Inc."),
    ],
)
def test_spellings_of_one_name_fold_alike(spellings):
    assert len({fold_name(spelling) for spelling in spellings}) == 1


def test_numbers_in_names_stay_apart():
    assert joined(fold_name("Unit 6")) != joined(fold_name("Unit 10"))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("富士康", "fu shi kang"),
        ("鴻海", "hong hai"),
        ("绿色", "lu se"),
        ("重庆", "chong qing"),
        ("Fùshìkāng", "fushikang"),
        ("Россия", "rossiya"),
        ("삼성", "samseong"),
        ("富士康 Zhengzhou", "fu shi kang zhengzhou"),
    ],
)
def test_a_name_is_romanised(text, read):
    assert romanise(text) == read


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Shenzhen O-Film Tech", ["ofilm"]),
        ("H&M Group", ["hm"]),
        ("Amazon.com, Inc.", ["amazoncom"]),
        ("S.T. Screen", []),
        ("Levi Strauss & Co.", []),
        ("Hon Hai Precision Industry Co., Ltd.", ["honhai"]),
        ("Unit 6", []),
        ("Fire at the mill by the river", []),
    ],
)
def test_compounds_are_also_one_word(text, found):
    assert compounds(text) == found


@pytest.mark.parametrize(
    ("word", "ways"),
    [
        ("fushikang", [("fu", "shi", "kang")]),
        ("xian", [("xi", "an")]),
        ("foxconn", []),
        ("song", []),
        ("lvse", [("lu", "se")]),
    ],
)
def test_a_word_is_read_as_pinyin(word, ways):
    assert readings(word)[: len(ways) or None] == ways


def test_a_place_is_known_by_each_of_its_spellings():
    names = ("Hotan", "hetian", "和田", "خوتەن", "KHOTAN")

    places = {find_place(fold(name)) for name in names}

    assert [place.name for place in places if place] == ["Hotan"]


@pytest.mark.parametrize(
    ("run", "parts"),
    [
        ("郑州富士康", ("郑州", "富士康")),
        ("富士康郑州", ("富士康", "郑州")),
        ("深圳富士康龙华", ("深圳", "富士康", "龙华")),
        ("和田", ("和田",)),
        ("和田玉", ("和田玉",)),
        ("富士康", ("富士康",)),
    ],
)
def test_a_place_is_cut_from_a_run_of_characters(run, parts):
    assert cut_place(run) == parts


@pytest.mark.parametrize("table", ["s2t", "s2tw", "s2hk", "t2s", "tw2s", "hk2s"])
def test_traditional_and_simplified_characters_fold_to_the_same(table):
    converter = OpenCC(table)

    different = [
        character
        for character in HAN
        if character not in CIRCLES and fold(converter.convert(character)) != fold(character)
    ]

    assert different == []


TO_TRADITIONAL = OpenCC("s2hk")


@given(st.text(st.sampled_from([c for c in HAN if c not in CIRCLES]), max_size=8))
def test_a_name_folds_alike_however_its_characters_are_written(name):
    traditional = "".join(map(TO_TRADITIONAL.convert, name))

    assert fold(traditional) == fold(name)
    assert fold_name(traditional) == fold_name(name)


@given(st.text())
@example("ゞ゙")
@example("S.A.")
@example("ﷺ")
def test_folding_twice_changes_nothing(text):
    folded = fold(text)

    assert fold(folded) == folded
    assert fold_name(fold_name(text)) == fold_name(text)
    assert fold(romanise(text)) == romanise(text)


@given(st.text())
def test_folded_text_holds_letters_digits_and_single_spaces(text):
    folded = fold(text)

    assert folded == " ".join(folded.split())
    assert {unicodedata.category(c)[0] for c in folded if c != " "} <= set("LNM")
    assert max(map(len, folded.split()), default=0) <= 64


@given(st.text())
def test_no_name_is_folded_away(text):
    assert bool(fold_name(text)) == bool(fold(text))
    assert all(len(word) > 1 or not word.isascii() for word in compounds(text))


@given(st.text(st.characters(categories=["Lu", "Ll"], max_codepoint=0x24F)))
def test_case_and_accents_make_no_difference(text):
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))

    assert fold(plain) == fold(text) == fold(text.lower())
