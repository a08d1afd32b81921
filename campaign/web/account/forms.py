"""The forms about accounts; what is typed wrongly is said beside the field."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from campaign.accounts.passphrases import LONGEST, SHORTEST

REQUIRED = "This is missing."


class CodeForm(FlaskForm):
    """A code of an authenticator, or a recovery code."""

    code = StringField("Code", validators=[InputRequired(REQUIRED), Length(max=40)])


class PassphraseForm(FlaskForm):
    """A new passphrase, typed twice."""

    passphrase = PasswordField(
        f"Passphrase of at least {SHORTEST} characters",
        validators=[InputRequired(REQUIRED), Length(max=LONGEST)],
    )
    again = PasswordField(
        "Once more",
        validators=[
            InputRequired(REQUIRED),
            EqualTo("passphrase", "The two are not the same. Type both again."),
        ],
    )
