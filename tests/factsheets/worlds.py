"""Invented worlds for golden tests: each publishes some records and returns its subject's slug.

``WORLDS`` maps a name to its function; all of them make the same brand (``brand``), its
supplier and a place, so that what differs is what the name says.
"""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy.orm import Session

from tests.factories import (
    SOURCE,
    Values,
    allegation_values,
    campaign_values,
    company_values,
    denial_values,
    facility_values,
    name_values,
    ownership_values,
    party_values,
    publish,
    report_values,
    response_values,
    source_values,
    statement_values,
    supply_link_values,
)

LONG = "Northern and Southern Mill and Weaving and Dyeing and Finishing Works of the Upper Valley "
LONG = (LONG * 4)[:300].strip()
MARKUP = "*Mill* #let x = 1 _a_ [b](c) <i>d</i> $e$ `f` | g \\ @h ~i~ & co"
TURNED = "Mill\u202e of the North\u2069"
NAMES = {
    "han": ("zh-Hans", "北方纺织厂"),
    "arabic": ("ar", "مصنع الشمال للنسيج"),
    "thai": ("th", "โรงงานทอผ้าภาคเหนือ"),
    "vietnamese": ("vi", "Nhà máy dệt phía Bắc"),
    "bengali": ("bn", "উত্তর কাপড়ের কল"),
    "hindi": ("hi", "उत्तरी कपड़ा मिल"),
}


def without_reports(session: Session) -> str:
    """A brand of which only the chain is known."""
    publish(session, *_chain())
    return "brand"


def without_anything(session: Session) -> str:
    """A brand with no link and no report."""
    publish(session, *_sources(), company_values(name="Brand", roles=["brand"]))
    return "brand"


def one_report(session: Session) -> str:
    """One report with an answer, a denial, an outcome and a count."""
    publish(session, *_chain(), _full_report(), *_answers())
    return "brand"


def many_reports(session: Session) -> str:
    """Two hundred reports at one place, of every status and many years."""
    publish(session, *_chain(), *_reports(200))
    return "brand"


def long_names(session: Session) -> str:
    """Names and titles of 300 characters."""
    publish(session, *_chain(place=LONG, brand=LONG), _full_report(title=LONG))
    return "brand"


def many_scripts(session: Session) -> str:
    """A place, a maker and a brand with names in six scripts."""
    others = [
        name_values(text, language=language, name_kind="native")
        for language, text in NAMES.values()
    ]
    publish(session, *_chain(others=others), _full_report(), *_answers())
    return "brand"


def no_response(session: Session) -> str:
    """The brand was asked and did not answer."""
    asked = {"state": "no_response", "asked_on": "2021-06-01", "due_on": "2021-07-01"}
    silence = response_values(
        actor="brand",
        report="nights-at-the-mill",
        stance="no_response",
        text="No answer came by 1 July 2021.",
    )
    publish(session, *_chain(), _full_report(reply=asked), silence)
    return "brand"


def withdrawn(session: Session) -> str:
    """One report withdrawn, one standing."""
    gone = _full_report(slug="a-withdrawn-report", title="A Withdrawn Report", withdrawn=True)
    publish(session, *_chain(), gone, _full_report())
    return "brand"


def markup(session: Session) -> str:
    """Titles with markup, overrides of the writing direction and quotation marks."""
    said = statement_values(text=f"Examplewatch reported {MARKUP} {TURNED}.")
    report = _full_report(title=MARKUP, statements={"s1": said})
    publish(session, *_chain(place=MARKUP, brand=TURNED), report)
    return "brand"


def the_place(session: Session) -> str:
    """The mill itself, with its workforce and two buyers."""
    one_report(session)
    publish(
        session,
        company_values(name="Other Brand", roles=["brand"]),
        _link(slug="other--miller", buyer="other-brand", link_status="ended", to_date="2019"),
    )
    return "northern-mill"


def the_supplier(session: Session) -> str:
    """The company that runs the mill."""
    the_place(session)
    return "miller"


def the_report(session: Session) -> str:
    """The report itself."""
    one_report(session)
    return "nights-at-the-mill"


def the_campaign(session: Session) -> str:
    """A campaign with demands on brand and maker."""
    one_report(session)
    publish(session, campaign())
    return "sleep-at-night"


WORLDS: dict[str, Callable[[Session], str]] = {
    make.__name__: make
    for make in (
        without_anything,
        without_reports,
        one_report,
        many_reports,
        long_names,
        many_scripts,
        no_response,
        withdrawn,
        markup,
        the_place,
        the_supplier,
        the_report,
        the_campaign,
    )
}


