"""The form of a facility."""

from __future__ import annotations

from wtforms import Form

from campaign.models.vocabulary import Kind
from campaign.queries import words
from campaign.web.editor.fields import Chooser, Line, Pick, Rows, When, options, rows_of
from campaign.web.editor.forms.company import COUNTRIES
from campaign.web.editor.forms.parts import DATE, citations
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


class OperationForm(Form):
    """Who runs the place, over a period."""

    operator = Chooser("Operator", kinds={Kind.COMPANY})
    from_date = When("From", description=DATE)
    to_date = When("To", description="Leave empty when it goes on.")
    citations = citations()


class HeadcountForm(Form):
    """How many people worked there."""

    at_least = Line("At least", narrow=True)
    at_most = Line("At most", narrow=True)
    as_of = When("As of", description=DATE)
    speaker = Line("Who says it")
    citations = citations()


class Place(Section):
    """Where it is."""

    heading = "Where it is"

    address = Line("Address")
    locality = Line("City, town or village", narrow=True)
    region = Line("Province or state", narrow=True)
    country = Pick("Country", choices=COUNTRIES)
    latitude = Line("Latitude", narrow=True, description="In degrees, south is negative: 34.7466")
    longitude = Line("Longitude", narrow=True, description="In degrees, west is negative: 113.625")
    precision = Pick("How exact is the point?", choices=options(words.PRECISION_WORDS))


class Work(Section):
    """What is made there, and whether it still is."""

    heading = "What is made there"

    products = Rows(Line("Product"), "Products", "product", least=1)
    operating_status = Pick(
        "Is it open?", choices=options(words.OPERATING_WORDS, None), default="unknown"
    )
    status_as_of = When("As of", description=DATE)


class Operators(Section):
    """Who runs it."""

    heading = "Who runs it"
    about = "over time"

    operations = rows_of(OperationForm, "Who runs it", "operator")


class Headcounts(Section):
    """How many work there."""

    heading = "How many people work there"
    about = "as somebody said at a date; never how many are affected"

    headcounts = rows_of(HeadcountForm, "Headcounts", "headcount")


class FacilityForm(
    Names,
    Place,
    Operators,
    Work,
    Headcounts,
    Identified,
    NewSources,
    Cited,
    Notes,
    ToReviewer,
    RecordForm,
):
    """A place where people work."""

    kind = Kind.FACILITY
    titled_by = "names-0-text"
