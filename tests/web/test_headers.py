import pytest

from campaign import create_app
from campaign.accounts.users import create_user
from config import Config, load_config
from tests.support.forms import PASSWORD, sign_in
from tests.support.server import SECRETS

ANSWERS = ("/", "/no-such-page", "/api/v1/companies/nobody", "/healthz", "/static/site.css")
on_sqlite = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)


@pytest.mark.parametrize("address", ANSWERS)
@on_sqlite
def test_every_answer_keeps_the_browser_at_home(client, address):
    headers = client.get(address).headers

    policy = headers["Content-Security-Policy"]
    assert policy.startswith(
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
    )
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ANSWERS)
@on_sqlite
def test_whoever_only_reads_gets_no_cookie(client, address):
    assert "Set-Cookie" not in client.get(address).headers


@on_sqlite
def test_browsers_keep_nothing_that_was_read_while_signed_in(client, session):
    user = create_user(session, "ana@example.org", "editor", PASSWORD)
    session.commit()
    before = client.get("/")

    sign_in(client, user)

    assert before.headers.get("Cache-Control") != "no-store"
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/static/site.css").headers["Cache-Control"]


@on_sqlite
def test_no_browser_keeps_a_form_with_its_token(client):
    assert client.get("/login").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("site", "told", "is_secure"),
    [
        ("https://record.example", {}, True),
        ("http://record.example", {}, False),
        ("", {}, False),
        ("https://record.example", {"CAMPAIGN_SECURE_COOKIES": "0"}, False),
        ("", {"CAMPAIGN_SECURE_COOKIES": "1"}, True),
    ],
)
def test_cookies_go_over_https_only_where_the_site_is_there(site, told, is_secure):
    settings = load_config({"CAMPAIGN_SITE_URL": site} | told | SECRETS)

    assert settings.secure_cookies is is_secure


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil", ""])
@on_sqlite
def test_another_host_name_is_refused_and_said_how_to_allow_it(client, host):
    answer = client.get("/login", headers={"Host": host})

    assert answer.status_code == 400
    assert "CAMPAIGN_HOSTS" in answer.text


@on_sqlite
def test_the_public_name_and_the_listed_ones_are_answered(database_url):
    names = {
        "CAMPAIGN_SITE_URL": "https://record.example/",
        "CAMPAIGN_HOSTS": "a.example, .b.example",
    }
    settings = load_config(names | SECRETS | {"CAMPAIGN_DATABASE_URL": database_url})
    client = create_app(settings).test_client()

    hosts = ("record.example", "a.example:8080", "deep.b.example", "localhost:5000", "c.example")
    answers = [client.get("/healthz", headers={"Host": host}).status_code for host in hosts]

    assert answers == [200, 200, 200, 200, 400]


@on_sqlite
def test_a_site_on_https_tells_browsers_to_use_nothing_else(database_url):
    on_https = create_app(Config(database_url, "k", secure_cookies=True)).test_client()
    plain = create_app(Config(database_url, "k")).test_client()

    assert "max-age" in on_https.get("/healthz").headers["Strict-Transport-Security"]
    assert "Strict-Transport-Security" not in plain.get("/healthz").headers


def test_the_logo_on_a_fact_sheet_is_shown_though_no_other_picture_from_within_is(
    databases, tmp_path
):
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>')
    seeded = databases.seeded("sqlite")
    with_logo = create_app(Config(seeded, "k", logo=logo)).test_client()
    plain = create_app(Config(seeded, "k")).test_client()

    pages = [client.get("/companies/russell/fact-sheet") for client in (with_logo, plain)]

    policies = [page.headers["Content-Security-Policy"] for page in pages]
    assert "img-src 'self' data:" in policies[0]
    assert 'src="data:image/svg+xml;base64,' in pages[0].text
    assert "data:" not in policies[1]
