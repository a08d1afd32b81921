"""Campaigns for a database of any size, each about reports that name its target as a buyer."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from random import Random

from tests.benchmarks.population import MOMENT, Population, Row

COLUMNS = {
    "campaign": ("id", "summary", "from_date", "links"),
    "campaign_party": ("campaign_id", "part", "position", "actor_id", "actor_name"),
    "demand": (
        *("campaign_id", "position", "key", "text", "actor_id", "on_date", "deadline", "state"),
    ),
    "campaign_action": ("campaign_id", "position", "key", "on_date", "kind", "text"),
    "campaign_report": ("campaign_id", "report_id", "position"),
}
SHARE, FEWEST = 0.001, 80
MOST_REPORTS = 40  # kept for each brand, of which a campaign rests on up to twelve
DEMANDS = ("Pay back what workers paid for their jobs", "Publish the list of all suppliers")


class Campaigns:
    """Notes which reports name a brand as buyer, then makes campaigns of them."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._bought: dict[int, list[int]] = defaultdict(list)

    def note(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Yield the rows as they are."""
        for table, row in rows:
            if table == "party" and row[3] == "buyer":
                known = self._bought[row[2]]
                if len(known) < MOST_REPORTS:
                    known.append(row[0])
            yield table, row

    def rows(self, population: Population, size: int, sources: Sequence[int]) -> Iterator[Row]:
        """Yield all campaigns, with a source for every part."""
        taken = sum(len(ids) for ids in population.ids.values())
        brands = sorted(self._bought)
        for number in range(max(FEWEST, int(size * SHARE))):
            campaign_id, brand = taken + number + 1, brands[number % len(brands)]
            yield from self._campaign(campaign_id, brand)
            for place, part in enumerate(("", "/demands/d0", "/demands/d1", "/actions/a0")):
                source = self._random.choice(sources)
                yield "citation", (campaign_id, source, place, part, "supports")

    def _campaign(self, campaign_id: int, brand: int) -> Iterator[Row]:
        title = f"Fair work for {campaign_id}"
        slug = f"r{campaign_id}"
        yield "record", (campaign_id, "campaign", slug, title, 1, MOMENT, MOMENT)
        yield "campaign", (campaign_id, "Workers ask for what they are owed.", "2024", "[]")
        yield "campaign_party", (campaign_id, "organiser", 0, None, "Dockside Union")
        yield "campaign_party", (campaign_id, "target", 0, brand, None)
        for place, text in enumerate(DEMANDS):
            asked = (text, brand, "2024-03", "2026-12", "open")
            yield "demand", (campaign_id, place, f"d{place}", *asked)
        done = ("2024-05-01", "protest", "Three hundred people stood at the gate.")
        yield "campaign_action", (campaign_id, 0, "a0", *done)
        reports = self._bought[brand]
        for place, report in enumerate(self._random.sample(reports, min(12, len(reports)))):
            yield "campaign_report", (campaign_id, report, place)
