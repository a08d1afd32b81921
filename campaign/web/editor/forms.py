"""The form of a report: its parts as fields, in the order in which they are written."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField

from campaign.queries import words
from campaign.web.editor.fields import Chooser, Line, Pick, Prose, explained, options

MOST_ROWS = 300
DATE = "Year, month or day: 2022, 2022-10 or 2022-10-29. Never more exact than the source."


class CitationForm(Form):
    """What one source does for one part."""

    source = Chooser("Source", description="Title, publisher or address; then press Find.")
    locator = Line("Page or paragraph")
    quotation = Line("Short quotation", description="At most 300 characters.")
    stance = Pick(
        "The source", choices=options(words.CITATION_STANCE_WORDS, None), default="supports"
    )


def citations() -> FieldList[FormField[CitationForm]]:
    """Return the citations of a part."""
    return FieldList(FormField(CitationForm), "Sources", min_entries=1, max_entries=MOST_ROWS)


class PartyForm(Form):
    """Somebody with a part in the report."""

    record = Chooser("Company or organisation on record")
    name = Line(
        "Name, as the source writes it",
        description="For somebody who is not on record, or where the source’s words matter.",
    )
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
    abuse = Pick("Type of abuse", choices=[])
    text = Prose("What is alleged")
    from_date = Line("From", description=DATE)
    to_date = Line("To")
    at_least = Line("At least", description="A whole number; leave empty where nobody counted.")
    unit = Pick("of", choices=options(words.COUNT_UNIT_WORDS, "nobody counted"))
    unit_words = Line("In the source’s own words")
    basis = Prose("Who counted, or on what the status rests")
    speaker = Line("Who says it")
    certainty = Pick("How sure", choices=explained(words.CERTAINTY_WORDS, words.CERTAINTY_MEANINGS))
    disputed = BooleanField("Somebody disputes this")
    citations = citations()


class ActionForm(Form):
    """What workers did."""

    kind = Pick("Kind of action", choices=options(words.ACTION_WORDS, "none known"))
    text = Prose("What they did")
    citations = citations()


class OutcomeForm(Form):
    """The latest outcome."""

    text = Prose("Latest outcome found")
    as_of = Line("As of", description=DATE)
    citations = citations()


class ReplyForm(Form):
    """Whether the companies named were asked to reply."""

    state = Pick("Were they asked?", choices=options(words.REPLY_WORDS))
    asked_on = Line("Asked on", description=DATE)
    due_on = Line("Answer due on")
    reason = Prose(
        "If not asked, why",
        description="The account is public already and its answers are recorded; or asking "
        "could endanger workers.",
    )


class SourceForm(Form):
    """A source that is not on record yet; it is reviewed together with the report."""

    draft_id = HiddenField()
    title = Prose("Title")
    publisher = Line("Publisher")
    author = Line("Author")
    published = Line("Published", description="2022, 2022-10 or 2022-10-29; n.d. if undated.")
    url = Line("Address", description="Begins with https:// or http://")
    archive_url = Line("Address of an archived copy")
    language = Line("Language", default="en", description="A tag such as en, es or zh-Hans.")
    source_type = Pick("Type", choices=options(words.SOURCE_TYPE_WORDS))
    grade = Pick("Reliability", choices=options(words.GRADE_WORDS))
    grade_reason = Line("Why this grade")
    origin = Line(
        "Origin",
        description="Of a copy or rewrite: the origin of the first source of the story, so that "
        "they count once. Leave empty when this is the first.",
    )


class ReportForm(FlaskForm):
    """A whole report."""

    title = Line("Title", description="Says what happened where and when, not who is to blame.")
    from_date = Line("From", description=DATE)
    to_date = Line("To", description="Leave empty when it goes on, or for a single date.")
    sites = FieldList(Chooser("Site"), "Sites", min_entries=1, max_entries=MOST_ROWS)
    sources = FieldList(FormField(SourceForm), "New sources", max_entries=MOST_ROWS)
    statements = FieldList(
        FormField(StatementForm), "Statements", min_entries=1, max_entries=MOST_ROWS
    )
    allegations = FieldList(FormField(AllegationForm), "Allegations", max_entries=MOST_ROWS)
    parties = FieldList(FormField(PartyForm), "Parties", max_entries=MOST_ROWS)
    action = FormField(ActionForm, "Workers’ action")
    outcome = FormField(OutcomeForm, "Outcome")
    certainty = Pick(
        "How sure is the report?",
        choices=explained(words.CERTAINTY_WORDS, words.CERTAINTY_MEANINGS),
    )
    certainty_reason = Prose(
        "Reason", description="Needed when you claim more than the sources show by themselves."
    )
    disputed = BooleanField("Disputed: somebody denies it")
    remedied = BooleanField("Remedied")
    withdrawn = BooleanField("Withdrawn by whoever reported it")
    reply = FormField(ReplyForm, "Right of reply")
    note = Prose("Note", description="Public: what a reader must know to weigh the report.")

    to_reviewer = Prose("To the reviewer", description="Not public: what to look at, and why.")

    def offer_abuse_types(self, groups: dict[str, list[tuple[str, str]]]) -> None:
        """Give each allegation the vocabulary of abuse."""
        for row in self.allegations:
            row.form.abuse.choices = groups


class StartForm(FlaskForm):
    """The first step of a report."""

    title = Line("Working title", description="It can be changed until the report is published.")


class ReviewForm(FlaskForm):
    """A verdict, with words for the author."""

    words = Prose("Words to the author", description="Needed to return or to reject.")


class WithdrawForm(FlaskForm):
    """Why an issued sheet shall not be used any more."""

    reason = Prose(
        "Reason", description="Shown in public, for ever. Name no worker and no witness."
    )


class EmptyForm(FlaskForm):
    """A button that changes something: nothing but its token."""
