import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.search.addresses import address_key, without_tracking

KEY = "//example.org/nights/one.html"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/nights/one.html",
        "http://example.org/nights/one.html/",
        "//EXAMPLE.org./nights//one.html#top",
        "example.org/nights/one.html",
        "www.example.org/nights/one.html",
        "m.example.org/nights/one.html",
        "https://user:pw@example.org:8080/nights/one.html",
        "https://example.org/nights/one-amp.html",
        "https://amp.example.org/nights/one.html/amp/",
        "https://example.org/nights/one.html?utm_source=x&utm_medium=y&fbclid=Iw&ref=home",
        "https://web.archive.org/web/20220101000000/https://www.example.org/nights/one.html",
        "https://web.archive.org/web/2022*/example.org/nights/one.html",
        "http://archive.ph/AbC12/https://example.org/nights/one.html",
        "https://archive.today/20220101120000/http://example.org/nights/one.html",
        "https://www.google.com/amp/s/example.org/nights/one.html",
        "https://example-org.cdn.ampproject.org/c/s/example.org/nights/one.html",
        " https://example.org/nights/%6Fne.html ",
    ],
)
def test_a_page_has_one_key_however_its_address_was_copied(address):
    assert address_key(address) == KEY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a?id=1", "https://example.org/a?id=2"),
        ("https://example.org/a", "https://example.org/b"),
        ("https://news.example.org/a", "https://example.org/a"),
        ("https://example.org/?p=1", "https://example.org/"),
        ("https://example.org/Ab", "https://example.org/aB"),
    ],
)
def test_other_pages_have_other_keys(one, other):
    assert address_key(one) != address_key(other)


def test_parameters_may_come_in_any_order():
    assert address_key("http://a.org/?b=1&c=2") == address_key("http://a.org/?c=2&b=1")


@pytest.mark.parametrize(
    "text",
    ["", "foxconn", "amazon.com", "Co., Ltd.", "a/b", "https://", "https://[", "O-Film", "//"],
)
def test_what_is_no_address_has_no_key(text):
    assert address_key(text) is None


@given(st.text() | st.text(st.sampled_from("htps:/w.archive%?#&=@[]amp")))
def test_any_text_has_a_key_or_none_and_a_key_has_itself(text):
    key = address_key(text)

    assert key is None or address_key(key) == key


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://a.example/b?utm_source=x", "https://a.example/b"),
        ("https://a.example/b?id=7&fbclid=me&x=%20#p", "https://a.example/b?id=7&x=%20#p"),
        ("https://a.example/b?mc_eid=reader#:~:text=a", "https://a.example/b#:~:text=a"),
        ("https://a.example/b?ref=7&share=1", "https://a.example/b?ref=7&share=1"),
        ("see page 4? utm_source=x", "see page 4? utm_source=x"),
        ("", ""),
    ],
)
def test_what_tells_who_followed_a_link_is_left_out_and_nothing_else(address, kept):
    assert without_tracking(address) == kept
