"""The small forms: a verdict, a withdrawal, a button."""

from __future__ import annotations

from flask_wtf import FlaskForm

from campaign.web.editor.fields import Prose, Tick


class ReviewForm(FlaskForm):
    """A verdict, with words for the author."""

    publicity_confirmed = Tick("I have made sure that this keeps to what the workers want")

    words = Prose("Words to the author", description="Needed to return or to reject.")


class WithdrawForm(FlaskForm):
    """Why an issued sheet shall not be used any more."""

    reason = Prose(
        "Reason", description="Shown in public, for ever. Name no worker and no witness."
    )


class ReasonForm(FlaskForm):
    """Why a record is retracted, or merged into another."""

    reason = Prose(
        "Reason", description="Shown in public, for ever. Name no worker and no witness."
    )


class PublicNoteForm(FlaskForm):
    """What readers are told of a correction."""

    public_note = Prose(
        "What readers are told",
        description="What was wrong and what is right, in a sentence. Public, for ever.",
    )


class EmptyForm(FlaskForm):
    """A button that changes something: nothing but its token."""
