"""What the forms of all kinds of record are made of: sections, each with its fields.

A kind's form is a class whose bases are its sections, in the order of the page. The names of
the fields are those of the document's schema: a field of a document is one line here.
"""

from __future__ import annotations

from typing import ClassVar

from flask_wtf import FlaskForm
from wtforms import Field, Form, HiddenField

from campaign.models.vocabulary import Kind
from campaign.web.editor.fields import Line, Prose, Rows, every_field, rows_of
from campaign.web.editor.forms.parts import IdentifierForm, NameForm, SourceForm, citations


class Section(Form):
    """Some fields under a heading."""

    heading: ClassVar[str]
    about: ClassVar[str] = ""

    @classmethod
    def own_fields(cls) -> list[str]:
        """Return the names of the section's fields, in the order in which they are written."""
        fields = {name: field for name, field in vars(cls).items() if hasattr(field, "_formfield")}
        return sorted(fields, key=lambda name: int(fields[name].creation_counter))


class RecordForm(FlaskForm):
    """The form of a whole record.

    Attributes:
        kind: of the record.
        titled_by: id of the field from which the record's title, and so its address, is made.
    """

    kind: ClassVar[Kind]
    titled_by: ClassVar[str] = "title"

    page_mark = HiddenField()
    page_version = HiddenField()

    @classmethod
    def sections(cls) -> list[type[Section]]:
        """Return the sections, in the order of the page."""
        return [base for base in cls.__mro__ if Section in base.__bases__]

    def first_citations(self) -> str:
        """Return the name of the first list of citations on the page; empty for none."""
        fields = (field for section in self.sections() for field in self.fields_of(section))
        cited = (f.name for f in every_field(fields) if f.short_name == "citations")
        return next(cited, "")

    def fields_of(self, section: type[Section]) -> list[Field]:
        """Return the fields of a section."""
        return [self[name] for name in section.own_fields()]


class Names(Section):
    """Everything by which something is known."""

    heading = "Names"
    about = "in every script and language in which sources write them; exactly one is primary"

    names = rows_of(NameForm, "Names", "name", least=1)
    title = Line(
        "Shown as", description="Only where pages shall show something else than the primary name."
    )


class Identified(Section):
    """Numbers in public registers."""

    heading = "Identifiers"
    about = "numbers in public registers; each is checked by its register’s rule"

    identifiers = rows_of(IdentifierForm, "Identifiers", "identifier")


class NewSources(Section):
    """Sources that are not on record yet."""

    heading = "New sources"
    about = "that are not on record yet; reviewed and published together with this"

    sources: Rows = rows_of(SourceForm, "New sources", "new source")


class Cited(Section):
    """The sources of the record as a whole."""

    heading = "Sources"
    about = "of the record as a whole"

    citations = citations()


class Notes(Section):
    """A public note."""

    heading = "Note"

    note = Prose("Note", description="Public: what a reader must know to weigh this.")


class ToReviewer(Section):
    """A word that is not for the public."""

    heading = "To the reviewer"

    to_reviewer = Prose("To the reviewer", description="Not public: what to look at, and why.")
