"""The server does not start with a secret that others can know, and says what to do."""

import secrets
import stat

import pytest

from config import ROOT, load_config
from tests.support.server import ServerError, run_command

STRONG = "f3Qz-0Yd9_kLw7TtRb1mXc5VhJ8sNeUa"


@pytest.fixture
def environment(tmp_path, monkeypatch):
    monkeypatch.setenv("CAMPAIGN_VAR", str(tmp_path))
    return {"CAMPAIGN_SECRET_KEY": STRONG, "CAMPAIGN_TOTP_SECRET": STRONG[::-1]}


@pytest.mark.parametrize("name", ["CAMPAIGN_SECRET_KEY", "CAMPAIGN_TOTP_SECRET"])
@pytest.mark.parametrize(
    ("secret", "says"),
    [
        ("short", "has 5 characters; 32 are needed"),
        ("test", "has 4 characters"),
        ("change-me-" * 5, "everybody knows"),
        ("django-insecure-0Yd9kLw7TtRb1mXc5VhJ8sNeUa", "everybody knows"),
        ("your-secret-key-goes-here-1234567890", "everybody knows"),
        ("a" * 64, "repeats itself"),
        ("0123" * 12, "repeats itself"),
    ],
)
def test_a_weak_secret_is_refused_by_name(environment, name, secret, says):
    with pytest.raises(ValueError, match=says) as refusal:
        load_config(environment | {name: secret})

    assert name in str(refusal.value)
    assert "secrets.token_urlsafe(48)" in str(refusal.value)
    assert secret not in str(refusal.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda: STRONG,
        lambda: secrets.token_urlsafe(48),
        lambda: secrets.token_hex(16),
        lambda: secrets.token_hex(32),
    ],
    ids=["fixed", "urlsafe", "short hex", "long hex"],
)
def test_a_random_secret_is_taken(environment, make):
    secret = make()

    assert load_config(environment | {"CAMPAIGN_SECRET_KEY": secret}).secret_key == secret


def test_without_any_each_installation_makes_its_own_and_keeps_them(environment, tmp_path):
    first, second = load_config({}), load_config({})

    assert (first.secret_key, first.totp_secret) == (second.secret_key, second.totp_secret)
    assert first.secret_key != first.totp_secret
    assert len(first.secret_key) >= 32
    for name in ("secret_key", "totp_secret"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert environment


def test_a_kept_secret_that_was_weakened_is_refused(environment, tmp_path):
    (tmp_path / "secret_key").write_text("x" * 40)

    with pytest.raises(ValueError, match="Delete that file"):
        load_config({})
    assert environment


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CAMPAIGN_SESSION_IDLE_MINUTES", "0"),
        ("CAMPAIGN_SESSION_IDLE_MINUTES", "soon"),
        ("CAMPAIGN_SESSION_HOURS", "9999"),
        ("CAMPAIGN_CONFIRM_MINUTES", "-1"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused_by_name(environment, name, value):
    with pytest.raises(ValueError, match=name):
        load_config(environment | {name: value})


def test_times_are_read(environment):
    config = load_config(
        environment | {"CAMPAIGN_SESSION_IDLE_MINUTES": "5", "CAMPAIGN_SESSION_HOURS": "2"}
    )

    assert (config.session_idle_minutes, config.session_hours) == (5, 2)


def test_the_server_does_not_start_with_a_weak_secret(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.support.server.ROOT", ROOT)
    monkeypatch.setattr(
        "tests.support.server.environment",
        lambda url, folder: {
            "CAMPAIGN_DATABASE_URL": url,
            "CAMPAIGN_SECRET_KEY": "changeme",
            "CAMPAIGN_VAR": str(folder),
            "PYTHONPATH": str(ROOT),
        },
    )

    with pytest.raises(ServerError, match="CAMPAIGN_SECRET_KEY has 8 characters"):
        run_command(["serve"], f"sqlite:///{tmp_path}/x.sqlite3", tmp_path)
