from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from campaign.models import Record
from campaign.models.vocabulary import Kind
from campaign.search.query import Match, every_hit, lookup_identifier, search, suggest
from campaign.search.results import Fewer
from tests.factories import make_facility, make_report, make_source, statement_values
from tests.search.world import make_named


def slugs(session: Session, words: str, **chosen: object) -> list[str]:
    return [hit.slug for hit in search(session, words, **chosen).hits]


# Finding


@pytest.mark.parametrize(
    "words",
    [
        "quillow",
        "QUILLOW industries",
        "industries quillow",
        "quillow industries company limited",
        "quillowindustries",
        "桂洛",
        "桂洛工業",
        "桂洛工业",
        "桂洛工业股份有限公司",
        "guiluo",
        "gui luo gong ye",
        "guiluogongye",
        "guìluò",
        '"quillow industries"',
    ],
)
def test_a_company_is_found_first_however_it_is_written(world, words):
    assert slugs(world, words)[0] == "quillow"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("O-Brill", "obrill"),
        ("OBrill", "o-brill"),
        ("O-Brill Tech", "obrill tech"),
        ("S.T. Glass", "st glass"),
        ("ST Glass", "s.t. glass"),
        ("Hon Dai Works", "hondai works"),
        ("Hondai Works", "hon dai works"),
        ("Brill's", "brills"),
        ("T&M", "t & m"),
        ("Électrique", "electrique"),
        ("Electronics of Orme", "electron orme"),
        ("삼별 전자", "삼별"),
        ("เจริญผ้าไทย", "ผ้าไทย"),
        ("Росвет", "росвет"),
        ("Росвет", "rosvet"),
        ("ঢাকা পোশাক", "পোশাক"),
    ],
)
def test_spelling_makes_no_difference(session, name, words):
    make_named(session, "wanted", name)

    assert slugs(session, words) == ["wanted"]


def test_all_words_must_be_met_in_any_order(world):
    assert slugs(world, "works east")[0] == "quillow-east-works"
    assert slugs(world, "works nowhere") == []


def test_a_quoted_phrase_keeps_its_order(world):
    assert slugs(world, '"east works"')[0] == "quillow-east-works"
    assert slugs(world, '"works east"') == []


def test_an_excluded_word_must_not_be_there(world):
    assert "quillow-east-works" not in slugs(world, "quillow -zhengzhou")
    assert "quillow" in slugs(world, "quillow -zhengzhou")
    assert "quillow" not in slugs(world, "-quillow")


def test_a_place_and_a_company_in_one_run_find_the_facility(world):
    hit, *_ = search(world, "郑州桂洛").hits

    assert hit.slug == "quillow-east-works"
    assert hit.match is Match.ABOUT


def test_a_place_is_found_under_each_of_its_spellings(session):
    make_facility(session, name="Northern Mill", locality="Hotan")

    for words in ("Hotan", "hetian", "和田", "خوتەن", "Khotan"):
        assert slugs(session, words) == ["northern-mill"], words
    assert search(session, "和田").understood == "和田 → Hotan"


def test_a_report_is_found_by_its_statements_allegations_abuse_places_and_parties(world):
    told = ("counted looms", "wages late", "excessive hours zhengzhou", "velmora nights")
    for words in told:
        hits = search(world, words, kind="report").hits
        assert [hit.title for hit in hits] == ["Nights in the spinning hall"], words


def test_the_sentence_that_matched_is_shown(world):
    [hit] = search(world, "counted looms").hits

    assert hit.passage == "Examplewatch counted looms at Quillow."
    assert hit.matched == hit.passage


def test_the_name_that_matched_is_shown_in_its_own_script(world):
    hit = search(world, "guiluo").hits[0]

    assert (hit.title, hit.matched_name) == ("Quillow", "桂洛工業股份有限公司")
    assert search(world, "guiluo gongye").understood == "guiluo gongye → Quillow"


def test_a_hit_says_where_when_how_sure_and_how_much(world):
    report = search(world, "spinning hall").hits[0]
    mill = search(world, "quillow east").hits[0]

    assert report.context == "2010–2012 · Quillow East Works · China"
    assert (report.certainty, report.disputed, report.remedied) == ("corroborated", True, False)
    assert mill.context == "Zhengzhou · China · Quillow"
    assert (mill.reports, report.reports) == (1, None)


