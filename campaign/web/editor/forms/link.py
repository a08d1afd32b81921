"""The forms of supply links and ownerships."""

from __future__ import annotations

from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.web.editor.fields import Chooser, Line, Pick, Prose, When, options
from campaign.web.editor.forms.parts import DATE
from campaign.web.editor.forms.record import (
    Cited,
    NewSources,
    Notes,
    RecordForm,
    Section,
    ToReviewer,
)
from campaign.web.editor.forms.report import Denials


class SupplyEnds(Section):
    """Who supplies whom."""

    heading = "Who supplies whom"

    buyer = Chooser("Buyer", kinds={Kind.COMPANY})
    supplier = Chooser("Supplier", kinds={Kind.COMPANY})
    facility = Chooser(
        "From this facility",
        kinds={Kind.FACILITY},
        description="Only where a source names the very place; else leave it empty.",
    )
    relation = Pick("What the supplier does", choices=options(words.RELATION_WORDS))
    product = Line("Product", narrow=True)
    share = Line(
        "Share", description="Of the output or workers of the place, as the source says it."
    )


class OwnershipEnds(Section):
    """Who owns whom."""

    heading = "Who owns whom"

    parent = Chooser("Parent", kinds={Kind.COMPANY})
    subsidiary = Chooser("Subsidiary", kinds={Kind.COMPANY})
    ownership_type = Pick("How", choices=options(words.OWNERSHIP_WORDS))
    share = Line("Share", narrow=True, description="As the source says it.")


class Knowledge(Section):
    """On what the link rests, and when it held."""

    heading = "Since when, and who says so"

    statement = Prose(
        "Statement", description="One sentence, attributed: “Apple’s list of 2022 names …”"
    )
    as_of = When("Known as of", description=DATE)
    from_date = When("From")
    to_date = When("To")
    link_status = Pick("Status", choices=options(words.LINK_STATUS_WORDS))
    basis = Pick("On what it rests", choices=options(words.BASIS_WORDS))


class SupplyLinkForm(
    SupplyEnds, Knowledge, NewSources, Cited, Denials, Notes, ToReviewer, RecordForm
):
    """A supplier supplies a buyer."""

    kind = Kind.SUPPLY_LINK
    titled_by = "supplier"


class OwnershipForm(OwnershipEnds, Knowledge, NewSources, Cited, Notes, ToReviewer, RecordForm):
    """A parent holds a subsidiary."""

    kind = Kind.OWNERSHIP
    titled_by = "subsidiary"
