"""The numbered sources at the foot of a page."""

from __future__ import annotations

from collections.abc import Iterable

from campaign.models.vocabulary import Stance
from campaign.queries.citations import Cited, SourceReference


class Notes:
    """Numbers sources in the order in which a page first cites them."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self.sources: list[SourceReference] = []

    def numbers(self, citations: Iterable[Cited]) -> list[tuple[int, Cited]]:
        """Return the number and citation of each source cited, each source once."""
        found: dict[int, Cited] = {}
        for citation in citations:
            found.setdefault(self._number(citation.source), citation)
        return sorted(found.items())

    def supporting(self, citations: Iterable[Cited]) -> list[tuple[int, Cited]]:
        """Return the same for the citations that do not deny."""
        return self.numbers(c for c in citations if c.stance is not Stance.DENIES)

    def _number(self, source: SourceReference) -> int:
        if source.id not in self._numbers:
            self._numbers[source.id] = len(self._numbers) + 1
            self.sources.append(source)
        return self._numbers[source.id]
