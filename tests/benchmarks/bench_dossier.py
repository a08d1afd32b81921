"""What a dossier of 500 pages costs in each form: seconds of the processor, and memory at most.

Each is made in a process of its own, as the server has it made, of 2,100 invented reports, or
of as many as ``REPORTS`` says. Then the dossier is issued, shown, compared with today's record
and its file verified, as an editor and a reader would.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from campaign.db import configure_engine
from tests.benchmarks.timing import print_table
from tests.factories import (
    Values,
    allegation_values,
    company_values,
    facility_values,
    publish,
    report_values,
    response_values,
    source_values,
    statement_values,
    supply_link_values,
)
from tests.support.databases import make_ready

REPORTS = int(os.environ.get("REPORTS") or 2100)
PLACES, SOURCES = 52, 525
MOST_MEGABYTES = 4000  # as CAMPAIGN_SHEET_MEGABYTES
SAID = (
    "Workers at the mill said in account {}, part {}, that they worked eleven hours a night "
    "without rest days, that fees were taken from their pay, and that who complained was moved."
)
ANSWER = (
    "The company says that it looked into this, found nothing of the kind at the mill, and will "
    "look again next year."
)
MAKE = """
import datetime, sys, time
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from campaign.db import configure_engine
from campaign.factsheets.look import Look
from campaign.factsheets.making import make_file
from campaign.factsheets.ordering import Order
url, form = sys.argv[1:]
engine = configure_engine(create_engine(url))
order = Order("brand", datetime.date(2026, 11, 22), length="dossier")
with Session(engine) as session:
    made = make_file(session, order, form, Look(), lambda *step: None)
# Not ru_maxrss, which counts in the process that started this one.
most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time(), int(most.split()[1]) / 1000, len(made.content) / 1e6)
"""

ISSUE = """
import datetime, sys, time
from campaign import create_app
from campaign.accounts.users import create_user
from campaign.db import db
from campaign.factsheets.building import build_sheet
from campaign.factsheets.issuing import issue_sheet
from campaign.factsheets.verifying import verify_file
from campaign.models import IssuedSheet
from config import Config
from tests.factories import SIGNATURE
from campaign.editorial.retracting import retract
from campaign.queries.records import find_record
app = create_app(Config(sys.argv[1], secret_key="bench" * 8, sheet_worker="own"))
client = app.test_client()

def step(what, work):
    start = time.process_time()
    done = work()
    most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(what, round(time.process_time() - start, 2), int(most.split()[1]) / 1000, flush=True)
    return done

def issue():
    build = lambda: build_sheet(
        db.session, "brand", as_of=datetime.date(2026, 11, 22), length="dossier"
    )
    issued = issue_sheet(db.session, build, editor=editor, site_url="https://record.example")
    number = issued.number.text
    db.session.commit()
    return number

def page(address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.data

with app.app_context():
    editor = create_user(db.session, "editor@example.org", "editor", "a long passphrase, 9x")
    db.session.commit()
    number = step("issue it", issue)
address = f"/fact-sheets/{number}"
step("its page", lambda: page(address))
json = step("its JSON", lambda: page(f"{address}.json"))
with app.app_context():
    step("verify the JSON", lambda: verify_file(db.session, json))
    report = find_record(db.session, "report-0")
    retract(db.session, report, reason="A trial.", signature=SIGNATURE)
    db.session.commit()
step("its page, changed since", lambda: page(address))
step("compared sentence by sentence", lambda: page(f"{address}?compare=1"))
step("the list", lambda: page("/fact-sheets"))
"""


@pytest.fixture
def dossier_url(tmp_path: Path) -> str:
    """A database with a brand that 2,100 reports concern, on SQLite."""
    url = f"sqlite:///{tmp_path / 'dossier.sqlite3'}"
    engine = configure_engine(create_engine(url))
    make_ready(engine)
    with Session(engine) as session:
        publish(session, *_world())
        session.commit()
    engine.dispose()
    return url


def bench_a_dossier_of_five_hundred_pages(dossier_url: str) -> None:
    rows = []
    for form in ("html", "pdf", "docx", "md", "json"):
        command = [sys.executable, "-c", MAKE, dossier_url, form]
        told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        rows.append((form, *map(float, told.split())))

    heads = ("form", "seconds of the processor", "MB of memory at most", "MB of the file")
    print_table(f"a dossier of {REPORTS:,} reports", heads, rows)
    assert max(row[2] for row in rows) < MOST_MEGABYTES


def bench_issuing_it(dossier_url: str) -> None:
    told = subprocess.run(
        [sys.executable, "-c", ISSUE, dossier_url], capture_output=True, check=True, text=True
    ).stdout
    rows = [line.rsplit(" ", 2) for line in told.splitlines()]

    heads = ("step", "seconds of the processor", "MB of memory at most, so far")
    cells = [(what, float(seconds), float(most)) for what, seconds, most in rows]
    print_table(f"issuing a dossier of {REPORTS:,} reports", heads, cells)
    assert max(row[2] for row in cells) < MOST_MEGABYTES


def _world() -> Iterator[Values]:
    yield source_values()
    for number in range(SOURCES):
        yield source_values(
            slug=f"account-{number}",
            title=f"Account of the nights, part {number}",
            origin=f"origin-{number}",
            url=f"https://example.org/nights/{number}",
        )
    yield company_values(name="Brand", roles=["brand"])
    yield company_values(name="Miller", roles=["supplier"])
    for number in range(PLACES):
        yield facility_values(name=f"Mill {number}", slug=f"mill-{number}", operator="miller")
        yield supply_link_values(
            slug=f"link-{number}",
            buyer="brand",
            supplier="miller",
            facility=f"mill-{number}",
            from_date="2000",
            as_of="2026",
            citations=["account-0"],
        )
    for number in range(REPORTS):
        yield from _report(number)


def _report(number: int) -> Iterator[Values]:
    cited = [[f"account-{(number + part) % SOURCES}"] for part in range(3)]
    yield report_values(
        slug=f"report-{number}",
        title=f"Nights at the Mill, account {number + 1}",
        site=f"mill-{number % PLACES}",
        from_date=str(2001 + number % 24),
        statements={
            f"s{part}": statement_values(text=SAID.format(number, part), citations=cited[part])
            for part in range(3)
        },
        allegations={
            "a1": allegation_values(at_least=number + 1, unit="workers", citations=cited[0])
        },
    )
    if number % 3 == 0:
        yield response_values(
            actor="brand",
            report=f"report-{number}",
            slug=f"answer-{number}",
            text=ANSWER,
            citations=cited[0],
        )
