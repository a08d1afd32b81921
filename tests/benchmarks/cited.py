"""The population of the search benchmark with a source for every sentence, so sheets can be made.

The other benchmarks measure without these rows; they stand in databases of their own, so that
those of search stay as they were built. No search index is written, for sheets read none.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from random import Random

from sqlalchemy import Engine, create_engine, text

from campaign.cli.database import alone, migrate
from campaign.db import configure_engine
from tests.benchmarks.campaigning import Campaigns
from tests.benchmarks.population import Population, Row
from tests.benchmarks.storing import FOLDER, POPULATING, SEED, abuse_codes, fill, fingerprint
from tests.support.databases import make_ready
from tests.support.postgresql import PostgresqlServer

SHAPED_BY = (*POPULATING, "tests/benchmarks/cited.py", "tests/benchmarks/campaigning.py")
KEYED = {"statement": "/statements/{}", "allegation": "/allegations/{}"}
NUMBERED = {"party": "/parties/{}", "operation": "/operations/{}"}
FIRST = {"statement": 10, "allegation": 20, "party": 30, "operation": 0}


def with_sources(rows: Iterable[Row], sources: Sequence[int]) -> Iterator[Row]:
    """Yield the rows, and after each that says something the source that says so."""
    draw = Random(SEED)
    for table, row in rows:
        yield table, row
        if table == "response":
            yield "citation", (row[0], draw.choice(sources), 0, "", "supports")
        elif table in FIRST:
            record_id, number, key = row[:3]
            part = KEYED[table].format(key) if table in KEYED else NUMBERED[table].format(number)
            place = FIRST[table] + number
            yield "citation", (record_id, draw.choice(sources), place, part, "supports")


def cited_database(server: PostgresqlServer, dialect: str, size: int) -> str:
    """Return the address of the database of a size; one that is there is used again."""
    name = f"sheets_{size}_{SEED}_{fingerprint(*SHAPED_BY)}"
    if dialect == "postgresql":
        server.ensure_database(name)
        url = server.url(name)
    else:
        url = f"sqlite:///{FOLDER / name}.sqlite3"
    whole = FOLDER / f"{dialect}_{name}.txt"
    engine = configure_engine(create_engine(url))
    if whole.exists():
        with alone(engine) as connection:
            migrate(connection)  # and no more: an index of nothing is of no use here
    else:
        make_ready(engine)
        _write(engine, url, size)
        whole.write_text("whole")
    engine.dispose()
    return url


def _write(engine: Engine, url: str, size: int) -> None:
    population = Population(size, SEED, abuse_codes(url))
    sources, campaigns = population.ids["source"], Campaigns(SEED)
    rows = with_sources(campaigns.note(population.rows()), sources)
    fill(url, chain(rows, campaigns.rows(population, size, sources)))
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
