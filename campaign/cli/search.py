"""`campaign search` and `campaign index`: finding records from a terminal, and the index."""

from __future__ import annotations

import json
from typing import Any

import click

from campaign.db import begin_writing, db
from campaign.models.vocabulary import Kind
from campaign.queries.schema import require_current_schema
from campaign.queries.words import KIND_WORDS, plural, status_words
from campaign.search.differences import index_differences
from campaign.search.index import rebuild_index
from campaign.search.query import search
from campaign.search.results import Hit, Results

PATHS = {
    Kind.COMPANY: "companies",
    Kind.FACILITY: "facilities",
    Kind.ORGANIZATION: "organizations",
    Kind.REPORT: "reports",
    Kind.CAMPAIGN: "campaigns",
    Kind.SOURCE: "sources",
}


@click.command("search")
@click.argument("text", nargs=-1)
@click.option("--kind", help="company, facility, organization, report, campaign or source.")
@click.option("--country", help="ISO code: CN.")
@click.option("--abuse", help="Code of a type or group of abuse: D01, D.")
@click.option("--brand", help="Slug of a company whose exposure counts the reports.")
@click.option("--status", help="reported … established, disputed, remedied or withdrawn.")
@click.option("--year", help="A year in which it falls: 2022.")
@click.option("--sort", default="relevance", help="relevance, date or reports.")
@click.option("--page", default=1, type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API gives it.")
def search_command(text: tuple[str, ...], as_json: bool, **chosen: Any) -> None:
    """Find companies, places, reports and sources by TEXT, in any script."""
    require_current_schema(db.session.connection())
    results = search(db.session, " ".join(text), **chosen)
    if as_json:
        click.echo(json.dumps(_values(results), ensure_ascii=False, indent=2))
        return
    for line in results.ignored:
        click.echo(line, err=True)
    if results.understood:
        click.echo(f"Understood as: {results.understood}", err=True)
    for hit in results.hits:
        click.echo(_line(hit))
    click.echo(f"{plural(results.total, 'result')}, page {results.page} of {results.pages or 1}.")


@click.group()
def index() -> None:
    """Make the search index anew, or compare it with the records."""


@index.command()
def rebuild() -> None:
    """Write the whole search index anew; nobody can publish meanwhile."""
    begin_writing(db.session)
    require_current_schema(db.session.connection())
    number = rebuild_index(db.session)
    db.session.commit()
    click.echo(f"The search index holds {plural(number, 'record')}.")


@index.command("check")
def check_index() -> None:
    """Compute the search index beside the one that is kept, and print each difference."""
    require_current_schema(db.session.connection())
    differences = index_differences(db.session)
    for difference in differences:
        click.echo(difference, err=True)
    if differences:
        count = plural(len(differences), "difference")
        raise click.ClickException(f"{count} found. Run: campaign index rebuild")
    click.echo("The search index agrees with the records.")


def _values(results: Results) -> dict[str, Any]:
    hits = [
        {
            "kind": hit.kind.value,
            "slug": hit.slug,
            "title": hit.title,
            "url": _path(hit),
            "matched": hit.matched,
        }
        for hit in results.hits
    ]
    return {
        "total": results.total,
        "page": results.page,
        "did_you_mean": list(results.did_you_mean),
        "ignored": list(results.ignored),
        "results": hits,
    }


def _line(hit: Hit) -> str:
    """Return a hit as a line: title, name that matched, kind, context, status, address."""
    name = f" ({hit.matched_name})" if hit.matched_name not in (None, hit.title) else ""
    pieces = [KIND_WORDS[hit.kind], *hit.pieces]
    if hit.reports is not None:
        pieces.append(plural(hit.reports, "report"))
    if hit.certainty is not None:
        pieces += status_words(
            hit.certainty,
            disputed=hit.disputed,
            remedied=hit.remedied,
            withdrawn=hit.withdrawn,
        )
    return f"{hit.title}{name} · {' · '.join(pieces)} · {_path(hit)}"


def _path(hit: Hit) -> str:
    return f"/{PATHS[hit.kind]}/{hit.slug}"
