"""The form of a source."""

from __future__ import annotations

from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.web.editor.fields import Line, Pick, Prose, When, options
from campaign.web.editor.forms.record import RecordForm, Section, ToReviewer


class Publication(Section):
    """What it is."""

    heading = "What it is"

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
    source_type = Pick("Type", choices=options(words.SOURCE_TYPE_WORDS))


class Whereabouts(Section):
    """Where it can be read."""

    heading = "Where it can be read"

    url = Line("Address", description="Begins with https:// or http://")
    archive_url = Line("Address of an archived copy")
    content_sha256 = Line(
        "SHA-256 of the file", description="64 digits and letters, where a copy is kept."
    )


class Weight(Section):
    """What it is worth."""

    heading = "What it is worth"

    grade = Pick("Reliability", narrow=False, choices=options(words.GRADE_WORDS))
    grade_reason = Prose("Why this grade")
    origin = Line(
        "Origin",
        description="Of a copy or rewrite: the origin of the first source of the story, so that "
        "they count once. Leave empty when this is the first.",
    )


class SourceRecordForm(Publication, Whereabouts, Weight, ToReviewer, RecordForm):
    """A publication, document or statement."""

    kind = Kind.SOURCE
