"""The small forms of the parts that documents of several kinds have."""

from __future__ import annotations

from wtforms import Form, HiddenField

from campaign.editorial.references import PARTIES
from campaign.models.vocabulary import Kind
from campaign.queries import words
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

DATE = "As exact as the source, no more: 2022, Oct 2022, 29 October 2022."
# Suggested while somebody types; every other tag of the schema is as good.
LANGUAGES = {
    "en": "English",
    "es": "Spanish",
    "zh-Hans": "Chinese, simplified",
    "zh-Hant": "Chinese, traditional",
    "zh-Latn-pinyin": "Chinese in Latin letters (pinyin)",
    "ug": "Uyghur",
    "vi": "Vietnamese",
    "bn": "Bangla",
    "km": "Khmer",
    "ar": "Arabic",
    "zxx": "no language, as a ticker",
}


class CitationForm(Form):
    """What one source does for one part."""

    source = Chooser(
        "Source", kinds={Kind.SOURCE}, description="Title, publisher or address; then press Find."
    )
    locator = Line("Page or paragraph", narrow=True)
    stance = Pick(
        "The source", choices=options(words.CITATION_STANCE_WORDS, None), default="supports"
    )
    quotation = Line("Short quotation", description="At most 300 characters.")


def citations() -> Rows:
    """Return the citations of a part."""
    return rows_of(CitationForm, "Sources", "source", least=1)


class ActorForm(Form):
    """Somebody: a record, or a name only."""

    record = Chooser("Company or organisation on record", kinds=PARTIES)
    name = Line(
        "Name, as the source writes it",
        description="For somebody who is not on record, or where the source’s words matter.",
    )


def actor(label: str) -> Embedded:
    """Return the fields that say who."""
    return Embedded(ActorForm, label)


class NameForm(Form):
    """One name in one language."""

    text = Line("Name")
    name_kind = Pick("What it is", choices=options(words.NAME_KIND_WORDS))
    language = Line(
        "Language",
        narrow=True,
        known="languages",
        description="A tag such as en, es, zh-Hans, zh-Hant or zh-Latn-pinyin.",
    )
    from_date = When("Used from")
    to_date = When("Used to")


class IdentifierForm(Form):
    """A number and the register that gave it."""

    scheme = Pick("Register", choices=options(words.IDENTIFIER_WORDS))
    value = Line("Number", narrow=True)


class DenialForm(Form):
    """What somebody denies."""

    key = HiddenField()
    actor = actor("Who denies")
    claim = Prose("The claim that is denied")
    text = Prose("The denial", description="In our own words, attributed, or a short quotation.")
    on_date = When("Denied on", description=DATE)
    citations = citations()


class SourceForm(Form):
    """A source that is not on record yet; it is reviewed together with what cites it."""

    draft_id = HiddenField()
    title = Prose("Title")
    publisher = Line("Publisher", narrow=True)
    author = Line("Author", narrow=True)
    published = When("Published", description="2022, Oct 2022 or 29 October 2022; n.d. if undated.")
    language = Line(
        "Language",
        narrow=True,
        known="languages",
        default="en",
        description="A tag such as en, es or zh-Hans.",
    )
    url = Line("Address", description="Begins with https:// or http://")
    archive_url = Line("Address of an archived copy")
    source_type = Pick("Type", choices=options(words.SOURCE_TYPE_WORDS))
    grade = Pick("Reliability", choices=options(words.GRADE_WORDS))
    grade_reason = Line("Why this grade")
    origin = Line(
        "Origin",
        description="Of a copy or rewrite: the origin of the first source of the story, so that "
        "they count once. Leave empty when this is the first.",
    )
