"""Which passphrases are taken: long, and nothing that everybody tries first.

As NIST SP 800-63B (section 5.1.1.2) has it: a least length, a comparison with a list of
common ones, no rules of composition, no expiry. The list and the estimate of how soon one
is guessed are those of zxcvbn (Dropbox; MIT), which comes with the installation: nothing
is asked of anybody on the network.
"""

from __future__ import annotations

from typing import Literal
from unicodedata import normalize

from flask_security import hash_password

from campaign.errors import CampaignError

SHORTEST = 14  # characters
LONGEST = 1000
READ_BY_ZXCVBN = 72  # what it reads at most; more only makes it slower
LEAST_SCORE = 3  # of 0 to 4: more than a hundred million guesses
FORM: Literal["NFKD"] = "NFKD"  # as Flask-Security normalises what is typed at sign-in


class WeakPassphrase(CampaignError):
    """A passphrase is not taken; the message says why, and what would be."""


def hash_passphrase(passphrase: str, own_words: tuple[str, ...] = ()) -> str:
    """Return the Argon2id hash of a passphrase that is good enough.

    Args:
        passphrase: as it was typed, in any script; spaces count.
        own_words: what others know of the person, such as the mail address.

    Raises:
        WeakPassphrase: see ``check_passphrase``.
    """
    check_passphrase(passphrase, own_words)
    hashed: str = hash_password(normal_form(passphrase))
    return hashed


def normal_form(passphrase: str) -> str:
    """Return a passphrase as it is hashed: one form of what looks the same."""
    return normalize(FORM, passphrase)


def check_passphrase(passphrase: str, own_words: tuple[str, ...] = ()) -> None:
    """Stop here unless a passphrase is long enough and not among the first to be guessed.

    Raises:
        WeakPassphrase: it is too short, too long, or made of what is commonly used.
    """
    if len(passphrase.strip()) < SHORTEST:
        raise WeakPassphrase(
            f"The passphrase needs at least {SHORTEST} characters, and has "
            f"{len(passphrase.strip())}. Four or five words that do not belong together are good."
        )
    if len(passphrase) > LONGEST:
        raise WeakPassphrase(f"The passphrase has more than {LONGEST} characters.")
    reason = _why_guessable(passphrase, own_words)
    if reason:
        raise WeakPassphrase(
            f"This passphrase would be guessed soon. {reason} "
            "Choose four or five words that do not belong together."
        )


def _why_guessable(passphrase: str, own_words: tuple[str, ...]) -> str:
    """Return why a passphrase is soon guessed, in a sentence; empty when it is not."""
    from zxcvbn import zxcvbn  # takes a tenth of a second to load, and is rarely needed

    known = [part for word in own_words for part in (word, *word.replace("@", ".").split("."))]
    found = zxcvbn(passphrase[:READ_BY_ZXCVBN], user_inputs=known)
    if found["score"] >= LEAST_SCORE:
        return ""
    warning = found["feedback"]["warning"] or "It is made of what many people use."
    return f"{warning.rstrip('.')}."
