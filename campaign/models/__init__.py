"""The nouns: published facts, drafts, revisions, accounts and derived tables."""

from campaign.models.campaign import (
    Campaign,
    CampaignAction,
    CampaignParty,
    CampaignReport,
    Commitment,
    Demand,
)
from campaign.models.company import Company
from campaign.models.confidential import ConfidentialCitation, ConfidentialSource
from campaign.models.correction import CorrectionRequest, RequestState
from campaign.models.derived import (
    Exposure,
    SearchEntry,
    SearchName,
    SearchPosting,
    SearchSet,
    SearchState,
    SearchTerm,
    SearchTie,
)
from campaign.models.draft import (
    AnswerDraft,
    Batch,
    BatchDraft,
    Distinction,
    Draft,
    Review,
    SlugReservation,
)
from campaign.models.evidence import Evidence, MediaType, RemovedEvidence
from campaign.models.facility import Facility, Headcount, Operation
from campaign.models.issued import IssuedFile, IssuedLook, IssuedRecord, IssuedSheet, SheetNumber
from campaign.models.link import Ownership, SupplyLink
from campaign.models.making import MadeFile, Making
from campaign.models.organization import Organization
from campaign.models.record import Citation, Denial, Identifier, Name, Record, SlugRedirect
from campaign.models.report import (
    AbuseType,
    Allegation,
    CompanyReply,
    IloIndicator,
    Party,
    Report,
    ReportSite,
    Statement,
)
from campaign.models.response import Response
from campaign.models.revision import AuditEntry, ConfidentialDeed, Revision
from campaign.models.source import Source
from campaign.models.user import (
    AccountLink,
    EndedSession,
    RecoveryCode,
    Role,
    SignInAttempts,
    User,
    UserRole,
)

__all__ = [
    "AbuseType",
    "AccountLink",
    "Allegation",
    "AnswerDraft",
    "AuditEntry",
    "Batch",
    "BatchDraft",
    "Campaign",
    "CampaignAction",
    "CampaignParty",
    "CampaignReport",
    "Citation",
    "Commitment",
    "Company",
    "CompanyReply",
    "ConfidentialCitation",
    "ConfidentialDeed",
    "ConfidentialSource",
    "CorrectionRequest",
    "Demand",
    "Denial",
    "Distinction",
    "Draft",
    "EndedSession",
    "Evidence",
    "Exposure",
    "Facility",
    "Headcount",
    "Identifier",
    "IloIndicator",
    "IssuedFile",
    "IssuedLook",
    "IssuedRecord",
    "IssuedSheet",
    "MadeFile",
    "Making",
    "MediaType",
    "Name",
    "Operation",
    "Organization",
    "Ownership",
    "Party",
    "Record",
    "RecoveryCode",
    "RemovedEvidence",
    "Report",
    "ReportSite",
    "RequestState",
    "Response",
    "Review",
    "Revision",
    "Role",
    "SearchEntry",
    "SearchName",
    "SearchPosting",
    "SearchSet",
    "SearchState",
    "SearchTerm",
    "SearchTie",
    "SheetNumber",
    "SignInAttempts",
    "SlugRedirect",
    "SlugReservation",
    "Source",
    "Statement",
    "SupplyLink",
    "User",
    "UserRole",
]
