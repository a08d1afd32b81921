"""The form of a campaign and its demands."""

from __future__ import annotations

from wtforms import Form, HiddenField

from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.queries.campaign_words import CAMPAIGN_ACTION_WORDS, COMMITMENT_WORDS
from campaign.web.editor.fields import (
    Chooser,
    Embedded,
    Line,
    Pick,
    Prose,
    Rows,
    When,
    options,
    rows_of,
)
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


class CampaignActionForm(Form):
    """One thing that the campaign did."""

    key = HiddenField()
    on_date = When("On", description=DATE)
    kind = Pick("What it was", choices=options(CAMPAIGN_ACTION_WORDS))
    text = Prose("What happened")
    place = Line("Where")
    citations = citations()


class EvidenceForm(Form):
    """What shows that a commitment was kept or broken."""

    text = Prose("What shows what came of it")
    on_date = When("As of")
    citations = citations()


class CommitmentForm(Form):
    """What somebody committed to."""

    key = HiddenField()
    actor = actor("Who committed")
    text = Prose("To what", description="In its own words, or ours, attributed.")
    on_date = When("On", description=DATE)
    due_on = When("To be done by")
    demand = Line("Demand that it answers", narrow=True, description="Its key, as d1, if any.")
    state = Pick("What came of it", choices=options(COMMITMENT_WORDS))
    evidence = Embedded(EvidenceForm, "Evidence")
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


class Actions(Section):
    """What it did."""

    heading = "Actions"
    about = "what the campaign did, day by day"

    actions = rows_of(CampaignActionForm, "Actions", "action")


class Commitments(Section):
    """What was promised."""

    heading = "Commitments"
    about = "what somebody committed to, and what shows whether it was kept"

    commitments = rows_of(CommitmentForm, "Commitments", "commitment")


class Reading(Section):
    """Where to read on."""

    heading = "Reports and links"

    reports = Rows(Chooser("Report", kinds={Kind.REPORT}), "Reports", "report", least=1)
    links = Rows(Line("Address"), "Links", "link", least=1)


class CampaignForm(
    AboutCampaign,
    Sides,
    Demands,
    Actions,
    Commitments,
    Reading,
    NewSources,
    Cited,
    Notes,
    ToReviewer,
    RecordForm,
):
    """A concerted effort."""

    kind = Kind.CAMPAIGN
