"""Companies, facilities, sources and reports for a database of any size, as plain rows.

Rows go straight into the real tables, not through publishing, which would take days. Ids
of all kinds are mixed, as they are where people publish one thing after another.
"""

import json
from array import array
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from tests.benchmarks.naming import CITIES, COUNTRIES, OTHER_CITIES, Namer, Spoken

COLUMNS = {
    "record": ("id", "kind", "slug", "title", "revision", "published_at", "updated_at"),
    "name": ("record_id", "position", "text", "language", "name_kind"),
    "company": ("id", "country", "city", "roles", "sector", "collective"),
    "facility": ("id", "locality", "country", "products", "operating_status"),
    "operation": ("facility_id", "position", "operator_id"),
    "source": ("id", "publisher", "published", "url", "language", "source_type", "grade", "origin"),
    "report": (
        *("id", "from_date", "certainty", "disputed", "remedied", "withdrawn", "reply_state"),
    ),
    "report_site": ("report_id", "facility_id", "position"),
    "party": ("report_id", "position", "actor_id", "role", "basis"),
    "statement": ("report_id", "position", "key", "text", "speaker"),
    "allegation": (
        *("report_id", "position", "key", "abuse", "text", "speaker", "certainty", "disputed"),
    ),
    "citation": ("record_id", "source_id", "position", "pointer", "stance"),
    "exposure": (
        *("company_id", "report_id", "facility_id", "reach", "tiers", "holdings", "basis"),
        *("timing", "denied", "counted"),
    ),
    "response": ("id", "actor_id", "report_id", "on_date", "stance", "text"),
}
MOMENT = "2026-01-01 00:00:00.000000"
BRANDS = 400
SHARES = {"company": 0.6, "facility": 0.4, "source": 0.05, "report": 0.3, "response": 0.05}
CERTAINTIES = ["reported", "corroborated", "documented", "acknowledged", "established"]
SUBJECTS = ["Night shifts", "Unpaid wages", "A fire", "Dismissals", "Fees for jobs", "Child work"]
TELLING = (
    "workers said that overtime was not paid in {month} and passports were held by the agency",
    "the dormitory was locked at night and {count} people slept in one hall",
    "inspectors counted {count} people under age at the {word} line",
    "a strike over wages began at the {word} hall and ended after {count} days",
    "the supervisor threatened those who asked about pay for {month}",
)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
]
Row = tuple[str, tuple[Any, ...]]


