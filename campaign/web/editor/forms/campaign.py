"""The form of a campaign and its demands."""

from __future__ import annotations

from wtforms import Form, HiddenField

from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.web.editor.fields import Chooser, Line, Pick, Prose, Rows, When, options, rows_of
from campaign.web.editor.forms.parts import DATE, ActorForm, actor, citations
from campaign.web.editor.forms.record import (
    Cited,
    NewSources,
    Notes,
    RecordForm,
    Section,
    ToReviewer,
)


class DemandForm(Form):
    """One thing asked of somebody."""

    key = HiddenField()
    text = Prose("Demand", description="What is asked, in the campaign’s own words.")
    actor = actor("Of whom")
    on_date = When("Made on", description=DATE)
    deadline = When("Deadline")
    state = Pick("What became of it", choices=options(words.DEMAND_STATE_WORDS))
    note = Prose("Note")
    citations = citations()


class AboutCampaign(Section):
    """What it is about."""

    heading = "What, when"

    title = Line("Title")
    summary = Prose("Summary", description="What it wants, in a few attributed sentences.")
    from_date = When("From", description=DATE)
    to_date = When("To", description="Leave empty when it goes on.")


class Sides(Section):
    """Who runs it, and whom it addresses."""

    heading = "Who"

    organisers = rows_of(ActorForm, "Organisers", "organiser", least=1)
    targets = rows_of(ActorForm, "Targets", "target")


class Demands(Section):
    """What it asks."""

    heading = "Demands"
    about = "one thing asked of one company each"

    demands = rows_of(DemandForm, "Demands", "demand")


class Reading(Section):
    """Where to read on."""

    heading = "Reports and links"

    reports = Rows(Chooser("Report", kinds={Kind.REPORT}), "Reports", "report", least=1)
    links = Rows(Line("Address"), "Links", "link", least=1)


class CampaignForm(
    AboutCampaign, Sides, Demands, Reading, NewSources, Cited, Notes, ToReviewer, RecordForm
):
    """A concerted effort."""

    kind = Kind.CAMPAIGN
