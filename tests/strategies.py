"""Hypothesis strategies: the plain values of any valid document, of every kind.

Documents refer to the records of ``WORLD`` and to nothing else, so that they can be
published on a database that holds those.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from stdnum.cn import uscc
from stdnum.iso7064 import mod_97_10

from campaign.models.vocabulary import (
    ActionKind,
    Basis,
    CampaignActionKind,
    Certainty,
    CommitmentState,
    CompanyRole,
    CountUnit,
    DemandState,
    Grade,
    Kind,
    LinkStatus,
    NameKind,
    NotAskedBecause,
    OperatingStatus,
    OrganizationType,
    OwnershipType,
    PartyRole,
    Precision,
    PublicityWish,
    Relation,
    ReplyChannel,
    ReplyState,
    ResponseStance,
    SourceType,
    Stance,
)
from campaign.schemas.identifiers import CROCKFORD
from campaign.schemas.types import UNDATED, countries, first_day, last_day
from tests.factories import (
    campaign_values,
    company_values,
    facility_values,
    organization_values,
    report_values,
    source_values,
)

Values = dict[str, Any]
# For a test that writes each example into a database, and rolls it back.
ON_A_DATABASE = settings(
    max_examples=max(5, settings().max_examples // 20),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SLUG = "tried"
SOURCES = ("source-a", "source-b", "source-c")
COMPANIES = ("company-a", "company-b", "company-c")
FACILITIES = ("facility-a", "facility-b")
ORGANIZATIONS = ("organization-a",)
REPORTS = ("report-a", "report-b")
CAMPAIGNS = ("campaign-a",)
CITED = {"citations": ["source-a"]}
PART = {"text": "A sentence.", "speaker": "Examplewatch", **CITED}
WORLD: tuple[Values, ...] = (
    *(source_values(slug=slug) for slug in SOURCES),
    *(company_values(slug=slug, **CITED) for slug in COMPANIES),
    *(facility_values(slug=slug, **CITED) for slug in FACILITIES),
    *(organization_values(slug=slug, **CITED) for slug in ORGANIZATIONS),
    *(report_values(slug=slug, statements={"s1": PART}, allegations={}) for slug in REPORTS),
    *(campaign_values(slug=slug, **CITED) for slug in CAMPAIGNS),
)

THIS_YEAR = date.today().year
LAST_YEAR = THIS_YEAR - 1
PIECES = (
    "Acme Anvils Co., Ltd.",
    "富士康科技集团",
    "鴻海",
    "𠮷野家",
    "شركة الاختبار",
    "خوتەن",
    "Công ty Trách nhiệm",
    "cafe\u0301 e\u0301\u0327",
    "👩🏽‍🏭",
    "می\u200cخواهم",
    "a\u00a0b\u3000c",
    "line\nline\tend",
    "'; DROP TABLE record; --",
    '<script>"&</script>',
    "{{ 7 * 7 }} %s %(x)s \\u0000 \\",
    "null",
    "_/~1~0/*",
)


def optional(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Return a strategy for a field that may be empty."""
    return st.none() | strategy


def merged(*strategies: SearchStrategy[Values]) -> SearchStrategy[Values]:
    """Join the fields that several strategies give, for those that depend on one another."""
    return st.tuples(*strategies).map(
        lambda parts: {key: value for part in parts for key, value in part.items()}
    )


def fields(**strategies: SearchStrategy[Any]) -> SearchStrategy[Values]:
    """Draw each field on its own."""
    return st.fixed_dictionaries(strategies)


def words(vocabulary: type[StrEnum]) -> SearchStrategy[str]:
    """Draw a word of a closed vocabulary."""
    return st.sampled_from([member.value for member in vocabulary])


def many(strategy: SearchStrategy[Any], **limits: Any) -> SearchStrategy[list[Any]]:
    """Draw a short list."""
    return st.lists(strategy, max_size=2, **limits)


def keyed(strategy: SearchStrategy[Any], **limits: Any) -> SearchStrategy[dict[str, Any]]:
    """Draw parts that have keys of their own."""
    keys = st.from_regex(r"[a-z][a-z0-9-]{0,59}", fullmatch=True)
    return st.dictionaries(keys, strategy, max_size=2, **limits)