# Order


def test_the_order_of_hits(session):
    make_source(session, slug="source", title="What Lanhe spins")
    make_report(session, slug="text", statements={"s1": statement_values(text="Lanhe is meant.")})
    make_report(session, slug="title", title="Nights at Lanhe")
    make_facility(session, slug="about", name="Quillow Mill", locality="Lanhe")
    make_named(session, "romanised", "北方蓝河")
    make_named(session, "name", "Northern Lanhe")
    make_named(session, "prefix", "Lanhe Weavers")
    make_named(session, "reading", "蓝河")
    make_named(session, "exact", "Lanhe Co., Ltd.")

    found = search(session, "lanhe").hits

    assert [hit.slug for hit in found] == [
        "exact",
        "reading",
        "prefix",
        "name",
        "romanised",
        "about",
        "title",
        "text",
        "source",
    ]
    assert [hit.match.name.lower() for hit in found] == [hit.slug for hit in found]


def test_what_fits_alike_is_ordered_by_how_much_is_reported_and_then_by_title(session):
    for name in ("Tarsk Alder", "Tarsk Birch", "Tarsk Cedar"):
        make_facility(session, name=name)
    make_report(session, site="tarsk-cedar")

    assert slugs(session, "tarsk", kind="facility") == ["tarsk-cedar", "tarsk-alder", "tarsk-birch"]


def test_results_are_sorted_by_date_or_by_reports(world):
    assert [h.slug for h in search(world, "quillow", kind="report", sort="date").hits]
    dated = [hit.context[:4] for hit in search(world, "", kind="report", sort="date").hits]

    assert dated == ["May ", "2010"]
    assert search(world, "", sort="reports").hits[0].title == "Nights in the spinning hall"


# Mistakes


@pytest.mark.parametrize("words", ["quilow", "qiullow", "quillox", "quilloow"])
def test_a_mistyped_name_is_put_right_when_nothing_has_it(world, words):
    results = search(world, words)

    assert results.hits[0].slug == "quillow"
    assert results.did_you_mean == ("quillow",)
    assert results.understood == f"{words} → quillow"


def test_one_mistyped_word_among_others_is_put_right(world):
    results = search(world, "quilow zhengzhou")

    assert results.hits[0].slug == "quillow-east-works"
    assert results.did_you_mean == ("quillow zhengzhou",)


def test_nothing_is_put_right_when_the_words_are_found(world):
    make_named(world, "quilow", "Quilow")

    results = search(world, "quilow")

    assert results.hits[0].slug == "quilow"
    assert results.did_you_mean == ()


def test_a_name_near_to_a_rare_word_of_a_text_comes_before_the_text(world):
    for number in range(5):
        make_facility(world, name=f"Quillow Hall {number}")
    make_source(world, slug="misspelt", title="The Quilow affair")

    results = search(world, "quilow")

    assert results.hits[0].slug == "quillow"
    assert results.hits[0].match is Match.MISTYPED
    assert results.hits[-1].slug == "misspelt"
    assert results.did_you_mean == ()


@pytest.mark.parametrize("words", ["xyzzyplugh", "unit 10", "qui11ow"])
def test_what_is_near_to_nothing_finds_nothing(world, words):
    make_facility(world, name="Unit 6")

    results = search(world, words)

    assert (results.total, results.did_you_mean) == (0, ())


def test_where_nothing_has_all_words_queries_of_one_word_less_are_offered(world):
    results = search(world, "quillow zhengzhou spinning xyzzyplugh")

    assert results.total == 0
    assert results.fewer == (Fewer("quillow zhengzhou spinning", "xyzzyplugh", 1),)


def test_the_more_telling_queries_of_one_word_less_come_first(world):
    make_named(world, "xyzzyplugh", "Xyzzyplugh")

    results = search(world, "quillow xyzzyplugh")

    totals = {words: search(world, words).total for words in ("quillow", "xyzzyplugh")}
    assert {fewer.text: fewer.total for fewer in results.fewer} == totals
    assert [fewer.total for fewer in results.fewer] == sorted(f.total for f in results.fewer)


