"""Dates as people type them: read when they can mean one thing only, never made more exact."""

import re
from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from campaign.schemas.typed_dates import LANGUAGES, read_date
from campaign.schemas.types import check_partial_date

DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))
NAMED = tuple(language for language in LANGUAGES if language != "vi")  # its months are numbers
FORMS = ("d MMM yyyy", "d MMMM yyyy", "MMMM d, yyyy", "MMM d yyyy", "yyyy/M/d", "yyyy年M月d日")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2022", "2022"),
        ("Oct 2022", "2022-10"),
        ("Sept. 2022", "2022-09"),
        ("octubre de 2022", "2022-10"),
        ("29/10/2022", "2022-10-29"),
        ("10/29/2022", "2022-10-29"),
        ("29.10.2022", "2022-10-29"),
        ("4/4/2022", "2022-04-04"),
        ("29 Oct 2022", "2022-10-29"),
        ("29th of October 2022", "2022-10-29"),
        ("29 de octubre de 2022", "2022-10-29"),
        ("October 29, 2022", "2022-10-29"),
        ("1er janvier 2022", "2022-01-01"),
        ("2022-10", "2022-10"),
        ("2022/9", "2022-09"),
        ("10/2022", "2022-10"),
        ("2022年10月", "2022-10"),
        ("２０２２年１０月２９日", "2022-10-29"),
        ("2022년 10월 29일", "2022-10-29"),
        ("٢٠٢٢", "2022"),
        ("2022-10-29T08:15:00Z", "2022-10-29"),
        ("n.d.", "n.d."),
        ("undated", "n.d."),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, meant):
    assert read_date(typed) == meant
    assert read_date(f"  {typed.upper()} ") == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("03/04/2022", "2022-03-04 (4 March) or 2022-04-03 (3 April)"),
        ("3.4.2022", "2022-03-04 (4 March) or 2022-04-03 (3 April)"),
        ("Q3 2022", "from 2022-07 to 2022-09"),
        ("2022 Q4", "from 2022-10 to 2022-12"),
        ("Q3", "a quarter is no date"),
        ("29/10/22", "four digits"),
        ("10/22", "four digits"),
        ("late 2022", "for sure"),
        ("spring 2022", "for sure"),
        ("31/02/2022", "no such day"),
        ("31 February 2022", "no such day"),
        ("2022-13", "no such day"),
        ("last week", "cannot be read"),
        ("", "cannot be read"),
        ("Foo 2022", "cannot be read"),
    ],
)
def test_what_is_no_date_or_two_is_refused_with_what_to_write(typed, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        read_date(typed)


@given(DAYS, st.sampled_from(FORMS), st.sampled_from(NAMED))
def test_a_day_with_the_name_of_its_month_is_read_in_every_language(day, form, language):
    typed = format_date(day, form, locale=language)

    assert read_date(typed) == day.isoformat()


@given(DAYS)
def test_numbers_are_read_only_where_they_mean_one_day(day):
    typed = f"{day.day:02}/{day.month:02}/{day.year}"

    if day.day > 12 or day.day == day.month:
        assert read_date(typed) == day.isoformat()
    else:
        with pytest.raises(ValueError, match="two days"):
            read_date(typed)


@given(DAYS, st.sampled_from((4, 7, 10)))
def test_a_partial_date_stays_as_it_is(day, length):
    value = day.isoformat()[:length]

    assert read_date(value) == value


@given(st.text(max_size=30) | st.from_regex(r"[0-9a-z/., -]{0,20}", fullmatch=True))
def test_no_text_is_read_as_more_than_it_says(text):
    try:
        read = read_date(text)
    except ValueError:
        return

    if read != "n.d.":
        check_partial_date(read)
        assert read.count("-") <= sum(char.isalnum() for char in text)
