"""The forms of evidence: a file with words, and why one goes."""

from __future__ import annotations

from flask_wtf import FlaskForm

from campaign.web.editor.fields import Prose


class EvidenceForm(FlaskForm):
    """A file; it is read from the request, and its name is not asked for."""

    words = Prose(
        "What it shows",
        description="A few words, to find it again. No name of a worker, witness or go-between.",
    )


class RemovalForm(FlaskForm):
    """Why a file is removed."""

    reason = Prose(
        "Reason", description="Kept at the desk and in the audit trail. Name nobody in danger."
    )
