"""The same data give the same bytes, in every form, on both databases."""

import hashlib

import pytest

from campaign import create_app
from campaign.db import db
from campaign.factsheets.pdf import render_pdf
from campaign.factsheets.rendering import RENDERERS, render
from campaign.factsheets.typesetting import _set_pages
from config import Config
from tests.factsheets.worlds import WORLDS
from tests.support.databases import DIALECTS
from tests.support.sheets import sheet_of

SOME = ("one_report", "many_scripts", "the_campaign")


@pytest.fixture
def digests(databases):
    """Digests of every form of a world's sheet, published anew in a database of one dialect."""

    def of(dialect: str, world: str) -> dict[str, str]:
        render_pdf.cache_clear()
        _set_pages.cache_clear()
        with databases.ready(dialect) as url:
            app = create_app(Config(url, secret_key="test", testing=True))
            with app.app_context():
                sheet = sheet_of(db.session, WORLDS[world](db.session))
                db.session.rollback()
                db.engine.dispose()
        return {form: hashlib.sha256(render(sheet, form)).hexdigest() for form in RENDERERS}

    return of


@pytest.mark.parametrize("world", SOME)
def test_both_databases_give_the_same_bytes(digests, world):
    found = {dialect: digests(dialect, world) for dialect in DIALECTS}

    assert found["sqlite"] == found["postgresql"]


def test_another_day_gives_the_same_bytes(digests):
    assert digests("sqlite", "one_report") == digests("sqlite", "one_report")