def campaign() -> Values:
    """A campaign of which one demand is open, one met and one refused."""

    def demand(text: str, actor: str, state: str, **more: Any) -> Values:
        return {"text": text, "actor": actor, "state": state, "citations": [SOURCE], **more}

    return campaign_values(
        target="brand",
        demands={
            "nights": demand("No work at night", "brand", "open", deadline="2027-01-31"),
            "lights": demand("Lamps in every hall", "miller", "met", note="Lamps hang since 2022."),
            "pay": demand("Pay for the nights worked", "miller", "refused", on_date="2021"),
        },
        reports=["nights-at-the-mill"],
        links=["https://example.org/sleep"],
        from_date="2021-06",
    )


def _sources() -> list[Values]:
    return [
        source_values(),
        source_values(
            slug="list-2021",
            title="Supplier list 2021",
            publisher="Brand",
            origin="brand-list",
            source_type="company",
            grade="A",
            url="https://brand.example.com/list",
            archive_url="https://archive.example.org/list",
        ),
        source_values(
            slug="gazette-2021",
            title="夜班的工厂",
            publisher="Gazette",
            author="A. Writer",
            published="2021-04-02",
            language="zh-Hans",
            source_type="news",
            origin="gazette",
            url="https://gazette.example.org/nights",
        ),
    ]


def _chain(
    *, place: str = "Northern Mill", brand: str = "Brand", others: list[Values] | None = None
) -> list[Values]:
    more = others or []
    return [
        *_sources(),
        company_values(
            slug="brand", roles=["brand"], names=[name_values(brand), *_once(more, "B")]
        ),
        company_values(
            name="Miller",
            country="CN",
            roles=["supplier"],
            names=[name_values("Miller"), *_once(more, "M")],
        ),
        company_values(name="Holding", country="SG", roles=["holding"]),
        ownership_values(parent="holding", subsidiary="miller"),
        facility_values(
            slug="northern-mill",
            operator="miller",
            names=[name_values(place), *more],
            locality="Northtown",
            headcounts=[
                {
                    "at_least": 900,
                    "as_of": "2021-05",
                    "speaker": "Examplewatch",
                    "citations": [SOURCE],
                }
            ],
        ),
        _link(),
    ]


def _once(names: list[Values], prefix: str) -> list[Values]:
    return [{**name, "text": f"{prefix} {name['text']}"} for name in names]


def _link(**overrides: Any) -> Values:
    values = {
        "slug": "brand--miller",
        "buyer": "brand",
        "supplier": "miller",
        "facility": "northern-mill",
        "basis": "buyer_list",
        "statement": "The brand's list names the mill.",
        "citations": ["list-2021"],
    }
    return supply_link_values(**values | overrides)


def _full_report(**overrides: Any) -> Values:
    values = {
        "site": "northern-mill",
        "from_date": "2021-02",
        "to_date": "2021-03",
        "parties": [party_values("miller", "operator")],
        "statements": {
            "s1": statement_values(citations=[SOURCE, "gazette-2021"]),
            "s2": statement_values(text="It counted 400 workers.", citations=["gazette-2021"]),
        },
        "allegations": {
            "a1": allegation_values(at_least=400, unit="workers"),
            "a2": allegation_values(
                abuse="A04", text="Fees of two months' pay.", citations=["gazette-2021"]
            ),
        },
        "denials": {"d1": denial_values("miller", on_date="2021-05")},
        "disputed": True,
        "certainty": "corroborated",
        "outcome": {
            "text": "The lights were mended.",
            "as_of": "2022",
            "citations": ["gazette-2021"],
        },
    }
    return report_values(**values | overrides)


def _answers() -> list[Values]:
    return [
        response_values(actor="brand", report="nights-at-the-mill", slug="answer-of-the-brand"),
        response_values(
            actor="miller",
            report="nights-at-the-mill",
            slug="answer-of-the-miller",
            stance="commits",
            on_date="2021-09",
            text="The company says that it will end night shifts.",
        ),
    ]


def _reports(number: int) -> Iterator[Values]:
    statuses = ("reported", "corroborated", "documented", "acknowledged", "established")
    for index in range(number):
        year = 2001 + index % 24
        yield report_values(
            slug=f"report-{index:03}",
            title=f"Nights at the Mill, account {index + 1}",
            site="northern-mill",
            from_date=str(year),
            certainty=statuses[index % 5],
            certainty_reason="As a test has it.",
            disputed=index % 3 == 0,
            allegations={"a1": allegation_values(at_least=index + 1, unit="workers")},
        )
