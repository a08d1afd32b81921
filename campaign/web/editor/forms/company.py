"""The form of a company."""

from __future__ import annotations

from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.schemas.types import countries
from campaign.web.editor.fields import Line, Pick, Picks, Tick, options
from campaign.web.editor.forms.record import (
    Cited,
    Identified,
    Names,
    NewSources,
    Notes,
    RecordForm,
    Section,
    ToReviewer,
)

COUNTRIES = options(dict(sorted(countries().items(), key=lambda item: item[1])))


class AboutCompany(Section):
    """Where it is, and what it does."""

    heading = "Where it is, what it does"

    country = Pick("Country of the head office", choices=COUNTRIES)
    city = Line("City of the head office", narrow=True)
    roles = Picks("What it does", choices=options(words.COMPANY_ROLE_WORDS, None))
    sector = Line("Sector", description="As pages show it: electronics, apparel, footwear …")
    collective = Tick("Stands for several companies that no source tells apart")
    website = Line("Website", description="Begins with https:// or http://")
    code_of_conduct = Line(
        "Code of conduct for suppliers", description="The address of its own, where it has one."
    )


class CompanyForm(
    Names, AboutCompany, Identified, NewSources, Cited, Notes, ToReviewer, RecordForm
):
    """A legal entity or group."""

    kind = Kind.COMPANY
    titled_by = "names-0-text"