ANY_TEXT = st.text(
    st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\t"), max_size=40
).map(lambda text: f"x{text}x")
PREPARED = st.sampled_from((*PIECES, *(f"{a} {b}" for a in PIECES for b in PIECES)))


def texts(longest: int = 500) -> SearchStrategy[str]:
    """Draw text in any script, with marks, spaces and characters that mean something."""
    long = st.sampled_from([char * longest for char in "字éx"])
    return st.one_of(PREPARED, PREPARED, ANY_TEXT, long)


@st.composite
def dates(draw: DrawFn, latest: int = LAST_YEAR) -> str:
    """Draw a partial date of any precision."""
    day = draw(st.dates(date(1900, 1, 1), date(latest, 12, 31))).isoformat()
    return day[: draw(st.sampled_from((4, 7, 10)))]


@st.composite
def periods(
    draw: DrawFn,
    first: str = "from_date",
    last: str = "to_date",
    latest: int = LAST_YEAR,
    needed: bool = False,
) -> Values:
    """Draw two partial dates in order, either of them perhaps missing."""
    start = draw(dates() if needed else optional(dates()))
    end = draw(optional(dates(latest)))
    if start and end and last_day(end) < first_day(start):
        start, end = end, start
    return {first: start, last: end}


@st.composite
def leis(draw: DrawFn) -> str:
    """Draw a Legal Entity Identifier with its check digits."""
    body = draw(st.from_regex(r"[0-9]{4}00[0-9A-Z]{12}", fullmatch=True))
    return body + mod_97_10.calc_check_digits(body)


@st.composite
def usccs(draw: DrawFn) -> str:
    """Draw a Unified Social Credit Code with its check digit."""
    body = draw(st.from_regex(r"9133[0-9]{4}[0-9A-HJ-NP-RTUW-Y]{9}", fullmatch=True))
    return body + uscc.calc_check_digit(body)


@st.composite
def os_ids(draw: DrawFn) -> str:
    """Draw an Open Supply Hub ID with its check digit."""
    body = draw(st.from_regex(rf"[A-Z]{{2}}[0-9]{{7}}[{CROCKFORD}]{{5}}", fullmatch=True))
    total = sum(map(ord, body[:2])) + sum(CROCKFORD.index(char) for char in body[2:])
    return body + CROCKFORD[total % 32]


def identifiers() -> SearchStrategy[list[Values]]:
    """Draw numbers in public registers."""
    number = st.one_of(
        fields(scheme=st.just("lei"), value=leis()),
        fields(scheme=st.just("uscc"), value=usccs()),
        fields(scheme=st.just("os_id"), value=os_ids()),
        fields(scheme=st.just("wikidata"), value=st.integers(1, 10**14).map("Q{}".format)),
        fields(scheme=st.just("sec_cik"), value=st.from_regex("[0-9]{1,10}", fullmatch=True)),
        fields(scheme=st.just("ticker"), value=st.sampled_from(("NASDAQ:ACME", "2317.TW", "A"))),
    )
    return many(number, unique_by=lambda n: (n["scheme"], n["value"]))


def citations(*stances: Stance, needed: bool = True) -> SearchStrategy[list[Values]]:
    """Draw citations, the first of which has one of these stances."""
    one = fields(
        source=st.sampled_from(SOURCES),
        stance=words(Stance),
        locator=optional(texts()),
        quotation=optional(texts(300)),
    )
    first = merged(one, fields(stance=st.sampled_from([s.value for s in stances])))
    some = st.tuples(first, many(one)).map(lambda drawn: _once([drawn[0], *drawn[1]]))
    return some if needed else some | st.just([])


def _once(cited: list[Values]) -> list[Values]:
    return list({(c["source"], c["stance"], c["locator"]): c for c in cited}.values())


