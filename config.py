"""Settings: one frozen dataclass, and the only reader of the environment."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
THIS_MACHINE = ("localhost", "127.0.0.1")
MOST_LOGO_BYTES = 40_000
LEAST_CONTRAST = 4.5


@dataclass(frozen=True)
class Config:
    """Everything that may differ from one installation to another.

    Attributes:
        database_url: SQLAlchemy address; SQLite by default, PostgreSQL as
            ``postgresql+psycopg://…``.
        secret_key: signs sessions and forms; kept in ``var/secret_key`` when not given.
        site_title: the name at the top of every page.
        site_url: public address, printed on fact sheets; empty when not known.
        contact: where corrections and answers go, printed on fact sheets and letters.
        reviews_required: second readers a draft needs (1, or 2 for larger groups;
            0 only for a one-person installation).
        data_licence: on what terms others may use what they download.
        secure_cookies: the site is on HTTPS: cookies go over it only, and browsers are
            told to use nothing else.
        hosts: names under which the site answers; a request for another is refused.
        logo: PNG or SVG file printed at the top of fact sheets; none by default.
        accent: colour of rules and marks on fact sheets, ``#rrggbb``, dark enough to be read
            on white.
        testing: relaxes nothing in the domain; quickens password hashing only.
    """

    database_url: str
    secret_key: str
    site_title: str = "Supply Record"
    site_url: str = ""
    contact: str = ""
    reviews_required: int = 1
    data_licence: str = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
    logo: Path | None = None
    accent: str = "#9b1c1c"
    secure_cookies: bool = False
    hosts: tuple[str, ...] = THIS_MACHINE
    testing: bool = False


def load_config(environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings from ``CAMPAIGN_*`` variables, with defaults that just run.

    Raises:
        ValueError: a variable holds something that cannot be meant; it is named.
    """
    env = os.environ if environment is None else environment
    return Config(
        database_url=env.get("CAMPAIGN_DATABASE_URL") or default_database_url(),
        secret_key=env.get("CAMPAIGN_SECRET_KEY") or kept_secret_key(),
        site_title=env.get("CAMPAIGN_SITE_TITLE", "Supply Record"),
        site_url=env.get("CAMPAIGN_SITE_URL", "").rstrip("/"),
        contact=env.get("CAMPAIGN_CONTACT", "").strip(),
        reviews_required=_choice(env, "CAMPAIGN_REVIEWS_REQUIRED", ("0", "1", "2"), "1"),
        data_licence=env.get("CAMPAIGN_DATA_LICENCE", Config.data_licence),
        logo=_logo(env.get("CAMPAIGN_LOGO", "")),
        accent=_accent(env.get("CAMPAIGN_ACCENT") or Config.accent),
        secure_cookies=bool(_choice(env, "CAMPAIGN_SECURE_COOKIES", ("0", "1"), "0")),
        hosts=_hosts(env),
    )


def var_folder() -> Path:
    """Return the folder of what this installation keeps; made when missing."""
    folder = Path(os.environ.get("CAMPAIGN_VAR") or ROOT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_database_url() -> str:
    """Return the address of the SQLite file in ``var/``."""
    return f"sqlite:///{var_folder() / 'campaign.sqlite3'}"


def kept_secret_key() -> str:
    """Return this installation's own secret, written once with the owner's rights only."""
    path = var_folder() / "secret_key"
    try:
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def _hosts(env: Mapping[str, str]) -> tuple[str, ...]:
    """Return this machine's names, that of the public address, and those that are listed."""
    listed = [name.strip().lower() for name in env.get("CAMPAIGN_HOSTS", "").split(",")]
    public = urlsplit(env.get("CAMPAIGN_SITE_URL", "")).hostname or ""
    return tuple(dict.fromkeys(name for name in (*THIS_MACHINE, public, *listed) if name))


def _logo(name: str) -> Path | None:
    if not name:
        return None
    path = Path(name)
    if path.suffix.lower() not in (".png", ".svg") or not path.is_file():
        raise ValueError(f"CAMPAIGN_LOGO is {name!r}; it must be the path of a PNG or SVG file.")
    if not 0 < path.stat().st_size <= MOST_LOGO_BYTES:
        raise ValueError(
            f"CAMPAIGN_LOGO is {name!r}, of {path.stat().st_size:,} bytes; a logo has between 1 "
            f"and {MOST_LOGO_BYTES:,}, so that a page stays light."
        )
    return path


def _accent(value: str) -> str:
    """Return a colour on which white can be read, and which can be read on white.

    WCAG 2.2, 1.4.3: a contrast of at least 4.5 to 1.
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError(f"CAMPAIGN_ACCENT is {value!r}; it must be a colour such as #9b1c1c.")
    contrast = 1.05 / (_luminance(value) + 0.05)
    if contrast < LEAST_CONTRAST:
        raise ValueError(
            f"CAMPAIGN_ACCENT is {value!r}, too light to be read on paper: its contrast is "
            f"{contrast:.1f} to 1, and {LEAST_CONTRAST} is needed. Choose a darker one."
        )
    return value.lower()


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> int:
    value = env.get(name, default)
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
    return int(value)
