"""`campaign search`: finding records from a terminal, with what the page says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import click

from campaign.db import db
from campaign.models.vocabulary import Kind
from campaign.queries.schema import require_current_schema
from campaign.queries.words import KIND_WORDS, plural, status_words
from campaign.search.facets import FACETS
from campaign.search.query import Sort, search
from campaign.search.results import Facet, Hit, Results
from campaign.search.values import results_values

PATHS = {
    Kind.COMPANY: "companies",
    Kind.FACILITY: "facilities",
    Kind.ORGANIZATION: "organizations",
    Kind.REPORT: "reports",
    Kind.CAMPAIGN: "campaigns",
    Kind.SOURCE: "sources",
}
SORTS = [sort.value for sort in Sort if sort is not Sort.LISTED]
MEANINGS = {
    "kind": "company, facility, organization, report, campaign or source.",
    "country": "ISO code: CN.",
    "abuse": "Code of a type or group of abuse: D01, D.",
    "brand": "Slug of a company whose exposure counts the reports.",
    "status": "reported … established, disputed, remedied or withdrawn.",
    "year": "A year in which it falls: 2022.",
    "answer": "none: reports to which a company gave no answer.",
    "origins": "one: reports that rest on one independent account.",
}
MOST_VALUES = 8


def narrowing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command an option for each facet."""
    for facet in reversed(FACETS):
        command = click.option(f"--{facet}", help=MEANINGS[facet])(command)
    return command


@click.command("search")
@click.argument("text", nargs=-1)
@narrowing
@click.option("--sort", default="relevance", type=click.Choice(SORTS), show_default=True)
@click.option("--page", default=1, type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API gives it.")
def search_command(text: tuple[str, ...], as_json: bool, **chosen: Any) -> None:
    """Find companies, places, reports and sources by TEXT, in any script."""
    require_current_schema(db.session.connection())
    results = search(db.session, " ".join(text), **chosen)
    if as_json:
        values = results_values(results, path_of)
        click.echo(json.dumps(values, ensure_ascii=False, indent=2))
        return
    for line in _remarks(results):
        click.echo(line, err=True)
    for hit in results.hits:
        click.echo(_line(hit))
    click.echo(f"{plural(results.total, 'result')}, page {results.page} of {results.pages or 1}.")
    for facet in results.facets:
        if facet.values:
            click.echo(_facet_line(facet))


def path_of(kind: Kind, slug: str) -> str:
    """Return the path of the page of a record."""
    return f"/{PATHS[kind]}/{slug}"


def _remarks(results: Results) -> Iterator[str]:
    """Yield what was ignored and how the words were understood."""
    yield from results.ignored
    if results.did_you_mean:
        yield f"Did you mean: {' or '.join(results.did_you_mean)}? Nothing has it as typed."
    elif results.understood:
        yield f"Understood as: {results.understood}"
    for fewer in results.fewer:
        found = plural(fewer.total, "result")
        yield f"Nothing has all words. Without “{fewer.left_out}”: {fewer.text} ({found})"


def _line(hit: Hit) -> str:
    """Return a hit as a line: title, name that matched, kind, context, status, address."""
    name = f" ({hit.matched_name})" if hit.matched_name not in (None, hit.title) else ""
    pieces = [KIND_WORDS[hit.kind], *(piece.text for piece in hit.pieces)]
    if hit.reports is not None:
        pieces.append(plural(hit.reports, "report"))
    if hit.certainty is not None:
        pieces += status_words(
            hit.certainty,
            disputed=hit.disputed,
            remedied=hit.remedied,
            withdrawn=hit.withdrawn,
        )
    said = f"\n    “{hit.passage}”" if hit.passage else ""
    return f"{hit.title}{name} · {' · '.join(pieces)} · {path_of(hit.kind, hit.slug)}{said}"


def _facet_line(facet: Facet) -> str:
    """Return a facet as a line: its values as the option takes them, with their counts."""
    values = [value for value in facet.values if value.within is None]
    words = [
        f"{'*' if value.selected else ''}{value.label} [{value.value}] {value.count:,}"
        for value in values[:MOST_VALUES]
    ]
    more = [f"{len(values) - MOST_VALUES} more"] if len(values) > MOST_VALUES else []
    return f"{facet.label}: {', '.join([*words, *more])}"
