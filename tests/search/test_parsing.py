import pytest

from campaign.search.parsing import parse
from campaign.search.wording import other_wordings
from campaign.search.words import Phrase


def ways_of(text: str) -> set[str]:
    """Return the ways in which the only word of a query may be met, as text."""
    [word] = parse(text).words
    return {" + ".join(" ".join(phrase.tokens) for phrase in way) for way in word.ways}


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("fu4shi4kang1", ["fushikang"]),
        ("fu4 shi4 kang1", ["fu", "shi", "kang"]),
        ("lü4se4", ["luse"]),
        ("unit6 plant10", ["unit6", "plant10"]),
        ("foxconn4you2", ["foxconn4you2"]),
        ("ma1", ["ma1"]),
    ],
)
def test_tones_written_as_digits_are_left_out_of_pinyin_only(text, typed):
    assert [word.typed for word in parse(text).words] == typed


def test_a_hashtag_is_one_word_or_those_that_its_capitals_show():
    assert ways_of("#EndUyghurLabour") >= {"enduyghurlabour", "end + uyghur + labour"}
    assert "us + gap + 2024" in ways_of("#USGap2024")
    assert "endlabour" in ways_of("#endlabour")


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("fire at the mill", ["fire", "mill"]),
        ('"fire at the mill"', ["fire at the mill"]),
        ("the", ["the"]),
        ("to be in", ["be"]),
    ],
)
def test_small_words_are_left_out_beside_others(text, typed):
    assert [word.typed for word in parse(text).words] == typed


def test_words_that_mean_the_same_are_looked_for_together():
    assert {"labour", "labor"} <= ways_of("labour") & ways_of("labor")
    assert {"union + busting", "anti union"} <= ways_of("union busting")
    assert "prawn" in ways_of("shrimp")
    assert parse('"labour"').words[0].ways == ((Phrase(("labour",)),),)


def test_wordings_go_both_ways():
    assert ("labour",) in other_wordings("labor")
    assert ("labor",) in other_wordings("labour")
    assert other_wordings("quillow") == ()


@pytest.mark.parametrize(
    ("text", "joined", "identifier"),
    [
        ("NYSE NKE", "nke", "NYSE:NKE"),
        ("NASDAQ:AAPL", "aapl", "NASDAQ:AAPL"),
        ("https://www.wikidata.org/wiki/Q312", "q312", "Q312"),
        ("0000320187", "0000320187", "320187"),
    ],
)
def test_numbers_of_registers_are_read(text, joined, identifier):
    asked = parse(text)

    assert (asked.joined, asked.identifier) == (joined, identifier)
    assert asked.address is None


@pytest.mark.parametrize("text", ["股份有限公司", "Holdings", "Co., Ltd.", "Group", "控股"])
def test_legal_forms_alone_are_looked_for(text):
    assert parse(text).words


def test_an_address_is_read_as_its_key():
    assert parse("www.Example.org/nights?utm_source=x").address == "//example.org/nights"
    assert parse("amazon.com").address is None
