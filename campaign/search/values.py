"""Results as plain values for JSON: the same from the API, a download and a terminal."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from campaign.models.vocabulary import Kind
from campaign.search.results import Facet, Hit, Results, Suggestion

Address = Callable[[Kind, str], str]  # of the page of a record, by its kind and slug


def results_values(results: Results, address: Address) -> dict[str, Any]:
    """Return a page of results with what was understood and the facets."""
    return {
        "total": results.total,
        "page": results.page,
        "pages": results.pages,
        "understood": [
            {"typed": reading.typed, "meant": reading.meant, "as": reading.read_as.value}
            for reading in results.readings
        ],
        "did_you_mean": list(results.did_you_mean),
        "fewer_words": [
            {"text": fewer.text, "left_out": fewer.left_out, "total": fewer.total}
            for fewer in results.fewer
        ],
        "ignored": list(results.ignored),
        "facets": {facet.name: _facet_values(facet) for facet in results.facets},
        "results": [hit_values(hit, address) for hit in results.hits],
    }


def hit_values(hit: Hit, address: Address) -> dict[str, Any]:
    """Return a hit; ``marks`` are the parts of ``matched`` that matched, as code points."""
    values = {
        "kind": hit.kind.value,
        "slug": hit.slug,
        "title": hit.title,
        "url": address(hit.kind, hit.slug),
        "matched": hit.matched,
        "language": hit.best.language,
        "marks": [list(span) for span in hit.best.spans],
        "context": hit.context,
        "countries": list(hit.countries),
        "from_date": hit.from_date,
        "to_date": hit.to_date,
        "reports": hit.reports,
        "status": None,
    }
    if hit.certainty is not None:
        flags = {"disputed": hit.disputed, "remedied": hit.remedied, "withdrawn": hit.withdrawn}
        values |= {"status": hit.certainty.value, **flags}
    return values


def suggestion_values(suggestion: Suggestion, address: Address) -> dict[str, Any]:
    """Return a suggestion: what to show, where it leads, and what in it is typed already."""
    return {
        "kind": suggestion.kind.value,
        "slug": suggestion.slug,
        "title": suggestion.title,
        "url": address(suggestion.kind, suggestion.slug),
        "matched": suggestion.name.text,
        "language": suggestion.name.language,
        "pieces": [list(piece) for piece in suggestion.name.pieces],
        "place": suggestion.place,
    }


def _facet_values(facet: Facet) -> list[dict[str, Any]]:
    return [
        {
            "value": value.value,
            "label": value.label,
            "count": value.count,
            "selected": value.selected,
        }
        for value in facet.values
    ]
