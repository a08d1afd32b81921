"""Links by which one person sets a passphrase: signed, used once, gone after a week.

The database keeps a hash of a link only, so that a copy of it opens no account. The
signature lets a made-up link be refused without a look at the database.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from itsdangerous import BadSignature, Signer
from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, joinedload

from campaign.accounts.passphrases import hash_passphrase
from campaign.accounts.permissions import RoleName
from campaign.accounts.users import InvalidAccount, add_account, end_sessions
from campaign.models import AccountLink, User

LASTS = timedelta(days=7)
MOST_AT_ONCE = 200
GUESTS = "guests.example"  # nobody's domain, for ever (RFC 2606)


class LinkRefused(InvalidAccount):
    """A link opens nothing: made up, used, taken back or too old. The message says no more."""

    def __init__(self) -> None:
        super().__init__(
            "This link does not work: it was used, replaced or taken back, or it is older than "
            "a week. Ask an administrator for a new one."
        )


def issue_link(session: Session, user: User, *, secret: str, at: datetime) -> str:
    """Return the token of a new link for an account; older ones stop working.

    Args:
        session: its transaction is the caller's to commit.
        user: whoever will set a passphrase with it.
        secret: signs the token.
        at: the present moment.
    """
    revoke_links(session, user, at=at)
    token = _new_token(secret)
    session.add(
        AccountLink(account_id=user.id, hash=_hash(token), made_at=at, expires_at=at + LASTS)
    )
    session.flush()
    return token


def issue_workshop_links(
    session: Session, *, until: date, count: int, secret: str, at: datetime
) -> list[str]:
    """Return tokens of links with which people make contributors' accounts that end on a day.

    Each makes one account. All stop working after that day, or a week if that is sooner.

    Raises:
        InvalidAccount: the day has passed, is more than a year off, or there are too many.
    """
    if not at.date() <= until <= at.date() + timedelta(days=366):
        raise InvalidAccount(f"{until} is not a day between today and a year from now.")
    if not 1 <= count <= MOST_AT_ONCE:
        raise InvalidAccount(f"Between 1 and {MOST_AT_ONCE} links can be made at once.")
    midnight = datetime.combine(until + timedelta(days=1), datetime.min.time(), at.tzinfo)
    tokens = [_new_token(secret) for _ in range(count)]
    session.add_all(
        AccountLink(
            role=RoleName.CONTRIBUTOR.value,
            ends_on=until,
            hash=_hash(token),
            made_at=at,
            expires_at=min(at + LASTS, midnight),
        )
        for token in tokens
    )
    session.flush()
    return tokens


def open_link(session: Session, token: str, *, secret: str, at: datetime) -> AccountLink:
    """Return the link of a token, with its account, if it still works.

    Raises:
        LinkRefused: it does not.
    """
    try:
        _signer(secret).unsign(token)
    except BadSignature:
        raise LinkRefused from None
    link = session.scalar(
        select(AccountLink)
        .options(joinedload(AccountLink.account))
        .where(AccountLink.hash == _hash(token), *_works(at))
    )
    if link is None or (link.account is not None and not link.account.is_active):
        raise LinkRefused
    return link


def address_for(link: AccountLink) -> str:
    """Return the name under which whoever uses a link signs in.

    With a workshop's link it is made from the link, not chosen: whoever could choose would
    learn which addresses have an account.
    """
    return link.account.email if link.account else f"guest-{link.hash[:10]}@{GUESTS}"


def use_link(session: Session, link: AccountLink, *, passphrase: str, at: datetime) -> User:
    """Set the passphrase of an account with a link, once; its sessions end everywhere.

    Args:
        session: in a transaction that will write; the caller commits it.
        link: from ``open_link``.
        passphrase: as it was typed.
        at: the present moment.

    Raises:
        LinkRefused: somebody else was quicker, or it was taken back meanwhile.
        WeakPassphrase: the passphrase is too short or too common.
    """
    user = link.account
    if user is None:
        user = add_account(session, address_for(link), str(link.role), ends_on=link.ends_on)
    user.password = hash_passphrase(passphrase, (user.email,))
    end_sessions(user)
    session.flush()
    used = session.execute(
        update(AccountLink).where(AccountLink.id == link.id, *_works(at)).values(used_at=at)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise LinkRefused
    return user


def revoke_links(session: Session, user: User, *, at: datetime) -> int:
    """Take back all links of an account that still work; return how many there were."""
    return _revoke(session, [AccountLink.account_id == user.id], at)


def revoke_workshop_links(session: Session, until: date, *, at: datetime) -> int:
    """Take back the links of a workshop, which end on that day; return how many there were."""
    return _revoke(session, [AccountLink.account_id.is_(None), AccountLink.ends_on == until], at)


def find_open_links(session: Session, *, at: datetime) -> list[AccountLink]:
    """Return the links that still work, those that stop first before others."""
    query = select(AccountLink).where(*_works(at)).order_by(AccountLink.expires_at, AccountLink.id)
    return list(session.scalars(query))


def _revoke(session: Session, which: Iterable[ColumnElement[bool]], at: datetime) -> int:
    done = session.execute(update(AccountLink).where(*which, *_works(at)).values(revoked_at=at))
    return int(done.rowcount)  # type: ignore[attr-defined]


def _works(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        AccountLink.used_at.is_(None),
        AccountLink.revoked_at.is_(None),
        AccountLink.expires_at > at,
    )


def _new_token(secret: str) -> str:
    return _signer(secret).sign(secrets.token_urlsafe(24)).decode()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _signer(secret: str) -> Signer:
    return Signer(secret, salt="account link", sep=".", digest_method=hashlib.sha256)
