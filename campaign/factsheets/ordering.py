"""What is asked of a sheet, as plain values: the same sheet can be built of them elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy.orm import Session

from campaign.factsheets.building import build_sheet, refuse_unknown
from campaign.factsheets.frames import Choices
from campaign.factsheets.look import Logo
from campaign.factsheets.selection import ordered_blocks
from campaign.factsheets.sheet import NOTHING_CHANGED, Form, Length, Paper, Sheet


@dataclass(frozen=True)
class Order:
    """What is asked for, as in ``building.build_sheet``."""

    slug: str
    as_of: date
    paper: str = Paper.A4.value
    length: str = Length.TWO.value
    form: str = Form.SHEET.value
    language: str = "en"
    role: str = ""
    choices: Choices = NOTHING_CHANGED
    site_url: str = ""
    site_title: str = "Supply Record"
    contact: str = ""

    def check(self) -> None:
        """Make sure that there are such choices, without building anything.

        Raises:
            UnknownChoice: one of them does not exist, or cannot be made.
        """
        ordered_blocks(self.choices)
        refuse_unknown(
            paper=self.paper,
            length=self.length,
            form=self.form,
            language=self.language,
            role=self.role,
        )

    def build(self, session: Session, logo: Logo | None = None) -> Sheet:
        """Return the sheet, which has room for a logo.

        Raises:
            UnknownSubject: there is no such record, or none that has sheets.
            UnknownChoice: one of the choices does not exist; the words say which do.
        """
        return build_sheet(
            session,
            self.slug,
            as_of=self.as_of,
            paper=self.paper,
            length=self.length,
            form=self.form,
            language=self.language,
            role=self.role,
            choices=self.choices,
            site_url=self.site_url,
            site_title=self.site_title,
            contact=self.contact,
            logo=logo,
        )


@dataclass(frozen=True)
class IssuedOrder:
    """A sheet that was issued, as it was frozen."""

    issue_id: int


def order_values(order: Order | IssuedOrder) -> dict[str, Any]:
    """Return an order as dicts, lists and text, as JSON has them."""
    values: dict[str, Any] = _adapter().dump_python(order, mode="json")
    return values


def order_of_values(values: dict[str, Any]) -> Order | IssuedOrder:
    """Return the order of such values."""
    return _adapter().validate_python(values)


@cache
def _adapter() -> TypeAdapter[Order | IssuedOrder]:
    return TypeAdapter(Order | IssuedOrder)
