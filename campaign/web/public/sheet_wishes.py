"""What somebody asks of a fact sheet: the choices in the address, and the sheet made of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import current_app, request
from flask_security import current_user
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from campaign.accounts.permissions import Permission, allows
from campaign.errors import NotAllowed
from campaign.factsheets.frames import Choices
from campaign.factsheets.look import Look, read_look
from campaign.factsheets.ordering import Order
from campaign.factsheets.parts import BlockKey
from campaign.factsheets.sheet import Form, Length, Paper, Sheet, UnknownChoice
from config import Config

LONGEST_LINE = 400


@dataclass(frozen=True)
class Wishes:
    """The choices of one request, as they stand in its address.

    Attributes:
        lang, paper, length, what: as in ``build_sheet``; ``what`` is its form.
        leave: sections to leave out; ``first``: sections that come first.
        without: slugs of reports to leave out.
        campaign: slug of the campaign whose demands are the ask.
        role: as what a company is told, ``brand`` or ``supplier``; by its own roles if empty.
        message, line: an editor's own key message, and a further own line.
    """

    lang: str = "en"
    paper: str = Paper.A4.value
    length: str = Length.TWO.value
    what: str = Form.SHEET.value
    leave: tuple[str, ...] = ()
    first: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    campaign: str = ""
    role: str = ""
    message: str = ""
    line: str = ""

    def query(self) -> dict[str, str | list[str]]:
        """Return the parameters of an address that asks the same; usual ones are left out."""
        return dict(self._unusual())

    def _unusual(self) -> Iterator[tuple[str, str | list[str]]]:
        usual = Wishes()
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if value != getattr(usual, name):
                yield name, list(value) if isinstance(value, tuple) else value


def read_wishes(args: MultiDict[str, str]) -> Wishes:
    """Return the choices of an address; what it does not say is as usual.

    Raises:
        NotAllowed: an own line, without being an editor: nobody else speaks for the group.
        UnknownChoice: an own line is too long.
    """
    usual = Wishes()
    single: dict[str, Any] = {
        name: args.get(name, "").strip() or getattr(usual, name)
        for name in ("lang", "paper", "length", "what", "campaign", "role", "message", "line")
    }
    own = single["message"] + single["line"]
    if own and not allows(current_user, Permission.WRITE):
        raise NotAllowed("Only editors put words of the group’s own on a sheet. Please sign in.")
    if len(own) > LONGEST_LINE:
        raise UnknownChoice(f"Own lines may have {LONGEST_LINE} letters together, not {len(own)}.")
    leave, first, without = (
        tuple(dict.fromkeys(args.getlist(name))) for name in ("leave", "first", "without")
    )
    return Wishes(leave=leave, first=first, without=without, **single)


def order_of(slug: str, wishes: Wishes) -> Order:
    """Return what is asked for, as it can be built here or elsewhere.

    Raises:
        UnknownChoice: there is no such section; the words say which there are.
    """
    config: Config = current_app.config["CAMPAIGN"]
    return Order(
        slug=slug,
        as_of=datetime.now(UTC).date(),
        paper=wishes.paper,
        length=wishes.length,
        form=wishes.what,
        language=wishes.lang,
        role=wishes.role,
        choices=_choices(wishes),
        site_url=site_address(),
        site_title=config.site_title,
        contact=config.contact,
    )


def build_wished(session: Session, slug: str, wishes: Wishes) -> Sheet:
    """Return the sheet that is asked for.

    Raises:
        UnknownSubject: there is no such record, or none that has sheets.
        UnknownChoice: one of the choices does not exist; the words say which do.
    """
    return order_of(slug, wishes).build(session, own_look().logo)


def site_address() -> str:
    """Return the public address of this site, as it is printed on sheets."""
    config: Config = current_app.config["CAMPAIGN"]
    return config.site_url or request.host_url.rstrip("/")


def own_look() -> Look:
    """Return the logo and colour of this installation."""
    config: Config = current_app.config["CAMPAIGN"]
    return read_look(config.accent, config.logo)


def _choices(wishes: Wishes) -> Choices:
    return Choices(
        left_out=tuple(map(_section, wishes.leave)),
        order=tuple(map(_section, wishes.first)),
        reports_left_out=wishes.without,
        key_message=wishes.message,
        own_line=wishes.line,
        campaign=wishes.campaign,
    )


def _section(name: str) -> BlockKey:
    try:
        return BlockKey(name)
    except ValueError:
        known = ", ".join(BlockKey)
        raise UnknownChoice(f"There is no section “{name[:40]}”; there are {known}.") from None
