"""The English words for vocabulary values, dates and counts, in one place.

Phrases begin in lower case; who prints a heading capitalises it. Each dictionary is whole:
a test fails when a vocabulary has a value without words.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from campaign.models.vocabulary import (
    ActionKind,
    Basis,
    CampaignActionKind,
    CampaignPartyRole,
    Certainty,
    CommitmentState,
    CompanyRole,
    CountUnit,
    DemandState,
    Grade,
    IdentifierScheme,
    Kind,
    LinkStatus,
    NameKind,
    OperatingStatus,
    OrganizationType,
    OwnershipType,
    PartyRole,
    Precision,
    Reach,
    Relation,
    ReplyState,
    ResponseStance,
    SourceType,
    Stance,
    Timing,
)
from campaign.queries.campaign_words import CAMPAIGN_ACTION_WORDS, COMMITMENT_WORDS
from campaign.queries.dates import date_words as date_words
from campaign.queries.dates import link_period_words as link_period_words
from campaign.queries.dates import period_words as period_words

KIND_WORDS = {
    Kind.SOURCE: "source",
    Kind.ORGANIZATION: "organisation",
    Kind.COMPANY: "company",
    Kind.FACILITY: "facility",
    Kind.SUPPLY_LINK: "supply link",
    Kind.OWNERSHIP: "ownership",
    Kind.REPORT: "report",
    Kind.CAMPAIGN: "campaign",
    Kind.RESPONSE: "response",
}

NAME_KIND_WORDS = {
    NameKind.PRIMARY: "name",
    NameKind.LEGAL: "legal name",
    NameKind.TRADING: "trading name",
    NameKind.BRAND: "brand",
    NameKind.FORMER: "former name",
    NameKind.NATIVE: "native name",
    NameKind.ROMANISED: "romanised name",
    NameKind.ACRONYM: "acronym",
    NameKind.NICKNAME: "nickname",
    NameKind.TICKER: "ticker symbol",
}

IDENTIFIER_WORDS = {
    IdentifierScheme.LEI: "LEI",
    IdentifierScheme.OS_ID: "OS ID",
    IdentifierScheme.WIKIDATA: "Wikidata",
    IdentifierScheme.TICKER: "stock ticker",
    IdentifierScheme.SEC_CIK: "SEC number (CIK)",
    IdentifierScheme.USCC: "Chinese social credit code (USCC)",
}

COMPANY_ROLE_WORDS = {
    CompanyRole.BRAND: "brand",
    CompanyRole.RETAILER: "retailer",
    CompanyRole.CONTRACT_MANUFACTURER: "contract manufacturer",
    CompanyRole.SUPPLIER: "supplier",
    CompanyRole.LABOUR_AGENCY: "labour agency",
    CompanyRole.CONTRACTOR: "contractor",
    CompanyRole.HOLDING: "holding company",
}

ORGANIZATION_WORDS = {
    OrganizationType.UNION: "union",
    OrganizationType.NGO: "non-governmental organisation",
    OrganizationType.MOVEMENT_GROUP: "movement group",
    OrganizationType.COALITION: "coalition",
    OrganizationType.MEDIA: "news organisation",
    OrganizationType.PUBLIC_BODY: "public body",
}

SOURCE_TYPE_WORDS = {
    SourceType.NEWS: "news",
    SourceType.NGO_REPORT: "NGO report",
    SourceType.GOVERNMENT: "government document",
    SourceType.COURT: "court document",
    SourceType.COMPANY: "company document",
    SourceType.UNION: "union publication",
    SourceType.CAMPAIGN: "campaign publication",
    SourceType.ACADEMIC: "academic study",
    SourceType.LAW_FIRM: "law firm publication",
    SourceType.DATASET: "data set",
    SourceType.REFERENCE: "reference work",
    SourceType.OPINION: "opinion piece",
}

GRADE_WORDS = {
    Grade.A: "grade A: court, authority or somebody's own statement",
    Grade.B: "grade B: usually reliable",
    Grade.C: "grade C: fairly reliable",
    Grade.D: "grade D: not usually reliable",
    Grade.E: "grade E: unreliable, or opinion",
    Grade.F: "grade F: reliability cannot be judged",
}

CITATION_STANCE_WORDS = {
    Stance.SUPPORTS: "supports",
    Stance.DENIES: "denies",
    Stance.CONTEXT: "gives context",
}

PRECISION_WORDS = {
    Precision.SITE: "located to the site",
    Precision.TOWN: "located to the town",
    Precision.CITY: "located to the city only",
    Precision.REGION: "located to the region only",
}

OPERATING_WORDS = {
    OperatingStatus.OPEN: "open",
    OperatingStatus.CLOSED: "closed",
    OperatingStatus.UNKNOWN: "not known whether it is open",
}

RELATION_WORDS = {
    Relation.CONTRACT_MANUFACTURING: "contract manufacturing",
    Relation.COMPONENT: "components",
    Relation.FINISHED_GOODS: "finished goods",
    Relation.LICENSED: "licensed goods",
    Relation.RAW_MATERIAL: "raw material",
    Relation.LABOUR_AGENCY: "labour agency",
    Relation.SANITATION_CONTRACTOR: "sanitation contractor",
    Relation.SERVICES: "services",
    Relation.UNKNOWN: "relation not stated",
}

LINK_STATUS_WORDS = {
    LinkStatus.LISTED: "listed",
    LinkStatus.ENDED: "ended",
    LinkStatus.DENIED: "denied",
    LinkStatus.UNKNOWN: "status unknown",
}

BASIS_WORDS = {
    Basis.BUYER_LIST: "buyer's own list",
    Basis.ADMITTED: "admitted by the buyer",
    Basis.COURT: "court document",
    Basis.GOVERNMENT: "government document",
    Basis.COMPANY_FILING: "company filing",
    Basis.CUSTOMS: "customs records",
    Basis.ACADEMIC: "academic study",
    Basis.NGO: "NGO report",
    Basis.PRESS: "press report",
}

OWNERSHIP_WORDS = {
    OwnershipType.SUBSIDIARY: "owns (subsidiary)",
    OwnershipType.JOINT_VENTURE: "joint venture",
    OwnershipType.AFFILIATE: "affiliate",
    OwnershipType.INVESTOR: "investor",
}

PARTY_ROLE_WORDS = {
    PartyRole.OPERATOR: "operator",
    PartyRole.BUYER: "buyer",
    PartyRole.PARENT: "parent company",
    PartyRole.LABOUR_AGENCY: "labour agency",
    PartyRole.CONTRACTOR: "contractor",
    PartyRole.PUBLIC_BODY: "public body",
}

CERTAINTY_WORDS = {
    Certainty.REPORTED: "reported",
    Certainty.CORROBORATED: "corroborated",
    Certainty.DOCUMENTED: "documented",
    Certainty.ACKNOWLEDGED: "acknowledged",
    Certainty.ESTABLISHED: "established",
}

CERTAINTY_MEANINGS = {
    Certainty.REPORTED: "one independent source",
    Certainty.CORROBORATED: "two or more independent sources",
    Certainty.DOCUMENTED: "a primary document",
    Certainty.ACKNOWLEDGED: "the company admits the core of it",
    Certainty.ESTABLISHED: "a court or authority found it",
}

COUNT_UNIT_WORDS = {
    CountUnit.WORKERS: "workers",
    CountUnit.CHILDREN: "children",
    CountUnit.KILLED: "people killed",
    CountUnit.INJURED: "people injured",
    CountUnit.DETAINED: "people detained",
    CountUnit.OTHER: "other",
}

ACTION_WORDS = {
    ActionKind.STRIKE: "strike",
    ActionKind.WALKOUT: "walkout",
    ActionKind.PROTEST: "protest",
    ActionKind.UNION_DRIVE: "union drive",
    ActionKind.LEGAL_CASE: "legal case",
}

RESPONSE_STANCE_WORDS = {
    ResponseStance.ACKNOWLEDGES: "acknowledges",
    ResponseStance.DISPUTES: "disputes",
    ResponseStance.COMMITS: "commits",
    ResponseStance.DECLINES: "declines",
    ResponseStance.NO_RESPONSE: "no response",
}

REPLY_WORDS = {
    ReplyState.ASKED: "asked to reply",
    ReplyState.ANSWERED: "answered",
    ReplyState.NO_RESPONSE: "no response by the date",
    ReplyState.NOT_ASKED: "not asked",
}

DEMAND_STATE_WORDS = {
    DemandState.OPEN: "open",
    DemandState.MET: "met",
    DemandState.PARTLY_MET: "partly met",
    DemandState.REFUSED: "refused",
    DemandState.UNKNOWN: "outcome unknown",
}

CAMPAIGN_PARTY_WORDS = {
    CampaignPartyRole.ORGANISER: "organiser",
    CampaignPartyRole.TARGET: "target",
}

# What somebody is in a campaign or report, beside an organisation that stands in it too.
TOGETHER_WORDS = {
    CampaignPartyRole.ORGANISER.value: "organises it",
    CampaignPartyRole.TARGET.value: "addressed by it",
    "place": "where it happened",
    **{role.value: word for role, word in PARTY_ROLE_WORDS.items()},
}

REACH_WORDS = {
    Reach.NAMED: "named for this site by a source of the report",
    Reach.SITE: "tied to this very site",
    Reach.GROUP: "same supplier group; no source ties this site to the brand",
}

REACH_IN_A_ROW = {
    Reach.NAMED: "the brand is named by a source of this report",
    Reach.SITE: "tied to this very site",
    Reach.GROUP: "same supplier group only",
}

TIMING_WORDS = {
    Timing.AT_THE_TIME: "at the time of the report",
    Timing.ENDED_BEFORE: "ended before",
    Timing.BEGAN_AFTER: "documented only later",
    Timing.UNKNOWN: "dates unknown",
}

# The same where a reader asked for the date, and no report gives it.
HELD_WORDS = {
    Timing.AT_THE_TIME: "at the time",
    Timing.ENDED_BEFORE: "ended before",
    Timing.BEGAN_AFTER: "began after",
    Timing.UNKNOWN: "dates unknown",
}

# And for today: a list of last year does not say what holds now.
NOW_WORDS = {
    Timing.AT_THE_TIME: "documented to hold",
    Timing.ENDED_BEFORE: "ended",
    Timing.BEGAN_AFTER: "not begun",
    Timing.UNKNOWN: "not known",
}

DISPUTED, REMEDIED, WITHDRAWN = "disputed", "remedied", "withdrawn"
NO_ANSWER = "No answer recorded."

# Words that a fact sheet says in other languages too, by their vocabulary.
VOCABULARIES: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Kind: KIND_WORDS,
    CompanyRole: COMPANY_ROLE_WORDS,
    Basis: BASIS_WORDS,
    LinkStatus: LINK_STATUS_WORDS,
    PartyRole: PARTY_ROLE_WORDS,
    Certainty: CERTAINTY_WORDS,
    ResponseStance: RESPONSE_STANCE_WORDS,
    DemandState: DEMAND_STATE_WORDS,
    CampaignActionKind: CAMPAIGN_ACTION_WORDS,
    CommitmentState: COMMITMENT_WORDS,
    Reach: REACH_WORDS,
    Timing: TIMING_WORDS,
}

# What an edge of the graph says (``graph.network.Tie.relation``), read from the buying side.
TIE_WORDS: dict[str, str] = {
    **{relation.value: f"buys {words}" for relation, words in RELATION_WORDS.items()},
    Relation.UNKNOWN.value: "buys (what is not stated)",
    Relation.LABOUR_AGENCY.value: "uses as labour agency",
    Relation.SANITATION_CONTRACTOR.value: "uses as sanitation contractor",
    OwnershipType.SUBSIDIARY.value: "owns",
    OwnershipType.JOINT_VENTURE.value: "joint venture",
    OwnershipType.AFFILIATE.value: "is affiliated with",
    OwnershipType.INVESTOR.value: "has invested in",
    "operates": "operates",
    "named as buyer": "named as buyer in a report",
}

# By which way a company is tied to the place of a report (``graph.brand.Route``).
ROUTE_WORDS: dict[str, str] = {
    "own": "its own place",
    "own_subsidiary": "a subsidiary’s place",
    "direct": "supplied directly",
    "subsidiary": "supplies a subsidiary",
    "group": "same supplier group only",
    "parent": "supplies a parent only",
}


def status_words(
    certainty: Certainty, *, disputed: bool = False, remedied: bool = False, withdrawn: bool = False
) -> tuple[str, ...]:
    """Return how sure something is, in words: its status first, then what is beside it."""
    beside = ((DISPUTED, disputed), (REMEDIED, remedied), (WITHDRAWN, withdrawn))
    return (CERTAINTY_WORDS[certainty], *(word for word, holds in beside if holds))


def number_words(at_least: int | None, at_most: int | None = None) -> str:
    """Return a count with its bounds: ``at least 200,000``, ``at least 5 and at most 9``."""
    bounds = (("at least", at_least), ("at most", at_most))
    return " and ".join(f"{words} {value:,}" for words, value in bounds if value is not None)


def count_words(at_least: int | None, unit: StrEnum | None, unit_words: str | None = None) -> str:
    """Return a count of people with its unit, in the source's own words where they are kept."""
    if at_least is None or unit is None:
        return ""
    return f"{number_words(at_least)} {unit_words or COUNT_UNIT_WORDS[CountUnit(unit)]}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: ``1 facility``, ``5 facilities``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
