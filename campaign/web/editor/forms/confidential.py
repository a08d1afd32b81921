"""The form of a confidential source."""

from __future__ import annotations

from flask_wtf import FlaskForm

from campaign.errors import InvalidDocument
from campaign.queries import words
from campaign.web.editor.fields import Pick, Prose, When, options
from campaign.web.editor.problems import FieldProblem, plain_words


class ConfidentialForm(FlaskForm):
    """What the desk keeps of something given in confidence."""

    description = Prose(
        "What it is",
        description="Enough to know it again. No name of a worker, witness or go-between, and "
        "nothing by which one could be found.",
    )
    received_on = When("Received on", description="2022, Oct 2022 or 29 October 2022")
    grade = Pick("Reliability", narrow=False, choices=options(words.GRADE_WORDS))

    def values(self) -> dict[str, object]:
        """Return what was typed."""
        return {name: self[name].data for name in ("description", "received_on", "grade")}

    def problems(self, error: InvalidDocument | None) -> list[FieldProblem]:
        """Return what is wrong, by field."""
        return [
            FieldProblem(
                problem.path.strip("/"),
                self[problem.path.strip("/")].label.text,
                plain_words(problem.message),
            )
            for problem in (error.problems if error else ())
        ]
