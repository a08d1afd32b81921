"""How long an export of everything and its import take, how large it is, and what they hold.

Run with ``make bench``; on SQLite and on PostgreSQL. ``CARRIED`` says how many companies there
are, 10,000 when nothing is said, each published twice, and half as many links between them.
Both run as the commands do, in processes of their own; the memory is the most that either
held at any moment.
"""

import os
import resource
import time
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from campaign.db import begin_writing, now
from campaign.editorial.publishing import publish_all
from campaign.editorial.revisions import Signature
from campaign.schemas import parse_document
from tests.benchmarks.timing import print_table
from tests.factories import company_values, make_source, supply_link_values
from tests.support.databases import DIALECTS, Databases
from tests.support.server import run_command

CARRIED = int(os.environ.get("CARRIED") or 10_000)
AT_ONCE = 1_000


def bench_carrying_everything(
    databases: Databases, session: Session, database_url: str, dialect: str, tmp_path: Path
) -> None:
    make_source(session)
    session.commit()
    _publish(session, "Garments")
    _publish(session, "Electronics")
    file = tmp_path / "all.zip"
    [other] = set(DIALECTS) - {dialect}

    exporting = _timed(["export", str(file)], database_url, tmp_path)
    with databases.ready(other) as url:
        importing = _timed(["import", str(file)], url, tmp_path)
        again = tmp_path / "again.zip"
        _timed(["export", str(again)], url, tmp_path)

    assert file.read_bytes() == again.read_bytes()
    rows = (f"{CARRIED * 3 // 2:,}", f"{file.stat().st_size:,}", *exporting, *importing)
    columns = ("records", "bytes", "export s", "MB so far", "import s", "MB so far")
    print_table(f"{dialect}, imported into {other}", columns, [rows])


def _publish(session: Session, sector: str) -> None:
    for start in range(0, CARRIED, AT_ONCE):
        begin_writing(session)
        documents = [_company(number, sector) for number in range(start, start + AT_ONCE)]
        if sector == "Garments":
            documents += [_link(number) for number in range(start, start + AT_ONCE, 2)]
        signature = Signature(now(), f"bench {sector} {start}")
        publish_all(session, [parse_document(d) for d in documents], signature=signature)
        session.commit()
        session.expunge_all()


def _company(number: int, sector: str) -> dict[str, Any]:
    return company_values(name=f"Company {number}", sector=sector)


def _link(number: int) -> dict[str, Any]:
    ends = {"buyer": f"company-{number}", "supplier": f"company-{number + 1}"}
    return supply_link_values(slug=f"link-{number}", **ends)


def _timed(arguments: list[str], url: str, folder: Path) -> tuple[str, str]:
    """Return the seconds that a command took, and the most megabytes held by one so far."""
    start = time.perf_counter()
    run_command(arguments, url, folder)
    seconds = time.perf_counter() - start
    kibibytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return f"{seconds:.1f}", f"{kibibytes * 1024 / 1e6:.0f}"