def test_an_offer_of_fewer_words_keeps_to_filters_and_to_words_left_out(world):
    everything = search(world, "quillow xyzzyplugh").fewer[0]
    companies = search(world, "quillow xyzzyplugh", kind="company").fewer[0]
    without = search(world, "quillow xyzzyplugh -zhengzhou").fewer[0]

    assert companies.total < everything.total
    assert without == Fewer('quillow -"zhengzhou"', "xyzzyplugh", without.total)
    assert without.total == search(world, without.text).total < everything.total


@pytest.mark.parametrize("words", ["", "quillow", "xyzzyplugh", "quillow zhengzhou"])
def test_nothing_is_offered_where_something_is_found_or_one_word_is_typed(world, words):
    assert search(world, words).fewer == ()


# Facets


def test_without_words_everything_is_listed_the_newest_reports_first(world):
    results = search(world, "")

    number = len(world.scalars(select(Record).where(Record.kind != Kind.SUPPLY_LINK)).all())
    assert results.total == number
    assert [hit.slug for hit in results.hits[:2]] == ["fire", "nights"]


def test_facets_count_what_is_there(world):
    facets = {
        facet.name: {value.value: value.count for value in facet.values}
        for facet in search(world, "").facets
    }

    assert facets == {
        "kind": {
            "company": 2,
            "facility": 2,
            "organization": 1,
            "report": 2,
            "campaign": 1,
            "source": 1,
        },
        "country": {"CN": 2, "VN": 3, "US": 1, "TW": 1},
        "abuse": {"D": 1, "D01": 1, "E": 2, "E01": 2},
        "brand": {"velmora": 1},
        "status": {"corroborated": 1, "established": 1, "disputed": 1},
        "year": {"2021": 1, "2013": 1, "2012": 2, "2011": 1, "2010": 1},
        "answer": {"none": 1},
        "origins": {"one": 2},
    }


@pytest.mark.parametrize("words", ["", "quillow", "zhengzhou -velmora"])
@pytest.mark.parametrize("chosen", [{}, {"kind": "report"}, {"year": "2012", "country": "CN"}])
def test_a_facet_counts_what_choosing_it_leaves(world, words, chosen):
    results = search(world, words, **chosen)

    for facet in results.facets:
        for value in facet.values:
            left = search(world, words, **{**chosen, facet.name: value.value}, per_page=100)
            assert left.total == value.count == len(left.hits), (facet.name, value)


def test_filters_narrow_together(world):
    assert slugs(world, "", kind="report", abuse="D") == ["nights"]
    assert slugs(world, "", abuse="E01", country="vn") == ["fire"]
    assert slugs(world, "", brand="velmora") == ["nights"]
    assert slugs(world, "", status="disputed", year=2011) == ["nights"]
    assert slugs(world, "", status="established", brand="velmora") == []


def test_a_chosen_value_is_marked_and_stays_among_the_values(world):
    results = search(world, "velmora", kind="facility", year="1999")

    chosen = {f.name: [v.value for v in f.values if v.selected] for f in results.facets}
    assert results.total == 0
    assert chosen["kind"] == ["facility"]
    assert chosen["year"] == ["1999"]


def test_a_group_of_abuse_stands_before_its_types(world):
    [abuse] = [facet for facet in search(world, "").facets if facet.name == "abuse"]

    assert [(v.value, v.within) for v in abuse.values] == [
        ("D", None),
        ("D01", "D"),
        ("E", None),
        ("E01", "E"),
    ]


@pytest.mark.parametrize(
    "chosen",
    [
        {"kind": "supply_link"},
        {"country": "XX"},
        {"abuse": "Z99"},
        {"brand": "no-such-company"},
        {"brand": "tarsk-dye-house"},
        {"brand": "\x00'; DROP"},
        {"status": "certain"},
        {"year": "20211"},
        {"year": "٢٠١٢"},
        {"sort": "sideways"},
    ],
)
def test_a_value_that_is_unknown_is_ignored_and_said(world, chosen):
    results = search(world, "quillow", **chosen)

    [said] = results.ignored
    assert next(iter(chosen)) in said
    assert results.total == search(world, "quillow").total


