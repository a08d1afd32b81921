"""A world of trade of any size: brands, suppliers, places, links and reports, as plain rows.

Rows go straight into the real tables, not through publishing, which would take days. Degrees
have heavy tails: the largest brand buys from 2,000 suppliers, few suppliers sell to
thousands; all suppliers stand in one ring, so that the graph is one huge cycle; and one
place, the hub, has a tenth as many buyers as there are suppliers and places.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from campaign.models.vocabulary import Basis, Relation

COLUMNS = {
    "record": ("id", "kind", "slug", "title", "revision", "published_at", "updated_at"),
    "source": (*("id", "publisher", "published", "language", "source_type", "grade", "origin"),),
    "company": ("id", "country", "roles", "sector", "collective"),
    "facility": ("id", "country", "products", "operating_status"),
    "operation": ("facility_id", "position", "operator_id", "from_date", "to_date"),
    "supply_link": (
        *("id", "buyer_id", "supplier_id", "facility_id", "relation", "product", "from_date"),
        *("to_date", "as_of", "link_status", "basis", "statement"),
    ),
    "ownership": (
        *("id", "parent_id", "subsidiary_id", "ownership_type", "from_date", "as_of"),
        *("link_status", "basis", "statement"),
    ),
    "report": (
        *("id", "from_date", "certainty", "disputed", "remedied", "withdrawn", "reply_state"),
        "reply_reason",
    ),
    "report_site": ("report_id", "facility_id", "position"),
    "party": ("report_id", "position", "actor_id", "role", "basis"),
    "statement": ("report_id", "position", "key", "text", "speaker"),
    "allegation": (
        *("report_id", "position", "key", "abuse", "text", "speaker", "certainty", "disputed"),
    ),
    "citation": ("record_id", "source_id", "position", "pointer", "stance"),
}
MOMENT = "2026-01-01 00:00:00.000000"
BASES = [basis.value for basis in Basis]
RELATIONS = [relation.value for relation in Relation]
LARGEST = 2_000  # suppliers of the largest brand, at any size that has as many
BRANDS = 5_000  # of a million; fewer are spread over the same sizes
Row = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Shape:
    """How many there are of each, for so many suppliers and places."""

    size: int

    @property
    def brands(self) -> int:
        return self.size // 200

    @property
    def suppliers(self) -> int:
        return self.size * 3 // 10

    @property
    def facilities(self) -> int:
        return self.size - self.suppliers

    @property
    def links(self) -> int:
        return self.size * 26 // 10

    @property
    def holdings(self) -> int:
        return self.size // 50

    @property
    def reports(self) -> int:
        return self.size * 3 // 10

    @property
    def hub_buyers(self) -> int:
        return self.size // 10

    def suppliers_of(self, rank: int) -> int:
        """Return how many links a brand has as buyer: as many as at its place among a million.

        So brands have the same share of all links at any size.
        """
        among_a_million = rank * BRANDS // self.brands
        return max(3, int(LARGEST / (among_a_million + 1) ** 0.5))


class Trade:
    """All rows of a world; equal seeds give equal rows. Ids run kind by kind."""

    def __init__(self, size: int, seed: int) -> None:
        self.shape = shape = Shape(size)
        self._random = Random(seed)
        self.source = 1
        self.first_brand = 2
        self.first_supplier = self.first_brand + shape.brands
        self.first_facility = self.first_supplier + shape.suppliers
        self.first_link = self.first_facility + shape.facilities
        self.first_holding = self.first_link + shape.links
        self.first_report = self.first_holding + shape.holdings
        self.hub = self.first_facility
        self._places: dict[int, list[int]] = {}

    def brand(self, rank: int) -> int:
        """Return the id of the brand with the most suppliers, the second most, …"""
        return self.first_brand + rank

    def rows(self) -> Iterator[Row]:
        """Yield each row with its table; what is referred to comes first."""
        yield self._record(self.source, "source")
        values = ("Examplewatch", "2024", "en", "dataset", "B", "examplewatch")
        yield "source", (self.source, *values)
        yield from self._companies()
        yield from self._facilities()
        yield from self._links()
        yield from self._holdings()
        yield from self._reports()

    def _record(self, record_id: int, kind: str) -> Row:
        title = f"{kind.replace('_', ' ').title()} {record_id}"
        return "record", (record_id, kind, f"r{record_id}", title, 1, MOMENT, MOMENT)

    def _companies(self) -> Iterator[Row]:
        for number in range(self.shape.brands + self.shape.suppliers):
            record_id = self.first_brand + number
            roles = '["brand"]' if number < self.shape.brands else '["supplier"]'
            yield self._record(record_id, "company")
            yield "company", (record_id, "US", roles, "consumer goods", False)

    def _facilities(self) -> Iterator[Row]:
        for number in range(self.shape.facilities):
            record_id = self.first_facility + number
            operator = self._supplier()
            self._places.setdefault(operator, []).append(record_id)
            yield self._record(record_id, "facility")
            yield "facility", (record_id, "CN", "[]", "unknown")
            yield "operation", (record_id, 0, operator, *self._period())

    def _links(self) -> Iterator[Row]:
        ends = self._ends()
        for number in range(self.shape.links):
            record_id = self.first_link + number
            buyer, supplier, facility = next(ends)
            yield self._record(record_id, "supply_link")
            yield "supply_link", (record_id, buyer, supplier, facility, *self._said())
            yield "citation", (record_id, self.source, 0, "", "supports")

    def _ends(self) -> Iterator[tuple[int, int, int | None]]:
        random = self._random
        last = self.first_supplier + self.shape.suppliers - 1
        for supplier in range(self.first_supplier, last):
            yield supplier, supplier + 1, None
        yield last, self.first_supplier, None
        for rank in range(self.shape.brands):
            for _ in range(self.shape.suppliers_of(rank)):
                yield self._link(self.brand(rank))
        for _ in range(self.shape.hub_buyers):
            buyer = random.randint(self.first_supplier + 1, last)
            yield buyer, self.first_supplier, self.hub
        while True:
            yield self._link(random.randint(self.first_supplier, last))

    def _link(self, buyer: int) -> tuple[int, int, int | None]:
        supplier = self._supplier()
        while supplier == buyer:
            supplier = self._supplier()
        places = self._places.get(supplier)
        named = places and self._random.random() < 0.6
        return buyer, supplier, self._random.choice(places) if named and places else None

    def _supplier(self) -> int:
        return self.first_supplier + int(self.shape.suppliers * self._random.random() ** 2)

    def _holdings(self) -> Iterator[Row]:
        companies = self.shape.brands + self.shape.suppliers
        for number in range(self.shape.holdings):
            record_id = self.first_holding + number
            parent, child = (
                self.first_brand + int(companies * self._random.random()) for _ in range(2)
            )
            child += parent == child
            kind = "subsidiary" if self._random.random() < 0.7 else "investor"
            yield self._record(record_id, "ownership")
            said = ("listed", "company_filing", "The yearly filing lists it.")
            yield "ownership", (record_id, parent, child, kind, None, self._year(), *said)

    def _reports(self) -> Iterator[Row]:
        for number in range(self.shape.reports):
            record_id = self.first_report + number
            site = self.hub if number < 3 else self._site()
            yield self._record(record_id, "report")
            flags = (False, False, False, "not_asked", "The account is made up.")
            yield "report", (record_id, self._year(), "reported", *flags)
            yield "report_site", (record_id, site, 0)
            yield "statement", (record_id, 0, "s1", "Shifts ran all night.", "Examplewatch")
            alleged = ("E01", "Shifts of fourteen hours.", "Examplewatch", "reported", False)
            yield "allegation", (record_id, 0, "a1", *alleged)
            yield "citation", (record_id, self.source, 0, "/allegations/a1", "supports")
            if self._random.random() < 0.1:
                brand = self.brand(int(self.shape.brands * self._random.random() ** 2))
                yield "party", (record_id, 0, brand, "buyer", "The account names it.")

    def _site(self) -> int:
        return self.first_facility + int(self.shape.facilities * self._random.random() ** 1.5)

    def _said(self) -> tuple[Any, ...]:
        random = self._random
        status = "denied" if random.random() < 0.02 else "listed"
        basis = BASES[int(len(BASES) * random.random())]
        period = (*self._period(), self._year())
        return (random.choice(RELATIONS), "goods", *period, status, basis, "A list names it.")

    def _period(self) -> tuple[str | None, str | None]:
        if self._random.random() < 0.7:
            return None, None
        first = self._random.randint(2005, 2020)
        return str(first), str(first + 5) if self._random.random() < 0.3 else None

    def _year(self) -> str:
        return str(self._random.randint(2008, 2025))
