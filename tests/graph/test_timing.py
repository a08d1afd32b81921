import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.graph.timing import WORST_FIRST, Period, timing_of, timing_of_chain
from campaign.models.vocabulary import Timing
from campaign.schemas.types import first_day, last_day
from tests.strategies import dates as partial_dates
from tests.strategies import optional, periods

EVENT = Period("2021-03", "2021-06")


@pytest.mark.parametrize(
    ("link", "timing"),
    [
        (Period("2020", "2022"), Timing.AT_THE_TIME),
        (Period("2021-06-30", "2022"), Timing.AT_THE_TIME),
        (Period("2019", "2021-03-01"), Timing.AT_THE_TIME),
        (Period("2021", "2021"), Timing.AT_THE_TIME),
        (Period(None, None, "2021"), Timing.AT_THE_TIME),
        (Period(None, None, "2021-04"), Timing.AT_THE_TIME),
        (Period("2019", None, "2023"), Timing.AT_THE_TIME),
        (Period(None, "2023", "2020"), Timing.AT_THE_TIME),
        (Period("2018", "2020"), Timing.ENDED_BEFORE),
        (Period(None, "2021-02"), Timing.ENDED_BEFORE),
        (Period(None, "2021-02-28", "2020"), Timing.ENDED_BEFORE),
        (Period("2021-07"), Timing.BEGAN_AFTER),
        (Period("2022", None, "2023"), Timing.BEGAN_AFTER),
        (Period(), Timing.UNKNOWN),
        (Period(None, None, "2020"), Timing.UNKNOWN),
        (Period(None, None, "2023"), Timing.UNKNOWN),
        (Period("2019"), Timing.UNKNOWN),
        (Period("2019", None, "2020"), Timing.UNKNOWN),
        (Period(None, "2023", "2022"), Timing.UNKNOWN),
    ],
)
def test_a_link_held_ended_or_began_as_far_as_its_dates_tell(link, timing):
    assert timing_of(link, EVENT) is timing


def test_a_link_that_was_seen_to_have_ended_held_until_then():
    ended = Period(None, "2021-04", as_of="2023")

    assert timing_of(ended, EVENT) is Timing.AT_THE_TIME
    assert timing_of(ended, Period("2021-05", "2021-06")) is Timing.ENDED_BEFORE
    assert timing_of(ended, Period("2019", "2020")) is Timing.UNKNOWN


def test_a_link_that_was_announced_holds_when_it_begins():
    announced = Period("2021-04", None, as_of="2020")

    assert timing_of(announced, EVENT) is Timing.AT_THE_TIME
    assert timing_of(announced, Period("2020", "2020")) is Timing.BEGAN_AFTER


def test_an_event_without_dates_leaves_the_timing_open():
    assert timing_of(Period("2020", "2022"), Period()) is Timing.UNKNOWN


def test_a_chain_holds_only_as_long_as_its_least_certain_hop():
    assert timing_of_chain([Timing.AT_THE_TIME, Timing.AT_THE_TIME]) is Timing.AT_THE_TIME
    assert timing_of_chain([Timing.AT_THE_TIME, Timing.UNKNOWN]) is Timing.UNKNOWN
    assert timing_of_chain([Timing.UNKNOWN, Timing.ENDED_BEFORE]) is Timing.ENDED_BEFORE
    assert timing_of_chain([]) is Timing.UNKNOWN
    assert set(WORST_FIRST) == set(Timing)


LINKS = st.builds(
    lambda period, as_of: Period(**period, as_of=as_of), periods(), optional(partial_dates())
)
EVENTS = periods(needed=True).map(lambda period: Period(**period))


@given(LINKS, EVENTS)
def test_the_timing_never_contradicts_the_dates(link, event):
    timing = timing_of(link, event)

    begins, ends = first_day(event.from_date), last_day(event.to_date or event.from_date)
    if timing is Timing.ENDED_BEFORE:
        assert last_day(link.to_date) < begins
    elif timing is Timing.BEGAN_AFTER:
        assert first_day(link.from_date) > ends
    elif timing is Timing.AT_THE_TIME:
        assert not (link.to_date and last_day(link.to_date) < begins)
        assert not (link.from_date and first_day(link.from_date) > ends)


@given(LINKS)
def test_what_is_known_of_a_link_runs_forwards_and_lies_within_its_dates(link):
    span = link.known_span

    assert (span is None) == (link == Period())
    if span is not None:
        assert span[0] <= span[1]
        assert not (link.to_date and span[1] > last_day(link.to_date))
        assert not (link.from_date and span[0] < first_day(link.from_date))
