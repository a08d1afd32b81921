"""What a row becomes in a line of an export is the same row again."""

import json
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, BigInteger, Boolean, Date, Float, Integer, LargeBinary
from sqlalchemy import Enum as EnumColumn

from campaign.db import UtcDateTime
from campaign.exports.archive import json_line
from campaign.schemas.carried import all_carried
from campaign.schemas.rows import plain_row, read_row

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.text(LETTERS, max_size=20)
NUMBERS = st.integers(-(2**31), 2**31 - 1)
PLAIN = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
VALUES = (
    (UtcDateTime, st.datetimes(timezones=st.just(UTC))),
    (Date, st.dates()),
    (Boolean, st.booleans()),
    (BigInteger, st.integers(-(2**63), 2**63 - 1)),
    (Integer, NUMBERS),
    (Float, st.floats(allow_nan=False, allow_infinity=False)),
    (LargeBinary, st.binary(max_size=20)),
    (JSON, st.dictionaries(TEXT, PLAIN, max_size=3) | st.lists(PLAIN, max_size=3)),
)


def values_of(column):
    """Return what may stand in a column."""
    if isinstance(column.type, EnumColumn):
        drawn = st.sampled_from(list(column.type.enum_class))
    else:
        text = st.text(LETTERS, max_size=min(getattr(column.type, "length", None) or 20, 20))
        drawn = next((d for kind, d in VALUES if isinstance(column.type, kind)), text)
    return st.none() | drawn if column.nullable else drawn


ROWS = st.sampled_from(all_carried()).flatmap(
    lambda carried: st.tuples(
        st.just(carried),
        st.fixed_dictionaries({column.name: values_of(column) for column in carried.columns}),
    )
)


@given(ROWS)
def test_every_row_comes_back_as_it_went_out(carried_row):
    carried, row = carried_row

    line = json_line(plain_row(row))

    assert line.count("\n") == 1
    assert read_row(carried, json.loads(line), "line 1") == row
