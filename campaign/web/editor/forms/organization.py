"""The form of an organisation."""

from __future__ import annotations

from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.web.editor.fields import Line, Pick, options
from campaign.web.editor.forms.company import COUNTRIES
from campaign.web.editor.forms.record import (
    Cited,
    Names,
    NewSources,
    Notes,
    RecordForm,
    Section,
    ToReviewer,
)


class AboutOrganization(Section):
    """What it is, and where."""

    heading = "What it is"

    organization_type = Pick("Kind", choices=options(words.ORGANIZATION_WORDS))
    country = Pick("Country", choices=COUNTRIES)
    website = Line("Website", description="Begins with https:// or http://")


class OrganizationForm(Names, AboutOrganization, NewSources, Cited, Notes, ToReviewer, RecordForm):
    """A union, NGO, movement group, coalition, medium or public body."""

    kind = Kind.ORGANIZATION
    titled_by = "names-0-text"
