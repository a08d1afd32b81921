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


# What comes first, second, third… for queries that show each step of the order.
ORDERS = {
    # whole names before their beginnings, those by how much is reported
    "foxconn": ["foxconn", "foxconn-zhengzhou", "foxconn-india"],
    "富士康": ["foxconn", "foxconn-longhua", "foxconn-guanlan"],
    "tesla": ["tesla", "tesla-shanghai", "tesla-shanghai-2022"],
    "rana plaza": ["ranaplaza-building", "ranaplaza", "ranaplaza-2013"],
    "lens": ["lens", "lens-changsha", "lens-2015"],
    "flex": ["flex", "flextronics-bukitraja", "flextronics-2013"],
    # names before what is told of a place, and that before titles of reports
    "鴻海": ["foxconn", "foxconn-zhengzhou", "foxconn-hengyang"],
    "zhengzhou": ["foxconn-zhengzhou", "foxconn-futaihua-zz", "clw-zz-2025"],
    "luxshare vietnam": ["luxshare-bacgiang", "luxshare-bacgiang-2020"],
    "nike": ["nike", "hansae-2015", "taekwang-2020"],
    "kia": ["hyundai", "alabama-suppliers-2022"],
    "hotan": ["hetian-haolin", "hetian-taida", "hetian-taida-factory", "lop-meixin"],
    # a place and a company in one run: the facility, then its reports
    "郑州富士康": ["foxconn-zhengzhou", "clw-zz-2025", "clw-zz-2019"],
    # the name itself before names that read so, and those before parts of names
    "guangda": ["qualidux", "quanta", "quanta-chongqing"],
    "fushikang": ["foxconn", "foxconn-zhengzhou", "foxconn-hengyang"],
    "苹果": ["apple", "clw-zz-2025"],
    # other names, numbers and mistakes lead to the same company first
    "google": ["alphabet", "cobalt-suit-2019", "bitland-2020"],
    "temu": ["temu", "shein-temu-2023"],
    "AAPL": ["apple", "clw-zz-2025"],
    "foxcnon": ["foxconn", "foxconn-zhengzhou", "foxconn-india"],
    "hung hai": ["foxconn"],
    "clw": ["china-labor-watch", "clw-zz-2025"],
    # titles of reports before their texts
    "strike": ["yueyuen-2014", "foxconn-zz-strike-2012", "luxshare-bacgiang-2020"],
    "debt bondage": ["maharashtra-sugar-2024", "flextronics-2013", "fgv-2020"],
    "#SaveUyghur": ["saveuyghur", "src-saveuighur-2019-11-28"],
}


@pytest.mark.parametrize("words", ORDERS)
def test_what_comes_first_stays_first(seeded, words):
    first = [hit.slug for hit in search(seeded, words).hits]

    assert first[: len(ORDERS[words])] == ORDERS[words]


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
