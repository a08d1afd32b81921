"""How much a brand page costs beside the bare SQL of the same rows; ratios of one run.

Run with ``make bench``. Both are timed in turns on the opening data, so that whatever else
the machine does meets both alike.
"""

import statistics
import time
from collections.abc import Callable

from flask import Flask
from sqlalchemy import text
from sqlalchemy.engine import Connection

from campaign.db import db

ROUNDS = 40
BARE = (
    "SELECT r.*, rec.title, rec.slug, e.reach, e.tiers, e.timing FROM exposure e"
    " JOIN report r ON r.id = e.report_id JOIN record rec ON rec.id = r.id"
    " JOIN record c ON c.id = e.company_id WHERE c.slug = 'apple'",
    "SELECT a.* FROM allegation a JOIN exposure e ON e.report_id = a.report_id"
    " JOIN record c ON c.id = e.company_id WHERE c.slug = 'apple'",
    "SELECT ci.*, s.* FROM citation ci JOIN source s ON s.id = ci.source_id"
    " JOIN exposure e ON e.report_id = ci.record_id"
    " JOIN record c ON c.id = e.company_id WHERE c.slug = 'apple'",
    "SELECT l.* FROM supply_link l JOIN record c ON c.id = l.buyer_id WHERE c.slug = 'apple'",
)


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def ask_barely(connection: Connection) -> None:
    for question in BARE:
        connection.execute(text(question)).all()


def bench_the_brand_page(seeded_app: Flask, dialect: str) -> None:
    client = seeded_app.test_client()
    with seeded_app.app_context(), db.engine.connect() as connection:
        pages, bare = [], []
        client.get("/companies/apple")
        ask_barely(connection)
        for _ in range(ROUNDS):
            pages.append(milliseconds(lambda: client.get("/companies/apple")))
            bare.append(milliseconds(lambda: ask_barely(connection)))

    page, sql = statistics.median(pages), statistics.median(bare)
    slowest = statistics.quantiles(pages, n=20)[-1]
    print(
        f"\n{dialect}: brand page median {page:.1f} ms, 95th percentile {slowest:.1f} ms; "
        f"bare SQL of the same rows {sql:.1f} ms; ratio {page / sql:.1f}"
    )
    assert page / sql < 25
