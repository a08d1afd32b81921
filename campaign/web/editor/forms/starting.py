"""The first step of a new record: what it is to be called, or whom it ties together."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField

from campaign.editorial.references import PARTIES
from campaign.models.vocabulary import Kind, NameKind
from campaign.web.editor.fields import Chooser, Line

ASKED_FIRST: dict[Kind, tuple[str, ...]] = {
    Kind.REPORT: ("title",),
    Kind.CAMPAIGN: ("title",),
    Kind.SOURCE: ("title",),
    Kind.COMPANY: ("name",),
    Kind.FACILITY: ("name",),
    Kind.ORGANIZATION: ("name",),
    Kind.SUPPLY_LINK: ("buyer", "supplier", "facility"),
    Kind.OWNERSHIP: ("parent", "subsidiary"),
    Kind.RESPONSE: ("actor", "report", "campaign"),
}
LONGEST_MARK = 32
LATER = "A few words will do: it can be chosen in the next step."


class StartForm(FlaskForm):
    """What is asked before a draft is begun; each kind of record keeps some of the fields."""

    title = Line("Working title", description="It can be changed until it is published.")
    name = Line("Name", description="As sources write it, in any script; more names come next.")
    buyer = Chooser("Buyer", kinds={Kind.COMPANY}, description=LATER)
    supplier = Chooser("Supplier", kinds={Kind.COMPANY}, description=LATER)
    facility = Chooser(
        "Facility", kinds={Kind.FACILITY}, description="Where a source names the very place."
    )
    parent = Chooser("Parent", kinds={Kind.COMPANY}, description=LATER)
    subsidiary = Chooser("Subsidiary", kinds={Kind.COMPANY}, description=LATER)
    actor = Chooser("Who answered", kinds=PARTIES, description=LATER)
    report = Chooser("The report", kinds={Kind.REPORT}, description="Either a report …")
    campaign = Chooser("The campaign", kinds={Kind.CAMPAIGN}, description="… or a campaign.")
    page_mark = HiddenField()

    @classmethod
    def of(cls, kind: Kind, given: Mapping[str, str]) -> StartForm:
        """Return the first step of a kind of record, with what a link has given."""
        form = cls(data={**given, "page_mark": secrets.token_hex(8)})
        for name in [field.name for field in form]:
            if name not in (*ASKED_FIRST[kind], "csrf_token", "page_mark"):
                del form[name]
        return form

    @property
    def mark(self) -> str | None:
        """Return the mark of the page that was sent, so that two presses begin one draft."""
        mark = self.page_mark.data or ""
        return mark if mark.isascii() and mark.isalnum() and len(mark) <= LONGEST_MARK else None

    def document(self, kind: Kind) -> dict[str, Any]:
        """Return the document with which the draft begins."""
        given = {name: (self[name].data or "").strip() for name in ASKED_FIRST[kind]}
        content: dict[str, Any] = {name: value for name, value in given.items() if value}
        if name := content.pop("name", None):
            language = {"language": "en"} if name.isascii() else {}
            content["names"] = [{"text": name, "name_kind": NameKind.PRIMARY.value, **language}]
        return {**content, "kind": kind.value}
