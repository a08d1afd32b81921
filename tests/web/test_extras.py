"""Scripts of others: served from here where they are installed, and missed nowhere."""

from pathlib import Path

import pytest

from campaign.web import extras
from tests.factories import make_company, make_supply_link


@pytest.fixture
def page_address(session):
    """The address of a page with a drawing."""
    buyer, supplier = make_company(session, name="Acme"), make_company(session, name="Maker")
    make_supply_link(session, buyer=buyer, supplier=supplier)
    session.commit()
    return "/connections?from=acme&to=maker"


def test_where_npm_has_installed_it_cytoscape_comes_from_our_own_origin(client, page_address):
    page = client.get(page_address).text

    address = page.split('data-cytoscape="')[1].split('"')[0]
    script = client.get(address)
    assert address.startswith("/extras/")
    assert script.mimetype == "text/javascript"
    assert len(script.data) > 100_000
    assert "max-age=31536000" in script.headers["Cache-Control"]


def test_without_npm_the_drawing_is_there_and_no_script(client, page_address, monkeypatch):
    monkeypatch.setattr(extras, "CYTOSCAPE", Path("/nowhere/cytoscape.min.js"))

    page = client.get(page_address).text

    assert '<svg xmlns="http://www.w3.org/2000/svg" class="drawing"' in page
    assert "data-cytoscape" not in page
    assert "drawing.js" not in page
    assert client.get("/extras/cytoscape.js").status_code == 404
