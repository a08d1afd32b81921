"""What workers want to be public, in words for the desk."""

from __future__ import annotations

from campaign.models.vocabulary import PublicityWish

PUBLICITY_WORDS = {
    PublicityWish.YES: "yes, they want it to be known",
    PublicityWish.NO: "no",
    PublicityWish.LIMITED: "limited: only as the words beside it say",
}
