import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.search.numbers import number_on_page, read_number, read_ticker


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (" q312 ", "Q312"),
        ("cn2021250d1dtn7", "CN2021250D1DTN7"),
        ("LEI 5299 00T8 BM49 AURSDO 55", "529900T8BM49AURSDO55"),
        ("lei: 529900T8BM49AURSDO55", "529900T8BM49AURSDO55"),
        ("OS ID CN2021250D1DTN7", "CN2021250D1DTN7"),
        ("CIK 0000320187", "320187"),
        ("0000320187", "320187"),
        ("320187", "320187"),
        ("1024", "1024"),
    ],
)
def test_a_number_is_read_as_its_register_writes_it(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("https://www.wikidata.org/wiki/Q312", "Q312"),
        ("https://opensupplyhub.org/facilities/CN2021250D1DTN7?q=x", "CN2021250D1DTN7"),
        ("https://search.gleif.org/#/record/529900T8BM49AURSDO55", "529900T8BM49AURSDO55"),
        ("https://www.sec.gov/cgi-bin/browse-edgar?action=getcompany&CIK=320187", "320187"),
        ("https://example.org/wiki/Q312", None),
        ("Q312", None),
    ],
)
def test_the_page_of_a_register_holds_a_number(address, number):
    assert number_on_page(address) == number


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("NYSE NKE", ("NYSE", "NKE")),
        ("nasdaq: aapl", ("NASDAQ", "AAPL")),
        ("TWSE:2317", ("TWSE", "2317")),
        ("NKE", None),
        ("NYSE", None),
        ("nyse strike in the street", None),
    ],
)
def test_a_share_is_read_with_its_exchange(text, read):
    assert read_ticker(text) == read


@given(st.text())
def test_any_text_is_read_without_an_error(text):
    assert " " not in read_number(text)
    number_on_page(text)
    read_ticker(text)
