"""Timelines: bars that are no more precise than the dates that they show."""

from datetime import date

from hypothesis import given

from campaign.graph.timing import Period
from campaign.schemas.types import first_day, last_day
from campaign.web.public.timeline import WIDTH, Entry, Scale, draw_timeline
from tests.strategies import periods


def bars_of(*ties, events=()):
    drawn = draw_timeline([Entry("A tie", "/x", ties=ties, events=events)])
    return drawn.rows[0].bars


def test_a_year_is_drawn_as_wide_as_the_year_and_nothing_of_it_is_certain():
    [bar] = bars_of(Period(as_of="2021"))

    assert (bar.x, bar.width, bar.sure_width) == (0, WIDTH, 0)
    assert not bar.begins
    assert not bar.ends


def test_between_a_vague_beginning_and_a_vague_end_the_middle_is_certain():
    [bar] = bars_of(Period("2020", "2022"))

    assert bar.x < bar.sure_x < bar.sure_x + bar.sure_width < bar.end
    assert bar.begins
    assert bar.ends


def test_a_link_seen_as_of_a_date_is_not_drawn_beyond_it():
    first, second = draw_timeline(
        [
            Entry("Listed", "/x", ties=(Period("2018", None, "2020"),)),
            Entry("Later", "/y", events=(Period("2024", "2024"),)),
        ]
    ).rows

    assert first.bars[0].end < second.bars[0].x
    assert not first.bars[0].ends


def test_what_bears_no_date_stands_in_its_row_without_a_bar():
    dated = Entry("Dated", "/x", ties=(Period("2020"),))

    drawn = draw_timeline([dated, Entry("Undated", "/y", ties=(Period(),))])

    assert [len(row.bars) for row in drawn.rows] == [1, 0]
    assert drawn.rows[1].entry.when == "dates unknown"
    assert draw_timeline([Entry("Undated", "/y", ties=(Period(),))]) is None


def test_more_rows_than_there_is_room_for_are_counted():
    entries = [Entry(str(n), "/x", events=(Period("2020", "2020"),)) for n in range(7)]

    drawn = draw_timeline(entries, most=5)

    assert (len(drawn.rows), drawn.left_out) == (5, 2)


@given(periods())
def test_every_bar_lies_within_the_scale_and_the_certain_part_within_the_bar(period):
    drawn = draw_timeline([Entry("A tie", "/x", ties=(Period(**period),))])

    for row in drawn.rows if drawn else ():
        for bar in row.bars:
            assert 0 <= bar.x <= bar.end <= WIDTH + 1
            if bar.sure_width:
                assert bar.x - 0.02 <= bar.sure_x
                assert bar.sure_x + bar.sure_width <= bar.end + 1


def test_years_are_numbered_sparsely_and_where_they_begin():
    scale = Scale(2008, 2025)

    assert [year for year, _ in scale.ticks] == [2010, 2015, 2020, 2025]
    assert scale.at(first_day("2008")) == 0
    assert scale.at(last_day("2025")) < WIDTH
    assert scale.ticks[0][1] == round(scale.at(date(2010, 1, 1)), 2)
