"""No word that is said at the desk beside the documents ever runs in a browser.

The words are put where they are kept, past every form that might refuse or change them.
"""

import re
import threading
from collections import Counter, defaultdict, deque
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from campaign import create_app
from campaign.editorial.correcting import start_correction
from campaign.editorial.referring import load_whole
from campaign.models import User
from campaign.queries.records import find_record
from config import Config
from tests.support.assault import is_assault
from tests.support.carrying import make_busy_desk
from tests.support.clients import FreshClient
from tests.support.columns import OF_THE_DESK, columns_of_texts
from tests.support.crawling import links_of
from tests.support.databases import open_engine
from tests.support.doors import COOKIE
from tests.support.forms import give_second_factor, sign_in
from tests.support.old_town import SLUGS
from tests.support.payloads import FOUND, in_groups, scripts, some
from tests.support.surveying import door_of

pytestmark = [pytest.mark.browser, pytest.mark.attack]
CHUNKS = range(10 if is_assault() else 1)  # of the strings
TOGETHER = 10  # strings in one column; in each another one stands first
PATIENCE = 600_000  # milliseconds
COLUMNS = sorted((c for c in columns_of_texts() if str(c) in OF_THE_DESK), key=str)
LABEL = re.compile(r"column-(\d+)\.")
READERS = ("admin@example.org", "editor@example.org")
STARTS = ("/", "/editor/", *(f"/{kind}/{slugs['retracted']}" for kind, slugs in SLUGS.items()))
ENOUGH = 2  # pages of one kind that say nothing new


@pytest.fixture
def desk(databases, tmp_path):
    """A desk on which everything has happened once, and where; made before Chromium."""
    with databases.ready("sqlite") as url:
        desk = Desk(url, tmp_path)
        yield desk
        desk.engine.dispose()


class Desk:
    """A desk whose words can be changed, and who reads which of them where."""

    def __init__(self, url, folder):
        self.engine = open_engine(url)
        self.app = create_app(Config(url, secret_key="test", testing=True))
        self.app.test_client_class = FreshClient
        kept = {"evidence_folder": folder / "evidence", "exports_folder": folder / "exports"}
        config = replace(self.app.config["CAMPAIGN"], **kept)
        self.app.config["CAMPAIGN"] = config
        with Session(self.engine) as session, session.begin():
            make_busy_desk(session, config.kept_evidence)
            admin, editor = (user_of(session, address) for address in READERS)
            millworks = load_whole(session, find_record(session, "millworks"))
            told = start_correction(session, millworks, public_note="Told.", author=editor)
            give_second_factor(admin)
            session.flush()
            self.starts = (*STARTS, f"/editor/drafts/{told.id}/review")
            clients = [sign_in(self.app.test_client(), user) for user in (admin, editor)]
        self.cookies = [client.get_cookie(COOKIE).value for client in clients]
        self.say([""])
        most, more = (self.find(client) for client in clients)
        self.places = [most, {a: said for a, said in more.items() if a not in most}]

    def say(self, strings):
        """Put these strings into every column that has words, after its number."""
        with self.engine.begin() as connection:
            for number, column in enumerate(COLUMNS):
                turn = number % len(strings)
                text = " ".join([f"column-{number}.", *strings[turn:], *strings[:turn]])
                change = update(column.table).where(column.is_not(None))
                connection.execute(change.values({column.name: text}))

    def find(self, client):
        """Return the pages that say such words, each with the numbers of their columns.

        Of pages of one kind only the first, and each that has words which the others lack.
        """
        doors, waiting, seen = self.app.url_map.bind("localhost"), deque(self.starts), set()
        old, places, said = Counter(), {}, defaultdict(set)
        while waiting:
            address = waiting.popleft()
            door = door_of(doors, address)
            if door is None or address in seen or old[door] >= ENOUGH:
                continue
            seen.add(address)
            page = client.get(address)
            words = page.text if page.mimetype == "text/html" else ""
            here = {int(number) for number in LABEL.findall(words)} - said[door]
            old[door] += not here
            said[door] |= here
            if here:
                places[address] = here
            waiting.extend(links_of(address, page))
        return places


def user_of(session, address):
    return session.scalars(select(User).where(User.email == address)).one()


@pytest.fixture
def address(desk):
    server = make_server("127.0.0.1", 0, desk.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def note(through, dialog):
    through.append(dialog.message)
    dialog.dismiss()


@pytest.mark.parametrize("chunk", CHUNKS)
def test_no_word_of_the_desk_runs_in_a_browser(desk, address, browser, assault, chunk):
    strings = some(scripts(), assault.size(5, 500))[chunk :: len(CHUNKS)]
    through, tried = [], 0
    for cookie, places in zip(desk.cookies, desk.places, strict=True):
        context = browser.new_context(base_url=address, bypass_csp=True)
        context.add_cookies([{"name": COOKIE, "value": cookie, "url": address}])
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("dialog", partial(note, through))
        for group in in_groups(strings, TOGETHER):
            desk.say(group)
            for where, columns in places.items():
                page.goto(where, wait_until="load")
                through += [(where, found) for found in page.evaluate(FOUND)]
                tried += len(columns) * len(group)
        context.close()

    assault.count("scripts × words of the desk on a page, in Chromium", tried, len(through))
    seen = set().union(*(said for places in desk.places for said in places.values()))
    assert {str(column) for number, column in enumerate(COLUMNS) if number not in seen} == set()
    assert through == []
