"""Accounts of editors; the library keeps passwords and sign-in, we keep roles."""

from __future__ import annotations

from datetime import date, datetime

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from campaign.db import Base, now


class UserRole(Base):
    """Which account has which role."""

    __tablename__ = "user_role"

    user_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    role_id: Mapped[int] = mapped_column(ForeignKey("role.id"), primary_key=True)


class Role(Base, RoleMixin):
    """Contributor, editor, reviewer or admin; ``accounts.permissions`` says what each may do."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    description: Mapped[str | None] = mapped_column(Text)
    permissions: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))
    update_datetime: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class User(Base, UserMixin):
    """A person who can sign in. Neither address of machine nor browser is kept.

    Attributes:
        password: an Argon2id hash; empty until the invited person has set a passphrase.
        active: not suspended.
        ends_on: the last day of an account that was made for a time, such as a workshop.
        fs_uniquifier: sessions carry it; a new one ends them all.
        tf_totp_secret: of the second factor, encrypted by passlib; None where there is none.
        tf_last_counter: the time step of the last code that was taken, so that none is
            taken twice.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    ends_on: Mapped[date | None]
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    create_datetime: Mapped[datetime] = mapped_column(default=now)
    update_datetime: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None] = mapped_column(BigInteger)

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]
        secondary="user_role", lazy="selectin"
    )

    @property
    def role_names(self) -> frozenset[str]:
        """Return the names of this account's roles."""
        return frozenset(role.name for role in self.roles)

    @property
    def is_active(self) -> bool:
        """Say whether the account is neither suspended nor past its last day (UTC)."""
        return self.active and (self.ends_on is None or now().date() <= self.ends_on)

    def check_tf_required(
        self,
        tf_setup_methods: list[tuple[str, str]],
        tf_fresh: bool,  # noqa: ARG002
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Let our own second step look at every sign-in; it decides what is needed."""
        return True, tf_setup_methods


class AccountLink(Base):
    """A link that lets one person set a passphrase, once.

    For an account that is there (``account_id``), or for one that whoever opens it makes
    (a workshop). Only a hash of the link is kept.

    Attributes:
        role: of the account that is made; None where there is one.
        ends_on: the last day of the account that is made.
    """

    __tablename__ = "account_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str | None] = mapped_column(String(40))
    ends_on: Mapped[date | None]
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    account: Mapped[User | None] = relationship(lazy="raise_on_sql")


class RecoveryCode(Base):
    """A code that replaces the second factor once; kept as a hash, deleted when used."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("account_id", "hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    hash: Mapped[str] = mapped_column(String(64))


class EndedSession(Base):
    """A session that was ended, by a hash of its mark, which tells nothing of whose it was."""

    __tablename__ = "ended_session"

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)


class SignInAttempts(Base):
    """How many sign-ins in a row failed under a key, which tells nothing of the address."""

    __tablename__ = "sign_in_attempts"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