SUPPORTED = citations(Stance.SUPPORTS)
PERHAPS = citations(*Stance, needed=False)
DENIED = citations(Stance.DENIES)
ADDRESSES = st.sampled_from(
    (
        "https://example.org/",
        "http://example.org:8080/a?b=c&d=%20#e",
        "https://例子.example/富士康",
        "https://example.org/(a)'\"",
    )
)
LANGUAGES = st.sampled_from(
    ("en", "zh", "zh-Hant", "zh-Hans-CN", "zh-Latn-pinyin", "es-419", "ug", "ar", "zxx", "haw")
)
RECORDS = (*SOURCES, *COMPANIES, *FACILITIES, *ORGANIZATIONS, *REPORTS, *CAMPAIGNS)
ACTORS = st.one_of(
    fields(record=st.sampled_from(COMPANIES + ORGANIZATIONS)),
    fields(name=texts()),
    fields(record=st.sampled_from(RECORDS), name=texts()),
)
COUNTS = st.integers(1, 10_000_000)
COUNTRIES = st.sampled_from(sorted(countries()))
UNDATED_TOO = dates() | st.just(UNDATED)
DENIALS = keyed(
    fields(
        claim=optional(texts()),
        actor=ACTORS,
        on_date=optional(dates()),
        text=texts(4000),
        citations=DENIED,
    )
)


def names() -> SearchStrategy[list[Values]]:
    """Draw one primary name among others."""
    name = merged(fields(text=texts(), language=LANGUAGES), periods(latest=THIS_YEAR + 10))
    others = [kind.value for kind in NameKind if kind is not NameKind.PRIMARY]
    primary = merged(name, fields(name_kind=st.just("primary")))
    other = merged(name, fields(name_kind=st.sampled_from(others)))
    return st.tuples(many(other), primary, many(other)).map(lambda n: [*n[0], n[1], *n[2]])


def named(kind: Kind) -> SearchStrategy[Values]:
    """Draw the fields of a document about something that has names."""
    return fields(
        kind=st.just(kind.value),
        slug=st.just(SLUG),
        title=optional(texts()),
        names=names(),
        citations=SUPPORTED,
    )


def known(kind: Kind) -> SearchStrategy[Values]:
    """Draw the fields of a document that has no names."""
    return fields(kind=st.just(kind.value), slug=st.just(SLUG), citations=SUPPORTED)


@st.composite
def headcounts(draw: DrawFn) -> Values:
    """Draw a number of workers: at least, at most or both."""
    few, most = sorted((draw(COUNTS), draw(COUNTS)))
    which = draw(st.sampled_from(("at_least", "at_most", "both")))
    return {
        "at_least": None if which == "at_most" else few,
        "at_most": None if which == "at_least" else most,
        "as_of": draw(dates()),
        "speaker": draw(texts()),
        "citations": draw(SUPPORTED),
    }


POINTS = st.just({"latitude": None, "longitude": None, "precision": None}) | fields(
    latitude=st.floats(-90, 90), longitude=st.floats(-180, 180), precision=words(Precision)
)
LINKS = merged(
    periods(),
    fields(
        as_of=dates(),
        link_status=words(LinkStatus),
        basis=words(Basis),
        statement=texts(4000),
        note=optional(texts()),
    ),
)
ALLEGATIONS = keyed(
    merged(
        periods(),
        st.just({"at_least": None, "unit": None}) | fields(at_least=COUNTS, unit=words(CountUnit)),
        fields(
            abuse=st.sampled_from(("A01", "C03", "E01", "K02")),
            text=texts(4000),
            unit_words=optional(texts()),
            basis=optional(texts()),
            speaker=texts(),
            certainty=words(Certainty),
            disputed=st.booleans(),
            citations=SUPPORTED,
        ),
    )
)
NOT_ASKED = merged(
    periods("asked_on", "due_on", THIS_YEAR + 10),
    fields(state=st.just(ReplyState.NOT_ASKED.value), reason=texts()),
)
ASKED = merged(
    periods("asked_on", "due_on", THIS_YEAR + 10, needed=True),
    fields(
        state=st.sampled_from([s.value for s in ReplyState if s is not ReplyState.NOT_ASKED]),
        reason=optional(texts()),
    ),
)


