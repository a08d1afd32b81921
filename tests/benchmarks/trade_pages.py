"""Whole pages of a world of trade: the first request of a process, and the same again.

``python -m tests.benchmarks.trade_questions pages URL SIZE`` asks for all; each page in a
process of its own: ``python -m tests.benchmarks.trade_pages URL ADDRESS``.
"""

import gc
import json
import statistics
import subprocess
import sys
import time

from flask import Flask
from flask.testing import FlaskClient

from campaign import create_app
from campaign.db import db
from config import ROOT, Config
from tests.benchmarks.trade import Trade

AGAIN = 9


def addresses(trade: Trade) -> dict[str, str]:
    """Return where the largest of everything is shown, by what it is."""
    largest, next_to_it, hub = trade.brand(0), trade.brand(1), trade.hub
    busiest, across = trade.first_supplier, trade.first_supplier + trade.shape.suppliers // 2
    from_largest = f"/connections?from=r{largest}&to=r{hub}"
    return {
        "busiest place": f"/facilities/r{hub}",
        "report about it": f"/reports/r{trade.first_report}",
        "busiest supplier": f"/companies/r{busiest}",
        "largest brand": f"/companies/r{largest}",
        "its supply chain": f"/companies/r{largest}/supply-chain",
        "its reports as CSV": f"/companies/r{largest}/reports.csv",
        "its drawing": f"/companies/r{largest}/drawing.svg",
        "drawing of the busiest place": f"/facilities/r{hub}/drawing.svg",
        "small brand": f"/companies/r{trade.brand(trade.shape.brands - 1)}",
        "map": "/map",
        "connection: largest brand and busiest place": from_largest,
        "the same on a day": f"{from_largest}&on=2015-06-01",
        "the same as JSON": f"/api/v1{from_largest}",
        "connection: two largest brands": f"/connections?from=r{largest}&to=r{next_to_it}",
        "connection: halfway round the ring": f"/connections?from=r{busiest}&to=r{across}",
        "neighbours of the busiest place": f"/api/v1/neighbours/r{hub}",
    }


def ask_for_all(url: str, trade: Trade) -> dict[str, dict[str, float]]:
    """Ask for each page in a process of its own."""
    return {name: ask_in_a_process(url, address) for name, address in addresses(trade).items()}


def ask_in_a_process(url: str, address: str) -> dict[str, float]:
    """Return what a page takes in a fresh process."""
    command = [sys.executable, "-m", "tests.benchmarks.trade_pages", url, address]
    answer = subprocess.check_output(command, cwd=ROOT, text=True)
    return dict(json.loads(answer.splitlines()[-1]))


def measure(app: Flask, address: str) -> dict[str, float]:
    """Return milliseconds of the first request and of later ones, and the size of the page."""
    client = app.test_client()
    first, kilobytes = asked(client, address)
    again = [asked(client, address)[0] for _ in range(AGAIN)]
    return {
        "first": first,
        "median": statistics.median(again),
        "p95": max(again),
        "kilobytes": kilobytes,
    }


def asked(client: FlaskClient, address: str) -> tuple[float, float]:
    """Return milliseconds until the last byte, and kilobytes."""
    started = time.perf_counter()
    answer = client.get(address)
    size = len(answer.data)
    assert answer.status_code == 200, (address, answer.status)
    return (time.perf_counter() - started) * 1000, size / 1000


def main(url: str, address: str) -> None:
    """Print what one page takes, as one line of JSON."""
    app = create_app(Config(url, secret_key="bench"))
    gc.collect()
    gc.freeze()  # as ``create_worker`` does
    print(json.dumps(measure(app, address)))
    with app.app_context():
        db.engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
