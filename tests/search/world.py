"""A small invented world that is searched: one record of every kind, and a few more."""

from sqlalchemy.orm import Session

from campaign.models import Record
from tests.factories import (
    Values,
    allegation_values,
    campaign_values,
    company_values,
    facility_values,
    make_company,
    name_values,
    organization_values,
    party_values,
    report_values,
    source_values,
    statement_values,
    supply_link_values,
)


def named_values(slug: str, *names: str, **overrides: object) -> Values:
    """Return the values of a company with these names, in any script."""
    kinds = ("primary", *("trading" for _ in names[1:]))
    entries = [name_values(name, name_kind=kind) for name, kind in zip(names, kinds, strict=True)]
    return company_values(slug=slug, names=entries, **overrides)


def make_named(session: Session, slug: str, *names: str, **values: object) -> Record:
    """Publish a company with these names, in any script."""
    return make_company(session, **named_values(slug, *names, **values))


# A brand, its maker with a mill in Zhengzhou, reports of several sorts, and others.
WORLD = (
    source_values(),
    named_values("velmora", "Velmora", roles=["brand"]),
    named_values(
        "quillow",
        "Quillow",
        "Quillow Industries Co., Ltd.",
        "桂洛工業股份有限公司",
        country="TW",
        identifiers=[{"scheme": "ticker", "value": "TWSE:4242"}],
    ),
    facility_values(name="Quillow East Works", operator="quillow", locality="Zhengzhou"),
    facility_values(name="Tarsk Dye House", country="VN"),
    supply_link_values(buyer="velmora", supplier="quillow", facility="quillow-east-works"),
    report_values(
        slug="nights",
        title="Nights in the spinning hall",
        site="quillow-east-works",
        from_date="2010",
        to_date="2012",
        certainty="corroborated",
        disputed=True,
        parties=[party_values("velmora", "buyer")],
        statements={"s1": statement_values(text="Examplewatch counted looms at Quillow.")},
        allegations={
            "a1": allegation_values(abuse="E01"),
            "a2": allegation_values(abuse="D01", text="Wages came late."),
        },
    ),
    report_values(
        slug="fire",
        title="Fire at Tarsk",
        site="tarsk-dye-house",
        from_date="2012-05",
        certainty="established",
    ),
    organization_values(name="Union of Spinners", country="VN"),
    campaign_values(title="Sleep for Spinners", from_date="2013", target="velmora"),
)
