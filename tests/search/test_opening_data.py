"""The opening data is found by the words that people know it by."""

import pytest

from campaign.search.differences import index_differences
from campaign.search.query import search, suggest


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("foxconn", "Foxconn (Hon Hai)"),
        ("hon hai", "Foxconn (Hon Hai)"),
        ("honhai", "Foxconn (Hon Hai)"),
        ("富士康", "Foxconn (Hon Hai)"),
        ("鴻海", "Foxconn (Hon Hai)"),
        ("鸿海", "Foxconn (Hon Hai)"),
        ("fushikang", "Foxconn (Hon Hai)"),
        ("foxcnon", "Foxconn (Hon Hai)"),
        ("apple", "Apple"),
        ("苹果", "Apple"),
        ("蘋果", "Apple"),
        ("Apple Inc.", "Apple"),
        ("NASDAQ:AAPL", "Apple"),
        ("appel", "Apple"),
        ("ofilm", "OFILM Group"),
        ("h&m", "H&M Group"),
        ("zhengzhou", "Foxconn Zhengzhou airport campus"),
        ("郑州富士康", "Foxconn Zhengzhou airport campus"),
        ("鄭州富士康", "Foxconn Zhengzhou airport campus"),
        ("富士康 郑州", "Foxconn Zhengzhou airport campus"),
        ("foxconn zhengzhou", "Foxconn Zhengzhou airport campus"),
        ("iphone city", "Foxconn Zhengzhou airport campus"),
    ],
)
def test_the_right_record_comes_first(seeded, words, title):
    assert search(seeded, words).hits[0].title == title


@pytest.mark.parametrize("typed", ["fox", "foxc", "富", "鴻", "fushi", "hon h"])
def test_foxconn_is_offered_first_while_it_is_typed(seeded, typed):
    assert suggest(seeded, typed)[0].title == "Foxconn (Hon Hai)"


def test_a_chinese_query_says_how_it_was_read(seeded):
    assert search(seeded, "富士康").understood == "富士康 → Foxconn (Hon Hai)"


def test_the_index_agrees_with_the_records(seeded):
    assert index_differences(seeded) == []


def test_each_facet_counts_what_choosing_it_leaves(seeded):
    results = search(seeded, "foxconn")

    for facet in results.facets:
        for value in facet.values[:8]:
            left = search(seeded, "foxconn", **{facet.name: value.value}, per_page=1)
            assert left.total == value.count, (facet.name, value)
