"""The form of a report: its parts as fields, in the order in which they are written."""

from __future__ import annotations

from wtforms import Form, HiddenField

from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.queries.reply_words import BECAUSE_WORDS, CHANNEL_WORDS
from campaign.queries.safety_words import PUBLICITY_WORDS
from campaign.web.editor.fields import (
    AbusePick,
    Chooser,
    Embedded,
    Line,
    Pick,
    Prose,
    Rows,
    Tick,
    When,
    explained,
    options,
    rows_of,
)
from campaign.web.editor.forms.parts import DATE, DenialForm, actor, citations
from campaign.web.editor.forms.record import (
    Cited,
    NewSources,
    Notes,
    RecordForm,
    Section,
    ToReviewer,
)

SURE = explained(words.CERTAINTY_WORDS, words.CERTAINTY_MEANINGS)


class PartyForm(Form):
    """Somebody with a part in the report."""

    actor = actor("Who")
    role = Pick("Part", choices=options(words.PARTY_ROLE_WORDS))
    basis = Prose("On what that rests", description="Who says that they had this part.")
    citations = citations()


class StatementForm(Form):
    """One attributed sentence."""

    key = HiddenField()
    text = Prose(
        "Statement", description="One sentence, attributed: “China Labor Watch reported …”"
    )
    speaker = Line("Who says it")
    citations = citations()


class AllegationForm(Form):
    """One claim of abuse."""

    key = HiddenField()
    abuse = AbusePick("Type of abuse", narrow=False, choices=[])
    text = Prose("What is alleged")
    from_date = When("From", description=DATE)
    to_date = When("To")
    at_least = Line(
        "At least", narrow=True, description="A whole number; leave empty where nobody counted."
    )
    unit = Pick("of", choices=options(words.COUNT_UNIT_WORDS, "nobody counted"))
    unit_words = Line("In the source’s own words", narrow=True)
    basis = Prose("Who counted, or on what the status rests")
    speaker = Line("Who says it")
    certainty = Pick("How sure", narrow=False, choices=SURE)
    disputed = Tick("Somebody disputes this")
    citations = citations()


class ActionForm(Form):
    """What workers did."""

    kind = Pick("Kind of action", choices=options(words.ACTION_WORDS, "none known"))
    text = Prose("What they did")
    citations = citations()


class OutcomeForm(Form):
    """The latest outcome."""

    text = Prose("Latest outcome found")
    as_of = When("As of", description=DATE)
    citations = citations()


class OriginForm(Form):
    """Sources that go back to one account."""

    citations = citations()


class ReplyForm(Form):
    """Whether the companies named were asked to reply."""

    state = Pick("Were they asked?", narrow=False, choices=options(words.REPLY_WORDS))
    asked_on = When("Asked on", description=DATE)
    due_on = When("Answer due on")
    reason = Prose(
        "If not asked, why",
        description="The account is public already and its answers are recorded; or asking "
        "could endanger workers.",
    )


class RejoinderForm(Form):
    """What was published on an answer."""

    text = Prose("Rejoinder", description="What we, or whoever reported it, published on it.")
    on_date = When("Published on")
    citations = citations()


class CompanyReplyForm(Form):
    """One company's chance to reply."""

    key = HiddenField()
    actor = actor("Company")
    asked_on = When("Asked on", description=DATE)
    channel = Pick("By which way", choices=options(CHANNEL_WORDS, "not asked"))
    due_on = When("Answer due on")
    reminders = Rows(When("Reminded on"), "Reminders", "reminder", least=1)
    because = Pick("If not asked, because", narrow=False, choices=options(BECAUSE_WORDS, "it was"))
    reason = Prose("Reason, in own words")
    rejoinder = Embedded(RejoinderForm, "Rejoinder")
    citations = citations()


class About(Section):
    """What the report is about."""

    heading = "What, when, where"

    title = Line("Title", description="Says what happened where and when, not who is to blame.")
    from_date = When("From", description=DATE)
    to_date = When("To", description="Leave empty when it goes on, or for a single date.")
    sites = Rows(
        Chooser("Site", kinds={Kind.FACILITY}),
        "Sites",
        "site",
        least=1,
        description="factories or places on record; none when no source names one",
    )


class Statements(Section):
    """The text of the report."""

    heading = "Statements"
    about = "the text of the report: attributed sentences, each with its source"

    statements = rows_of(StatementForm, "Statements", "statement", least=1)


class Allegations(Section):
    """What is alleged."""

    heading = "Allegations"
    about = "one claim of abuse each; none when the report is context only"

    allegations = rows_of(AllegationForm, "Allegations", "allegation")


class Parties(Section):
    """Who had a part."""

    heading = "Parties"
    about = "who had a part, and who says so"

    parties = rows_of(PartyForm, "Parties", "party")


class Denials(Section):
    """What is denied."""

    heading = "Denials"
    about = "what somebody named in it denies, claim by claim"

    denials = rows_of(DenialForm, "Denials", "denial")


class WorkersAction(Section):
    """What workers did."""

    heading = "Workers’ action"
    about = "strike, protest …; leave empty when none is known"

    action = Embedded(ActionForm, "Workers’ action")


class LatestOutcome(Section):
    """What changed."""

    heading = "Outcome"
    about = "the latest that was found; leave empty when none is known"

    outcome = Embedded(OutcomeForm, "Outcome")


class Sureness(Section):
    """How sure the report is."""

    heading = "How sure"
    about = "always in words, never as a verdict"

    certainty = Pick("How sure is the report?", narrow=False, choices=SURE)
    certainty_reason = Prose(
        "Reason", description="Needed when you claim more than the sources show by themselves."
    )
    disputed = Tick("Disputed: somebody denies it")
    remedied = Tick("Remedied")
    withdrawn = Tick("Withdrawn by whoever reported it")
    origins = rows_of(
        OriginForm,
        "Same account",
        "account",
        description="Sources above that go back to one account: together they count once.",
    )


class RightOfReply(Section):
    """Whether the companies named were asked."""

    heading = "Right of reply"
    about = "was each company named asked, and until when can it answer?"

    replies = rows_of(CompanyReplyForm, "Company by company", "company")
    reply = Embedded(ReplyForm, "All others")


class PublicityForm(Form):
    """Whether those concerned want publicity."""

    wish = Pick(
        "Do the workers, or their union, want publicity?",
        narrow=False,
        choices=options(PUBLICITY_WORDS, "not known"),
    )
    words = Prose("What may be public, and what not", description="Needed where it is limited.")


class Safety(Section):
    """What protects people."""

    heading = "Safety"
    about = "never public: who may see the draft sees it"

    publish_not_before = When(
        "Publish not before", description="A whole day, as 2027-05-01; empty for any day."
    )
    publicity = Embedded(PublicityForm, "Publicity")


class ReportForm(
    About,
    NewSources,
    Statements,
    Allegations,
    Parties,
    Denials,
    WorkersAction,
    LatestOutcome,
    Sureness,
    RightOfReply,
    Safety,
    Cited,
    Notes,
    ToReviewer,
    RecordForm,
):
    """A whole report."""

    kind = Kind.REPORT