@st.composite
def questions(draw: DrawFn) -> Values:
    """Draw one company's chance to reply: asked, due later, reminded in order; or not asked."""
    if draw(st.booleans()):
        return {"because": draw(words(NotAskedBecause)), "reason": draw(optional(texts()))}
    days = sorted(draw(st.sets(st.dates(date(1990, 1, 1), date(LAST_YEAR, 12, 31)), min_size=2)))
    asked, *later = [day.isoformat() for day in days]
    return {
        "asked_on": asked,
        "channel": draw(words(ReplyChannel)),
        "due_on": draw(st.sampled_from((later[-1], f"{THIS_YEAR + 1}-02", str(THIS_YEAR + 1)))),
        "reminders": draw(st.sampled_from((later, later[:1], []))),
        "reason": draw(optional(texts())),
        "rejoinder": draw(optional(fields(text=texts(4000), on_date=dates(), citations=SUPPORTED))),
    }


REPLIES = st.dictionaries(
    st.sampled_from(("r1", "r2", "r3")), merged(questions(), fields(citations=PERHAPS)), max_size=3
)

DAYS = st.dates(date(1990, 1, 1), date(LAST_YEAR, 12, 31)).map(str)


@st.composite
def reports(draw: DrawFn) -> Values:
    """Draw a report; its outcome is no older than itself."""
    values = draw(
        merged(
            known(Kind.REPORT),
            periods(needed=True),
            fields(
                title=texts(),
                sites=many(st.sampled_from(FACILITIES), unique=True),
                parties=many(
                    fields(actor=ACTORS, role=words(PartyRole), basis=texts(), citations=SUPPORTED)
                ),
                statements=keyed(
                    fields(text=texts(4000), speaker=texts(), citations=SUPPORTED), min_size=1
                ),
                allegations=ALLEGATIONS,
                action=optional(fields(kind=words(ActionKind), text=texts(), citations=SUPPORTED)),
                outcome=optional(fields(text=texts(), as_of=dates(), citations=SUPPORTED)),
                certainty=words(Certainty),
                certainty_reason=optional(texts()),
                disputed=st.booleans(),
                remedied=st.booleans(),
                withdrawn=st.booleans(),
                denials=DENIALS,
                origins=many(SUPPORTED),
                reply=NOT_ASKED | ASKED,
                replies=REPLIES,
                publish_not_before=optional(DAYS),
                publicity=optional(fields(wish=words(PublicityWish), words=texts(4000))),
                note=optional(texts()),
            ),
        )
    )
    if values["outcome"] and values["outcome"]["as_of"][:4] < values["from_date"][:4]:
        values["outcome"]["as_of"] = values["from_date"]
    for reply, company in zip(values["replies"].values(), COMPANIES, strict=False):
        reply["actor"] = {"record": company, "name": draw(optional(texts()))}
    return values


SUBJECTS = st.one_of(
    fields(report=st.sampled_from(REPORTS), campaign=st.none(), demand=st.none()),
    fields(
        report=st.none(),
        campaign=st.sampled_from(CAMPAIGNS),
        demand=optional(st.sampled_from(("d1", "d2"))),
    ),
)


@st.composite
def commitments(draw: DrawFn) -> Values:
    """Draw a commitment; what is kept or broken has its evidence, no older than itself."""
    days = sorted(draw(st.sets(st.dates(date(1990, 1, 1), date(LAST_YEAR, 12, 31)), min_size=2)))
    made, *_, shown = [day.isoformat() for day in days]
    evidence = {"text": draw(texts()), "on_date": shown, "citations": draw(SUPPORTED)}
    state = draw(words(CommitmentState))
    left_out = state in ("open", "unknown") and draw(st.booleans())
    return {
        "actor": draw(ACTORS),
        "text": draw(texts(4000)),
        "on_date": made,
        "due_on": draw(st.sampled_from((None, shown, str(THIS_YEAR + 2)))),
        "state": state,
        "evidence": None if left_out else evidence,
        "citations": draw(SUPPORTED),
    }


def with_promised_demand(campaign: Values) -> Values:
    """Let the first commitment answer the first demand, where there are both."""
    for commitment, key in zip(campaign["commitments"].values(), campaign["demands"], strict=False):
        commitment["demand"] = key
    return campaign