class Population:
    """All rows of a database of a given size; equal seeds give equal rows.

    Args:
        size: companies and facilities; reports are 0.3 of that.
        seed: of everything that is drawn.
        abuse_codes: the vocabulary that is in the database.
    """

    def __init__(self, size: int, seed: int, abuse_codes: Sequence[str]) -> None:
        self._random = Random(seed)
        self._namer = Namer(self._random, size)
        self._abuse_codes = abuse_codes
        kinds = [kind for kind, share in SHARES.items() for _ in range(int(size * share))]
        self._random.shuffle(kinds)
        self.ids: dict[str, array[int]] = {kind: array("I") for kind in SHARES}
        for number, kind in enumerate(kinds, start=1):
            self.ids[kind].append(number)
        self._operators = array("I", bytes(4 * (len(kinds) + 1)))

    def rows(self) -> Iterator[Row]:
        """Yield each row with its table; what is referred to may come later."""
        makers = (self._company, self._facility, self._source, self._report, self._response)
        for kind, make in zip(
            ("company", "facility", "source", "report", "response"), makers, strict=True
        ):
            for position, record_id in enumerate(self.ids[kind]):
                yield from make(position, record_id)

    def _record(self, record_id: int, kind: str, title: str) -> Row:
        return "record", (record_id, kind, f"r{record_id}", title, 1, MOMENT, MOMENT)

    def _named(self, record_id: int, kind: str, names: list[Spoken]) -> Iterator[Row]:
        yield self._record(record_id, kind, names[0].text)
        for number, name in enumerate(names):
            name_kind = "trading" if number else "primary"
            yield "name", (record_id, number, name.text, name.language, name_kind)

    def _company(self, position: int, record_id: int) -> Iterator[Row]:
        yield from self._named(record_id, "company", self._namer.names(position))
        roles = ["brand"] if position < BRANDS else ["supplier"]
        city = self._random.choice([*CITIES, *OTHER_CITIES])
        values = (self._country(), city, json.dumps(roles), "consumer goods", False)
        yield "company", (record_id, *values)

    def _facility(self, position: int, record_id: int) -> Iterator[Row]:
        yield from self._named(record_id, "facility", self._namer.names(position))
        city = self._random.choice([*CITIES, *OTHER_CITIES])
        yield "facility", (record_id, city, self._country(), json.dumps([]), "unknown")
        operator = self._random.choice(self.ids["company"])
        self._operators[record_id] = operator
        yield "operation", (record_id, 0, operator)

    def _source(self, position: int, record_id: int) -> Iterator[Row]:
        title = f"{self._namer.word().title()} and {self._namer.word().title()}"
        yield self._record(record_id, "source", title)
        origin = f"story {position // 2}"
        url = f"https://news.example/{record_id}"
        values = (f"{self._namer.word().title()} Daily", self._date(), url, "en", "news", "C")
        yield "source", (record_id, *values, origin)

    def _report(self, _position: int, record_id: int) -> Iterator[Row]:
        random = self._random
        title = f"{random.choice(SUBJECTS)} in the {self._namer.word()} hall"
        yield self._record(record_id, "report", title)
        certainty = random.choice(CERTAINTIES)
        flags = (random.random() < 0.1, random.random() < 0.05, random.random() < 0.01)
        yield "report", (record_id, self._date(), certainty, *flags, "not_asked")
        yield from self._told(record_id, certainty)
        yield from self._tied(record_id)

    def _told(self, record_id: int, certainty: str) -> Iterator[Row]:
        speaker = f"{self._namer.word().title()} Watch"
        for number in range(2):
            yield "statement", (record_id, number, f"s{number}", self._sentence(), speaker)
        for number in range(self._random.randint(1, 3)):
            abuse = self._random.choice(self._abuse_codes)
            text = (abuse, self._sentence(), speaker, certainty, False)
            yield "allegation", (record_id, number, f"a{number}", *text)
        for number in range(self._random.randint(1, 2)):
            source = self._random.choice(self.ids["source"])
            yield "citation", (record_id, source, number, "/allegations/a0", "supports")

    def _tied(self, record_id: int) -> Iterator[Row]:
        random = self._random
        site = random.choice(self.ids["facility"])
        yield "report_site", (record_id, site, 0)
        operator = self._operators[site]
        yield "party", (record_id, 0, operator, "operator", "named in the account")
        drawn = {int(BRANDS ** random.random()) - 1 for _ in range(random.randint(0, 2))}
        brands = {self.ids["company"][b] for b in drawn if b < len(self.ids["company"])} - {
            operator
        }
        certain = ("at_the_time", False, True)
        yield "exposure", (operator, record_id, site, "named", 0, 0, None, *certain)
        for number, brand in enumerate(sorted(brands), start=1):
            yield "party", (record_id, number, brand, "buyer", "named in the account")
            yield "exposure", (brand, record_id, site, "named", 1, 0, None, *certain)

    def _response(self, position: int, record_id: int) -> Iterator[Row]:
        yield self._record(record_id, "response", f"An answer, {position}")
        report = self.ids["report"][position]
        stance = self._random.choice(["disputes", "no_response", "commits"])
        actor = self.ids["company"][position % BRANDS]
        yield "response", (record_id, actor, report, "2025-05", stance, "It answered so.")

    def _sentence(self) -> str:
        random = self._random
        words = {
            "month": random.choice(MONTHS),
            "count": random.randint(2, 900),
            "word": self._namer.word(),
        }
        return random.choice(TELLING).format(**words)

    def _country(self) -> str:
        return COUNTRIES[int(len(COUNTRIES) * self._random.random() ** 2)]

    def _date(self) -> str:
        year, month = self._random.randint(1995, 2025), self._random.randint(1, 12)
        return f"{year}-{month:02}" if self._random.random() < 0.5 else f"{year}"
