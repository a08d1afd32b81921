"""The forms with which people are invited and given a role."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import DateField, EmailField, IntegerField, SelectField
from wtforms.validators import InputRequired, Length

from campaign.accounts.permissions import MEANING, RoleName

REQUIRED = "This is missing."
ROLES = [(role.value, f"{role.value} – {MEANING[role]}") for role in RoleName]


class InviteForm(FlaskForm):
    """Whom to invite, as what."""

    email = EmailField("Mail address", validators=[InputRequired(REQUIRED), Length(max=254)])
    role = SelectField("Role", choices=ROLES, default=RoleName.EDITOR.value)


class RoleForm(FlaskForm):
    """Another role."""

    role = SelectField("Role", choices=ROLES)


class WorkshopForm(FlaskForm):
    """How many people, until when."""

    until = DateField("Last day", validators=[InputRequired(REQUIRED)])
    count = IntegerField("How many people", validators=[InputRequired(REQUIRED)])