ENDS = st.permutations(COMPANIES)
DOCUMENTS: dict[Kind, SearchStrategy[Values]] = {
    Kind.SOURCE: fields(
        kind=st.just("source"),
        slug=st.just(SLUG),
        title=texts(4000),
        publisher=texts(),
        author=optional(texts()),
        published=UNDATED_TOO,
        url=optional(ADDRESSES),
        archive_url=optional(ADDRESSES),
        language=LANGUAGES,
        source_type=words(SourceType),
        grade=words(Grade),
        grade_reason=optional(texts()),
        origin=st.from_regex(r"[a-z0-9][a-z0-9.-]{0,199}", fullmatch=True),
        content_sha256=optional(st.from_regex("[0-9a-f]{64}", fullmatch=True)),
    ),
    Kind.ORGANIZATION: merged(
        named(Kind.ORGANIZATION),
        fields(
            organization_type=words(OrganizationType),
            country=optional(COUNTRIES),
            website=optional(ADDRESSES),
            note=optional(texts(4000)),
        ),
    ),
    Kind.COMPANY: merged(
        named(Kind.COMPANY),
        fields(
            country=COUNTRIES,
            city=optional(texts()),
            roles=many(words(CompanyRole)),
            sector=texts(),
            website=optional(ADDRESSES),
            code_of_conduct=optional(ADDRESSES),
            collective=st.booleans(),
            identifiers=identifiers(),
            note=optional(texts(4000)),
        ),
    ),
    Kind.FACILITY: merged(
        named(Kind.FACILITY),
        POINTS,
        fields(
            operations=many(
                merged(
                    periods(latest=THIS_YEAR + 10),
                    fields(operator=st.sampled_from(COMPANIES), citations=PERHAPS),
                )
            ),
            address=optional(texts()),
            locality=optional(texts()),
            region=optional(texts()),
            country=COUNTRIES,
            products=many(texts()),
            headcounts=many(headcounts()),
            identifiers=identifiers(),
            operating_status=words(OperatingStatus),
            status_as_of=optional(dates()),
            note=optional(texts(4000)),
        ),
    ),
    Kind.SUPPLY_LINK: merged(
        known(Kind.SUPPLY_LINK),
        LINKS,
        ENDS.map(lambda ends: {"buyer": ends[0], "supplier": ends[1]}),
        fields(
            facility=optional(st.sampled_from(FACILITIES)),
            relation=words(Relation),
            product=texts(),
            share=optional(texts()),
            denials=DENIALS,
        ),
    ),
    Kind.OWNERSHIP: merged(
        known(Kind.OWNERSHIP),
        LINKS,
        ENDS.map(lambda ends: {"parent": ends[0], "subsidiary": ends[1]}),
        fields(ownership_type=words(OwnershipType), share=optional(texts())),
    ),
    Kind.REPORT: reports(),
    Kind.CAMPAIGN: merged(
        known(Kind.CAMPAIGN),
        periods(latest=THIS_YEAR + 10),
        fields(
            title=texts(),
            summary=texts(4000),
            organisers=many(ACTORS, min_size=1),
            targets=many(ACTORS),
            demands=keyed(
                merged(
                    periods("on_date", "deadline", THIS_YEAR + 10),
                    fields(
                        text=texts(),
                        actor=ACTORS,
                        state=words(DemandState),
                        note=optional(texts()),
                        citations=SUPPORTED,
                    ),
                )
            ),
            actions=keyed(
                fields(
                    on_date=dates(),
                    kind=words(CampaignActionKind),
                    text=texts(),
                    place=optional(texts()),
                    citations=SUPPORTED,
                )
            ),
            commitments=keyed(commitments()),
            reports=many(st.sampled_from(REPORTS), unique=True),
            links=many(ADDRESSES),
            note=optional(texts()),
        ),
    ).map(with_promised_demand),
    Kind.RESPONSE: merged(
        known(Kind.RESPONSE),
        SUBJECTS,
        fields(
            actor=ACTORS,
            on_date=UNDATED_TOO,
            stance=words(ResponseStance),
            text=texts(4000),
            full_text=optional(texts(20_000)),
        ),
    ),
}


def document_values(kinds: Callable[[Kind], bool] = lambda _: True) -> SearchStrategy[Values]:
    """Draw the plain values of a valid document of some kind."""
    return st.sampled_from([kind for kind in Kind if kinds(kind)]).flatmap(DOCUMENTS.__getitem__)
