"""What a campaign did and what was promised to it, in words."""

from __future__ import annotations

from campaign.models.vocabulary import CampaignActionKind, CommitmentState

CAMPAIGN_ACTION_WORDS = {
    CampaignActionKind.PETITION: "petition",
    CampaignActionKind.PROTEST: "protest",
    CampaignActionKind.STRIKE: "strike",
    CampaignActionKind.LETTER: "letter",
    CampaignActionKind.MEETING: "meeting",
    CampaignActionKind.SHAREHOLDER: "at a shareholders’ meeting",
    CampaignActionKind.COMPLAINT: "complaint to an authority or court",
    CampaignActionKind.PUBLICATION: "publication",
    CampaignActionKind.OTHER: "action",
}
COMMITMENT_WORDS = {
    CommitmentState.OPEN: "still open",
    CommitmentState.KEPT: "kept",
    CommitmentState.PARTLY_KEPT: "partly kept",
    CommitmentState.BROKEN: "broken",
    CommitmentState.UNKNOWN: "not known",
}
