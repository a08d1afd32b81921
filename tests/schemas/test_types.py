from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.schemas.types import (
    LONGEST_URL,
    UNDATED,
    check_country,
    check_forwards,
    check_language,
    check_not_future,
    check_partial_date,
    check_past_date_or_undated,
    check_url,
    clean_text,
    countries,
    first_day,
    last_day,
)
from tests.strategies import dates

TODAY = date.today()


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-10", date(2022, 10, 1), date(2022, 10, 31)),
        ("2022-12", date(2022, 12, 1), date(2022, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_a_partial_date_means_a_span_of_days(value, first, last):
    assert check_partial_date(value) == value
    assert (first_day(value), last_day(value)) == (first, last)


@pytest.mark.parametrize(
    "value",
    [
        "2022-00",
        "2022-13",
        "2022-02-30",
        "2023-02-29",
        "2022-10-00",
        "2022-04-31",
        "22",
        "2022-1",
        "2022-10-1",
        "2022/10",
        "10-2022",
        "October 2022",
        "0022",
        "3022",
        "2022-10-29T00:00",
        "2022-10-",
        "２０２２",
        "٢٠٢٢",
        "",
        UNDATED,
    ],
)
def test_what_is_no_date_or_no_day_is_refused(value):
    with pytest.raises(ValueError, match=r"no such day|write the date"):
        check_partial_date(value)


@given(dates())
def test_a_partial_date_begins_before_it_ends(value):
    assert first_day(value) <= last_day(value)
    assert check_not_future(check_partial_date(value)) == value


@pytest.mark.parametrize(
    ("value", "refused"),
    [
        (str(TODAY.year), False),
        (TODAY.isoformat()[:7], False),
        (TODAY.isoformat(), False),
        ((TODAY + timedelta(days=1)).isoformat(), False),
        ((TODAY + timedelta(days=2)).isoformat(), True),
        (str(TODAY.year + 1), (TODAY.month, TODAY.day) != (12, 31)),
    ],
)
def test_a_past_date_may_last_until_today(value, refused):
    if refused:
        with pytest.raises(ValueError, match="lies in the future"):
            check_not_future(value)
    else:
        assert check_not_future(value) == value


def test_undated_is_allowed_only_where_a_source_may_bear_no_date():
    assert check_past_date_or_undated(UNDATED) == UNDATED

    with pytest.raises(ValueError, match="write the date"):
        check_past_date_or_undated("unknown")


@pytest.mark.parametrize(
    ("from_date", "to_date"),
    [
        ("2020", "2020"),
        ("2020-06", "2020"),
        ("2020", "2020-01"),
        ("2020-06-15", "2020-06"),
        ("2019", "2021-01-01"),
        (None, "2020"),
        ("2020", None),
        (None, None),
    ],
)
def test_a_period_that_may_run_forwards_is_accepted(from_date, to_date):
    check_forwards(from_date, to_date)


@pytest.mark.parametrize(
    ("from_date", "to_date"),
    [("2021", "2020"), ("2020-06", "2020-05"), ("2020-06-15", "2020-06-14"), ("2021-01", "2020")],
)
def test_a_period_that_certainly_runs_backwards_is_refused(from_date, to_date):
    with pytest.raises(ValueError, match="before it begins"):
        check_forwards(from_date, to_date)


@pytest.mark.parametrize("code", ["US", "CN", "TW", "HK", "XK", "NO"])
def test_a_country_in_use_is_accepted(code):
    assert check_country(code) == code
    assert countries()[code]


@pytest.mark.parametrize("code", ["us", "USA", "EU", "UN", "ZZ", "XX", "", "U", "840", "ＵＳ"])
def test_what_is_no_country_is_refused(code):
    with pytest.raises(ValueError, match="not a country code"):
        check_country(code)


@pytest.mark.parametrize(
    "tag", ["en", "zh", "zh-Hant", "zh-Hans-CN", "zh-Latn-pinyin", "es-419", "haw", "zxx", "ug"]
)
def test_a_language_tag_is_accepted(tag):
    assert check_language(tag) == tag


@pytest.mark.parametrize(
    "tag", ["", "EN", "english", "zh_CN", "zh-hant", "en-", "e", "es-٤١٩", "en\n"]
)
def test_what_is_no_language_tag_is_refused(tag):
    with pytest.raises(ValueError, match="not a language tag"):
        check_language(tag)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "http://example.org:8080/path?query=1#part",
        "https://例子.example/富士康",
        "https://xn--fsqu00a.example/%E5%AF%8C",
        "https://[2001:db8::1]/",
        "https://web.archive.org/web/2021/https://example.org/",
    ],
)
def test_a_web_address_is_accepted(address):
    assert check_url(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "ftp://example.org/",
        "mailto:someone@example.org",
        "//example.org/",
        "/companies/acme",
        "example.org",
        "https://",
        "https:///path",
        "https:example.org",
        "https://exa mple.org",
        "https://example.org/a\nb",
        "https://example.org:99999/",
        "https://example.org:port/",
        "https://[::1",
        "https://example.com@example.org/",
        "https://user:password@example.org/",
        "https://example.org/" + "字" * LONGEST_URL,
    ],
)
def test_what_a_browser_would_run_or_misread_is_refused(address):
    with pytest.raises(ValueError, match=r"web address|hides where it leads|longer than"):
        check_url(address)


@pytest.mark.parametrize(
    "text",
    ["富士康", "خوتەن", "e\u0301", "👩🏽‍🏭", "می\u200cخواهم", "two\nlines", "𠮷", ""],
)
def test_text_in_any_script_is_accepted(text):
    assert clean_text(text) == text


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x1b", "\r", "\x7f", "\x85", "\ud800"])
def test_control_characters_are_refused(char):
    with pytest.raises(ValueError, match="control characters"):
        clean_text(f"a{char}b")


@pytest.mark.parametrize("text", ["\u200b", "\ufeff", "\u2060\u00ad", "\u202e", "\u0301"])
def test_text_that_cannot_be_seen_is_refused(text):
    with pytest.raises(ValueError, match="nothing that can be seen"):
        clean_text(text)


@given(st.text())
def test_text_is_never_changed_in_silence(text):
    try:
        assert clean_text(text) == text
    except ValueError:
        assert text