def test_pages_hold_each_hit_once(world):
    every = slugs(world, "", per_page=100)

    pages = [slugs(world, "", per_page=2, page=page) for page in range(1, 7)]

    assert [slug for page in pages for slug in page] == every
    assert search(world, "", per_page=2).pages == -(-len(every) // 2)
    assert slugs(world, "", page=99) == []
    assert slugs(world, "", page=-5, per_page=10**9) == every


# Identifiers and addresses


def test_an_identifier_goes_before_everything(session):
    make_named(session, "named", "Q4242 Works")
    make_named(
        session,
        "numbered",
        "Velmora",
        identifiers=[
            {"scheme": "wikidata", "value": "Q4242"},
            {"scheme": "ticker", "value": "NYSE:VLM"},
        ],
    )

    for words in ("q4242", " Q4242 ", "NYSE:VLM", "vlm"):
        assert slugs(session, words)[0] == "numbered", words
        record = lookup_identifier(session, words)
        assert record is not None
        assert record.slug == "numbered"
    assert lookup_identifier(session, "velmora") is None


@pytest.mark.parametrize(
    "address",
    [
        "https://www.example.org/nights",
        "http://example.org/nights/",
        "https://EXAMPLE.org/nights#top",
        "www.example.org/nights",
        "https://web.archive.org/web/20220101000000/https://www.example.org/nights",
    ],
)
def test_a_pasted_address_finds_the_source(session, address):
    make_source(session, slug="wanted", url="https://www.example.org/nights")
    make_source(session, slug="other", url="https://www.example.org/days")

    assert slugs(session, address) == ["wanted"]
    record = lookup_identifier(session, address)
    assert record is not None
    assert record.slug == "wanted"


# While typing


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("qu", "quillow"),
        ("quillow ea", "quillow-east-works"),
        ("eas", "quillow-east-works"),
        ("桂", "quillow"),
        ("guil", "quillow"),
        ("slee", "sleep-at-night"),
        ("spin", "sleep-at-night"),
        ("quilow", "quillow"),
    ],
)
def test_names_are_offered_while_they_are_typed(world, typed, first):
    assert first in [suggestion.slug for suggestion in suggest(world, typed)]


@pytest.mark.parametrize("typed", ["", " ", "q", "?", "zzzz"])
def test_nothing_is_offered_for_too_little(world, typed):
    assert suggest(world, typed) == ()


def test_suggestions_are_few_and_never_sources(world):
    offered = suggest(world, "ni", limit=1)

    assert len(offered) == 1
    assert offered[0].kind is Kind.REPORT


# Bad input


def test_signs_without_letters_find_nothing_and_it_is_said(world):
    results = search(world, "??? !!!")

    assert results.total == 0
    assert results.ignored == ("There is neither letter nor digit in it.",)


def test_what_is_too_long_is_cut_and_it_is_said(world):
    results = search(world, "quillow " + "x" * 400)
    many = search(world, "quillow " * 20)

    assert results.ignored == ("Everything after 300 characters was ignored.",)
    assert many.ignored == ("Every word after the 12th was ignored.",)
    assert many.hits[0].slug == "quillow"


def test_counts_of_kinds_are_those_of_the_hits(world):
    results = search(world, "quillow", per_page=100)

    [kinds] = [facet for facet in results.facets if facet.name == "kind"]

    assert {v.value: v.count for v in kinds.values} == Counter(hit.kind for hit in results.hits)


@pytest.mark.parametrize("sort", ["relevance", "date", "reports"])
def test_every_hit_comes_in_the_order_of_the_pages(world, monkeypatch, sort):
    monkeypatch.setattr("campaign.search.query.MOST_PER_PAGE", 2)

    hits = list(every_hit(world, "quillow", sort=sort, kind=None))

    first = search(world, "quillow", sort=sort, page=1, per_page=2)
    second = search(world, "quillow", sort=sort, page=2, per_page=2)
    assert len(hits) == first.total > 2
    assert hits[:4] == [*first.hits, *second.hits]
