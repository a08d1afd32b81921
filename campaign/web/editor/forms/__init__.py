"""The forms of the desk: one for each kind of record, and the small ones."""

from __future__ import annotations

from campaign.models.vocabulary import Kind
from campaign.web.editor.forms.campaign import CampaignForm
from campaign.web.editor.forms.company import CompanyForm
from campaign.web.editor.forms.deciding import (
    EmptyForm,
    PublicNoteForm,
    ReasonForm,
    ReviewForm,
    WithdrawForm,
)
from campaign.web.editor.forms.facility import FacilityForm
from campaign.web.editor.forms.link import OwnershipForm, SupplyLinkForm
from campaign.web.editor.forms.organization import OrganizationForm
from campaign.web.editor.forms.parts import LANGUAGES
from campaign.web.editor.forms.record import RecordForm, Section
from campaign.web.editor.forms.report import ReportForm
from campaign.web.editor.forms.response import ResponseForm
from campaign.web.editor.forms.source import SourceRecordForm
from campaign.web.editor.forms.starting import StartForm

FORMS: dict[Kind, type[RecordForm]] = {
    form.kind: form
    for form in (
        CompanyForm,
        FacilityForm,
        OrganizationForm,
        SourceRecordForm,
        SupplyLinkForm,
        OwnershipForm,
        ReportForm,
        ResponseForm,
        CampaignForm,
    )
}

__all__ = [
    "FORMS",
    "LANGUAGES",
    "EmptyForm",
    "PublicNoteForm",
    "ReasonForm",
    "RecordForm",
    "ReportForm",
    "ReviewForm",
    "Section",
    "StartForm",
    "WithdrawForm",
]
