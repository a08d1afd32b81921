"""Settings: one frozen dataclass, and the only reader of the environment."""

from __future__ import annotations

import os
import re
import secrets
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import log2
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
THIS_MACHINE = ("localhost", "127.0.0.1")
MOST_LOGO_BYTES = 40_000
LEAST_CONTRAST = 4.5
SHORTEST_SECRET = 32  # characters
LEAST_BITS = 100
# Letters of secrets that stand in examples and templates.
KNOWN_SECRETS = ("changeme", "changethis", "yoursecret", "insecure", "replaceme", "supersecret")


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
        totp_secret: encrypts the secrets of second factors in the database; kept in
            ``var/totp_secret`` when not given.
        session_idle_minutes: a session ends after so long without a request.
        session_hours: and at the latest so long after signing in.
        confirm_minutes: for so long a shown passphrase or code is enough for publishing, roles
            and other changes to accounts.
        sheet_worker: who makes the files of large fact sheets: ``auto``, a process that the
            server starts when one is asked for; ``own``, the service of whoever runs this.
        sheet_megabytes: memory that making one such file may take.
        evidence_folder: where uploaded files are kept; ``evidence`` in ``var/`` when not given.
        exports_folder: where the public export is kept; ``exports`` in ``var/`` when not given.
        evidence_megabytes: of one uploaded file.
        evidence_megapixels: of an uploaded picture.
        evidence_pages: of an uploaded PDF.
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
    totp_secret: str = ""
    session_idle_minutes: int = 30
    session_hours: int = 12
    confirm_minutes: int = 15
    sheet_worker: str = "auto"
    sheet_megabytes: int = 4000
    evidence_folder: Path | None = None
    exports_folder: Path | None = None
    evidence_megabytes: int = 20
    evidence_megapixels: int = 50
    evidence_pages: int = 1_000
    testing: bool = False

    @property
    def kept_evidence(self) -> Path:
        """Return the folder of uploaded files, outside of what is served."""
        return self.evidence_folder or var_folder() / "evidence"

    @property
    def kept_exports(self) -> Path:
        """Return the folder of the public export, made anew when anything is published."""
        return self.exports_folder or var_folder() / "exports"


