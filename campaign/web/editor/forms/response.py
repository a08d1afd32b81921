"""The form of a response."""

from __future__ import annotations

from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.web.editor.fields import Chooser, DemandPick, Pick, Prose, When, options
from campaign.web.editor.forms.parts import actor
from campaign.web.editor.forms.record import Cited, NewSources, RecordForm, Section, ToReviewer


class Answer(Section):
    """Who said what."""

    heading = "Who said what, and when"

    actor = actor("Who answered")
    stance = Pick("In short", choices=options(words.RESPONSE_STANCE_WORDS))
    on_date = When(
        "Date", description="2022, Oct 2022 or 29 October 2022; n.d. where no source dates it."
    )
    text = Prose(
        "The answer",
        description="Fairly summed up and attributed; for silence, who was asked.",
    )
    full_text = Prose(
        "The whole answer, word for word", description="Where it was sent to be published."
    )


class Asked(Section):
    """To what it is an answer."""

    heading = "To what"
    about = "a report, or a campaign"

    report = Chooser("Report", kinds={Kind.REPORT})
    campaign = Chooser("Campaign", kinds={Kind.CAMPAIGN})
    demand = DemandPick("Demand of the campaign", narrow=False, choices=[("", "the whole")])


class ResponseForm(Answer, Asked, NewSources, Cited, ToReviewer, RecordForm):
    """What somebody answered."""

    kind = Kind.RESPONSE
    titled_by = "actor-record"