def load_config(environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings from ``CAMPAIGN_*`` variables, with defaults that just run.

    Raises:
        ValueError: a variable holds something that cannot be meant; it is named.
    """
    env = os.environ if environment is None else environment
    return Config(
        database_url=env.get("CAMPAIGN_DATABASE_URL") or default_database_url(),
        secret_key=strong_secret(env, "CAMPAIGN_SECRET_KEY", "secret_key"),
        totp_secret=strong_secret(env, "CAMPAIGN_TOTP_SECRET", "totp_secret"),
        session_idle_minutes=_number(env, "CAMPAIGN_SESSION_IDLE_MINUTES", 30, most=1440),
        session_hours=_number(env, "CAMPAIGN_SESSION_HOURS", 12, most=168),
        confirm_minutes=_number(env, "CAMPAIGN_CONFIRM_MINUTES", 15, most=1440),
        evidence_folder=var_folder() / "evidence",
        exports_folder=var_folder() / "exports",
        evidence_megabytes=_number(env, "CAMPAIGN_EVIDENCE_MEGABYTES", 20, most=200),
        evidence_megapixels=_number(env, "CAMPAIGN_EVIDENCE_MEGAPIXELS", 50, most=200),
        evidence_pages=_number(env, "CAMPAIGN_EVIDENCE_PAGES", 1_000, most=10_000),
        site_title=env.get("CAMPAIGN_SITE_TITLE", "Supply Record"),
        site_url=env.get("CAMPAIGN_SITE_URL", "").rstrip("/"),
        contact=env.get("CAMPAIGN_CONTACT", "").strip(),
        reviews_required=_choice(env, "CAMPAIGN_REVIEWS_REQUIRED", ("0", "1", "2"), "1"),
        data_licence=env.get("CAMPAIGN_DATA_LICENCE", Config.data_licence),
        logo=_logo(env.get("CAMPAIGN_LOGO", "")),
        accent=_accent(env.get("CAMPAIGN_ACCENT") or Config.accent),
        secure_cookies=bool(_choice(env, "CAMPAIGN_SECURE_COOKIES", ("0", "1"), _https(env))),
        hosts=_hosts(env),
        sheet_worker=_word(env, "CAMPAIGN_SHEET_WORKER", ("auto", "own"), "auto"),
        sheet_megabytes=_number(env, "CAMPAIGN_SHEET_MEGABYTES", 4000, most=1_000_000),
    )


def environment_of(config: Config) -> dict[str, str]:
    """Return this process's environment, with the settings that make a sheet what it is.

    So that a process started from here works on the same database, whoever set it.
    """
    own = {
        "CAMPAIGN_DATABASE_URL": config.database_url,
        "CAMPAIGN_SITE_TITLE": config.site_title,
        "CAMPAIGN_CONTACT": config.contact,
        "CAMPAIGN_ACCENT": config.accent,
        "CAMPAIGN_LOGO": str(config.logo or ""),
        "CAMPAIGN_SHEET_MEGABYTES": str(config.sheet_megabytes),
    }
    return {**os.environ, **own}


def var_folder() -> Path:
    """Return the folder of what this installation keeps; made when missing."""
    folder = Path(os.environ.get("CAMPAIGN_VAR") or ROOT / "var")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def default_database_url() -> str:
    """Return the address of the SQLite file in ``var/``."""
    return f"sqlite:///{var_folder() / 'campaign.sqlite3'}"


def strong_secret(env: Mapping[str, str], variable: str, name: str) -> str:
    """Return a secret of this installation, given or made here; a weak one is refused.

    Args:
        env: where a variable may give it.
        variable: that variable.
        name: of the file in ``var/`` that keeps it otherwise.

    Raises:
        ValueError: it is short, known to everybody, or has little to guess.
    """
    given = env.get(variable)
    secret = given or kept_secret(name)
    weakness = _weakness(secret)
    if weakness:
        where = variable if given else str(var_folder() / name)
        raise ValueError(
            f"The secret in {where} {weakness}. Whoever guesses it can sign in as anybody. "
            f"{'Set it to the output of' if given else 'Delete that file; a new one is made. Or'}"
            f"{'' if given else ' set ' + variable + ' to the output of'}: "
            'python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    return secret


def kept_secret(name: str) -> str:
    """Return a secret that this installation made for itself, readable by its owner only."""
    path = var_folder() / name
    if not path.exists():
        made = path.with_name(f"{name}.{secrets.token_hex(4)}")
        with open(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(made, path)  # whole or not at all; another process may have been quicker
        made.unlink()
    return path.read_text().strip()


def _weakness(secret: str) -> str:
    """Return what makes a secret weak, to be read after its name; empty when it is strong."""
    if len(secret) < SHORTEST_SECRET:
        return f"has {len(secret)} characters; {SHORTEST_SECRET} are needed"
    plain = re.sub(r"[^a-z]", "", secret.lower())
    if any(word in plain for word in KNOWN_SECRETS):
        return "looks like one from an example, which everybody knows"
    if _bits(secret) < LEAST_BITS:
        return "repeats itself; it must be random"
    return ""


def _bits(secret: str) -> float:
    """Return at most how many bits it takes to guess a text, from how often each letter occurs.

    Shannon's entropy of the letters; a text that repeats itself has little.
    """
    shares = [count / len(secret) for count in Counter(secret).values()]
    return -len(secret) * sum(share * log2(share) for share in shares)


def _number(env: Mapping[str, str], name: str, default: int, *, most: int) -> int:
    value = env.get(name) or str(default)
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= most:
        raise ValueError(f"{name} is {value!r}; it must be a number from 1 to {most}.")
    return int(value)


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
    return int(_word(env, name, allowed, default))


def _https(env: Mapping[str, str]) -> str:
    """Return ``1`` where the public address says that the site is on HTTPS."""
    return "1" if env.get("CAMPAIGN_SITE_URL", "").lower().startswith("https://") else "0"


def _word(env: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = env.get(name, default)
    if value not in allowed:
        raise ValueError(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
    return value
